package org.l1ring.rates;

import org.l1ring.feed.FeedOptions;
import org.l1ring.feed.OrbitGenerator;
import org.l1ring.frame.FrameLayout;
import org.l1ring.source.SimulatedSource;

/** The first orbits of the simulated feed. It sets no external conditions. */
public final class FeedStream implements OrbitStream {
    private final OrbitGenerator generator;
    private final long orbits;

    /**
     * A simulated stream.
     *
     * @param options what it is made of
     * @param orbits how many
     */
    public FeedStream(FeedOptions options, long orbits) {
        this.generator = new OrbitGenerator(options);
        this.orbits = orbits;
    }

    @Override
    public long orbits() {
        return orbits;
    }

    @Override
    public String description() {
        FeedOptions options = generator.options();
        return "%s, scheme %s, seed %d"
                .formatted(
                        SimulatedSource.describe(options), options.scheme().name(), options.seed());
    }

    @Override
    public Reader reader() {
        OrbitGenerator own = generator.forAnotherThread();
        return (orbit, target) -> {
            own.fillWords(orbit, target.segment(), target.offset(0));
            target.written(0, FrameLayout.ORBIT_CROSSINGS);
        };
    }
}
