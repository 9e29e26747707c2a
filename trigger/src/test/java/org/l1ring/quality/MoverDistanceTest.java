package org.l1ring.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.econ.LinkFrame;
import org.l1ring.econ.ModuleGeometry;

/** The distance on cases known by hand, against all assignments and against bounds of duality. */
final class MoverDistanceTest {
    private static final double EXACT = 1e-6;
    private static final int CELLS = LinkFrame.CELLS;

    private static double[] at(int... cells) {
        double[] charges = new double[CELLS];
        for (int cell : cells) {
            charges[cell]++;
        }
        return charges;
    }

    private static double[] random(SplittableRandom random, int cells) {
        double[] charges = new double[CELLS];
        for (int i = 0; i < cells; i++) {
            charges[random.nextInt(CELLS)] += -Math.log1p(-random.nextDouble());
        }
        return charges;
    }

    @Test
    void neighbouringTriggerCellsAreTwoSensorCellsApart() {
        int left = ModuleGeometry.cell(1, 5);
        int right = ModuleGeometry.cell(1, 6);
        assertEquals(2, MoverDistance.of(at(left), at(right)), EXACT);
        assertEquals(1, MoverDistance.of(at(left, right), at(right)), EXACT);
        assertEquals(1, MoverDistance.of(at(left), at(left, right)), EXACT);
    }

    @Test
    void nothingToMoveIsZeroInAnyUnit() {
        double[] charges = random(new SplittableRandom(1), 30);
        double[] scaled = Arrays.stream(charges).map(charge -> 1234.5 * charge).toArray();
        assertEquals(0, MoverDistance.of(charges, charges));
        assertEquals(0, MoverDistance.of(charges, scaled), EXACT);
        assertEquals(0, MoverDistance.of(at(7), at(7)));
    }

    @Test
    void emptyCrossingsAreFlagged() {
        assertEquals(-1, MoverDistance.of(new double[CELLS], at(3)));
        assertEquals(-1, MoverDistance.of(new double[CELLS], new double[CELLS]));
        assertEquals(-0.5, MoverDistance.of(at(3), new double[CELLS]));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void itIsADistance(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20; i++) {
            double[] a = random(random, 1 + random.nextInt(40));
            double[] b = random(random, 1 + random.nextInt(40));
            double[] c = random(random, 1 + random.nextInt(40));
            double ab = MoverDistance.of(a, b);
            assertEquals(ab, MoverDistance.of(b, a), EXACT);
            assertTrue(ab <= MoverDistance.of(a, c) + MoverDistance.of(c, b) + EXACT);
            double[] wide = Arrays.stream(a).map(charge -> 77 * charge).toArray();
            assertEquals(ab, MoverDistance.of(wide, b), EXACT);
        }
    }

    /** With equal charges in n cells each the best flow is an assignment. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void equalChargesAreAssignedAtLeastWork(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int count = 1; count <= 6; count++) {
            int[] from = random.ints(count, 0, CELLS).toArray();
            int[] to = random.ints(count, 0, CELLS).toArray();
            assertEquals(least(from, to, 0, 0) / count, MoverDistance.of(at(from), at(to)), EXACT);
        }
    }

    private static double least(int[] from, int[] to, int index, int taken) {
        if (index == from.length) {
            return 0;
        }
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < to.length; i++) {
            if ((taken >> i & 1) == 0) {
                double step = MoverDistance.distance(from[index], to[i]);
                best = Math.min(best, step + least(from, to, index + 1, taken | (1 << i)));
            }
        }
        return best;
    }

    /**
     * Flow and prices of an own search, which cancels cycles of negative work: the flow's work is
     * an upper bound, the charge sold at prices that differ by at most the distance a lower one.
     */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void pricesProveThatNoFlowIsCheaper(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] truth = random(random, 30);
        double[] decoded = random(random, 5 + (int) seed * 4);
        double distance = MoverDistance.of(truth, decoded);
        double[][] flow = anyFlow(truth, decoded);
        double[] prices = new double[CELLS];
        while (cancel(flow, prices)) {
            Arrays.fill(prices, 0);
        }
        double work = 0;
        double sold = 0;
        for (int i = 0; i < CELLS; i++) {
            sold += prices[i] * (decoded[i] / sum(decoded) - truth[i] / sum(truth));
            for (int j = 0; j < CELLS; j++) {
                work += flow[i][j] * MoverDistance.distance(i, j);
                assertTrue(prices[j] - prices[i] <= MoverDistance.distance(i, j) + EXACT);
            }
        }
        assertEquals(work, distance, EXACT);
        assertEquals(sold, distance, EXACT);
    }

    private static double sum(double[] charges) {
        return Arrays.stream(charges).sum();
    }

    /** Fills cells in their order, whatever the work. */
    private static double[][] anyFlow(double[] truth, double[] decoded) {
        double[][] flow = new double[CELLS][CELLS];
        int to = 0;
        double room = decoded[0] / sum(decoded);
        for (int from = 0; from < CELLS; from++) {
            double left = truth[from] / sum(truth);
            while (left > 0 && to < CELLS) {
                double moved = to == CELLS - 1 ? left : Math.min(left, room);
                flow[from][to] += moved;
                left -= moved;
                room -= moved;
                if (room <= 0 && to < CELLS - 1) {
                    to++;
                    room = decoded[to] / sum(decoded);
                }
            }
        }
        return flow;
    }

    /** Bellman's search over cells; true if it found a cycle of negative work and emptied it. */
    private static boolean cancel(double[][] flow, double[] prices) {
        int[] before = new int[CELLS];
        int changed = -1;
        for (int round = 0; round <= CELLS; round++) {
            changed = -1;
            for (int i = 0; i < CELLS; i++) {
                for (int j = 0; j < CELLS; j++) {
                    double distance = MoverDistance.distance(i, j);
                    double step = flow[j][i] > 0 ? -distance : distance;
                    if (prices[i] + step < prices[j] - 1e-9) {
                        prices[j] = prices[i] + step;
                        before[j] = i;
                        changed = j;
                    }
                }
            }
            if (changed < 0) {
                return false;
            }
        }
        for (int i = 0; i < CELLS; i++) {
            changed = before[changed];
        }
        double least = Double.POSITIVE_INFINITY;
        int at = changed;
        do {
            double back = flow[at][before[at]];
            least = back > 0 ? Math.min(least, back) : least;
            at = before[at];
        } while (at != changed);
        do {
            int from = before[at];
            if (flow[at][from] > 0) {
                flow[at][from] -= least;
            } else {
                flow[from][at] += least;
            }
            at = from;
        } while (at != changed);
        return true;
    }
}
