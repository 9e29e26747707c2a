package org.l1ring.feed;

import java.util.Objects;
import org.l1ring.feed.lhc.FillingScheme;
import org.l1ring.feed.physics.PileUp;
import org.l1ring.feed.physics.Signal;

/**
 * What a simulated stream is made of; the same options give the same bytes everywhere.
 *
 * @param seed of all random numbers
 * @param scheme which crossings collide
 * @param pileUp mean number of collisions in a colliding crossing, 0 to 400
 * @param pileUpSpread relative bunch-to-bunch spread of that mean, 0 to 0.28, fixed per crossing
 * @param trainHead calorimeter activity of a train's first crossing against its middle, 0.1 to 10;
 *     half of the excess remains in each next crossing; 1 switches it off
 * @param signal what to inject on top of pile-up
 * @param signalFraction of colliding crossings that get the signal, 0 to 1
 */
public record FeedOptions(
        long seed,
        FillingScheme scheme,
        double pileUp,
        double pileUpSpread,
        double trainHead,
        Signal signal,
        double signalFraction) {
    private static final FeedOptions STANDARD =
            new FeedOptions(1, FillingScheme.standard(), 60, 0.12, 1, Signal.NONE, 0);

    /** Checks the ranges. */
    public FeedOptions {
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(signal, "signal");
        within("pile-up", pileUp, 0, PileUp.MAXIMUM_MEAN, "60 is Run 3, 140 to 200 is HL-LHC");
        within("pile-up spread", pileUpSpread, 0, PileUp.MAXIMUM_SPREAD, "0.12 is 12 %");
        within("train head factor", trainHead, 0.1, 10, "1 switches it off");
        within("signal fraction", signalFraction, 0, 1, "0.01 is one colliding crossing in 100");
        if (signal == Signal.NONE && signalFraction > 0) {
            throw new IllegalArgumentException(
                    "signal fraction: expected 0 without a signal, got "
                            + signalFraction
                            + "; name a signal such as ttbar, or leave the fraction out");
        }
    }

    private static void within(String what, double value, double low, double high, String mend) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException(
                    what + ": expected " + low + " to " + high + ", got " + value + "; " + mend);
        }
    }

    /**
     * Zero bias at pile-up 60 in the embedded 2760-bunch scheme, seed 1.
     *
     * @return the defaults
     */
    public static FeedOptions standard() {
        return STANDARD;
    }

    /**
     * These options with another seed.
     *
     * @param newSeed any number
     * @return changed options
     */
    public FeedOptions withSeed(long newSeed) {
        return new FeedOptions(
                newSeed, scheme, pileUp, pileUpSpread, trainHead, signal, signalFraction);
    }

    /**
     * These options with another filling scheme.
     *
     * @param newScheme which crossings collide
     * @return changed options
     */
    public FeedOptions withScheme(FillingScheme newScheme) {
        return new FeedOptions(
                seed, newScheme, pileUp, pileUpSpread, trainHead, signal, signalFraction);
    }

    /**
     * These options with another pile-up.
     *
     * @param mean collisions in a colliding crossing, 0 to 400
     * @return changed options
     */
    public FeedOptions withPileUp(double mean) {
        return new FeedOptions(seed, scheme, mean, pileUpSpread, trainHead, signal, signalFraction);
    }

    /**
     * These options with another bunch-to-bunch spread.
     *
     * @param spread relative, 0 to 0.28
     * @return changed options
     */
    public FeedOptions withPileUpSpread(double spread) {
        return new FeedOptions(seed, scheme, pileUp, spread, trainHead, signal, signalFraction);
    }

    /**
     * These options with another calorimeter activity at the head of trains.
     *
     * @param factor against the middle of the train, 0.1 to 10
     * @return changed options
     */
    public FeedOptions withTrainHead(double factor) {
        return new FeedOptions(seed, scheme, pileUp, pileUpSpread, factor, signal, signalFraction);
    }

    /**
     * These options with a signal.
     *
     * @param newSignal what to inject
     * @param fraction of colliding crossings, 0 to 1; 0 with {@link Signal#NONE}
     * @return changed options
     */
    public FeedOptions withSignal(Signal newSignal, double fraction) {
        return new FeedOptions(seed, scheme, pileUp, pileUpSpread, trainHead, newSignal, fraction);
    }
}
