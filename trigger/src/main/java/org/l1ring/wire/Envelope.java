package org.l1ring.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * What all records have in common, in the layout of Simple Binary Encoding: the message header,
 * then a block that begins with checksum, length, run and orbit, then fields of variable length.
 */
final class Envelope {
    /** Number of the schema. */
    static final int SCHEMA = 0x4c31;

    /** Version of the schema. */
    static final int VERSION = 1;

    /** Bytes of the message header. */
    static final int HEADER_BYTES = 8;

    /** Place of the checksum. */
    static final int CHECKSUM_AT = HEADER_BYTES;

    /** Place of the first field that is not common to all records. */
    static final int FIELDS_AT = HEADER_BYTES + 24;

    /** Bytes of a SHA-256. */
    static final int DIGEST_BYTES = 32;

    private static final HexFormat HEX = HexFormat.of();

    private Envelope() {}

    /**
     * Begins a record.
     *
     * @param lengths bytes of each field of variable length
     * @return a zeroed buffer at {@link #FIELDS_AT}
     */
    static ByteBuffer begin(MessageType type, long run, long orbit, int... lengths) {
        int length = HEADER_BYTES + type.blockBytes();
        for (int field : lengths) {
            length = Math.addExact(length, Integer.BYTES + field);
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) type.blockBytes()).putShort((short) type.template());
        bytes.putShort((short) SCHEMA).putShort((short) VERSION);
        return bytes.putInt(0).putInt(length).putLong(run).putLong(orbit);
    }

    /** Goes on to the fields of variable length. */
    static ByteBuffer endBlock(ByteBuffer bytes, MessageType type) {
        return bytes.position(HEADER_BYTES + type.blockBytes());
    }

    /** Appends a field of variable length. */
    static void put(ByteBuffer bytes, byte[] field) {
        bytes.putInt(field.length).put(field);
    }

    /** Appends a field of variable length. */
    static void put(ByteBuffer bytes, ByteBuffer field) {
        bytes.putInt(field.remaining()).put(field.duplicate());
    }

    /** Puts a SHA-256. */
    static void putDigest(ByteBuffer bytes, String hex) {
        byte[] digest = HEX.parseHex(hex);
        if (digest.length != DIGEST_BYTES) {
            throw new IllegalArgumentException("digest: expected 64 hex digits, got " + hex);
        }
        bytes.put(digest);
    }

    /** Completes a record: puts its checksum. */
    static byte[] seal(ByteBuffer bytes) {
        if (bytes.hasRemaining()) {
            throw new IllegalStateException("record: " + bytes.remaining() + " bytes unwritten");
        }
        bytes.putInt(CHECKSUM_AT, checksum(bytes));
        return bytes.array();
    }

    /** CRC32C of a whole record without the checksum's own bytes. */
    private static int checksum(ByteBuffer record) {
        CRC32C crc = new CRC32C();
        crc.update(record.slice(0, CHECKSUM_AT));
        int rest = CHECKSUM_AT + Integer.BYTES;
        crc.update(record.slice(rest, record.limit() - rest));
        return (int) crc.getValue();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Checks a record.
     *
     * @param record from its first byte to its limit
     * @return a little-endian view at {@link #FIELDS_AT}
     * @throws WireException if it cannot be used
     */
    static ByteBuffer open(ByteBuffer record) {
        ByteBuffer bytes = record.slice().order(ByteOrder.LITTLE_ENDIAN);
        int got = bytes.limit();
        if (got < HEADER_BYTES + 8) {
            throw new WireException(
                    Fault.TRUNCATED, "record: expected 16 bytes or more, got " + got);
        }
        int schema = Short.toUnsignedInt(bytes.getShort(4));
        if (schema != SCHEMA) {
            throw new WireException(
                    Fault.NOT_A_RECORD,
                    "record: expected schema %d, got %d".formatted(SCHEMA, schema));
        }
        int version = Short.toUnsignedInt(bytes.getShort(6));
        if (version != VERSION) {
            throw new WireException(
                    Fault.SCHEMA_VERSION,
                    "record: expected version %d of the schema, got %d"
                            .formatted(VERSION, version));
        }
        int length = bytes.getInt(12);
        if (length > got) {
            throw new WireException(
                    Fault.TRUNCATED, "record: expected %d bytes, got %d".formatted(length, got));
        }
        int expected = bytes.getInt(CHECKSUM_AT);
        int sum = checksum(bytes);
        if (length != got || sum != expected) {
            throw new WireException(
                    Fault.CORRUPT,
                    "record of %d bytes: expected %d bytes of checksum %08x, got %08x"
                            .formatted(got, length, expected, sum));
        }
        return bytes.position(FIELDS_AT);
    }

    /** The kind of an opened record. */
    static MessageType type(ByteBuffer bytes) {
        int template = Short.toUnsignedInt(bytes.getShort(2));
        int block = Short.toUnsignedInt(bytes.getShort(0));
        for (MessageType type : MessageType.values()) {
            if (type.template() == template && type.blockBytes() == block) {
                return type;
            }
        }
        throw new WireException(
                Fault.NOT_A_RECORD,
                "record: expected a known kind, got template %d with a block of %d bytes"
                        .formatted(template, block));
    }

    static long run(ByteBuffer bytes) {
        return bytes.getLong(HEADER_BYTES + 8);
    }

    static long orbit(ByteBuffer bytes) {
        return bytes.getLong(HEADER_BYTES + 16);
    }

    static int u8(ByteBuffer bytes) {
        return Byte.toUnsignedInt(bytes.get());
    }

    static int u16(ByteBuffer bytes) {
        return Short.toUnsignedInt(bytes.getShort());
    }

    static String digest(ByteBuffer bytes) {
        byte[] digest = new byte[DIGEST_BYTES];
        bytes.get(digest);
        return HEX.formatHex(digest);
    }

    /** Takes the next field of variable length. */
    static ByteBuffer take(ByteBuffer bytes, String what) {
        int length = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
        if (length < 0 || length > bytes.remaining()) {
            throw malformed(what, "a length within the record", String.valueOf(length));
        }
        ByteBuffer field = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + length);
        return field;
    }

    static String takeText(ByteBuffer bytes, String what) {
        return StandardCharsets.UTF_8.decode(take(bytes, what)).toString();
    }

    /** Takes the next field of variable length, whose length is known. */
    static ByteBuffer take(ByteBuffer bytes, String what, long expected) {
        ByteBuffer field = take(bytes, what);
        expect(what, field.limit() == expected, expected + " bytes", field.limit() + " bytes");
        return field;
    }

    static void expect(String what, boolean good, Object expected, Object got) {
        if (!good) {
            throw malformed(what, String.valueOf(expected), String.valueOf(got));
        }
    }

    private static WireException malformed(String what, String expected, String got) {
        return new WireException(
                Fault.MALFORMED, "%s: expected %s, got %s".formatted(what, expected, got));
    }
}
