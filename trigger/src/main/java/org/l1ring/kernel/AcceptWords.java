package org.l1ring.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Compares the scores of a kernel with a threshold: one bit a crossing, 64 in a word. */
public final class AcceptWords implements Step {
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;

    private final Lane lane;
    private final long column;
    private final long threshold;
    private final boolean vectors;
    private final long[] words = new long[Lane.CROSSINGS / Lane.BLOCK];

    /**
     * A comparison.
     *
     * @param lane of the scores
     * @param column byte offset of their column
     * @param threshold raw score from which a crossing is accepted
     * @param vectors whether to use them
     */
    public AcceptWords(Lane lane, long column, long threshold, boolean vectors) {
        this.lane = lane;
        this.column = column;
        this.threshold = threshold;
        this.vectors = vectors;
    }

    /** Compares the scores of the first one or two blocks. */
    @Override
    public void run(MemorySegment memory, int blocks) {
        for (int block = 0; block < blocks; block++) {
            words[block] = word(memory, column + (long) block * Lane.BLOCK * lane.bytes());
        }
    }

    /**
     * Decisions of the last run.
     *
     * @param first crossing of the run
     * @param count of crossings, 1 to 64, within the blocks that were run
     * @return bit i for crossing {@code first + i}, 0 from {@code count} on
     */
    public long bits(int first, int count) {
        int word = first / Lane.BLOCK;
        int shift = first % Lane.BLOCK;
        long bits = words[word] >>> shift;
        if (shift + count > Lane.BLOCK) {
            bits |= words[word + 1] << -shift;
        }
        return bits & (-1L >>> -count);
    }

    private long word(MemorySegment memory, long at) {
        long least = lane.wrap(1L << (lane.bits() - 1));
        if (threshold <= least || threshold > ~least) {
            return threshold <= least ? -1 : 0;
        }
        if (!vectors) {
            return scalar(memory, at);
        }
        return switch (lane) {
            case I16 -> shorts(memory, at, (short) threshold);
            case I32 -> ints(memory, at, (int) threshold);
            case I64 -> longs(memory, at, threshold);
            case F32 -> throw new IllegalStateException("a score is an integer");
        };
    }

    private long scalar(MemorySegment memory, long at) {
        long word = 0;
        for (int k = 0; k < Lane.BLOCK; k++) {
            word |= (lane.get(memory, at, k) >= threshold ? 1L : 0L) << k;
        }
        return word;
    }

    private static long shorts(MemorySegment memory, long at, short threshold) {
        ShortVector least = ShortVector.broadcast(SHORTS, threshold);
        long word = 0;
        for (int k = 0; k < Lane.BLOCK; k += SHORTS.length()) {
            long place = at + (long) k * Short.BYTES;
            ShortVector scores = ShortVector.fromMemorySegment(SHORTS, memory, place, ORDER);
            word |= scores.compare(VectorOperators.GE, least).toLong() << k;
        }
        return word;
    }

    private static long ints(MemorySegment memory, long at, int threshold) {
        IntVector least = IntVector.broadcast(INTS, threshold);
        long word = 0;
        for (int k = 0; k < Lane.BLOCK; k += INTS.length()) {
            long place = at + (long) k * Integer.BYTES;
            IntVector scores = IntVector.fromMemorySegment(INTS, memory, place, ORDER);
            word |= scores.compare(VectorOperators.GE, least).toLong() << k;
        }
        return word;
    }

    private static long longs(MemorySegment memory, long at, long threshold) {
        LongVector least = LongVector.broadcast(LONGS, threshold);
        long word = 0;
        for (int k = 0; k < Lane.BLOCK; k += LONGS.length()) {
            long place = at + (long) k * Long.BYTES;
            LongVector scores = LongVector.fromMemorySegment(LONGS, memory, place, ORDER);
            word |= scores.compare(VectorOperators.GE, least).toLong() << k;
        }
        return word;
    }
}
