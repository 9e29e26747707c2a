package org.l1ring.concentrator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.l1ring.econ.LatentFormat;
import org.l1ring.fixed.FixedType;
import org.l1ring.frame.StreamException;

/**
 * What a file of link words says about itself.
 *
 * <p>Little-endian: {@code L1LW}, version 1 (4 bytes), the algorithm's name (16, zeros behind it),
 * links (4), dropped bits (4), 1 if latent values are signed (4), their fraction bits as they were
 * sent (4), crossings (8), words (8), CRC-32 (IEEE 802.3) of the words and then of the 56 bytes
 * before it (4), zeros (4); then the words, of 16 bits each.
 *
 * @param algorithm that chose
 * @param links 1 to 13
 * @param drop low bits of charges that 7-bit codes dropped
 * @param latentSigned whether latent values are signed
 * @param latentFraction fraction bits of latent values as they were sent
 * @param crossings in the file
 * @param words in the file
 */
record LinkFile(
        Algorithm algorithm,
        int links,
        int drop,
        boolean latentSigned,
        int latentFraction,
        long crossings,
        long words) {
    /** Bytes before the words. */
    static final int HEADER_BYTES = 64;

    private static final byte[] MAGIC = "L1LW".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int NAME_BYTES = 16;
    private static final int COVERED_BYTES = 56;

    /**
     * A file of nothing yet.
     *
     * @param options of the chain
     * @param latent type of the encoder's outputs; of no meaning without one
     */
    static LinkFile of(ChainOptions options, FixedType latent) {
        int fraction = LatentFormat.sent(latent.signed(), options.links()).fraction();
        return new LinkFile(
                options.algorithm(),
                options.links(),
                options.drop(),
                latent.signed(),
                fraction,
                0,
                0);
    }

    LinkFile complete(long allCrossings, long allWords) {
        return new LinkFile(
                algorithm, links, drop, latentSigned, latentFraction, allCrossings, allWords);
    }

    /** The options that unpack the file. */
    ChainOptions options() {
        return new ChainOptions(algorithm, links, drop, true, 0, 1, 0, 0);
    }

    private void checkFraction() {
        int sent = LatentFormat.sent(latentSigned, links).fraction();
        if (latentFraction != sent) {
            throw new IllegalArgumentException(
                    "expected latent values of %d fraction bits, got %d"
                            .formatted(sent, latentFraction));
        }
    }

    /** The header without its checksum. */
    ByteBuffer header() {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        byte[] name =
                Arrays.copyOf(algorithm.label().getBytes(StandardCharsets.US_ASCII), NAME_BYTES);
        bytes.put(MAGIC).putInt(VERSION).put(name).putInt(links).putInt(drop);
        bytes.putInt(latentSigned ? 1 : 0).putInt(latentFraction);
        return bytes.putLong(crossings).putLong(words).clear();
    }

    /**
     * The checksum of a file.
     *
     * @param header without it
     * @param words checksum of the words, which takes the header in
     */
    static int checksum(ByteBuffer header, CRC32 words) {
        words.update(header.duplicate().position(0).limit(COVERED_BYTES));
        return (int) words.getValue();
    }

    /** Puts its checksum into a header. */
    static void seal(ByteBuffer header, int checksum) {
        header.putInt(COVERED_BYTES, checksum);
    }

    /** The checksum that a header holds. */
    static int seal(ByteBuffer header) {
        return header.getInt(COVERED_BYTES);
    }

    /**
     * Reads a header.
     *
     * @param bytes 64 bytes, little-endian
     * @param name of the file
     * @throws StreamException if it is none
     */
    static LinkFile read(ByteBuffer bytes, String name) {
        byte[] magic = new byte[MAGIC.length];
        bytes.get(0, magic);
        if (!Arrays.equals(magic, MAGIC) || bytes.getInt(4) != VERSION) {
            throw new StreamException(
                    "%s: byte 0: expected a file of link words, L1LW of version %d, got another; write one with l1ring econ run -o"
                            .formatted(name, VERSION));
        }
        byte[] label = new byte[NAME_BYTES];
        bytes.get(8, label);
        try {
            LinkFile file =
                    new LinkFile(
                            Algorithm.of(new String(label, StandardCharsets.US_ASCII).trim()),
                            bytes.getInt(24),
                            bytes.getInt(28),
                            bytes.getInt(32) != 0,
                            bytes.getInt(36),
                            bytes.getLong(40),
                            bytes.getLong(48));
            file.options();
            if (file.algorithm == Algorithm.AUTOENCODER) {
                file.checkFraction();
            }
            return file;
        } catch (IllegalArgumentException e) {
            throw new StreamException(
                    "%s: header: %s; copy it anew".formatted(name, e.getMessage()), e);
        }
    }
}
