package org.l1ring.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A figure in bins of another; values beyond the last edge belong to the last bin. */
final class Bins {
    /** Edges in cells of at least one minimum-ionising particle. */
    static final List<Double> OCCUPANCY =
            List.of(0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 17.0, 20.0, 25.0, 49.0);

    /** Edges in minimum-ionising particles. */
    static final List<Double> ENERGY =
            List.of(0.0, 5.0, 10.0, 15.0, 20.0, 30.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 5000.0);

    private final List<Double> edges;
    private final Moments[] moments;

    /**
     * One bin.
     *
     * @param low lower edge, which belongs to it
     * @param high upper edge
     * @param spread of the figure
     */
    record Bin(double low, double high, Spread spread) {
        /** Where it is drawn: the geometric mean of its edges, or half of the upper one. */
        double centre() {
            return low > 0 ? Math.sqrt(low * high) : high / 2;
        }
    }

    /** Bins between edges that ascend. */
    Bins(List<Double> edges) {
        this.edges = edges;
        this.moments = new Moments[edges.size() - 1];
        Arrays.setAll(moments, _ -> new Moments());
    }

    void add(double place, double figure) {
        int bin = moments.length - 1;
        while (bin > 0 && place < edges.get(bin)) {
            bin--;
        }
        moments[bin].add(figure);
    }

    List<Bin> bins() {
        List<Bin> bins = new ArrayList<>();
        for (int i = 0; i < moments.length; i++) {
            bins.add(new Bin(edges.get(i), edges.get(i + 1), moments[i].spread()));
        }
        return List.copyOf(bins);
    }
}
