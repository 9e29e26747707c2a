package org.l1ring.sliced;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.l1ring.circuit.Circuit;
import org.l1ring.kernel.Engine;

/** What a {@link SlicedKernel} runs, and where in its memory. */
final class SlicedPlan {
    /** Objects that a leaf may depend on to be computed in chosen crossings only. */
    private static final int MOST_OBJECTS = 4;

    private static final int NO_NODE = -1;

    private final SlicedCircuit sliced;
    private final BitGraph graph;
    private final Engine engine;
    private final Slots slots = new Slots();
    private final int ones;
    private final int valid;
    private final long[] outputs;
    private final FieldColumns columns;
    private final WindowTests windows;
    private final LogicProgram before;
    private final LogicProgram after;
    private final List<SparseLeaves> sparse = new ArrayList<>();
    private final Optional<DenseLeaves> dense;

    /**
     * Leaves on the same objects.
     *
     * @param leaves nodes
     * @param cone that computes them
     * @param guard node of the bit where they matter
     */
    private record Cluster(List<Integer> leaves, Cone cone, int guard) {}

    SlicedPlan(SlicedCircuit sliced, long[] offsets, Engine engine) {
        this.sliced = sliced;
        this.graph = sliced.graph();
        this.engine = engine;
        Guards guards = new Guards(sliced);
        Map<BitSet, List<Integer>> groups = new LinkedHashMap<>();
        List<Integer> everywhere = new ArrayList<>();
        for (int node = 0; node < graph.size(); node++) {
            leaf(node).ifPresent(new Grouping(groups, everywhere, node)::add);
        }
        List<Cluster> clusters = new ArrayList<>();
        for (List<Integer> leaves : groups.values()) {
            Cone cone = Cone.of(sliced, leaves.stream().map(this::step).toList(), false);
            clusters.add(new Cluster(leaves, cone, guards.of(leaves)));
        }
        outputs = new long[sliced.circuit().outputs().size()];
        List<Integer> wanted = new ArrayList<>(everywhere.stream().map(this::step).toList());
        for (int i = 0; i < outputs.length; i++) {
            if (sliced.output(i).isEmpty()) {
                int place = wanted.size() - everywhere.size();
                outputs[i] = place;
                wanted.add(sliced.circuit().outputs().get(i).step());
            }
        }
        Optional<Cone> denseCone =
                wanted.isEmpty() ? Optional.empty() : Optional.of(Cone.of(sliced, wanted, true));

        slots.add(BitGraph.ZERO);
        ones = slots.add(BitGraph.ONE);
        valid = slots.add(NO_NODE);
        List<Window> tests = new ArrayList<>();
        List<Integer> testSlots = new ArrayList<>();
        int[] uses = uses(clusters, everywhere);
        for (int node = 0; node < graph.size(); node++) {
            if (uses[node] > 0 && graph.node(node).kind() == BitGraph.Kind.SOURCE) {
                int slot = slots.add(node);
                if (sliced.sources().get(graph.node(node).left())
                        instanceof SlicedCircuit.Test(Window window)) {
                    tests.add(window);
                    testSlots.add(slot);
                }
            }
        }
        LogicProgram.Writer writer = new LogicProgram.Writer(graph, slots, uses);
        before = writer.program(boundary(guards, uses, clusters), guards::cheap);
        after = writer.program(roots(), node -> !guards.cheap(node));
        for (int i = 0; i < outputs.length; i++) {
            int column = i;
            sliced.output(i).ifPresent(node -> outputs[column] = slots.of(node));
        }
        columns = columns(clusters, denseCone, offsets);
        windows =
                new WindowTests(
                        columns, tests, testSlots.stream().mapToInt(Integer::intValue).toArray());
        dense = denseCone.map(cone -> new DenseLeaves(cone, engine, columns, slotsOf(everywhere)));
        addSparse(clusters);
    }

    private record Grouping(Map<BitSet, List<Integer>> groups, List<Integer> everywhere, int node) {
        void add(BitSet objects) {
            if (objects.cardinality() > MOST_OBJECTS) {
                everywhere.add(node);
            } else {
                groups.computeIfAbsent(objects, _ -> new ArrayList<>()).add(node);
            }
        }
    }

    /** The objects of a leaf; nothing for other nodes. */
    private Optional<BitSet> leaf(int node) {
        BitGraph.Node source = graph.node(node);
        return source.kind() == BitGraph.Kind.SOURCE
                        && sliced.sources().get(source.left())
                                instanceof SlicedCircuit.Leaf(int step)
                ? Optional.of(sliced.objects(step))
                : Optional.empty();
    }

