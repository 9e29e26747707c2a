package org.l1ring.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Turns 64 frames of 64 16-bit fields each into 64 columns, with 512-bit vectors.
 *
 * <p>Fields of two neighbouring frames are first put side by side in one 32-bit lane, which leaves
 * eight transpositions of 16 by 16 such pairs, each by four rounds of two-vector selections.
 */
public final class FrameTranspose {
    /** Bytes of a frame's part that one call turns: 64 fields. */
    static final int CHUNK = 128;

    /** Bytes of a frame's last part if it is a smaller one: 32 fields. */
    static final int HALF_CHUNK = 64;

    /** Bytes of scratch memory. */
    static final long SCRATCH = 128 * 64;

    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final long ROW = 64;
    private static final int LANES = 16;

    /** Rows for one parity of one part: a pair of frames each. */
    private static final long PAIRS = 32;

    private static final IntVector KEEP8 = keep(8);
    private static final IntVector MOVE8 = move(8);
    private static final IntVector KEEP4 = keep(4);
    private static final IntVector MOVE4 = move(4);
    private static final IntVector KEEP2 = keep(2);
    private static final IntVector MOVE2 = move(2);
    private static final IntVector KEEP1 = keep(1);
    private static final IntVector MOVE1 = move(1);

    private FrameTranspose() {}

    private static IntVector keep(int distance) {
        int[] index = new int[LANES];
        for (int i = 0; i < LANES; i++) {
            index[i] = (i & distance) == 0 ? i : LANES + i - distance;
        }
        return IntVector.fromArray(INTS, index, 0);
    }

    private static IntVector move(int distance) {
        int[] index = new int[LANES];
        for (int i = 0; i < LANES; i++) {
            index[i] = (i & distance) == 0 ? i + distance : LANES + i;
        }
        return IntVector.fromArray(INTS, index, 0);
    }

    /**
     * Turns one part of 64 frames.
     *
     * @param memory that the addresses are in
     * @param rows [from, from + 64) addresses of the frames
     * @param from first of the rows
     * @param part byte of the part in a frame
     * @param columns destination
     * @param to [64 or 32] byte offset of the 16-bit column of each field of the part
     * @param scratch {@link #SCRATCH} bytes
     */
    static void run(
            MemorySegment memory,
            long[] rows,
            int from,
            long part,
            MemorySegment columns,
            long[] to,
            MemorySegment scratch) {
        boolean whole = to.length == CHUNK / Short.BYTES;
        if (whole) {
            pair(memory, rows, from, part, scratch);
        } else {
            pairHalf(memory, rows, from, part, scratch);
        }
        long half = from / Lane.BLOCK;
        for (int group = 0; group < (whole ? 8 : 4); group++) {
            int side = group >> 2;
            int odd = group >> 1 & 1;
            long shift = (2 * half + (group & 1)) * ROW;
            long at = (long) group * LANES * ROW;
            transpose(scratch, at, columns, to, 32 * side + odd, 2, shift);
        }
    }

    /**
     * Puts fields of two neighbouring frames side by side, reading the frames in their order so
     * that the processor fetches ahead. Rows are grouped by side, odd or even field and half of the
     * block: eight groups of 16 pairs.
     */
    private static void pair(
            MemorySegment memory, long[] frames, int from, long part, MemorySegment rows) {
        for (int pair = 0; pair < PAIRS; pair++) {
            long even = frames[from + 2 * pair] + part;
            long odd = frames[from + 2 * pair + 1] + part;
            long row = pair * ROW;
            IntVector a = IntVector.fromMemorySegment(INTS, memory, even, ORDER);
            IntVector b = IntVector.fromMemorySegment(INTS, memory, even + ROW, ORDER);
            IntVector c = IntVector.fromMemorySegment(INTS, memory, odd, ORDER);
            IntVector d = IntVector.fromMemorySegment(INTS, memory, odd + ROW, ORDER);
            a.and(0xffff)
                    .or(c.lanewise(VectorOperators.LSHL, 16))
                    .intoMemorySegment(rows, row, ORDER);
            a.lanewise(VectorOperators.LSHR, 16)
                    .or(c.and(0xffff0000))
                    .intoMemorySegment(rows, row + PAIRS * ROW, ORDER);
            b.and(0xffff)
                    .or(d.lanewise(VectorOperators.LSHL, 16))
                    .intoMemorySegment(rows, row + 2 * PAIRS * ROW, ORDER);
            b.lanewise(VectorOperators.LSHR, 16)
                    .or(d.and(0xffff0000))
                    .intoMemorySegment(rows, row + 3 * PAIRS * ROW, ORDER);
        }
    }

