package org.l1ring.menu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.l1ring.circuit.CircuitInterpreter;

/** Compares a menu's bits with those of test vectors. */
public final class MenuCheck {
    private static final int BATCH = 256;

    private final MenuCircuit circuit;
    private final Set<Integer> ignored;
    private final CircuitInterpreter interpreter;
    private final Map<Integer, Integer> columns = new HashMap<>();
    private final Set<Integer> skipped;
    private final Map<Integer, Wrong> wrong = new TreeMap<>();

    /**
     * A check of one menu, by the interpreter of its circuit.
     *
     * @param circuit of the menu
     * @param ignored indices that are not compared
     */
    public MenuCheck(MenuCircuit circuit, Set<Integer> ignored) {
        this.circuit = circuit;
        this.ignored = Set.copyOf(ignored);
        this.interpreter = new CircuitInterpreter(circuit.circuit());
        for (int i = 0; i < circuit.algorithms().size(); i++) {
            columns.put(circuit.algorithms().get(i).index(), i);
        }
        this.skipped =
                circuit.notEvaluated().stream()
                        .map(entry -> entry.algorithm().index())
                        .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * An algorithm with wrong bits.
     *
     * @param index of the algorithm
     * @param name of the algorithm, or that the menu has none
     * @param crossings that have the wrong bit
     * @param missing of these, those where the vectors have the bit and the menu does not
     * @param first file and crossing of the first
     */
    public record Wrong(int index, String name, int crossings, int missing, String first) {
        private Wrong plus(Wrong later) {
            return new Wrong(
                    index, name, crossings + later.crossings, missing + later.missing, first);
        }
    }

    /** The algorithms with wrong bits in all vectors so far, by index. */
    public List<Wrong> wrong() {
        return List.copyOf(wrong.values());
    }

    /**
     * Compares all crossings of one file.
     *
     * @param vectors with the expected bits
     * @param progress is told how many crossings are done
     */
    public void compare(TestVectors vectors, IntConsumer progress) {
        int outputs = circuit.circuit().outputs().size();
        for (int from = 0; from < vectors.crossings(); from += BATCH) {
            int to = Math.min(from + BATCH, vectors.crossings());
            long[] rows = vectors.rows(from, to, circuit.words());
            long[] bits = new long[(to - from) * outputs];
            interpreter.run(rows, 0, to - from, bits);
            for (int crossing = from; crossing < to; crossing++) {
                compare(vectors, crossing, bits, (crossing - from) * outputs);
            }
            progress.accept(to);
        }
    }

    private void compare(TestVectors vectors, int crossing, long[] bits, int at) {
        for (int index : differences(vectors, crossing, bits, at)) {
            boolean expected = vectors.fires(crossing, index);
            Integer column = columns.get(index);
            wrong.merge(
                    index,
                    new Wrong(
                            index,
                            column == null
                                    ? "no algorithm of the menu"
                                    : circuit.algorithms().get(column).name(),
                            1,
                            expected ? 1 : 0,
                            "%s, crossing %d, %s in the vectors"
                                    .formatted(
                                            vectors.name(),
                                            vectors.bunchCrossing(crossing),
                                            expected ? "set" : "clear")),
                    Wrong::plus);
        }
    }

    private List<Integer> differences(TestVectors vectors, int crossing, long[] bits, int at) {
        List<Integer> differences = new ArrayList<>();
        for (int index = 0; index < Algorithm.BITS; index++) {
            Integer column = columns.get(index);
            boolean bit = column != null && bits[at + column] != 0;
            if (bit != vectors.fires(crossing, index)
                    && !skipped.contains(index)
                    && !ignored.contains(index)) {
                differences.add(index);
            }
        }
        return differences;
    }
}
