package org.l1ring.rates;

import java.util.List;

/**
 * Rates against pile-up and their fit.
 *
 * @param name of the algorithm, or of the prescale column whose final OR it is
 * @param index of the algorithm, -1 for a final OR
 * @param points in kHz; of an algorithm before its prescale
 * @param fit of the points
 */
public record PileUpCurve(String name, int index, List<PileUpFit.Point> points, PileUpFit fit) {

    /** Copies the points. */
    public PileUpCurve {
        points = List.copyOf(points);
    }

    /** Whether it is a column's final OR. */
    public boolean finalOr() {
        return index < 0;
    }
}