    /** The same for parts of 32 fields: four groups. */
    private static void pairHalf(
            MemorySegment memory, long[] frames, int from, long part, MemorySegment rows) {
        for (int pair = 0; pair < PAIRS; pair++) {
            long even = frames[from + 2 * pair] + part;
            long odd = frames[from + 2 * pair + 1] + part;
            long row = pair * ROW;
            IntVector a = IntVector.fromMemorySegment(INTS, memory, even, ORDER);
            IntVector c = IntVector.fromMemorySegment(INTS, memory, odd, ORDER);
            a.and(0xffff)
                    .or(c.lanewise(VectorOperators.LSHL, 16))
                    .intoMemorySegment(rows, row, ORDER);
            a.lanewise(VectorOperators.LSHR, 16)
                    .or(c.and(0xffff0000))
                    .intoMemorySegment(rows, row + PAIRS * ROW, ORDER);
        }
    }

    /**
     * Copies parts of 16 words of 64 frames, the frames in their order so that the processor
     * fetches ahead.
     *
     * @param memory that the addresses are in
     * @param frames [from, from + 64) addresses of the frames
     * @param from first of the frames
     * @param parts byte of each part in a frame
     * @param rows receives for each part its 64 rows of 64 bytes
     */
    public static void gather(
            MemorySegment memory, long[] frames, int from, long[] parts, MemorySegment rows) {
        for (int frame = 0; frame < Lane.BLOCK; frame++) {
            long address = frames[from + frame];
            for (int part = 0; part < parts.length; part++) {
                long row = (part * (long) Lane.BLOCK + frame) * ROW;
                IntVector.fromMemorySegment(INTS, memory, address + parts[part], ORDER)
                        .intoMemorySegment(rows, row, ORDER);
            }
        }
    }

    /**
     * Turns 16 rows of 16 words of 32 bits into columns.
     *
     * @param rows memory of the rows, one behind the other
     * @param at byte of the first of them
     * @param columns destination
     * @param to [16] byte offset of each word's 16 values
     * @param shift bytes to add to each of them
     */
    public static void words(
            MemorySegment rows, long at, MemorySegment columns, long[] to, long shift) {
        transpose(rows, at, columns, to, 0, 1, shift);
    }

