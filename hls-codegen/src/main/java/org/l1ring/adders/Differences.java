package org.l1ring.adders;

import java.util.Arrays;
import java.util.Optional;
import org.l1ring.circuit.SignedDigits;

/**
 * Columns of a matrix written as differences to other columns: {@code column = ±parent << shift +
 * rest}, along a spanning tree of least digits.
 *
 * <p>Source: O. Gustafsson et al., "Lower bounds for constant multiplication problems and minimum
 * spanning trees", and the column decomposition of C. Sun et al., "da4ml", arXiv:2507.04535 (2025).
 *
 * @param rest [inputs][outputs] what remains of each column
 * @param parent [outputs] column that is added, -1 for none
 * @param shift [outputs] its shift
 * @param negative [outputs] whether it is subtracted
 * @param order columns, parents first
 * @param limits [outputs] 2^depth for the sum of the rest, {@link Long#MAX_VALUE} for any
 */
@SuppressWarnings("ArrayRecordComponent") // plain data within the package
record Differences(
        long[][] rest, int[] parent, int[] shift, boolean[] negative, int[] order, long[] limits) {
    private static final int MOST_SHIFT = 8;

    /** Adders that join the columns to their parents. */
    int joins() {
        int joins = 0;
        for (int o = 0; o < parent.length; o++) {
            joins += parent[o] >= 0 && SignedForms.digits(rest, o) > 0 ? 1 : 0;
        }
        return joins;
    }

    /** The limit of a whole column, its parent included. */
    long limit(int column) {
        long own = limits[column];
        return parent[column] < 0 || own == Long.MAX_VALUE ? own : 2 * own;
    }

    /**
     * Writes columns as differences.
     *
     * @param matrix [inputs][outputs] coefficients
     * @param depth limit for all outputs, negative for none
     * @param hops parents of parents of a column, at most
     * @param price digits that a join counts as
     * @return nothing if the limit of depth does not allow it
     */
    static Optional<Differences> of(long[][] matrix, int depth, int hops, int price) {
        return new Builder(matrix, depth, hops, price).build();
    }

    /** Grows the tree, the cheapest column first. */
    private static final class Builder {
        private final long[][] matrix;
        private final int depth;
        private final int hops;
        private final int price;
        private final int[] cost;
        private final int[] hop;
        private final Differences result;

        Builder(long[][] matrix, int depth, int hops, int price) {
            this.matrix = matrix;
            this.depth = depth;
            this.hops = hops;
            this.price = price;
            int outputs = matrix[0].length;
            cost = new int[outputs];
            hop = new int[outputs];
            Arrays.setAll(cost, o -> SignedForms.digits(matrix, o));
            result =
                    new Differences(
                            new long[matrix.length][outputs],
                            new int[outputs],
                            new int[outputs],
                            new boolean[outputs],
                            new int[outputs],
                            new long[outputs]);
            Arrays.fill(result.parent, -1);
        }

        Optional<Differences> build() {
            int outputs = cost.length;
            boolean[] done = new boolean[outputs];
            for (int i = 0; i < outputs; i++) {
                int next = -1;
                for (int o = 0; o < outputs; o++) {
                    if (!done[o] && (next < 0 || cost[o] < cost[next])) {
                        next = o;
                    }
                }
                done[next] = true;
                result.order[i] = next;
                int parent = result.parent[next];
                hop[next] = parent < 0 ? 0 : hop[parent] + 1;
                for (int o = 0; o < outputs && hop[next] < hops; o++) {
                    if (!done[o]) {
                        join(o, next);
                    }
                }
            }
            return fill() ? Optional.of(result) : Optional.empty();
        }

        /** Takes a parent if that leaves fewer digits. */
        private void join(int column, int parent) {
            for (int shift = 0; shift < MOST_SHIFT; shift++) {
                for (int sign = -1; sign <= 1; sign += 2) {
                    int digits = price;
                    for (long[] row : matrix) {
                        digits += SignedDigits.count(row[column] - sign * (row[parent] << shift));
                        if (digits >= cost[column]) {
                            break;
                        }
                    }
                    if (digits < cost[column] && reachable(digits - price, hop[parent] + 1)) {
                        cost[column] = digits;
                        result.parent[column] = parent;
                        result.shift[column] = shift;
                        result.negative[column] = sign < 0;
                    }
                }
            }
        }

        private boolean reachable(int digits, int ownHop) {
            int limit = depth - (hops - ownHop) - 1;
            return depth < 0 || (limit >= 0 && digits <= 1L << limit);
        }

        private boolean fill() {
            boolean[] leads = new boolean[cost.length];
            for (int parent : result.parent) {
                if (parent >= 0) {
                    leads[parent] = true;
                }
            }
            for (int o = 0; o < cost.length; o++) {
                int parent = result.parent[o];
                int sign = parent < 0 ? 0 : result.negative[o] ? -1 : 1;
                for (int i = 0; i < matrix.length; i++) {
                    long above = parent < 0 ? 0 : matrix[i][parent] << result.shift[o];
                    result.rest[i][o] = matrix[i][o] - sign * above;
                }
                int below = leads[o] ? hops - hop[o] : 0;
                int limit = depth - below - (parent < 0 ? 0 : 1);
                int digits = SignedForms.digits(result.rest, o);
                if (depth >= 0 && (limit < 0 || digits > 1L << limit)) {
                    return false;
                }
                result.limits[o] = depth < 0 ? Long.MAX_VALUE : 1L << limit;
            }
            return true;
        }
    }
}
