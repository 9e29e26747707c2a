package org.l1ring.decision;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.l1ring.frame.FrameLayout;

/**
 * Takes the decisions of a run in the order of its crossings: masks, prescales, final OR, veto and
 * dead time; counts algorithms before and after their prescales and in accepted crossings, and
 * every lost candidate by its cause.
 *
 * <p>Order of the steps: CMS Global Trigger, algo_slice.vhd. Nothing is allocated per crossing.
 */
public final class FinalDecision {
    /** Orbits of a luminosity section: 2^18, some 23 s. */
    public static final long SECTION_ORBITS = 1L << 18;

    private final DecisionSetup setup;
    private final FractionalPrescaler[] prescalers;
    private final List<DeadTime.Gate> gates = new ArrayList<>();
    private final long[][] shown;
    private final long[] finor;
    private final long[] veto;
    private final long[] before;
    private final long[] after;
    private final long[][] closed;
    private final long[] blockBefore;
    private final long[] blockAfter;
    private final RateCounters beforeCounters;
    private final RateCounters afterCounters;
    private final RateCounters acceptedCounters;
    private final long[] vetoes;
    private long vetoed;
    private long candidates;
    private long accepts;
    private List<Double> nextPrescales;

    /**
     * Decisions that begin with a run.
     *
     * @param setup how to decide
     */
    public FinalDecision(DecisionSetup setup) {
        this.setup = setup;
        int count = setup.algorithms();
        int words = Math.ceilDiv(count, Long.SIZE);
        this.prescalers = new FractionalPrescaler[count];
        this.finor = new long[words];
        this.veto = new long[words];
        this.before = new long[words];
        this.after = new long[words];
        for (int i = 0; i < count; i++) {
            prescalers[i] = new FractionalPrescaler(setup.prescales().get(i));
            finor[i / Long.SIZE] |= setup.finor().get(i) ? 1L << i : 0;
            veto[i / Long.SIZE] |= setup.veto().get(i) ? 1L << i : 0;
        }
        this.shown = new long[FrameLayout.ORBIT_CROSSINGS][words];
        for (int bx = 0; bx < shown.length; bx++) {
            if (!setup.calibration().contains(bx)) {
                Arrays.fill(shown[bx], -1);
                setup.masks().clear(bx, shown[bx]);
            }
        }
        this.closed = new long[count][];
        for (int i = 0; i < count; i++) {
            closed[i] = setup.masks().hidden(i);
            for (int bx = 0; bx < FrameLayout.ORBIT_CROSSINGS; bx++) {
                if (setup.calibration().contains(bx)) {
                    closed[i][bx / Long.SIZE] |= 1L << bx;
                }
            }
        }
        this.blockBefore = new long[count];
        this.blockAfter = new long[count];
        setup.deadTimes().forEach(each -> gates.add(each.gate()));
        this.vetoes = new long[gates.size()];
        this.beforeCounters = new RateCounters(count);
        this.afterCounters = new RateCounters(count);
        this.acceptedCounters = new RateCounters(count);
    }

    /**
     * Changes the prescales from the next luminosity section on.
     *
     * @param prescales of each algorithm
     */
    public void prescale(List<Double> prescales) {
        if (prescales.size() != prescalers.length) {
            throw new IllegalArgumentException(
                    "prescales: expected %d, got %d"
                            .formatted(prescalers.length, prescales.size()));
        }
        nextPrescales = List.copyOf(prescales);
    }

    /**
     * Begins an orbit; at the first one of a luminosity section counters are latched and new
     * prescales hold.
     *
     * @param orbit orbit of the run, from 0
     */
    public void orbit(long orbit) {
        if (orbit == 0 || orbit % SECTION_ORBITS != 0) {
            return;
        }
        beforeCounters.latch();
        afterCounters.latch();
        acceptedCounters.latch();
        if (nextPrescales != null) {
            for (int i = 0; i < prescalers.length; i++) {
                prescalers[i].set(nextPrescales.get(i));
            }
            nextPrescales = null;
        }
    }

    /**
     * Decides on a crossing; those in which no algorithm fires may be left out.
     *
     * @param orbit orbit of the run, from 0
     * @param bx bunch crossing, 0 to 3563
     * @param algorithms bits of the algorithms, 64 a word
     * @return whether the crossing is accepted; {@link #before} and {@link #after} hold its bits
     */
    public boolean decide(long orbit, int bx, long[] algorithms) {
        long any = 0;
        long stop = 0;
        long[] mask = shown[bx];
        for (int w = 0; w < before.length; w++) {
            long bits = algorithms[w] & mask[w];
            before[w] = bits;
            long kept = 0;
            for (long rest = bits; rest != 0; rest &= rest - 1) {
                int algorithm = w * Long.SIZE + Long.numberOfTrailingZeros(rest);
                beforeCounters.count(algorithm);
                if (prescalers[algorithm].keeps()) {
                    afterCounters.count(algorithm);
                    kept |= rest & -rest;
                }
            }
            after[w] = kept;
            any |= kept & finor[w];
            stop |= kept & veto[w];
        }
        if (any == 0) {
            return false;
        }
        if (stop != 0) {
            vetoed++;
            return false;
        }
        candidates++;
        return accept(orbit * FrameLayout.ORBIT_CROSSINGS + bx);
    }

