package org.l1ring.ring;

import java.util.Arrays;

/**
 * Accepts and lost crossings along the run, in points of equally many orbits: one at first;
 * whenever 2048 points are full, neighbours are added up and a point stands for twice as many.
 */
final class OrbitSeries {
    private static final int POINTS = 2048;

    private final long[] accepts = new long[POINTS];
    private final long[] lost = new long[POINTS];
    private long orbits;
    private int shift;

    void add(long acceptsOfOrbit, long lostCrossings) {
        int point = (int) (orbits >>> shift);
        if (point == POINTS) {
            halve(accepts);
            halve(lost);
            shift++;
            point = POINTS / 2;
        }
        accepts[point] += acceptsOfOrbit;
        lost[point] += lostCrossings;
        orbits++;
    }

    private static void halve(long[] values) {
        for (int i = 0; i < POINTS / 2; i++) {
            values[i] = values[2 * i] + values[2 * i + 1];
        }
        Arrays.fill(values, POINTS / 2, POINTS, 0);
    }

    long orbitsPerPoint() {
        return 1L << shift;
    }

    /** Points that are complete; the orbits after the last one are left out. */
    int points() {
        return (int) (orbits >>> shift);
    }

    Counts accepts() {
        return Counts.of(accepts, points());
    }

    Counts lostCrossings() {
        return Counts.of(lost, points());
    }

    void copyInto(OrbitSeries target) {
        System.arraycopy(accepts, 0, target.accepts, 0, POINTS);
        System.arraycopy(lost, 0, target.lost, 0, POINTS);
        target.orbits = orbits;
        target.shift = shift;
    }
}
