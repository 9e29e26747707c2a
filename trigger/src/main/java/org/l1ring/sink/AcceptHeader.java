package org.l1ring.sink;

import java.util.List;

/**
 * What an accept stream says about itself: everything its bytes depend on, but nothing of pace,
 * workers or time.
 *
 * @param circuitDigest SHA-256 of the circuit, in hexadecimal
 * @param model name of the model
 * @param threshold raw score from which crossings are accepted
 * @param source what the crossings are, in words
 * @param scheme name of the filling scheme, empty if there is none
 * @param seed seed of the stream
 * @param algorithms names of the algorithm bits, bit 0 first
 * @param scores names of the scores
 */
public record AcceptHeader(
        String circuitDigest,
        String model,
        long threshold,
        String source,
        String scheme,
        long seed,
        List<String> algorithms,
        List<String> scores) {
    /** The first eight bytes of an accept stream. */
    static final String MAGIC = "L1RACCPT";

    /** Version of the binary layout that is written and read. */
    static final int VERSION = 1;

    /** First four bytes of an orbit record: the letters ORBT. */
    static final int ORBIT_MARK = 0x5442524f;

    /** First four bytes of a record of idle orbits: the letters IDLE. */
    static final int IDLE_MARK = 0x454c4449;

    /** First four bytes of the trailer: the letters TAIL. */
    static final int TRAILER_MARK = 0x4c494154;

    /** Bytes of an orbit record before its accepts. */
    static final int ORBIT_BYTES = 32 + 56 * Long.BYTES;

    /** Bytes of a record of idle orbits. */
    static final int IDLE_BYTES = 24;

    /** Bytes of the trailer. */
    static final int TRAILER_BYTES = 48;

    /** Copies the lists. */
    public AcceptHeader {
        algorithms = List.copyOf(algorithms);
        scores = List.copyOf(scores);
        if (algorithms.size() > 512 || scores.size() > 512) {
            throw new IllegalArgumentException(
                    "accept stream: expected 512 algorithms and scores at most, got %d and %d"
                            .formatted(algorithms.size(), scores.size()));
        }
    }

    /**
     * The header of a stream whose one algorithm is a threshold on a model's score.
     *
     * @param circuitDigest SHA-256 of the circuit, in hexadecimal
     * @param model name of the model
     * @param score name of the score
     * @param threshold raw score from which crossings are accepted
     * @param source what the crossings are, in words
     * @param scheme name of the filling scheme, empty if there is none
     * @param seed seed of the stream
     * @return the header
     */
    public static AcceptHeader ofThreshold(
            String circuitDigest,
            String model,
            String score,
            long threshold,
            String source,
            String scheme,
            long seed) {
        String algorithm = model + " >= " + threshold;
        return new AcceptHeader(
                circuitDigest,
                model,
                threshold,
                source,
                scheme,
                seed,
                List.of(algorithm),
                List.of(score));
    }

    /** 64-bit words of one set of algorithm bits. */
    int algorithmWords() {
        return Math.ceilDiv(algorithms.size(), Long.SIZE);
    }

    /** Bytes of one accepted crossing. */
    int acceptBytes() {
        return Short.BYTES + Long.BYTES * (2 * algorithmWords() + scores.size());
    }
}
