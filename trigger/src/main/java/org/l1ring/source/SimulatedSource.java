package org.l1ring.source;

import org.l1ring.feed.FeedOptions;
import org.l1ring.feed.OrbitGenerator;
import org.l1ring.frame.BlockFrames;
import org.l1ring.frame.FrameLayout;

/** The simulated feed with every crossing generated anew, on the thread that asks for it. */
public final class SimulatedSource implements CrossingSource {
    private final OrbitGenerator generator;

    /**
     * A simulated stream without end.
     *
     * @param options what the stream is made of
     */
    public SimulatedSource(FeedOptions options) {
        this.generator = new OrbitGenerator(options);
    }

    @Override
    public FrameLayout layout() {
        return FrameLayout.OBJECTS;
    }

    @Override
    public boolean copies() {
        return true;
    }

    @Override
    public boolean begin(long orbit) {
        return true;
    }

    @Override
    public void load(long orbit, int block, BlockFrames target) {
        generator.fillBlock(orbit, block, target.own(), target.offset());
    }

    @Override
    public String description() {
        return describe(generator.options()) + ", every crossing anew";
    }

    /** The feed's options in words, but for scheme and seed, which files name by themselves. */
    public static String describe(FeedOptions options) {
        String signal =
                options.signalFraction() == 0
                        ? ""
                        : ", %s in %s of the crossings"
                                .formatted(options.signal().fieldName(), options.signalFraction());
        return "simulated, pile-up %s, bunch spread %s, train head %s%s"
                .formatted(options.pileUp(), options.pileUpSpread(), options.trainHead(), signal);
    }
}
