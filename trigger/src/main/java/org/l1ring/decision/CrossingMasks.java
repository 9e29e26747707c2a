package org.l1ring.decision;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.l1ring.frame.FrameLayout;

/** In which crossings of the orbit algorithms are looked at: in all, unless said otherwise. */
public final class CrossingMasks {
    /** Every algorithm in every crossing. */
    public static final CrossingMasks ALL = new CrossingMasks(Map.of());

    private final Map<Integer, BitSet> hidden;

    private CrossingMasks(Map<Integer, BitSet> hidden) {
        this.hidden = hidden;
    }

    /**
     * These masks with one more.
     *
     * @param algorithm index
     * @param crossings bit k is set when the algorithm is hidden in bunch crossing k
     * @return the masks
     */
    public CrossingMasks hiding(int algorithm, BitSet crossings) {
        Map<Integer, BitSet> more = new HashMap<>(hidden);
        BitSet all = (BitSet) crossings.clone();
        all.or(hidden.getOrDefault(algorithm, new BitSet()));
        more.put(algorithm, all);
        return new CrossingMasks(Map.copyOf(more));
    }

    /**
     * Where in an orbit an algorithm is hidden.
     *
     * @param algorithm index
     * @return [56] bit k of word b for bunch crossing 64 b + k
     */
    long[] hidden(int algorithm) {
        BitSet crossings = hidden.getOrDefault(algorithm, new BitSet());
        return Arrays.copyOf(crossings.toLongArray(), FrameLayout.ORBIT_BLOCKS);
    }

    /**
     * The algorithms that are looked at in a crossing.
     *
     * @param bx bunch crossing, 0 to 3563
     * @param words receives the bits of the algorithms, 64 a word; others stay as they are
     */
    void clear(int bx, long[] words) {
        hidden.forEach((algorithm, crossings) -> {
            if (crossings.get(bx)) {
                words[algorithm / Long.SIZE] &= ~(1L << algorithm);
            }
        });
    }
}
