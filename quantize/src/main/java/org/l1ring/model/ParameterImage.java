package org.l1ring.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.l1ring.fixed.FixedType;

/**
 * The parameters of a model as the bits that a chip holds, and the file that carries them.
 *
 * <p>Parameters follow each other from the lowest bit of the first byte, each in the two's
 * complement of its type's width. For the encoder of ECON-T that is its register image: 12
 * registers of 1,072 bits, from the lowest bit the convolution's weights and biases, then the dense
 * layer's, 6 bits each. Source: github.com/dnoonan08/ECONT_Emulator, ASICBlocks/Autoencoder.py.
 *
 * <p>The file, little-endian: {@code L1PI}, version 1 (4 bytes), layout (4), length of the payload
 * in bytes (4), payload, CRC-32 (IEEE 802.3) of the payload (4).
 */
public final class ParameterImage {
    private static final byte[] MAGIC = "L1PI".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int HEADER = 16;

    /** Payload bytes that a file may have: weights of models are far fewer. */
    private static final int MOST_BYTES = 64 << 20;

    private final int layout;
    private final byte[] payload;

    private ParameterImage(int layout, byte[] payload) {
        this.layout = layout;
        this.payload = payload;
    }

    /** The image of a model's own parameters. */
    public static ParameterImage of(Model model) {
        byte[] payload = new byte[bytes(model)];
        int low = 0;
        for (ConstantArray array : Parameters.of(model)) {
            int width = array.type().width();
            for (int i = 0; i < array.size(); i++, low += width) {
                for (int bit = 0; bit < width; bit++) {
                    if (((array.raw(i) >> bit) & 1) != 0) {
                        payload[(low + bit) >> 3] |= (byte) (1 << ((low + bit) & 7));
                    }
                }
            }
        }
        return new ParameterImage(layout(model), payload);
    }

    /** Bytes of the payload of a model's image. */
    public static int bytes(Model model) {
        long bits = 0;
        for (ConstantArray array : Parameters.of(model)) {
            bits += (long) array.size() * array.type().width();
        }
        return Math.toIntExact((bits + 7) / 8);
    }

    /** The first four bytes of the SHA-256 of {@link Parameters#layout}, as a number. */
    public static int layout(Model model) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String line : Parameters.layout(model)) {
                digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return ByteBuffer.wrap(digest.digest()).getInt();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What the payload is laid out for. */
    public int layout() {
        return layout;
    }

    /** A copy of the payload. */
    public byte[] payload() {
        return payload.clone();
    }

    /** CRC-32 of the payload. */
    public int crc() {
        return crc(payload);
    }

    private static int crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** The whole file. */
    public byte[] file() {
        ByteBuffer file =
                ByteBuffer.allocate(HEADER + payload.length + 4).order(ByteOrder.LITTLE_ENDIAN);
        file.put(MAGIC).putInt(VERSION).putInt(layout).putInt(payload.length).put(payload);
        return file.putInt(crc()).array();
    }

    /**
     * Reads a file.
     *
     * @throws ModelException if it is no whole image
     * @throws IOException if it cannot be read
     */
    public static ParameterImage read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new ModelException(
                    file.toString(), "expected a parameter image, got a folder; give a file");
        }
        long size = Files.size(file);
        if (size > HEADER + MOST_BYTES + 4L) {
            throw new ModelException(
                    file.toString(),
                    "expected an image of at most %d bytes, got %d"
                            .formatted(HEADER + MOST_BYTES + 4, size));
        }
        return of(Files.readAllBytes(file), file.toString());
    }

    /**
     * The image in the bytes of a file.
     *
     * @param name of the file, for messages
     * @throws ModelException if it is no whole image
     */
    public static ParameterImage of(byte[] file, String name) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < HEADER + 4 || !Arrays.equals(Arrays.copyOf(file, 4), MAGIC)) {
            throw new ModelException(
                    name,
                    "expected a parameter image, which begins with L1PI, got another file; write one with l1ring image");
        }
        if (bytes.getInt(4) != VERSION) {
            throw new ModelException(
                    name,
                    "expected a parameter image of version %d, got version %d"
                            .formatted(VERSION, bytes.getInt(4)));
        }
        long length = Integer.toUnsignedLong(bytes.getInt(12));
        if (file.length != HEADER + length + 4) {
            throw new ModelException(
                    name,
                    "expected %d bytes, as its length of %d says, got %d; write or copy it anew"
                            .formatted(HEADER + length + 4, length, file.length));
        }
        byte[] payload = Arrays.copyOfRange(file, HEADER, file.length - 4);
        int expected = bytes.getInt(file.length - 4);
        if (crc(payload) != expected) {
            throw new ModelException(
                    name,
                    "expected CRC %08x, got %08x; the file is damaged, write or copy it anew"
                            .formatted(expected, crc(payload)));
        }
        return new ParameterImage(bytes.getInt(8), payload);
    }

    /**
     * The raw parameters for a model of this layout.
     *
     * @param model that takes them
     * @param name of the image, for messages
     * @throws ModelException if the layout or the length is that of another model
     */
    public long[] raw(Model model, String name) {
        if (layout != layout(model)) {
            throw new ModelException(
                    name,
                    "expected parameters of layout %08x for %s, got %08x; take an image of a model with the same layers"
                            .formatted(layout(model), model.name(), layout));
        }
        if (payload.length != bytes(model)) {
            throw new ModelException(
                    name,
                    "expected %d bytes of parameters for %s, got %d"
                            .formatted(bytes(model), model.name(), payload.length));
        }
        long[] raw = new long[Parameters.count(model)];
        int next = 0;
        int low = 0;
        for (ConstantArray array : Parameters.of(model)) {
            FixedType type = array.type();
            for (int i = 0; i < array.size(); i++, low += type.width()) {
                raw[next++] = bits(low, type);
            }
        }
        return raw;
    }

    private long bits(int low, FixedType type) {
        long value = 0;
        for (int bit = 0; bit < type.width(); bit++) {
            int at = low + bit;
            value |= (long) (payload[at >> 3] >> (at & 7) & 1) << bit;
        }
        int spare = Long.SIZE - type.width();
        return type.signed() && spare < Long.SIZE ? value << spare >> spare : value;
    }
}
