package org.l1ring.quality;

import java.util.Arrays;
import org.jgrapht.Graph;
import org.jgrapht.alg.flow.mincost.CapacityScalingMinimumCostFlow;
import org.jgrapht.alg.flow.mincost.MinimumCostFlowProblem;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleDirectedWeightedGraph;
import org.l1ring.econ.LinkFrame;
import org.l1ring.econ.ModuleGeometry;

/**
 * The Energy Mover's Distance of two crossings of a module: the least work that turns the charges
 * of one, divided by their sum, into those of the other.
 *
 * <p>Work is charge times distance, {@code min sum f(i, j) d(i, j)} over flows f that leave cell i
 * with its part of the true charge and reach cell j with its part of the decoded one. The unit is
 * the distance of neighbouring sensor cells: trigger cells are 2 x 2 of them, so neighbouring
 * trigger cells lie two apart. Charges are rounded to 2^-29 of the sum, distances to 2^-24. Source
 * of metric, unit and flags: github.com/fastml-science/ECONAutoencoderStudy, utils/metrics.py.
 */
final class MoverDistance {
    /** Given for a crossing without true charge. */
    static final double NO_TRUE_CHARGE = -1;

    /** Given for a crossing with true charge of which nothing is left. */
    static final double NO_DECODED_CHARGE = -0.5;

    /** Sensor cells along the side of a trigger cell. */
    private static final int SENSOR_CELLS = 2;

    /** Of the sum; what the solver takes for unbounded, 10^9, is more. */
    private static final int TOTAL = 1 << 29;

    private static final int DISTANCE_BITS = 24;

    /** More than 1 scales capacities, which gives wrong flows in JGraphT 1.5.2 (2026-11-22). */
    private static final int NO_SCALING = 1;

    private static final double[][] DISTANCE = distances();

    private MoverDistance() {}

    private static double[][] distances() {
        double[][] distances = new double[LinkFrame.CELLS][LinkFrame.CELLS];
        for (int from = 0; from < LinkFrame.CELLS; from++) {
            for (int to = 0; to < LinkFrame.CELLS; to++) {
                distances[from][to] = Math.rint(Math.scalb(distance(from, to), DISTANCE_BITS));
            }
        }
        return distances;
    }

    /** Distance of two cells' centres, in the distance of neighbouring sensor cells. */
    static double distance(int from, int to) {
        return SENSOR_CELLS * ModuleGeometry.distance(from, to);
    }

    /**
     * The distance of two crossings.
     *
     * @param truth [48] charges, none below 0, in any unit
     * @param decoded [48] charges, none below 0, in any unit
     * @return 0 or more, or {@link #NO_TRUE_CHARGE} or {@link #NO_DECODED_CHARGE}
     */
    static double of(double[] truth, double[] decoded) {
        double trueSum = Arrays.stream(truth).sum();
        double decodedSum = Arrays.stream(decoded).sum();
        if (trueSum <= 0) {
            return NO_TRUE_CHARGE;
        }
        if (decodedSum <= 0) {
            return NO_DECODED_CHARGE;
        }
        int[] surplus = parts(truth, trueSum);
        int[] wanted = parts(decoded, decodedSum);
        // Distances obey the triangle inequality: what a cell has in both stays there.
        for (int cell = 0; cell < LinkFrame.CELLS; cell++) {
            surplus[cell] -= wanted[cell];
        }
        return Math.scalb(work(surplus) / TOTAL, -DISTANCE_BITS);
    }

    /** Charges as parts of a common whole; the remainders go to the cells that lose most. */
    private static int[] parts(double[] charges, double sum) {
        int[] parts = new int[LinkFrame.CELLS];
        double[] lost = new double[LinkFrame.CELLS];
        int left = TOTAL;
        for (int cell = 0; cell < LinkFrame.CELLS; cell++) {
            double part = charges[cell] / sum * TOTAL;
            parts[cell] = (int) part;
            lost[cell] = part - parts[cell];
            left -= parts[cell];
        }
        for (; left > 0; left--) {
            int most = 0;
            for (int cell = 1; cell < LinkFrame.CELLS; cell++) {
                most = lost[cell] > lost[most] ? cell : most;
            }
            parts[most]++;
            lost[most]--;
        }
        return parts;
    }

    private static double work(int[] surplus) {
        Graph<Integer, DefaultWeightedEdge> graph =
                new SimpleDirectedWeightedGraph<>(DefaultWeightedEdge.class);
        for (int cell = 0; cell < LinkFrame.CELLS; cell++) {
            if (surplus[cell] != 0) {
                graph.addVertex(cell);
            }
        }
        if (graph.vertexSet().isEmpty()) {
            return 0;
        }
        for (int from = 0; from < LinkFrame.CELLS; from++) {
            for (int to = 0; surplus[from] > 0 && to < LinkFrame.CELLS; to++) {
                if (surplus[to] < 0) {
                    graph.setEdgeWeight(graph.addEdge(from, to), DISTANCE[from][to]);
                }
            }
        }
        return new CapacityScalingMinimumCostFlow<Integer, DefaultWeightedEdge>(NO_SCALING)
                .getMinimumCostFlow(
                        new MinimumCostFlowProblem.MinimumCostFlowProblemImpl<>(
                                graph,
                                cell -> surplus[cell],
                                _ -> CapacityScalingMinimumCostFlow.CAP_INF))
                .getCost();
    }
}