    private int step(int leaf) {
        return ((SlicedCircuit.Leaf) sliced.sources().get(graph.node(leaf).left())).step();
    }

    /** How often each node is read by others, or from outside. */
    private int[] uses(List<Cluster> clusters, List<Integer> everywhere) {
        int[] uses = new int[graph.size()];
        for (int root : roots()) {
            uses[root]++;
        }
        for (Cluster cluster : clusters) {
            uses[cluster.guard()] += 2; // keeps its slot
            cluster.leaves().forEach(leaf -> uses[leaf]++);
        }
        everywhere.forEach(leaf -> uses[leaf]++); // computed even where gates need them no more
        for (int node = graph.size() - 1; node >= 0; node--) {
            if (uses[node] > 0) {
                for (int operand : graph.operands(node)) {
                    uses[operand]++;
                }
            }
        }
        return uses;
    }

    /** The nodes of outputs that are bits. */
    private List<Integer> roots() {
        List<Integer> roots = new ArrayList<>();
        for (int i = 0; i < outputs.length; i++) {
            sliced.output(i).ifPresent(roots::add);
        }
        return roots;
    }

    /** The gates that depend on no leaf and are read by something that does, or from outside. */
    private Iterable<Integer> boundary(Guards guards, int[] uses, List<Cluster> clusters) {
        TreeSet<Integer> boundary = new TreeSet<>();
        for (int node = 0; node < graph.size(); node++) {
            if (uses[node] > 0 && !guards.cheap(node)) {
                for (int operand : graph.operands(node)) {
                    boundary.add(operand);
                }
            }
        }
        boundary.addAll(roots());
        boundary.removeIf(node -> !guards.cheap(node));
        clusters.forEach(cluster -> boundary.add(cluster.guard()));
        return boundary;
    }

    private FieldColumns columns(List<Cluster> clusters, Optional<Cone> denseCone, long[] offsets) {
        TreeSet<Integer> used = new TreeSet<>();
        sliced.fields().forEach(field -> used.add(field.column()));
        List<Cone> cones = new ArrayList<>(clusters.stream().map(Cluster::cone).toList());
        denseCone.ifPresent(cones::add);
        for (Cone cone : cones) {
            for (Cone.Column column : cone.inputs()) {
                if (column instanceof Cone.WordColumn(int input)) {
                    used.add(input);
                }
            }
        }
        int[] words = used.stream().mapToInt(Integer::intValue).toArray();
        return new FieldColumns(sliced.fields(), words, offsets, slots.bytes());
    }

    private void addSparse(List<Cluster> clusters) {
        Map<String, List<Cluster>> shapes = new LinkedHashMap<>();
        for (Cluster cluster : clusters) {
            if (cluster.guard() != BitGraph.ZERO) {
                shapes.computeIfAbsent(cluster.cone().circuit().digest(), _ -> new ArrayList<>())
                        .add(cluster);
            }
        }
        for (List<Cluster> shape : shapes.values()) {
            Circuit circuit = shape.getFirst().cone().circuit();
            sparse.add(
                    new SparseLeaves(
                            circuit, engine, valid, shape.stream().map(this::instance).toList()));
        }
    }

    private SparseLeaves.Instance instance(Cluster cluster) {
        long[] words = cluster.cone().inputs().stream().mapToLong(columns::of).toArray();
        return new SparseLeaves.Instance(
                slots.of(cluster.guard()), words, slotsOf(cluster.leaves()));
    }

    private long[] slotsOf(List<Integer> nodes) {
        return nodes.stream().mapToLong(slots::of).toArray();
    }

    FieldColumns columns() {
        return columns;
    }

    WindowTests windows() {
        return windows;
    }

    LogicProgram before() {
        return before;
    }

    LogicProgram after() {
        return after;
    }

    List<SparseLeaves> sparse() {
        return sparse;
    }

    Optional<DenseLeaves> dense() {
        return dense;
    }

    /** For each output the byte offset of its bits, or its place among the numbers. */
    long[] outputs() {
        return outputs;
    }

    /** Byte offset of the slot that is always set. */
    int ones() {
        return ones;
    }

    /** Byte offset of the slot whose bits say which crossings are there. */
    int valid() {
        return valid;
    }
}
