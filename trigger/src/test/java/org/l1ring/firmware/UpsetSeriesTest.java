package org.l1ring.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.l1ring.asic.AsicOptions.Protection;
import org.l1ring.asic.UpsetClass;
import org.l1ring.asic.UpsetTally;

/** What a series of flips has to show. */
final class UpsetSeriesTest {
    private static UpsetSeries of(
            Protection protection, boolean twice, long outputs, long states, Long... cycles) {
        UpsetTally tally =
                new UpsetTally(
                        UpsetClass.DATA,
                        12,
                        List.of(cycles).stream().mapToLong(Long::longValue).sum(),
                        outputs,
                        states,
                        List.of(cycles));
        return new UpsetSeries(protection, twice, List.of(tally));
    }

    @Test
    void aProtectedDesignIsNeverWrong() {
        assertEquals(Optional.empty(), of(Protection.FULL, false, 0, 0, 0L, 9L, 0L).failure());
        assertEquals(Optional.empty(), of(Protection.STATE, false, 0, 0, 4L, 2L, 3L).failure());
        assertEquals(
                "protection full, single flips: expected every flip gone after one clock cycle, got 2"
                        + " that were not",
                of(Protection.FULL, false, 0, 0, 1L, 7L, 1L).failure().orElseThrow());
        assertEquals(
                "protection state, single flips: expected nothing wrong, got 1 wrong outputs and 2"
                        + " wrong states",
                of(Protection.STATE, false, 1, 2, 0L, 9L, 0L).failure().orElseThrow());
    }

    @Test
    void controlsHaveToFail() {
        assertEquals(Optional.empty(), of(Protection.FULL, true, 1, 3, 0L, 9L).failure());
        assertEquals(Optional.empty(), of(Protection.NONE, false, 1, 0, 0L, 9L).failure());
        assertEquals(
                "protection full, double flips: expected wrong outputs, got none",
                of(Protection.FULL, true, 0, 3, 0L, 9L).failure().orElseThrow());
        assertEquals(
                "protection none, single flips: expected wrong outputs, got none",
                of(Protection.NONE, false, 0, 0, 0L, 9L).failure().orElseThrow());
    }
}
