package org.l1ring.importer.trees;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ModelException;

/**
 * A tree whose decisions compare raw inputs with raw thresholds: {@code x <= threshold}.
 *
 * <p>What every value of a column decides alike is no decision: such nodes are left out, with the
 * subtree that nothing reaches.
 */
final class GridTree {
    /** Marks the feature of a leaf. */
    static final int LEAF = -1;

    /** Where zeros are missing values, magnitudes up to the float 1e-35 are zeros. */
    private static final BigDecimal ZERO_END = Cut.exact(1e-35f);

    private static final Cut NEGATIVES = new Cut(ZERO_END.negate(), false);
    private static final Cut UP_TO_ZERO = new Cut(ZERO_END, true);

    /**
     * A node after growth.
     *
     * @param feature column, or {@link #LEAF}
     * @param threshold raw value on the column's grid
     * @param left node when {@code x <= threshold}
     * @param right node otherwise
     * @param source node in the file's tree
     */
    record Node(int feature, long threshold, int left, int right, int source) {}

    private record Pending(int source, int node, boolean left) {}

    private final SourceTree tree;
    private final List<FixedType> columns;
    private final List<Node> nodes = new ArrayList<>();
    private final boolean[] visited;

    /** Node of the result for each of the file's; zeros of their own way lead to one node twice. */
    private final int[] grown;

    private final Deque<Pending> pending = new ArrayDeque<>();
    private final Set<Integer> constants = new HashSet<>();
    private int depth;

    private GridTree(SourceTree tree, List<FixedType> columns) {
        this.tree = tree;
        this.columns = columns;
        this.visited = new boolean[tree.nodes().size()];
        this.grown = new int[visited.length];
        Arrays.fill(grown, -1);
    }

    /**
     * Puts a tree on the grid of its columns.
     *
     * @param tree checked here: every child exists, and no node has two parents
     * @param columns type of each column
     * @throws ModelException when the nodes are no tree
     */
    static GridTree of(SourceTree tree, List<FixedType> columns) {
        GridTree grid = new GridTree(tree, columns);
        grid.check();
        grid.grow();
        return grid;
    }

    SourceTree source() {
        return tree;
    }

    /** The nodes; node 0 is the root, children follow their parent. */
    List<Node> nodes() {
        return nodes;
    }

    /** Number of decisions that are the same for every value of their column. */
    int constant() {
        return constants.size();
    }

    /** Number of decisions on the longest way from the root of the file's tree. */
    int depth() {
        return depth;
    }

    private void check() {
        int[] depths = new int[visited.length];
        Deque<Integer> open = new ArrayDeque<>(List.of(0));
        visited[0] = true;
        while (!open.isEmpty()) {
            int node = open.pop();
            depth = Math.max(depth, depths[node]);
            if (!(tree.nodes().get(node) instanceof SourceNode.Split split)) {
                continue;
            }
            if (split.feature() < 0 || split.feature() >= columns.size()) {
                throw error(node, "a feature in 0..%d", columns.size() - 1, split.feature());
            }
            for (int child : new int[] {split.pass(), split.fail()}) {
                if (child < 0 || child >= visited.length) {
                    throw error(node, "a child in 0..%d", visited.length - 1, child);
                }
                if (visited[child]) {
                    throw new ModelException(
                            tree.where(),
                            "node %d: expected a child of its own, got node %d, which another node"
                                            .formatted(node, child)
                                    + " has, or which is above it; write the model anew");
                }
                visited[child] = true;
                depths[child] = depths[node] + 1;
                open.push(child);
            }
        }
    }

    private ModelException error(int node, String expected, int last, int got) {
        return new ModelException(
                tree.where(),
                "node %d: expected %s, got %d; write the model anew"
                        .formatted(node, expected.formatted(last), got));
    }

    private void grow() {
        pending.push(new Pending(0, -1, true));
        while (!pending.isEmpty()) {
            Pending next = pending.pop();
            int source = next.source();
            if (grown[source] >= 0) {
                attach(next, grown[source]);
            } else if (tree.nodes().get(source) instanceof SourceNode.Split split) {
                decide(next, source, split);
            } else {
                grown[source] = add(LEAF, 0, source);
                attach(next, grown[source]);
            }
        }
    }

    private int add(int feature, long threshold, int source) {
        nodes.add(new Node(feature, threshold, -1, -1, source));
        return nodes.size() - 1;
    }

    private void attach(Pending place, int child) {
        if (place.node() < 0) {
            return;
        }
        Node node = nodes.get(place.node());
        nodes.set(
                place.node(),
                new Node(
                        node.feature(),
                        node.threshold(),
                        place.left() ? child : node.left(),
                        place.left() ? node.right() : child,
                        node.source()));
    }

    /**
     * Writes a decision as comparisons one after the other, from the smallest inputs up: one, or
     * more where zeros go their own way.
     */
    private void decide(Pending place, int source, SourceNode.Split split) {
        FixedType type = columns.get(split.feature());
        List<Long> ends = new ArrayList<>();
        List<Boolean> passes = new ArrayList<>();
        for (long end : ends(split, type)) {
            boolean pass = passes(split, type, end);
            if (!passes.isEmpty() && passes.getLast() == pass) {
                ends.set(ends.size() - 1, end);
            } else {
                ends.add(end);
                passes.add(pass);
            }
        }
        if (ends.size() == 1) {
            constants.add(source);
            pending.push(
                    new Pending(
                            passes.getFirst() ? split.pass() : split.fail(),
                            place.node(),
                            place.left()));
            return;
        }
        chain(place, source, split, ends, passes);
    }

    private void chain(
            Pending place,
            int source,
            SourceNode.Split split,
            List<Long> ends,
            List<Boolean> passes) {
        Pending previous = place;
        List<Pending> children = new ArrayList<>();
        for (int i = 0; i < ends.size() - 1; i++) {
            int node = add(split.feature(), ends.get(i), source);
            if (i == 0) {
                grown[source] = node;
            }
            attach(previous, node);
            previous = new Pending(source, node, false);
            children.add(new Pending(passes.get(i) ? split.pass() : split.fail(), node, true));
        }
        children.add(
                new Pending(
                        passes.getLast() ? split.pass() : split.fail(), previous.node(), false));
        children.reversed().forEach(pending::push);
    }

    /** Last raw values of the ranges in which the decision is one and the same. */
    private static Set<Long> ends(SourceNode.Split split, FixedType type) {
        Set<Long> ends = new TreeSet<>();
        ends.add(type.maximumRaw());
        addInside(ends, split.cut(), type);
        if (split.zeros() != SourceNode.Zeros.BY_CUT) {
            addInside(ends, NEGATIVES, type);
            addInside(ends, UP_TO_ZERO, type);
        }
        return ends;
    }

    private static void addInside(Set<Long> ends, Cut cut, FixedType type) {
        BigInteger last = cut.lastPassing(type);
        if (last.bitLength() < Long.SIZE
                && last.longValue() >= type.minimumRaw()
                && last.longValue() < type.maximumRaw()) {
            ends.add(last.longValue());
        }
    }

    private static boolean passes(SourceNode.Split split, FixedType type, long raw) {
        BigInteger x = BigInteger.valueOf(raw);
        if (split.zeros() != SourceNode.Zeros.BY_CUT
                && x.compareTo(NEGATIVES.lastPassing(type)) > 0
                && x.compareTo(UP_TO_ZERO.lastPassing(type)) <= 0) {
            return split.zeros() == SourceNode.Zeros.PASS;
        }
        return x.compareTo(split.cut().lastPassing(type)) <= 0;
    }
}
