package org.l1ring.wire;

/** The kinds of records; number and block length are those of {@code wire-schema.xml}. */
enum MessageType {
    /** Frames of an orbit, or of a part of it. */
    ORBIT_SLICE(1, 80),
    /** The end of a run, in every partition. */
    END_OF_RUN(2, 32),
    /** The accepted crossings of a slice. */
    SCORED_SLICE(3, 136),
    /** What an accept stream says about itself. */
    ACCEPT_START(4, 56),
    /** The accepts of an orbit. */
    ORBIT_ACCEPTS(5, 72),
    /** Totals of an accept stream. */
    ACCEPT_END(6, 56),
    /** Frames of the accepted crossings of an orbit. */
    ACCEPTED_FRAMES(7, 64);

    private final int template;
    private final int blockBytes;

    MessageType(int template, int blockBytes) {
        this.template = template;
        this.blockBytes = blockBytes;
    }

    /** The number of the kind in the schema. */
    int template() {
        return template;
    }

    /** Bytes of the fields of fixed length. */
    int blockBytes() {
        return blockBytes;
    }
}
