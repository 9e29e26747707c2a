package org.l1ring.adders;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Searches for a graph of few adders.
 *
 * <p>Eliminations start from several ways to write columns as differences, and are then repeated
 * with a part of their replacements left out, the better ones more often; without a limit of depth
 * the transposed matrix is tried too. The result depends on the matrix and the limit only: effort
 * is counted in steps of the elimination, not in seconds.
 */
public final class AdderSearch {
    /** No limit of depth. */
    public static final int FREE = -1;

    /** Hops and prices of the differences that are tried. */
    private static final int[] HOPS = {0, 1, 2, 3, 5, 1000};

    private static final int[] PRICES = {3, 2, 4, 1};

    /** Share of replacements left out at most. */
    private static final double DROPPED = 0.1;

    private static final long SEED = 1;

    /** Steps of one search on one thread, at least; some 50 million take a second. */
    private static final long LEAST_WORK = 6_000_000;

    /** Tiny matrices are soon searched: as many steps for each squared digit are enough. */
    private static final long ENOUGH_WORK_PER_SQUARED_DIGIT = 3_000;

    /** Steps for each digit of the matrix; twice as many without a limit of depth. */
    private static final long WORK_PER_DIGIT = 4_000;

    /** Large matrices get more, as their eliminations take long. */
    private static final double WORK_PER_SQUARED_DIGIT = 0.4;

    /** Steps that starting an elimination is worth. */
    private static final long TRY_WORK = 4_000;

    private static final class Start {
        private final Differences differences;
        private Elimination best;
        private double cost = Double.MAX_VALUE;
        private int adders = Integer.MAX_VALUE;

        Start(Differences differences) {
            this.differences = differences;
        }
    }

    /** What is made small, for inputs of so many bits. */
    private record Goal(AdderCost cost, int inputBits) {
        double of(AdderGraph graph) {
            return cost == AdderCost.ADDERS
                    ? graph.adders().size()
                    : cost.of(graph.sums().size(inputBits));
        }
    }

    /** Cheapest first, and of equal cost the one with fewer adders. */
    private static final Comparator<Start> CHEAPEST =
            Comparator.<Start>comparingDouble(start -> start.cost)
                    .thenComparingInt(start -> start.adders);

    private final long[][] matrix;
    private final boolean turned;
    private final int depth;
    private final Goal goal;
    private final SplittableRandom random;
    private final List<Start> starts = new ArrayList<>();
    private long work;

    private AdderSearch(long[][] matrix, boolean turned, int depth, Goal goal, long seed) {
        this.matrix = turned ? transposed(matrix) : matrix;
        this.turned = turned;
        this.depth = depth;
        this.goal = goal;
        this.random = new SplittableRandom(seed);
        for (int hops : HOPS) {
            for (int price : PRICES) {
                if (hops > 0 || price == PRICES[0]) {
                    Differences.of(this.matrix, depth, hops, price)
                            .ifPresent(differences -> starts.add(new Start(differences)));
                }
            }
        }
    }

    /**
     * The least depth that any graph of two-input adders can have.
     *
     * @param matrix [inputs][outputs] coefficients
     * @return levels of adders
     */
    public static int leastDepth(long[][] matrix) {
        return IntStream.range(0, matrix[0].length)
                .map(o -> SignedForms.digits(matrix, o))
                .map(digits -> digits < 2 ? 0 : 32 - Integer.numberOfLeadingZeros(digits - 1))
                .max()
                .orElse(0);
    }

    /**
     * Adders of canonical signed digits without anything shared.
     *
     * @param matrix [inputs][outputs] coefficients
     * @return the digits of each output less one, summed
     */
    public static int naiveAdders(long[][] matrix) {
        return IntStream.range(0, matrix[0].length)
                .map(o -> Math.max(0, SignedForms.digits(matrix, o) - 1))
                .sum();
    }

