package org.l1ring.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.l1ring.circuit.Circuit;

/** Steps that compute a circuit, and the places of their columns in memory. */
final class Plan {
    /** Vector operations a block beyond which loops serve better than code of the circuit's own. */
    private static final long MOST_OPERATIONS = 40_000;

    /** Plans in use: workers share the code of a circuit, so that it is compiled once. */
    private static final Map<Circuit, Map<String, Plan>> PLANS = new WeakHashMap<>();

    private final List<Lane> lanes;
    private final int[] inputs;
    private final int[] outputs;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final long[] offsets;
    private final long spare;
    private final Pool pool;
    private final List<Integer> constants = new ArrayList<>();
    private final List<Long> values = new ArrayList<>();
    private final TableEntries entries = new TableEntries();

    /**
     * Plans a circuit.
     *
     * @param circuit to compute
     * @param engine how
     * @param inputLane narrowest lane of an input column
     */
    static Plan of(Circuit circuit, Engine engine, Lane inputLane) {
        synchronized (PLANS) {
            return PLANS.computeIfAbsent(circuit, _ -> new HashMap<>())
                    .computeIfAbsent(
                            engine + " " + inputLane, _ -> make(circuit, engine, inputLane));
        }
    }

    private static Plan make(Circuit circuit, Engine engine, Lane inputLane) {
        if (engine == Engine.VECTOR) {
            requireVectorSupport();
        }
        if (engine == Engine.VECTOR) {
            Selection selection = new Selection(circuit, inputLane, true);
            Grouping grouping = new Grouping(selection, kept(circuit, selection, false));
            if (grouping.operations() <= MOST_OPERATIONS) {
                return code(circuit, selection, grouping);
            }
        }
        return loops(circuit, new Selection(circuit, inputLane, false), engine);
    }

    private static void requireVectorSupport() {
        String operations = "jdk.internal.vm.vector";
        Module base = Object.class.getModule();
        if (!base.isExported(operations, Plan.class.getModule())) {
            throw new IllegalStateException(
                    "engine vector: expected access to the virtual machine's vector operations; start"
                            + " java with --add-exports java.base/"
                            + operations
                            + "=ALL-UNNAMED");
        }
    }

    /** A plan without steps. */
    private Plan(Circuit circuit, Selection selection, IntToLongFunction placed, long bytes) {
        inputs = inputs(circuit, selection);
        outputs = outputs(circuit, selection);
        lanes = List.copyOf(selection.lanes());
        offsets = IntStream.range(0, lanes.size()).mapToLong(placed).toArray();
        spare = bytes;
        pool = new Pool(spare + Lane.I64.columnBytes());
    }

    /** A plan of straight-line code. */
    private static Plan code(Circuit circuit, Selection selection, Grouping grouping) {
        Plan plan = new Plan(circuit, selection, grouping::offset, grouping.bytes());
        grouping.groups().forEach(group -> plan.add(group, grouping));
        for (int i = 0; i < selection.constantColumns().size(); i++) {
            int column = selection.constantColumns().get(i);
            if (!grouping.pooled(column)) {
                plan.constants.add(column);
                plan.values.add(selection.constantValues().get(i));
            }
        }
        return plan;
    }

    /** A plan of loops. */
    private static Plan loops(Circuit circuit, Selection selection, Engine engine) {
        Schedule schedule = new Schedule(selection, kept(circuit, selection, true));
        Plan plan = new Plan(circuit, selection, schedule::offset, schedule.bytes());
        schedule.stages()
                .forEach(stage ->
                        plan.add(Program.of(stage, schedule::offset, plan.entries), engine));
        plan.constants.addAll(selection.constantColumns());
        plan.values.addAll(selection.constantValues());
        return plan;
    }

    private static int[] inputs(Circuit circuit, Selection selection) {
        return IntStream.range(0, circuit.inputs().size()).map(selection::inputColumn).toArray();
    }

    private static int[] outputs(Circuit circuit, Selection selection) {
        return IntStream.range(0, circuit.outputs().size()).map(selection::outputColumn).toArray();
    }

    private static boolean[] kept(Circuit circuit, Selection selection, boolean constants) {
        // Outputs may need a conversion, so they are asked for before columns are counted.
        int[] outputs = outputs(circuit, selection);
        boolean[] kept = new boolean[selection.lanes().size()];
        for (int output : outputs) {
            kept[output] = true;
        }
        for (int input : inputs(circuit, selection)) {
            if (input >= 0) {
                kept[input] = true;
            }
        }
        if (constants) {
            selection.constantColumns().forEach(column -> kept[column] = true);
        }
        return kept;
    }

    private void add(Grouping.Group group, Grouping grouping) {
        List<Instruction> instructions = group.instructions();
        if (instructions.isEmpty()) {
            return; // all that it held was computed elsewhere
        }
        Instruction first = instructions.get(0);
        if (group.bytes() > 0) {
            steps.add(define(GroupCode.write(group, grouping, pool)));
            lines.add(
                    "code %d-bit, %d instructions, %s to %s"
                            .formatted(
                                    8 * group.bytes(),
                                    instructions.size(),
                                    first.family(),
                                    instructions.getLast().family()));
        } else if (first.family() == Family.LINEAR) {
            steps.add(new FloatSums(instructions, grouping::offset, spare));
            lines.add("%-13s F32 %5d columns".formatted("SUMS", instructions.size()));
        } else {
            add(Program.of(instructions, grouping::offset, entries), Engine.SCALAR);
        }
    }

    private void add(Program program, Engine engine) {
        Loops loops = engine.loops(program.lane());
        steps.add((memory, blocks) -> loops.run(memory, program, blocks));
        lines.add(
                "%-13s %s %5d columns, %6d operands"
                        .formatted(
                                program.family(),
                                program.lane(),
                                program.items(),
                                program.ints().length - 2 * program.items()));
    }

    private static Step define(byte[] type) {
        try {
            return (Step)
                    MethodHandles.lookup()
                            .defineHiddenClass(type, true)
                            .lookupClass()
                            .getDeclaredConstructor()
                            .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the code of a kernel cannot be defined", e);
        }
    }

    /** Column that receives an input, -1 when no step reads it. */
    int input(int column) {
        return inputs[column];
    }

    /** Column of an output. */
    int output(int column) {
        return outputs[column];
    }

    Lane lane(int column) {
        return lanes.get(column);
    }

    List<Step> steps() {
        return steps;
    }

    /** Byte offset of a column. */
    long offset(int column) {
        return offsets[column];
    }

    /** Byte offset of a column that nothing reads. */
    long spareOffset() {
        return spare;
    }

    /** Bytes of all columns and constants. */
    long memoryBytes() {
        return pool.end();
    }

    /** One line a step. */
    List<String> describe() {
        return lines;
    }

    /** Writes the constants. */
    void fill(MemorySegment memory) {
        pool.fill(memory);
        for (int i = 0; i < constants.size(); i++) {
            Lane lane = lanes.get(constants.get(i));
            for (int k = 0; k < Lane.CROSSINGS; k++) {
                lane.set(memory, offset(constants.get(i)), k, values.get(i));
            }
        }
    }
}
