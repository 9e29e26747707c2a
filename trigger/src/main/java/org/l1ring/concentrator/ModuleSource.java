package org.l1ring.concentrator;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.l1ring.econ.LinkFrame;
import org.l1ring.econ.ModuleGenerator;
import org.l1ring.frame.BlockFrames;
import org.l1ring.frame.FrameLayout;
import org.l1ring.source.CrossingSource;

/**
 * Consecutive crossings of a simulated calorimeter module, every one generated anew: the codes of
 * its 48 cells and the crossing's number in the orbit.
 */
public final class ModuleSource implements CrossingSource {
    /** Frames of a module: 49 fields of 16 bits in 128 bytes. */
    public static final FrameLayout LAYOUT =
            FrameLayout.columns(fields(), 0, FrameLayout.ORBIT_CROSSINGS - 1);

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final long CROSSING = (long) LinkFrame.CELLS * Short.BYTES;

    private final long seed;
    private final double deposits;
    private final double showers;
    private final int[] codes = new int[LinkFrame.CELLS];
    private ModuleGenerator generator;

    /**
     * A stream without end.
     *
     * @param seed any number; equal seeds give equal streams
     * @param deposits mean number of pile-up deposits in a crossing
     * @param showers mean number of showers in a crossing
     */
    public ModuleSource(long seed, double deposits, double showers) {
        if (!(deposits >= 0 && deposits <= 500 && showers >= 0 && showers <= 500)) {
            throw new IllegalArgumentException(
                    "pile-up, showers: expected means of 0 to 500 in a crossing, got %s and %s"
                            .formatted(deposits, showers));
        }
        this.seed = seed;
        this.deposits = deposits;
        this.showers = showers;
    }

    private static List<String> fields() {
        return Stream.concat(
                        IntStream.range(0, LinkFrame.CELLS).mapToObj(i -> "cell_" + i),
                        Stream.of("crossing"))
                .toList();
    }

    /** The crossing's number in the orbit that a frame holds. */
    static int crossing(MemorySegment frames, long offset) {
        return frames.get(ValueLayout.JAVA_SHORT, offset + CROSSING);
    }

    /**
     * The codes that a frame holds.
     *
     * @param codes [48] that are filled
     */
    static void codes(MemorySegment frames, long offset, int[] codes) {
        for (int cell = 0; cell < codes.length; cell++) {
            codes[cell] = frames.get(ValueLayout.JAVA_SHORT, offset + (long) cell * Short.BYTES);
        }
    }

    @Override
    public FrameLayout layout() {
        return LAYOUT;
    }

    @Override
    public boolean copies() {
        return true;
    }

    @Override
    public boolean begin(long orbit) {
        generator = new ModuleGenerator(seed + orbit * GOLDEN, deposits, showers);
        return true;
    }

    @Override
    public void load(long orbit, int block, BlockFrames target) {
        MemorySegment frames = target.own();
        for (int k = 0; k < FrameLayout.crossings(block); k++) {
            long offset = target.offset() + (long) k * LAYOUT.frameBytes();
            generator.next(codes);
            for (int cell = 0; cell < codes.length; cell++) {
                frames.set(
                        ValueLayout.JAVA_SHORT,
                        offset + (long) cell * Short.BYTES,
                        (short) codes[cell]);
            }
            int crossing = block * FrameLayout.BLOCK_CROSSINGS + k;
            frames.set(ValueLayout.JAVA_SHORT, offset + CROSSING, (short) crossing);
        }
    }

    @Override
    public String description() {
        return "one simulated module, %s deposits and %s showers a crossing, seed %d"
                .formatted(deposits, showers, seed);
    }
}
