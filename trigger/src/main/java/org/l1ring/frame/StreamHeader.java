package org.l1ring.frame;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The header that both stream files begin with: magic, version, lengths, checksum, and JSON text.
 *
 * <p>Bytes, little-endian: 0 magic (8 ASCII letters), 8 version (u32), 12 header length (u32, a
 * multiple of 64), 16 JSON length (u32), 20 CRC32C (u32) of bytes 0 to 19 and 24 to the end of the
 * header, 24 JSON in UTF-8, then zeros.
 */
public final class StreamHeader {
    /** Bytes before the JSON text. */
    public static final int FIXED_BYTES = 24;

    private static final int MAGIC_BYTES = 8;
    private static final int CHECKSUM_AT = 20;
    private static final int LONGEST = 1 << 26;
    private static final ObjectMapper JSON =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private StreamHeader() {}

    /**
     * The bytes of a header.
     *
     * @param magic 8 ASCII letters
     * @param version version of the layout, from 1
     * @param content a record; its components become the keys of the JSON object, in their order
     * @return a direct little-endian buffer, ready to be written
     */
    public static ByteBuffer encode(String magic, int version, Record content) {
        byte[] json;
        try {
            json = JSON.writeValueAsBytes(content);
        } catch (JacksonException e) {
            throw new IllegalStateException("stream header: " + e.getOriginalMessage(), e);
        }
        int length = Math.ceilDiv(FIXED_BYTES + json.length, 64) * 64;
        ByteBuffer bytes = ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(magic.getBytes(StandardCharsets.US_ASCII));
        bytes.putInt(version).putInt(length).putInt(json.length).putInt(0).put(json);
        bytes.position(0);
        bytes.putInt(CHECKSUM_AT, checksum(bytes));
        return bytes;
    }

    /**
     * The length of the header that begins with the given bytes; checks magic and version.
     *
     * @param file name of the file, for messages
     * @param magic 8 ASCII letters that the file must begin with
     * @param version the version that can be read
     * @param start the file's first 24 bytes, or fewer if the file is shorter
     * @return bytes of the whole header
     * @throws StreamException if this is no such file, or of another version, or cut short
     */
    public static int length(String file, String magic, int version, ByteBuffer start) {
        ByteBuffer bytes = start.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int got = bytes.remaining();
        byte[] letters = new byte[Math.min(MAGIC_BYTES, got)];
        bytes.get(letters);
        String found = new String(letters, StandardCharsets.ISO_8859_1);
        if (!magic.startsWith(found) || got == 0) {
            throw new StreamException(
                    "%s: byte 0: expected %s, got %s; this is not %s"
                            .formatted(file, magic, printable(letters), kind(magic)));
        }
        if (got < FIXED_BYTES) {
            throw new StreamException(
                    "%s: byte %d: expected a header of 24 bytes or more, got the end of the file; %s"
                            .formatted(file, got, "the file was cut short"));
        }
        int fileVersion = bytes.getInt();
        if (fileVersion != version) {
            throw new StreamException(
                    "%s: byte 8: version: expected %d, got %d; read it with the release that wrote it"
                            .formatted(file, version, fileVersion));
        }
        int length = bytes.getInt();
        if (length < FIXED_BYTES || length > LONGEST || length % 64 != 0) {
            throw new StreamException(
                    "%s: byte 12: header length: expected a multiple of 64, got %d; %s"
                            .formatted(file, length, "the file is damaged"));
        }
        return length;
    }

    /**
     * The content of a header.
     *
     * @param file name of the file, for messages
     * @param header the whole header
     * @param type the record that the JSON text describes
     * @param <T> the record type
     * @return the content
     * @throws StreamException if the checksum or the text is wrong
     */
    public static <T extends Record> T decode(String file, ByteBuffer header, Class<T> type) {
        ByteBuffer bytes = header.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int start = bytes.position();
        int expected = bytes.getInt(start + CHECKSUM_AT);
        int got = checksum(bytes.slice());
        if (expected != got) {
            throw new StreamException(
                    "%s: byte %d: header checksum: expected %08x, got %08x; the file is damaged"
                            .formatted(file, CHECKSUM_AT, expected, got));
        }
        int jsonBytes = bytes.getInt(start + 16);
        if (jsonBytes < 0 || jsonBytes > bytes.remaining() - FIXED_BYTES) {
            throw new StreamException(
                    "%s: byte 16: JSON length: expected 0 to %d, got %d; the file is damaged"
                            .formatted(file, bytes.remaining() - FIXED_BYTES, jsonBytes));
        }
        byte[] json = new byte[jsonBytes];
        bytes.get(start + FIXED_BYTES, json);
        try {
            return JSON.readValue(json, type);
        } catch (JacksonException e) {
            String reason = e.getOriginalMessage().lines().findFirst().orElse("no JSON");
            throw new StreamException(
                    "%s: byte 24: header: %s; the file is damaged".formatted(file, reason), e);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int checksum(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.duplicate().limit(CHECKSUM_AT));
        crc.update(header.duplicate().position(FIXED_BYTES));
        return (int) crc.getValue();
    }

    private static String printable(byte[] letters) {
        StringBuilder text = new StringBuilder();
        for (byte letter : letters) {
            text.append(letter >= ' ' && letter < 127 ? String.valueOf((char) letter) : ".");
        }
        return text.isEmpty() ? "nothing" : text.toString();
    }

    private static String kind(String magic) {
        return magic.equals(FrameFileHeader.MAGIC)
                ? "a frame file (.l1f)"
                : "an accept stream (.l1a)";
    }
}
