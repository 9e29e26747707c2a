package org.l1ring.menu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.Engine;

/** Compares a menu's bits with those of test vectors. */
public final class MenuCheck {
    private static final int BATCH = 256;
    private static final int FRAME_BYTES = FrameLayout.TRIGGER_WORDS.frameBytes();

    private final MenuCircuit circuit;
    private final Set<Integer> ignored;
    private final Evaluation evaluation;
    private final Map<Integer, Integer> columns = new HashMap<>();
    private final Set<Integer> skipped;
    private final Map<Integer, Wrong> wrong = new TreeMap<>();

    /** The bits of some crossings. */
    private interface Evaluation {
        /** Evaluates the crossings [from, to) into [crossing][output]. */
        void run(TestVectors vectors, int from, int to, long[] bits);
    }

    /**
     * A check of one menu, by the interpreter of its circuit.
     *
     * @param circuit of the menu
     * @param ignored indices that are not compared
     */
    public MenuCheck(MenuCircuit circuit, Set<Integer> ignored) {
        this(circuit, ignored, interpreted(circuit));
    }

    /**
     * A check of one menu, by its kernel.
     *
     * @param circuit of the menu
     * @param ignored indices that are not compared
     * @param engine of the kernel
     */
    public MenuCheck(MenuCircuit circuit, Set<Integer> ignored, Engine engine) {
        this(circuit, ignored, kernel(circuit, engine));
    }

    private MenuCheck(MenuCircuit circuit, Set<Integer> ignored, Evaluation evaluation) {
        this.circuit = circuit;
        this.ignored = Set.copyOf(ignored);
        this.evaluation = evaluation;
        for (int i = 0; i < circuit.algorithms().size(); i++) {
            columns.put(circuit.algorithms().get(i).index(), i);
        }
        this.skipped =
                circuit.notEvaluated().stream()
                        .map(entry -> entry.algorithm().index())
                        .collect(Collectors.toUnmodifiableSet());
    }

    private static Evaluation interpreted(MenuCircuit circuit) {
        CircuitInterpreter interpreter = new CircuitInterpreter(circuit.circuit());
        return (vectors, from, to, bits) ->
                interpreter.run(vectors.rows(from, to, circuit.words()), 0, to - from, bits);
    }

    /** Each crossing gets memory of its own for itself and its neighbours. */
    private static Evaluation kernel(MenuCircuit circuit, Engine engine) {
        MenuKernel kernel = new MenuKernel(circuit, engine);
        long reach = (long) InputWord.REACH * FRAME_BYTES;
        long room = 2 * reach + FRAME_BYTES;
        MemorySegment frames = Arena.ofAuto().allocate(BATCH * room, FrameLayout.ALIGNMENT_BYTES);
        long[] rows = new long[BATCH];
        Arrays.setAll(rows, i -> frames.address() + i * room + reach);
        int outputs = circuit.circuit().outputs().size();
        return (vectors, from, to, bits) -> {
            for (int i = 0; i < to - from; i++) {
                for (InputWord word : circuit.words()) {
                    long at = i * room + reach + (long) word.bxOffset() * FRAME_BYTES;
                    frames.set(
                            ValueLayout.JAVA_INT,
                            at + (long) Integer.BYTES * word.word(),
                            vectors.word(from + i, word));
                }
            }
            kernel.run(rows, to - from);
            for (int i = 0; i < to - from; i++) {
                for (int column = 0; column < circuit.algorithms().size(); column++) {
                    bits[i * outputs + column] = kernel.bits(column, i / Long.SIZE) >>> i & 1;
                }
            }
        };
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
            long[] bits = new long[(to - from) * outputs];
            evaluation.run(vectors, from, to, bits);
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
