package org.l1ring.rates;

import java.util.List;
import org.l1ring.decision.DecisionSetup;
import org.l1ring.decision.FinalDecision;

/**
 * Counts the algorithms of a menu in one prescale column, by the prescalers and masks of the final
 * decision, dead time aside.
 */
public final class ColumnCounts {
    /** Variance of a count that a prescaler rounds down: that of a uniform part of one crossing. */
    private static final double GRAIN = 1.0 / 12;

    private final String name;
    private final DecisionSetup setup;
    private final FinalDecision decision;
    private final long[] finor;
    private final long[] scratch;
    private final long[] before;
    private final long[] after;
    private final long[] pure;
    private final double[] shares;
    private final double[] squares;
    private long crossings;

    /**
     * Counters at zero.
     *
     * @param name of the column
     * @param setup its prescales and masks
     */
    public ColumnCounts(String name, DecisionSetup setup) {
        this.name = name;
        this.setup =
                new DecisionSetup(
                        setup.prescales(),
                        setup.finor(),
                        setup.veto(),
                        setup.masks(),
                        setup.calibration(),
                        List.of());
        this.decision = new FinalDecision(this.setup);
        int count = setup.algorithms();
        this.scratch = new long[Math.ceilDiv(count, Long.SIZE)];
        this.finor = new long[scratch.length];
        for (int i = 0; i < count; i++) {
            finor[i / Long.SIZE] |= setup.finor().get(i) ? 1L << i : 0;
        }
        this.before = new long[count];
        this.after = new long[count];
        this.pure = new long[count];
        this.shares = new double[count];
        this.squares = new double[count];
    }

    /**
     * Counts a crossing; crossings come in the order of time.
     *
     * @param bx its number in the orbit, 0 to 3563
     * @param bits holds the algorithm bits, 64 a word
     * @param from first word
     */
    public void add(int bx, long[] bits, int from) {
        crossings++;
        long any = 0;
        for (int w = 0; w < scratch.length; w++) {
            scratch[w] = bits[from + w];
            any |= scratch[w];
        }
        if (any == 0) {
            return;
        }
        boolean accepted = decision.decide(0, bx, scratch);
        int firing = 0;
        for (int w = 0; w < scratch.length; w++) {
            tally(decision.before(w), w, before);
            tally(decision.after(w), w, after);
            firing += Long.bitCount(decision.after(w) & finor[w]);
        }
        if (accepted) {
            share(1.0 / firing, firing == 1);
        }
    }

    /** Counts crossings in which no algorithm fires. */
    void addEmpty(long count) {
        crossings += count;
    }

    private static void tally(long bits, int word, long[] counts) {
        for (long rest = bits; rest != 0; rest &= rest - 1) {
            counts[word * Long.SIZE + Long.numberOfTrailingZeros(rest)]++;
        }
    }

    private void share(double part, boolean alone) {
        for (int w = 0; w < scratch.length; w++) {
            for (long rest = decision.after(w) & finor[w]; rest != 0; rest &= rest - 1) {
                int algorithm = w * Long.SIZE + Long.numberOfTrailingZeros(rest);
                shares[algorithm] += part;
                squares[algorithm] += part * part;
                pure[algorithm] += alone ? 1 : 0;
            }
        }
    }

    /** The column's name. */
    public String name() {
        return name;
    }

    /** Its prescales and masks. */
    public DecisionSetup setup() {
        return setup;
    }

    /** Crossings that were counted. */
    public long crossings() {
        return crossings;
    }

    /** A word of the masked bits of the last crossing that had any, before prescales. */
    long maskedWord(int word) {
        return decision.before(word);
    }

    /** Crossings in which an algorithm fires, before its prescale. */
    public Measured before(int algorithm) {
        return Measured.count((double) before[algorithm]);
    }

    /**
     * Crossings of an algorithm after its prescale p. Of n before, the prescaler keeps floor(n/p),
     * so that the variance is n/p^2, and 1/12 for the part of a crossing that is rounded away.
     */
    public Measured total(int algorithm) {
        double prescale = setup.prescales().get(algorithm);
        if (prescale == 0) {
            return new Measured(0, 0);
        }
        double variance = before[algorithm] / (prescale * prescale);
        return new Measured(after[algorithm], Math.sqrt(variance + (prescale > 1 ? GRAIN : 0)));
    }

    /** Accepted crossings in which of the final OR's algorithms only this one fires. */
    public Measured pure(int algorithm) {
        return Measured.count((double) pure[algorithm]);
    }

    /** Accepted crossings, each shared alike among the final OR's algorithms that fire. */
    public Measured proportional(int algorithm) {
        return new Measured(shares[algorithm], Math.sqrt(squares[algorithm]));
    }

    /** Accepted crossings: the final OR is set and no algorithm vetoes it. */
    public Measured accepted() {
        return Measured.count((double) decision.candidates());
    }

    /** Crossings that a veto algorithm stopped. */
    public long vetoed() {
        return decision.vetoedByAlgorithms();
    }
}
