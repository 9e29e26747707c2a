package org.l1ring.source;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.l1ring.frame.BlockFrames;
import org.l1ring.frame.FieldAccess;
import org.l1ring.frame.FrameLayout;

/**
 * Seeded random frames, every field uniform over its range; each crossing is drawn anew.
 *
 * <p>The generator is SplitMix64, started per block from seed, orbit and block, so that a block's
 * content does not depend on the blocks before it. A value is {@code minimum + (((r >>> 32) * n)
 * >>> 32)} for ranges of {@code n <= 2^32} values, {@code minimum + unsigned remainder of r by n}
 * else. Source: Steele, Lea, Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA 2014.
 */
public final class RandomSource implements CrossingSource {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final FrameLayout layout;
    private final long[] minimum;
    private final long[] count;
    private final long seed;

    /** The orbit begun last, if blocks need its neighbouring frames. */
    private final MemorySegment orbitFrames;

    /**
     * The range of one field.
     *
     * @param minimum least raw value
     * @param maximum greatest raw value
     */
    public record Range(long minimum, long maximum) {
        /** Checks the range. */
        public Range {
            if (minimum > maximum) {
                throw new IllegalArgumentException(
                        "random source: range: expected minimum <= maximum, got %d > %d"
                                .formatted(minimum, maximum));
            }
        }
    }

    /**
     * A random stream without end.
     *
     * @param layout layout of the frames
     * @param ranges range of every field, in the order of the layout, each within the field's width
     * @param seed any number; equal seeds give equal streams
     * @throws IllegalArgumentException if the ranges do not fit the layout
     */
    public RandomSource(FrameLayout layout, List<Range> ranges, long seed) {
        if (ranges.size() != layout.fields()) {
            throw new IllegalArgumentException(
                    "random source: ranges: expected %d, one a field, got %d"
                            .formatted(layout.fields(), ranges.size()));
        }
        long widest = -1L >>> (Long.SIZE - 8 * layout.fieldBytes() + 1);
        for (int i = 0; i < ranges.size(); i++) {
            Range range = ranges.get(i);
            if (range.minimum() < ~widest || range.maximum() > widest) {
                throw new IllegalArgumentException(
                        "random source: field %s: expected a range within %d bytes, got %d to %d"
                                .formatted(
                                        layout.fieldNames().get(i),
                                        layout.fieldBytes(),
                                        range.minimum(),
                                        range.maximum()));
            }
        }
        this.layout = layout;
        this.minimum = ranges.stream().mapToLong(Range::minimum).toArray();
        this.count = ranges.stream().mapToLong(r -> r.maximum() - r.minimum() + 1).toArray();
        this.seed = seed;
        this.orbitFrames =
                Arena.ofAuto()
                        .allocate(
                                layout.neighbours() == 0 ? 0 : layout.orbitBytes(),
                                FrameLayout.ALIGNMENT_BYTES);
    }

    @Override
    public FrameLayout layout() {
        return layout;
    }

    @Override
    public boolean copies() {
        return true;
    }

    @Override
    public boolean begin(long orbit) {
        if (layout.neighbours() > 0) {
            for (int block = 0; block < FrameLayout.ORBIT_BLOCKS; block++) {
                draw(orbit, block, orbitFrames, block * layout.blockBytes());
            }
        }
        return true;
    }

    @Override
    public void load(long orbit, int block, BlockFrames target) {
        if (layout.neighbours() > 0) {
            OrbitMargins.load(layout, orbitFrames, 0, block, target);
        } else {
            draw(orbit, block, target.own(), target.offset());
        }
    }

    private void draw(long orbit, int block, MemorySegment frames, long offset) {
        long state = mix(mix(seed) + orbit * FrameLayout.ORBIT_BLOCKS + block);
        long end = offset + (long) FrameLayout.crossings(block) * layout.frameBytes();
        int fields = minimum.length;
        for (long frame = offset; frame < end; frame += layout.frameBytes()) {
            for (int field = 0; field < fields; field++) {
                state += GOLDEN;
                long value = minimum[field] + below(mix(state), count[field]);
                FieldAccess.set(frames, frame, layout, field, value);
            }
        }
    }

    /** A value of 0 to n - 1; n = 0 stands for 2^64. */
    private static long below(long random, long n) {
        if (n > 0 && n <= 1L << 32) {
            return ((random >>> 32) * n) >>> 32;
        }
        return n == 0 ? random : Long.remainderUnsigned(random, n);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    @Override
    public String description() {
        return "random frames over the full range of %d fields".formatted(layout.fields());
    }
}
