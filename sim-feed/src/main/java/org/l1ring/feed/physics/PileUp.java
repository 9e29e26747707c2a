package org.l1ring.feed.physics;

import org.l1ring.feed.lhc.FillingScheme;

/**
 * Inelastic collisions per crossing: Poisson around a mean of each crossing's own, since bunches
 * differ.
 *
 * <p>The means are &mu;(1 + spread z), z a bounded Gaussian fixed per crossing by the seed, scaled
 * so that their average over colliding crossings is &mu;. Source of the 12 % default: L1MenuTools,
 * pileup_distribution_2736_80mb_btb_PoissonStat_PU51.json. Immutable, shared by threads.
 */
public final class PileUp {
    /** Largest mean that the tables hold. */
    public static final double MAXIMUM_MEAN = 400;

    /** Largest relative spread, at which no bunch's mean is negative yet. */
    public static final double MAXIMUM_SPREAD = 0.28;

    private static final int GUIDE_BITS = 5;

    private final FillingScheme scheme;
    private final double[] mean = new double[FillingScheme.SLOTS];
    private final double[] activity = new double[FillingScheme.SLOTS];
    private final int[] lowest = new int[FillingScheme.SLOTS];
    private final double[][] cumulative = new double[FillingScheme.SLOTS][];
    private final short[] guide = new short[FillingScheme.SLOTS << GUIDE_BITS];

    /**
     * Pile-up of a filling scheme.
     *
     * @param scheme which crossings collide
     * @param seed fixes the bunches' means
     * @param meanPileUp mean number of collisions over colliding crossings, 0 to {@value
     *     #MAXIMUM_MEAN}
     * @param spread relative bunch-to-bunch spread of the mean, 0 to {@value #MAXIMUM_SPREAD}
     * @param trainHead calorimeter activity of a train's first crossing against its middle, 0.1 to
     *     10; half of the excess remains in each next crossing
     */
    public PileUp(
            FillingScheme scheme, long seed, double meanPileUp, double spread, double trainHead) {
        this.scheme = scheme;
        CrossingRandom random = new CrossingRandom();
        double sum = 0;
        for (int bx = 0; bx < FillingScheme.SLOTS; bx++) {
            random.begin(seed ^ 0x62756e6368L, -1, bx);
            mean[bx] = 1 + spread * random.gaussian();
            sum += scheme.collides(bx) ? mean[bx] : 0;
        }
        double scale = meanPileUp * scheme.collisions() / sum;
        for (int bx = 0; bx < FillingScheme.SLOTS; bx++) {
            mean[bx] = scheme.collides(bx) ? mean[bx] * scale : 0;
            int position = Math.min(scheme.trainPosition(bx), 60);
            activity[bx] = position < 0 ? 0 : 1 + Math.scalb(trainHead - 1, -position);
            tabulate(bx);
        }
    }

    /** Cumulative Poisson probabilities within 7.5 standard deviations of the mean. */
    private void tabulate(int bx) {
        double reach = 7.5 * Math.sqrt(mean[bx]) + 10;
        int first = (int) Math.max(0, mean[bx] - reach);
        double[] sums = new double[(int) (mean[bx] + reach) - first + 1];
        double logarithm = -mean[bx];
        for (int n = 1; n <= first; n++) {
            logarithm += StrictMath.log(mean[bx] / n);
        }
        double probability = StrictMath.exp(logarithm);
        double sum = 0;
        for (int i = 0; i < sums.length; i++) {
            sum += probability;
            sums[i] = sum;
            probability *= mean[bx] / (first + i + 1);
        }
        sums[sums.length - 1] = 1;
        lowest[bx] = first;
        cumulative[bx] = sums;
        int place = 0;
        for (int part = 0; part < 1 << GUIDE_BITS; part++) {
            while (sums[place] <= Math.scalb((double) part, -GUIDE_BITS)) {
                place++;
            }
            guide[(bx << GUIDE_BITS) + part] = (short) place;
        }
    }

    /**
     * The filling scheme.
     *
     * @return which crossings collide
     */
    public FillingScheme scheme() {
        return scheme;
    }

    /**
     * Mean number of collisions in a crossing.
     *
     * @param bx bunch crossing, 0 to 3563
     * @return 0 where nothing collides
     */
    public double mean(int bx) {
        return mean[bx];
    }

    /** Calorimeter activity by train position, 1 in the middle of a train. */
    double activity(int bx) {
        return activity[bx];
    }

    /** Number of collisions in a crossing at a uniform random number below 1. */
    int draw(int bx, double uniform) {
        double[] sums = cumulative[bx];
        int place = guide[(bx << GUIDE_BITS) + (int) (uniform * (1 << GUIDE_BITS))];
        while (sums[place] <= uniform) {
            place++;
        }
        return lowest[bx] + place;
    }
}
