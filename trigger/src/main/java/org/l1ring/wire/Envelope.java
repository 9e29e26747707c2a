package org.l1ring.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
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

    /** Place of the record's length. */
    static final int LENGTH_AT = HEADER_BYTES + 4;

    /** Place of the run. */
    static final int RUN_AT = HEADER_BYTES + 8;

    /** Place of the orbit. */
    static final int ORBIT_AT = HEADER_BYTES + 16;

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
     * @throws ArithmeticException if the record would exceed 2 GiB
     */
    static ByteBuffer begin(MessageType type, long run, long orbit, int... lengths) {
        int length = HEADER_BYTES + type.blockBytes();
        for (int field : lengths) {
            length = Math.addExact(length, Math.addExact(Integer.BYTES, field));
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
        bytes.putInt(field.limit()).put(field.duplicate().position(0));
    }

    /** Puts a SHA-256 that was checked by {@link #expectDigest}. */
    static void putDigest(ByteBuffer bytes, String hex) {
        bytes.put(HEX.parseHex(hex));
    }

    /** Completes a record: puts its checksum. */
    static byte[] seal(ByteBuffer bytes) {
        if (bytes.hasRemaining() || bytes.arrayOffset() != 0) {
            throw new IllegalStateException("record: " + bytes.remaining() + " bytes unwritten");
        }
        bytes.putInt(CHECKSUM_AT, checksum(bytes));
        return bytes.array();
    }

    /** CRC32C of a whole record without the checksum's own bytes. */
    private static int checksum(ByteBuffer record) {
        CRC32C crc = new CRC32C();
        crc.update(record.slice(0, CHECKSUM_AT));
        crc.update(record.slice(LENGTH_AT, record.limit() - LENGTH_AT));
        return (int) crc.getValue();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Checks what all records have in common.
     *
     * @param record from its position to its limit
     * @return a little-endian view at {@link #FIELDS_AT}, with all fields of fixed length
     * @throws WireException if it cannot be used
     */
    static ByteBuffer open(ByteBuffer record) {
        ByteBuffer bytes = record.slice().order(ByteOrder.LITTLE_ENDIAN);
        int got = bytes.limit();
        if (got < FIELDS_AT) {
            throw new WireException(
                    Fault.TRUNCATED,
                    "record: expected %d bytes or more, got %d".formatted(FIELDS_AT, got));
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
        long length = Integer.toUnsignedLong(bytes.getInt(LENGTH_AT));
        if (length > got) {
            throw new WireException(
                    Fault.TRUNCATED, "record: expected %d bytes, got %d".formatted(length, got));
        }
        if (length < got) {
            throw new WireException(
                    Fault.CORRUPT, "record: expected %d bytes, got %d".formatted(length, got));
        }
        int expected = bytes.getInt(CHECKSUM_AT);
        int sum = checksum(bytes);
        if (sum != expected) {
            throw new WireException(
                    Fault.CORRUPT,
                    "record: expected checksum %08x, got %08x".formatted(expected, sum));
        }
        int block = type(bytes).blockBytes();
        expect("record", got >= HEADER_BYTES + block, "a block of " + block + " bytes", got);
        return bytes.position(FIELDS_AT);
    }

    /** The kind of a record. */
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
        return bytes.getLong(RUN_AT);
    }

    static long orbit(ByteBuffer bytes) {
        return bytes.getLong(ORBIT_AT);
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

    /** A little-endian view of a buffer, from its position to its limit. */
    static ByteBuffer view(ByteBuffer field) {
        return field.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Takes the next field of variable length. */
    static ByteBuffer take(ByteBuffer bytes, String what) {
        int length = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
        expect(
                what,
                length >= 0 && length <= bytes.remaining(),
                "a length within the record",
                length);
        ByteBuffer field = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + length);
        return field;
    }

    static String takeText(ByteBuffer bytes, String what) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(take(bytes, what)).toString();
        } catch (CharacterCodingException e) {
            throw new WireException(Fault.MALFORMED, what + ": expected UTF-8, got other bytes");
        }
    }

    /** Checks the run and the orbit, or number of orbits, of a record. */
    static void expectPlace(long run, long orbit) {
        expect("run", run >= 0, "0 or more", run);
        expect("orbit", orbit >= 0, "0 or more", orbit);
    }

    static void expectDigest(String what, String hex) {
        boolean good =
                hex.length() == 2 * DIGEST_BYTES
                        && hex.chars().allMatch(HexFormat::isHexDigit)
                        && hex.chars().noneMatch(Character::isUpperCase);
        expect(what, good, "64 hexadecimal digits", hex);
    }

    static void expectFrameBytes(int frameBytes) {
        boolean good = frameBytes > 0 && frameBytes <= 0xffff && frameBytes % 64 == 0;
        expect("frame bytes", good, "a multiple of 64", frameBytes);
    }

    static void expectBytes(String what, ByteBuffer field, long expected) {
        expect(what, field.limit() == expected, expected + " bytes", field.limit() + " bytes");
    }

    static void expect(String what, boolean good, Object expected, Object got) {
        if (!good) {
            throw new WireException(
                    Fault.MALFORMED, "%s: expected %s, got %s".formatted(what, expected, got));
        }
    }
}
