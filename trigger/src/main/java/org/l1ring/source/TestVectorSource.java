package org.l1ring.source;

import java.nio.file.Path;
import org.l1ring.frame.BlockFrames;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.StreamException;
import org.l1ring.menu.TestVectors;

/** The orbits of a file of the Global Trigger's text vectors, of either period. */
public final class TestVectorSource implements FiniteSource {
    private static final FrameLayout LAYOUT = FrameLayout.TRIGGER_WORDS;

    private final OrbitMemory memory;
    private final String description;

    /**
     * Reads a file into memory.
     *
     * @param file text or gzip, whole orbits from crossing 0 to 3563
     * @throws org.l1ring.menu.MenuException if a line is none of a test vector, or not in its place
     * @throws StreamException if an orbit is not whole
     */
    public TestVectorSource(Path file) {
        TestVectors vectors = TestVectors.read(file);
        int crossings = vectors.crossings();
        int first = vectors.bunchCrossing(0);
        if (first != 0 || crossings % FrameLayout.ORBIT_CROSSINGS != 0) {
            throw new StreamException(
                    "%s: expected whole orbits of 3564 crossings, got the crossings %d to %d of"
                                    .formatted(
                                            vectors.name(),
                                            first,
                                            vectors.bunchCrossing(crossings - 1))
                            + " %d orbits; give all lines of each orbit"
                                    .formatted(
                                            Math.ceilDiv(
                                                    first + crossings,
                                                    FrameLayout.ORBIT_CROSSINGS)));
        }
        this.memory = OrbitMemory.copyOf(LAYOUT, vectors.frames());
        this.description = "test vectors of %d columns".formatted(vectors.layout().columns());
    }

    @Override
    public long orbits() {
        return memory.orbits();
    }

    @Override
    public FrameLayout layout() {
        return LAYOUT;
    }

    @Override
    public boolean copies() {
        return false;
    }

    @Override
    public boolean begin(long orbit) {
        return orbit < memory.orbits();
    }

    @Override
    public void load(long orbit, int block, BlockFrames target) {
        target.refer(
                memory.segment(), memory.blockOffset(orbit, block), memory.filled(orbit, block));
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public void close() {
        memory.close();
    }
}
