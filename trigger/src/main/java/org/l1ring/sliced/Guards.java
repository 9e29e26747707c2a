package org.l1ring.sliced;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where leaves can matter: for each of them, bits made of windows alone without which no output
 * depends on it.
 *
 * <p>A bit that is combined with another one by AND matters only where the other is set. Going down
 * from the outputs, each node collects for each object the bits of that object of which one must be
 * set; where a node has several uses, those of all uses together, and objects that not all of them
 * ask for are forgotten. So a pair of objects is looked at only in crossings in which both objects
 * pass some threshold. Classic observability don't-cares, kept to one object at a time.
 */
final class Guards {
    /** Bits of one object that are kept; more of them say little. */
    private static final int MOST = 64;

    private final SlicedCircuit circuit;
    private final BitGraph graph;
    private final int size;
    private final BitSet[] objects;
    private final boolean[] cheap;
    private final Map<Integer, Map<Integer, BitSet>> implied = new HashMap<>();
    private final Map<Integer, Map<Integer, BitSet>> demand = new HashMap<>();

    Guards(SlicedCircuit circuit) {
        this.circuit = circuit;
        this.graph = circuit.graph();
        this.size = graph.size();
        this.objects = new BitSet[size];
        this.cheap = new boolean[size];
        for (int node = 0; node < size; node++) {
            place(node);
        }
        for (int i = 0; i < circuit.circuit().outputs().size(); i++) {
            circuit.output(i).ifPresent(node -> demand.put(node, Map.of()));
        }
        for (int node = size - 1; node >= 0; node--) {
            if (!cheap[node] && demand.containsKey(node)) {
                pass(node);
            }
        }
    }

    /** Whether a node depends on no leaf. */
    boolean cheap(int node) {
        return node >= size || cheap[node]; // guards came later
    }

    /**
     * The bit without which none of some leaves matters, as a node of the graph.
     *
     * @param leaves nodes of sources
     */
    int of(List<Integer> leaves) {
        Optional<Map<Integer, BitSet>> all = Optional.empty();
        for (int leaf : leaves) {
            Map<Integer, BitSet> own = demand.get(leaf);
            if (own != null) {
                all = Optional.of(all.map(others -> either(others, own)).orElse(own));
            }
        }
        if (all.isEmpty()) {
            return BitGraph.ZERO;
        }
        int guard = BitGraph.ONE;
        for (BitSet bits : all.get().values()) {
            guard = graph.and(guard, graph.any(bits.stream().toArray()));
        }
        return guard;
    }

    private void place(int node) {
        objects[node] = new BitSet();
        BitGraph.Node gate = graph.node(node);
        cheap[node] = true;
        if (gate.kind() == BitGraph.Kind.SOURCE) {
            switch (circuit.sources().get(gate.left())) {
                case SlicedCircuit.Test(Window window) -> objects[node].or(circuit.objects(window));
                case SlicedCircuit.Leaf(int step) -> {
                    cheap[node] = false;
                    objects[node].or(circuit.objects(step));
                }
            }
        }
        for (int operand : graph.operands(node)) {
            objects[node].or(objects[operand]);
            cheap[node] &= cheap[operand];
        }
        implied.put(node, implications(node, gate));
    }

    /** For each object, bits of it of which one is set wherever the node is. */
    private Map<Integer, BitSet> implications(int node, BitGraph.Node gate) {
        if (cheap[node] && objects[node].cardinality() == 1) {
            BitSet self = new BitSet();
            self.set(node);
            return Map.of(objects[node].nextSetBit(0), self);
        }
        return switch (gate.kind()) {
            case CONSTANT, SOURCE, XOR, NOT -> Map.of();
            case AND -> both(implied.get(gate.left()), implied.get(gate.right()));
            case OR -> either(implied.get(gate.left()), implied.get(gate.right()));
        };
    }

    /** Hands a node's demand on to the nodes that it reads. */
    private void pass(int node) {
        BitGraph.Node gate = graph.node(node);
        Map<Integer, BitSet> own = demand.get(node);
        switch (gate.kind()) {
            case CONSTANT, SOURCE -> {}
            case NOT -> ask(gate.left(), own);
            case OR, XOR -> {
                ask(gate.left(), own);
                ask(gate.right(), own);
            }
            case AND -> {
                ask(gate.left(), both(own, implied.get(gate.right())));
                ask(gate.right(), both(own, implied.get(gate.left())));
            }
        }
    }

    private void ask(int node, Map<Integer, BitSet> where) {
        if (!cheap[node]) {
            demand.merge(node, where, Guards::either);
        }
    }

    private static Map<Integer, BitSet> both(Map<Integer, BitSet> a, Map<Integer, BitSet> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() ? b : a;
        }
        Map<Integer, BitSet> both = new HashMap<>(a);
        b.forEach((object, bits) -> both.merge(object, bits, Guards::smaller));
        return both;
    }

    private static BitSet smaller(BitSet a, BitSet b) {
        return a.cardinality() <= b.cardinality() ? a : b;
    }

    private static Map<Integer, BitSet> either(Map<Integer, BitSet> a, Map<Integer, BitSet> b) {
        Map<Integer, BitSet> either = new HashMap<>(a);
        either.keySet().retainAll(b.keySet());
        Iterator<Map.Entry<Integer, BitSet>> entries = either.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Integer, BitSet> entry = entries.next();
            BitSet bits = (BitSet) entry.getValue().clone();
            bits.or(b.get(entry.getKey()));
            if (bits.cardinality() > MOST) {
                entries.remove();
            } else {
                entry.setValue(bits);
            }
        }
        return either;
    }
}
