package org.l1ring.feed.physics;

/**
 * Makes the Level-1 objects of any crossing of any orbit, a pure function of (seed, pile-up
 * settings, signal, orbit, crossing). One instance per thread; it allocates only at construction.
 */
public final class CrossingGenerator {
    private final long seed;
    private final PileUp pileUp;
    private final Signal signal;
    private final double fraction;
    private final CrossingRandom random = new CrossingRandom();
    private final Deposits deposits = new Deposits();
    private final ZeroBias zeroBias = new ZeroBias(random);
    private final SignalGenerator signals = new SignalGenerator(random);

    /**
     * A generator.
     *
     * @param seed of the whole stream
     * @param pileUp collisions by crossing
     * @param signal what to inject, or {@link Signal#NONE}
     * @param fraction of colliding crossings that get the signal, 0 to 1
     */
    public CrossingGenerator(long seed, PileUp pileUp, Signal signal, double fraction) {
        this.seed = seed;
        this.pileUp = pileUp;
        this.signal = signal;
        this.fraction = signal == Signal.NONE ? 0 : fraction;
    }

    /**
     * Makes one crossing.
     *
     * @param orbit any orbit number
     * @param bx bunch crossing, 0 to 3563
     * @param taus whether to make the taus, which only the Global Trigger's words carry; the other
     *     objects do not depend on it
     * @param objects filled anew; empty and not colliding where the scheme has no collision
     */
    public void generate(long orbit, int bx, boolean taus, Level1Objects objects) {
        objects.clear();
        if (!pileUp.scheme().collides(bx)) {
            return;
        }
        random.begin(seed, orbit, bx);
        deposits.begin(objects);
        boolean inject = random.uniform() < fraction;
        int collisions = pileUp.draw(bx, random.uniform());
        zeroBias.generate(deposits, collisions, pileUp.activity(bx));
        if (inject) {
            signals.inject(signal, deposits);
        }
        deposits.finish();
        if (taus && collisions > 0) {
            zeroBias.taus(deposits);
        }
        objects.mark(true, inject ? signal.number() : 0);
    }
}
