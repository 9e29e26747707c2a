package org.l1ring.source;

import org.l1ring.frame.BlockFrames;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.StreamException;

/** A stream without end that repeats the orbits of another, which it owns. */
public final class RepeatedSource implements CrossingSource {
    private final FiniteSource orbits;

    /**
     * Repeats a stream.
     *
     * @param orbits what is repeated; closed with this stream
     * @throws StreamException if there are no orbits; {@code orbits} is then closed
     */
    public RepeatedSource(FiniteSource orbits) {
        this.orbits = orbits;
        if (orbits.orbits() < 1) {
            orbits.close();
            throw new StreamException(
                    orbits.description()
                            + ": expected one orbit or more to repeat, got none; give a stream that"
                            + " has crossings");
        }
    }

    @Override
    public FrameLayout layout() {
        return orbits.layout();
    }

    @Override
    public boolean copies() {
        return orbits.copies();
    }

    @Override
    public boolean begin(long orbit) {
        return orbits.begin(orbit % orbits.orbits());
    }

    @Override
    public void load(long orbit, int block, BlockFrames target) {
        orbits.load(orbit % orbits.orbits(), block, target);
    }

    @Override
    public String description() {
        return PatternSource.describe(orbits.description(), orbits.orbits());
    }

    @Override
    public void stop() {
        orbits.stop();
    }

    @Override
    public void close() {
        orbits.close();
    }
}