    private boolean accept(long crossing) {
        if (!passes(crossing)) {
            return false;
        }
        for (int w = 0; w < before.length; w++) {
            for (long rest = before[w]; rest != 0; rest &= rest - 1) {
                acceptedCounters.count(w * Long.SIZE + Long.numberOfTrailingZeros(rest));
            }
        }
        return true;
    }

    private boolean passes(long crossing) {
        for (int i = 0; i < vetoes.length; i++) {
            if (gates.get(i).vetoes(crossing)) {
                vetoes[i]++;
                return false;
            }
        }
        for (int i = 0; i < vetoes.length; i++) {
            gates.get(i).accepted(crossing);
        }
        accepts++;
        return true;
    }

    /**
     * Decides on the crossings of a block of an orbit, as {@link #decide} does one by one.
     *
     * @param orbit orbit of the run, from 0
     * @param block block of the orbit, 0 to 55
     * @param algorithms a 64-bit word for each algorithm: bit k is set when it fires in crossing
     *     {@code 64 * block + k}
     * @return the accepted crossings; {@link #beforeOf} and {@link #afterOf} hold the bits
     */
    public long decideBlock(long orbit, int block, MemorySegment algorithms) {
        long any = 0;
        long stop = 0;
        for (int i = 0; i < blockBefore.length; i++) {
            long bits = algorithms.getAtIndex(ValueLayout.JAVA_LONG, i) & ~closed[i][block];
            long kept = 0;
            if (bits != 0) {
                beforeCounters.count(i, Long.bitCount(bits));
                kept = prescalers[i].keep(bits);
                afterCounters.count(i, Long.bitCount(kept));
                any |= (finor[i / Long.SIZE] >>> i & 1) != 0 ? kept : 0;
                stop |= (veto[i / Long.SIZE] >>> i & 1) != 0 ? kept : 0;
            }
            blockBefore[i] = bits;
            blockAfter[i] = kept;
        }
        vetoed += Long.bitCount(any & stop);
        long candidate = any & ~stop;
        candidates += Long.bitCount(candidate);
        long accepted = 0;
        long first = orbit * FrameLayout.ORBIT_CROSSINGS + (long) block * Long.SIZE;
        for (long rest = candidate; rest != 0; rest &= rest - 1) {
            if (passes(first + Long.numberOfTrailingZeros(rest))) {
                accepted |= rest & -rest;
            }
        }
        if (accepted != 0) {
            for (int i = 0; i < blockBefore.length; i++) {
                acceptedCounters.count(i, Long.bitCount(blockBefore[i] & accepted));
            }
        }
        return accepted;
    }

    /**
     * Where an algorithm fired in the last block, masked, before its prescale.
     *
     * @param algorithm its index
     * @return bit k for crossing k of the block
     */
    public long beforeOf(int algorithm) {
        return blockBefore[algorithm];
    }

    /**
     * Where an algorithm fired in the last block after its prescale.
     *
     * @param algorithm its index
     * @return bit k for crossing k of the block
     */
    public long afterOf(int algorithm) {
        return blockAfter[algorithm];
    }

    /**
     * A word of the algorithm bits of the last crossing, masked, before prescales.
     *
     * @param word 64 algorithms each
     */
    public long before(int word) {
        return before[word];
    }

    /**
     * A word of the algorithm bits of the last crossing after prescales.
     *
     * @param word 64 algorithms each
     */
    public long after(int word) {
        return after[word];
    }

    /** Counters before prescales. */
    public RateCounters beforePrescale() {
        return beforeCounters;
    }

    /** Counters after prescales. */
    public RateCounters afterPrescale() {
        return afterCounters;
    }

    /** Counters of the algorithms that fired in accepted crossings. */
    public RateCounters afterDeadTime() {
        return acceptedCounters;
    }

    /** Crossings whose final OR was set and not vetoed by an algorithm. */
    public long candidates() {
        return candidates;
    }

    /** Accepted crossings. */
    public long accepts() {
        return accepts;
    }

    /** Crossings that a veto algorithm stopped. */
    public long vetoedByAlgorithms() {
        return vetoed;
    }

    /** Candidates lost to each dead time, in the order in which they are asked. */
    public Map<String, Long> lost() {
        Map<String, Long> lost = new LinkedHashMap<>();
        for (int i = 0; i < vetoes.length; i++) {
            lost.put(setup.deadTimes().get(i).name(), vetoes[i]);
        }
        return lost;
    }

    /** The part of the candidates that dead time took. */
    public double deadTime() {
        return candidates == 0 ? 0 : (double) (candidates - accepts) / candidates;
    }
}