    private static void transpose(
            MemorySegment rows,
            long at,
            MemorySegment columns,
            long[] to,
            int first,
            int step,
            long shift) {
        IntVector r0 = IntVector.fromMemorySegment(INTS, rows, at + 0 * ROW, ORDER);
        IntVector r1 = IntVector.fromMemorySegment(INTS, rows, at + 1 * ROW, ORDER);
        IntVector r2 = IntVector.fromMemorySegment(INTS, rows, at + 2 * ROW, ORDER);
        IntVector r3 = IntVector.fromMemorySegment(INTS, rows, at + 3 * ROW, ORDER);
        IntVector r4 = IntVector.fromMemorySegment(INTS, rows, at + 4 * ROW, ORDER);
        IntVector r5 = IntVector.fromMemorySegment(INTS, rows, at + 5 * ROW, ORDER);
        IntVector r6 = IntVector.fromMemorySegment(INTS, rows, at + 6 * ROW, ORDER);
        IntVector r7 = IntVector.fromMemorySegment(INTS, rows, at + 7 * ROW, ORDER);
        IntVector r8 = IntVector.fromMemorySegment(INTS, rows, at + 8 * ROW, ORDER);
        IntVector r9 = IntVector.fromMemorySegment(INTS, rows, at + 9 * ROW, ORDER);
        IntVector r10 = IntVector.fromMemorySegment(INTS, rows, at + 10 * ROW, ORDER);
        IntVector r11 = IntVector.fromMemorySegment(INTS, rows, at + 11 * ROW, ORDER);
        IntVector r12 = IntVector.fromMemorySegment(INTS, rows, at + 12 * ROW, ORDER);
        IntVector r13 = IntVector.fromMemorySegment(INTS, rows, at + 13 * ROW, ORDER);
        IntVector r14 = IntVector.fromMemorySegment(INTS, rows, at + 14 * ROW, ORDER);
        IntVector r15 = IntVector.fromMemorySegment(INTS, rows, at + 15 * ROW, ORDER);
        IntVector t;
        // Rows 8 apart exchange the lanes 8 apart.
        t = KEEP8.selectFrom(r0, r8);
        r8 = MOVE8.selectFrom(r0, r8);
        r0 = t;
        t = KEEP8.selectFrom(r1, r9);
        r9 = MOVE8.selectFrom(r1, r9);
        r1 = t;
        t = KEEP8.selectFrom(r2, r10);
        r10 = MOVE8.selectFrom(r2, r10);
        r2 = t;
        t = KEEP8.selectFrom(r3, r11);
        r11 = MOVE8.selectFrom(r3, r11);
        r3 = t;
        t = KEEP8.selectFrom(r4, r12);
        r12 = MOVE8.selectFrom(r4, r12);
        r4 = t;
        t = KEEP8.selectFrom(r5, r13);
        r13 = MOVE8.selectFrom(r5, r13);
        r5 = t;
        t = KEEP8.selectFrom(r6, r14);
        r14 = MOVE8.selectFrom(r6, r14);
        r6 = t;
        t = KEEP8.selectFrom(r7, r15);
        r15 = MOVE8.selectFrom(r7, r15);
        r7 = t;
        // Rows 4 apart exchange the lanes 4 apart.
        t = KEEP4.selectFrom(r0, r4);
        r4 = MOVE4.selectFrom(r0, r4);
        r0 = t;
        t = KEEP4.selectFrom(r1, r5);
        r5 = MOVE4.selectFrom(r1, r5);
        r1 = t;
        t = KEEP4.selectFrom(r2, r6);
        r6 = MOVE4.selectFrom(r2, r6);
        r2 = t;
        t = KEEP4.selectFrom(r3, r7);
        r7 = MOVE4.selectFrom(r3, r7);
        r3 = t;
        t = KEEP4.selectFrom(r8, r12);
        r12 = MOVE4.selectFrom(r8, r12);
        r8 = t;
        t = KEEP4.selectFrom(r9, r13);
        r13 = MOVE4.selectFrom(r9, r13);
        r9 = t;
        t = KEEP4.selectFrom(r10, r14);
        r14 = MOVE4.selectFrom(r10, r14);
        r10 = t;
        t = KEEP4.selectFrom(r11, r15);
        r15 = MOVE4.selectFrom(r11, r15);
        r11 = t;
        // Rows 2 apart exchange the lanes 2 apart.
        t = KEEP2.selectFrom(r0, r2);
        r2 = MOVE2.selectFrom(r0, r2);
        r0 = t;
        t = KEEP2.selectFrom(r1, r3);
        r3 = MOVE2.selectFrom(r1, r3);
        r1 = t;
        t = KEEP2.selectFrom(r4, r6);
        r6 = MOVE2.selectFrom(r4, r6);
        r4 = t;
        t = KEEP2.selectFrom(r5, r7);
        r7 = MOVE2.selectFrom(r5, r7);
        r5 = t;
        t = KEEP2.selectFrom(r8, r10);
        r10 = MOVE2.selectFrom(r8, r10);
        r8 = t;
        t = KEEP2.selectFrom(r9, r11);
        r11 = MOVE2.selectFrom(r9, r11);
        r9 = t;
        t = KEEP2.selectFrom(r12, r14);
        r14 = MOVE2.selectFrom(r12, r14);
        r12 = t;
        t = KEEP2.selectFrom(r13, r15);
        r15 = MOVE2.selectFrom(r13, r15);
        r13 = t;
        // Rows 1 apart exchange the lanes 1 apart.
        t = KEEP1.selectFrom(r0, r1);
        r1 = MOVE1.selectFrom(r0, r1);
        r0 = t;
        t = KEEP1.selectFrom(r2, r3);
        r3 = MOVE1.selectFrom(r2, r3);
        r2 = t;
        t = KEEP1.selectFrom(r4, r5);
        r5 = MOVE1.selectFrom(r4, r5);
        r4 = t;
        t = KEEP1.selectFrom(r6, r7);
        r7 = MOVE1.selectFrom(r6, r7);
        r6 = t;
        t = KEEP1.selectFrom(r8, r9);
        r9 = MOVE1.selectFrom(r8, r9);
        r8 = t;
        t = KEEP1.selectFrom(r10, r11);
        r11 = MOVE1.selectFrom(r10, r11);
        r10 = t;
        t = KEEP1.selectFrom(r12, r13);
        r13 = MOVE1.selectFrom(r12, r13);
        r12 = t;
        t = KEEP1.selectFrom(r14, r15);
        r15 = MOVE1.selectFrom(r14, r15);
        r14 = t;
        r0.intoMemorySegment(columns, to[first + 0 * step] + shift, ORDER);
        r1.intoMemorySegment(columns, to[first + 1 * step] + shift, ORDER);
        r2.intoMemorySegment(columns, to[first + 2 * step] + shift, ORDER);
        r3.intoMemorySegment(columns, to[first + 3 * step] + shift, ORDER);
        r4.intoMemorySegment(columns, to[first + 4 * step] + shift, ORDER);
        r5.intoMemorySegment(columns, to[first + 5 * step] + shift, ORDER);
        r6.intoMemorySegment(columns, to[first + 6 * step] + shift, ORDER);
        r7.intoMemorySegment(columns, to[first + 7 * step] + shift, ORDER);
        r8.intoMemorySegment(columns, to[first + 8 * step] + shift, ORDER);
        r9.intoMemorySegment(columns, to[first + 9 * step] + shift, ORDER);
        r10.intoMemorySegment(columns, to[first + 10 * step] + shift, ORDER);
        r11.intoMemorySegment(columns, to[first + 11 * step] + shift, ORDER);
        r12.intoMemorySegment(columns, to[first + 12 * step] + shift, ORDER);
        r13.intoMemorySegment(columns, to[first + 13 * step] + shift, ORDER);
        r14.intoMemorySegment(columns, to[first + 14 * step] + shift, ORDER);
        r15.intoMemorySegment(columns, to[first + 15 * step] + shift, ORDER);
    }
}
