package org.l1ring.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The loops over columns, one method a family; scalar and vector twins give the same bits.
 *
 * <p>All run in one lane width, but for the conversions, which read the neighbouring one.
 */
interface Loops {

    /** Sums of products with constants. */
    void linear(MemorySegment memory, Program program);

    /** Sums of products with constants, rounded one by one. */
    void rounded(MemorySegment memory, Program program);

    /** Casts as lane arithmetic. */
    void fit(MemorySegment memory, Program program);

    /** Products of two columns. */
    void multiply(MemorySegment memory, Program program);

    /** The second or third operand, by the first. */
    void select(MemorySegment memory, Program program);

    /** Comparisons: LESS, LESS_OR_EQUAL, EQUAL. */
    void compare(MemorySegment memory, Program program);

    /** AND, OR, XOR, MINIMUM, MAXIMUM. */
    void combine(MemorySegment memory, Program program);

    /** Magnitudes. */
    void absolute(MemorySegment memory, Program program);

    /** Conversions from the next narrower lane. */
    void widen(MemorySegment memory, Program program);

    /** Conversions from the next wider lane. */
    void narrow(MemorySegment memory, Program program);

    /** Table entries. */
    void table(MemorySegment memory, Program program);

    /** Casts with rare overflow modes. */
    void cast(MemorySegment memory, Program program);

    /** Runs a program. */
    default void run(MemorySegment memory, Program program) {
        switch (program.family()) {
            case LINEAR -> linear(memory, program);
            case ROUNDED -> rounded(memory, program);
            case FIT -> fit(memory, program);
            case CAST -> cast(memory, program);
            case MULTIPLY -> multiply(memory, program);
            case SELECT -> select(memory, program);
            case LESS, LESS_OR_EQUAL, EQUAL -> compare(memory, program);
            case AND, OR, XOR, MINIMUM, MAXIMUM -> combine(memory, program);
            case ABSOLUTE -> absolute(memory, program);
            case TABLE -> table(memory, program);
            case WIDEN -> widen(memory, program);
            case NARROW -> narrow(memory, program);
        }
    }
}
