package org.l1ring.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.l1ring.frame.FieldAccess;
import org.l1ring.frame.FrameLayout;
import org.l1ring.source.RandomSource.Range;

class RandomSourceTest {
    private static final List<Range> RANGES =
            List.of(
                    new Range(-2, 1),
                    new Range(0, 0),
                    new Range(Long.MIN_VALUE, Long.MAX_VALUE),
                    new Range(-5_000_000_000L, 5_000_000_000L));
    private static final FrameLayout LAYOUT =
            FrameLayout.columns(4, Long.MIN_VALUE, Long.MAX_VALUE);

    @Test
    void valuesFillTheirRangesAndNoMore() {
        try (OrbitMemory memory = OrbitMemory.record(new RandomSource(LAYOUT, RANGES, 1), 1)) {
            for (int field = 0; field < RANGES.size(); field++) {
                long least = Long.MAX_VALUE;
                long greatest = Long.MIN_VALUE;
                for (int bx = 0; bx < FrameLayout.ORBIT_CROSSINGS; bx++) {
                    long frame = (long) bx * LAYOUT.frameBytes();
                    long value = FieldAccess.get(memory.segment(), frame, LAYOUT, field);
                    least = Math.min(least, value);
                    greatest = Math.max(greatest, value);
                }
                Range range = RANGES.get(field);
                assertTrue(least >= range.minimum() && greatest <= range.maximum());
                double width = (double) range.maximum() - (double) range.minimum();
                assertTrue((double) greatest - (double) least >= 0.99 * width);
            }
        }
    }

    @Test
    void blockDependsOnSeedOrbitAndPlaceOnly() {
        assertEquals(firstValue(1, 2), firstValue(1, 2));
        assertNotEquals(firstValue(1, 2), firstValue(2, 2));
        assertNotEquals(firstValue(1, 2), firstValue(1, 1));
    }

    private static long firstValue(long seed, int orbit) {
        try (OrbitMemory memory = OrbitMemory.record(new RandomSource(LAYOUT, RANGES, seed), 3)) {
            return FieldAccess.get(memory.segment(), memory.blockOffset(orbit, 0), LAYOUT, 2);
        }
    }

    @Test
    void rangesMustFitTheLayout() {
        FrameLayout narrow = FrameLayout.columns(1, 0, 100);
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new RandomSource(narrow, List.of(new Range(0, 32768)), 1));
        assertEquals(
                "random source: field x0: expected a range within 2 bytes, got 0 to 32768",
                e.getMessage());
        e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new RandomSource(narrow, List.of(), 1));
        assertEquals("random source: ranges: expected 1, one a field, got 0", e.getMessage());
    }

    @Test
    void shortStreamCannotBeRecorded() {
        CrossingSource none =
                new CrossingSource() {
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
                        return false;
                    }

                    @Override
                    public void load(long orbit, int block, org.l1ring.frame.BlockFrames target) {}

                    @Override
                    public String description() {
                        return "nothing";
                    }
                };
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> OrbitMemory.record(none, 1));
        assertEquals("nothing: expected 1 orbits or more, got 0", e.getMessage());
    }
}