    /**
     * A graph for a matrix.
     *
     * @param matrix [inputs][outputs] coefficients
     * @param depth most adders between an input and an output, or {@link #FREE}
     * @return the graph with the fewest adders that was found
     * @throws IllegalArgumentException if no graph is that shallow
     */
    public static AdderGraph find(long[][] matrix, int depth) {
        return find(matrix, depth, AdderCost.ADDERS, 1);
    }

    /**
     * A graph for a matrix.
     *
     * @param matrix [inputs][outputs] coefficients
     * @param depth most adders between an input and an output, or {@link #FREE}
     * @param cost what is made small
     * @param inputBits width of the inputs, signed, at least 1
     * @return the cheapest graph that was found, with the fewest adders of those that cost the same
     * @throws IllegalArgumentException if no graph is that shallow
     */
    public static AdderGraph find(long[][] matrix, int depth, AdderCost cost, int inputBits) {
        int least = leastDepth(matrix);
        if (depth != FREE && depth < least) {
            throw new IllegalArgumentException(
                    "depth limit: expected %d or more for this matrix, got %d"
                            .formatted(least, depth));
        }
        Optional<AdderGraph> pairs = PairSums.of(matrix);
        if (pairs.isPresent()) {
            return pairs.get();
        }
        int limit = Math.min(depth, 60);
        Goal goal = new Goal(cost, inputBits);
        return IntStream.range(0, 2)
                .parallel()
                .mapToObj(lane -> {
                    boolean turned = lane == 1 && depth == FREE;
                    return new AdderSearch(matrix, turned, limit, goal, SEED + lane).run();
                })
                .min(
                        Comparator.<AdderGraph>comparingDouble(goal::of)
                                .thenComparingInt(graph -> graph.adders().size()))
                .orElseThrow();
    }

    private static long[][] transposed(long[][] matrix) {
        long[][] turned = new long[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int o = 0; o < turned.length; o++) {
                turned[o][i] = matrix[i][o];
            }
        }
        return turned;
    }

    private AdderGraph run() {
        long digits = 0;
        for (int o = 0; o < matrix[0].length; o++) {
            digits += SignedForms.digits(matrix, o);
        }
        long some = (long) (digits * (WORK_PER_DIGIT + WORK_PER_SQUARED_DIGIT * digits));
        long least = Math.min(LEAST_WORK, digits * digits * ENOUGH_WORK_PER_SQUARED_DIGIT);
        long budget = Math.max(least, depth == FREE ? 2 * some : some);
        for (Start start : starts) {
            if (work == 0 || work < budget) {
                tryOnce(start);
            }
        }
        starts.removeIf(start -> start.best == null);
        while (work < budget) {
            starts.sort(CHEAPEST);
            int rank = (int) -Math.log(1 - random.nextDouble());
            tryOnce(starts.get(rank < starts.size() ? rank : 0));
        }
        Start best = starts.stream().min(CHEAPEST).orElseThrow();
        return graph(best.best, best.differences);
    }

    private AdderGraph graph(Elimination elimination, Differences differences) {
        GraphBuilder.Order order =
                goal.cost() == AdderCost.ADDERS
                        ? GraphBuilder.Order.READY
                        : GraphBuilder.Order.SMALL;
        AdderGraph graph = GraphBuilder.of(elimination, differences, order);
        return turned ? GraphBuilder.transposed(graph, order) : graph;
    }

    private void tryOnce(Start start) {
        Elimination elimination =
                new Elimination(
                        start.differences.rest(), start.differences.limits(), random.split());
        if (start.best != null) {
            elimination.repeat(start.best, DROPPED * random.nextDouble());
        }
        elimination.finish();
        int adders = elimination.adders() + start.differences.joins();
        double cost =
                goal.cost() == AdderCost.ADDERS
                        ? adders
                        : goal.of(graph(elimination, start.differences));
        if (cost < start.cost || (cost == start.cost && adders <= start.adders)) {
            start.cost = cost;
            start.adders = adders;
            start.best = elimination;
        }
        work += elimination.work() + TRY_WORK;
    }
}
