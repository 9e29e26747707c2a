package org.l1ring.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.l1ring.circuit.Circuit;

/** Steps that compute a circuit, and the places of their columns in memory. */
final class Plan {
    /** Vector operations a block beyond which loops serve better than code of the circuit's own. */
    private static final long MOST_OPERATIONS = 40_000;

    private final Selection selection;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final IntToLongFunction offsets;
    private final long spare;
    private final Pool pool;
    private final List<Integer> constants = new ArrayList<>();
    private final List<Long> values = new ArrayList<>();

    /**
     * Plans a circuit.
     *
     * @param circuit to compute
     * @param engine how
     * @param inputLane narrowest lane of an input column
     */
    static Plan of(Circuit circuit, Engine engine, Lane inputLane) {
        if (engine == Engine.VECTOR) {
            Selection selection = new Selection(circuit, inputLane, true);
            Grouping grouping = new Grouping(selection, kept(circuit, selection, false));
            if (grouping.operations() <= MOST_OPERATIONS) {
                return new Plan(selection, grouping);
            }
        }
        return new Plan(circuit, new Selection(circuit, inputLane, false), engine);
    }

    /** A plan of straight-line code. */
    private Plan(Selection selection, Grouping grouping) {
        this.selection = selection;
        offsets = grouping::offset;
        spare = grouping.bytes();
        pool = new Pool(spare + Lane.I64.columnBytes());
        for (Grouping.Group group : grouping.groups()) {
            Instruction first = group.instructions().get(0);
            if (group.bytes() == 0 && first.family() == Family.LINEAR) {
                steps.add(new FloatSums(group.instructions(), offsets, spare));
                lines.add("%-13s F32 %5d columns".formatted("SUMS", group.instructions().size()));
                continue;
            }
            if (group.bytes() == 0) {
                add(Program.of(group.instructions(), offsets), Engine.SCALAR);
                continue;
            }
            steps.add(define(GroupCode.write(group, grouping, pool)));
            lines.add(
                    "code %d-bit, %d instructions, %s to %s"
                            .formatted(
                                    8 * group.bytes(),
                                    group.instructions().size(),
                                    first.family(),
                                    group.instructions().getLast().family()));
        }
        for (int i = 0; i < selection.constantColumns().size(); i++) {
            int column = selection.constantColumns().get(i);
            if (!grouping.pooled(column)) {
                constants.add(column);
                values.add(selection.constantValues().get(i));
            }
        }
    }

    /** A plan of loops. */
    private Plan(Circuit circuit, Selection selection, Engine engine) {
        this.selection = selection;
        Schedule schedule = new Schedule(selection, kept(circuit, selection, true));
        offsets = schedule::offset;
        spare = schedule.bytes();
        pool = new Pool(spare + Lane.I64.columnBytes());
        schedule.stages().forEach(stage -> add(Program.of(stage, offsets), engine));
        constants.addAll(selection.constantColumns());
        values.addAll(selection.constantValues());
    }

    private static boolean[] kept(Circuit circuit, Selection selection, boolean constants) {
        // Outputs may need a conversion, so they are asked for before columns are counted.
        int[] outputs = new int[circuit.outputs().size()];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = selection.outputColumn(i);
        }
        boolean[] kept = new boolean[selection.lanes().size()];
        for (int output : outputs) {
            kept[output] = true;
        }
        for (int i = 0; i < circuit.inputs().size(); i++) {
            if (selection.inputColumn(i) >= 0) {
                kept[selection.inputColumn(i)] = true;
            }
        }
        if (constants) {
            selection.constantColumns().forEach(column -> kept[column] = true);
        }
        return kept;
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

    Selection selection() {
        return selection;
    }

    List<Step> steps() {
        return steps;
    }

    /** Byte offset of a column. */
    long offset(int column) {
        return offsets.applyAsLong(column);
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
            Lane lane = selection.lanes().get(constants.get(i));
            for (int k = 0; k < Lane.CROSSINGS; k++) {
                lane.set(memory, offset(constants.get(i)), k, values.get(i));
            }
        }
    }
}
