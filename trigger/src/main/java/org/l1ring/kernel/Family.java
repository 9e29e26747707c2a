package org.l1ring.kernel;

/** The loops of a kernel: each serves all instructions of one kind. */
enum Family {
    /** {@code out = bias + sum coefficient * operand}. */
    LINEAR,
    /** {@code out = bias + sum ((coefficient * operand + add) >> shift) + sum of the others}. */
    ROUNDED,
    /** Drops bits, then fits: see {@link Fit}. */
    FIT,
    /** A cast by {@link org.l1ring.fixed.FixedType}, value by value: rare overflow modes. */
    CAST,
    MULTIPLY,
    SELECT,
    LESS,
    LESS_OR_EQUAL,
    EQUAL,
    AND,
    OR,
    XOR,
    MINIMUM,
    MAXIMUM,
    ABSOLUTE,
    /** {@code out = table[operand]}. */
    TABLE,
    /** The operand in the next wider lane. */
    WIDEN,
    /** The operand in the next narrower lane. */
    NARROW,
    /** The operand as integer or float of 32 bits. */
    CONVERT
}
