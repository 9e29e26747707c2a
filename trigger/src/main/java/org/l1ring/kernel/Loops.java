package org.l1ring.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The loops over columns, one method a family; scalar and vector twins give the same bits.
 *
 * <p>All run in one lane width, but for the conversions, which read the neighbouring one.
 */
interface Loops {

    /** Sums of products with constants. */
    void linear(MemorySegment memory, Program program, int blocks);

    /** Sums of products with constants, rounded one by one. */
    void rounded(MemorySegment memory, Program program, int blocks);

    /** Casts as lane arithmetic. */
    void fit(MemorySegment memory, Program program, int blocks);

    /** Products of two columns. */
    void multiply(MemorySegment memory, Program program, int blocks);

    /** The second or third operand, by the first. */
    void select(MemorySegment memory, Program program, int blocks);

    /** Comparisons: LESS, LESS_OR_EQUAL, EQUAL. */
    void compare(MemorySegment memory, Program program, int blocks);

    /** AND, OR, XOR, MINIMUM, MAXIMUM. */
    void combine(MemorySegment memory, Program program, int blocks);

    /** Magnitudes. */
    void absolute(MemorySegment memory, Program program, int blocks);

    /** Conversions from the next narrower lane. */
    void widen(MemorySegment memory, Program program, int blocks);

    /** Conversions from the next wider lane. */
    void narrow(MemorySegment memory, Program program, int blocks);

    /** Table entries. */
    void table(MemorySegment memory, Program program, int blocks);

    /** Casts with rare overflow modes. */
    void cast(MemorySegment memory, Program program, int blocks);

    /** Runs a program over the crossings of one or two blocks. */
    default void run(MemorySegment memory, Program program, int blocks) {
        switch (program.family()) {
            case LINEAR -> linear(memory, program, blocks);
            case ROUNDED -> rounded(memory, program, blocks);
            case FIT -> fit(memory, program, blocks);
            case CAST -> cast(memory, program, blocks);
            case MULTIPLY -> multiply(memory, program, blocks);
            case SELECT -> select(memory, program, blocks);
            case LESS, LESS_OR_EQUAL, EQUAL -> compare(memory, program, blocks);
            case AND, OR, XOR, MINIMUM, MAXIMUM -> combine(memory, program, blocks);
            case ABSOLUTE -> absolute(memory, program, blocks);
            case TABLE -> table(memory, program, blocks);
            case WIDEN -> widen(memory, program, blocks);
            case NARROW -> narrow(memory, program, blocks);
            case CONVERT -> throw new IllegalStateException("no loop has floats");
        }
    }
}
