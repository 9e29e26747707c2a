package org.l1ring.wire;

/** Why a record is put aside instead of being used. */
public enum Fault {
    /** It ends before its own length says. */
    TRUNCATED,
    /** It is no record of this schema. */
    NOT_A_RECORD,
    /** It is of another version of the schema. */
    SCHEMA_VERSION,
    /** Its checksum does not fit its bytes. */
    CORRUPT,
    /** Its fields contradict each other. */
    MALFORMED,
    /** Its frames are laid out otherwise than the model reads them. */
    FRAME_LAYOUT,
    /** It was scored by another circuit or threshold. */
    MODEL,
    /** Its orbit was decided before it came. */
    ALREADY_DECIDED
}
