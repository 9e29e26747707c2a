package org.l1ring.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import org.l1ring.circuit.SignedDigits;

/**
 * Divides instructions into groups that straight-line code is written for, and places columns.
 *
 * <p>Instructions follow their operands as closely as the lanes allow. Wide sums are cut into
 * parts, unless they are of floats, which loops do. Comparisons are repeated in every group that
 * reads them: a mask in a register is cheaper than a column.
 */
final class Grouping {
    /** Vector operations in a group: more make a method that the virtual machine never compiles. */
    private static final int BUDGET = 100;

    private static final int SUM_PART = 100;

    /** Terms from which loops serve a sum of floats better. */
    private static final int WIDE = 12;

    /**
     * Instructions that one class runs.
     *
     * @param bytes of a value in its widest lanes; 0 for a group that loops run
     */
    record Group(int bytes, List<Instruction> instructions) {}

    private record Item(Instruction instruction, int cost) {}

    private final Selection selection;
    private final boolean[] kept;
    private final List<Lane> lanes;
    private final List<Item> items = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private Instruction[] comparisons;
    private boolean[] stored;
    private long[] offsets;
    private final boolean[] pooled;
    private final long[] values;
    private final Slots slots = new Slots();
    private long operations;

    /**
     * Groups a selection.
     *
     * @param selection for straight-line code
     * @param kept columns that must outlive the run: inputs and outputs
     */
    Grouping(Selection selection, boolean[] kept) {
        this.selection = selection;
        this.lanes = new ArrayList<>(selection.lanes());
        pooled = new boolean[lanes.size()];
        values = new long[lanes.size()];
        for (int i = 0; i < selection.constantColumns().size(); i++) {
            int column = selection.constantColumns().get(i);
            pooled[column] = !kept[column];
            values[column] = selection.constantValues().get(i);
        }
        ordered().forEach(this::cut);
        this.kept = Arrays.copyOf(kept, lanes.size());
        schedule();
        place();
    }

    List<Group> groups() {
        return groups;
    }

    /** Vector operations in all groups. */
    long operations() {
        return operations;
    }

    Lane lane(int column) {
        return lanes.get(column);
    }

    /** Byte offset of a column. */
    long offset(int column) {
        return offsets[column];
    }

    /** Whether the column is kept in memory. */
    boolean stored(int column) {
        return stored[column];
    }

    /** Whether the column is a constant of the pool. */
    boolean pooled(int column) {
        return column < pooled.length && pooled[column];
    }

    /** The constant of a pooled column. */
    long value(int column) {
        return values[column];
    }

    /** Bytes of all columns. */
    long bytes() {
        return slots.bytes();
    }

    /** Whether loops do the instruction, not code of its own. */
    private static boolean looped(Instruction instruction) {
        return switch (instruction.family()) {
            case TABLE, CAST -> true;
            case LINEAR -> instruction.lane() == Lane.F32 && instruction.operands().size() >= WIDE;
            default -> false;
        };
    }

    private static boolean comparison(Family family) {
        return family == Family.LESS || family == Family.LESS_OR_EQUAL || family == Family.EQUAL;
    }

    private static boolean converts(Family family) {
        return family == Family.WIDEN || family == Family.NARROW || family == Family.CONVERT;
    }

    /** The instructions, each soon after its operands. */
    private List<Instruction> ordered() {
        List<Instruction> instructions = selection.instructions();
        int[] producer = producers(instructions, lanes.size());
        boolean[] read = new boolean[lanes.size()];
        instructions.forEach(i -> i.operands().forEach(operand -> read[operand] = true));
        boolean[] seen = new boolean[instructions.size()];
        List<Instruction> order = new ArrayList<>();
        ArrayDeque<int[]> path = new ArrayDeque<>();
        for (int root = 0; root < seen.length; root++) {
            if (read[instructions.get(root).result()]) {
                continue;
            }
            path.push(new int[] {root, 0});
            while (!path.isEmpty()) {
                int[] at = path.peek();
                Instruction instruction = instructions.get(at[0]);
                if (seen[at[0]] || at[1] == instruction.operands().size()) {
                    path.pop();
                    if (!seen[at[0]]) {
                        order.add(instruction);
                    }
                    seen[at[0]] = true;
                } else {
                    int next = producer[instruction.operands().get(at[1]++)];
                    if (next >= 0 && !seen[next]) {
                        path.push(new int[] {next, 0});
                    }
                }
            }
        }
        return order;
    }

    private static int[] producers(List<Instruction> instructions, int columns) {
        int[] producer = new int[columns];
        Arrays.fill(producer, -1);
        for (int i = 0; i < instructions.size(); i++) {
            producer[instructions.get(i).result()] = i;
        }
        return producer;
    }

    private int newColumn(Lane lane) {
        lanes.add(lane);
        return lanes.size() - 1;
    }

    /** Adds an instruction, a wide sum in parts. */
    private void cut(Instruction instruction) {
        if (instruction.constants() instanceof Instruction.Rounded sum) {
            cut(instruction, sum);
            return;
        }
        boolean wide =
                instruction.family() == Family.LINEAR
                        && !looped(instruction)
                        && cost(instruction) > SUM_PART;
        if (!wide) {
            items.add(new Item(instruction, cost(instruction)));
            return;
        }
        Instruction.Weights weights = (Instruction.Weights) instruction.constants();
        List<Integer> operands = new ArrayList<>();
        List<Long> coefficients = new ArrayList<>();
        int digits = 0;
        long bias = weights.bias();
        for (int i = 0; i < instruction.operands().size(); i++) {
            if (digits >= SUM_PART) {
                int part = newColumn(instruction.lane());
                items.add(part(instruction.lane(), part, operands, coefficients, bias, digits));
                operands = new ArrayList<>(List.of(part));
                coefficients = new ArrayList<>(List.of(1L));
                bias = 0;
                digits = 1;
            }
            operands.add(instruction.operands().get(i));
            coefficients.add(weights.coefficients().get(i));
            digits += SignedDigits.count(weights.coefficients().get(i));
        }
        items.add(
                part(
                        instruction.lane(),
                        instruction.result(),
                        operands,
                        coefficients,
                        bias,
                        digits));
    }

    /** Adds a sum of rounded products: those that are too many in a sum of their own. */
    private void cut(Instruction instruction, Instruction.Rounded sum) {
        List<Instruction.Product> products = sum.products();
        List<Integer> operands = instruction.operands();
        Lane lane = lanes.get(operands.get(0));
        int cost = 0;
        int count = 0;
        for (; count < products.size() && cost < SUM_PART; count++) {
            cost += cost(lane, products.get(count));
        }
        if (count == products.size()) {
            items.add(new Item(instruction, cost(instruction)));
            return;
        }
        int part = newColumn(lane);
        List<Long> none = List.of();
        Instruction.Rounded first = new Instruction.Rounded(products.subList(0, count), none, 0);
        List<Integer> from = operands.subList(0, count);
        items.add(new Item(new Instruction(Family.ROUNDED, lane, part, from, first), cost));
        List<Integer> rest = new ArrayList<>(operands.subList(count, operands.size()));
        rest.add(part);
        List<Long> coefficients = new ArrayList<>(sum.coefficients());
        coefficients.add(1L);
        cut(
                new Instruction(
                        Family.ROUNDED,
                        instruction.lane(),
                        instruction.result(),
                        rest,
                        new Instruction.Rounded(
                                products.subList(count, products.size()),
                                coefficients,
                                sum.bias())));
    }

    private static int cost(Lane lane, Instruction.Product product) {
        return lane == Lane.F32 ? 4 : 2 + Math.min(3, SignedDigits.count(product.coefficient()));
    }

    private static Item part(
            Lane lane,
            int result,
            List<Integer> operands,
            List<Long> coefficients,
            long bias,
            int cost) {
        Instruction.Weights weights = new Instruction.Weights(coefficients, bias);
        return new Item(new Instruction(Family.LINEAR, lane, result, operands, weights), cost);
    }

    /** Vector operations of an instruction, roughly. */
    private int cost(Instruction instruction) {
        return switch (instruction.constants()) {
            case Instruction.Weights(List<Long> coefficients, _) -> {
                int cost = 1;
                for (long coefficient : coefficients) {
                    cost +=
                            instruction.lane() == Lane.F32
                                    ? 1
                                    : SumCode.byDigits(instruction.lane(), coefficient)
                                            ? SignedDigits.count(coefficient)
                                            : 2;
                }
                yield cost;
            }
            case Instruction.Rounded sum -> {
                Lane lane = lanes.get(instruction.operands().get(0));
                yield sum.products().stream().mapToInt(product -> cost(lane, product)).sum()
                        + 2 * sum.coefficients().size()
                        + 2;
            }
            case Instruction.Fitting _ -> 6;
            case Instruction.None _ -> converts(instruction.family()) ? 3 : 2;
            case Instruction.RoundedWeights _, Instruction.Casting _, Instruction.Lookup _ -> 2;
        };
    }

    private int width(Instruction instruction) {
        if (looped(instruction)) {
            return 0;
        }
        int width = instruction.lane().bytes();
        for (int operand : instruction.operands()) {
            width = Math.max(width, lanes.get(operand).bytes());
        }
        return width;
    }

    private void schedule() {
        comparisons = new Instruction[lanes.size()];
        for (Item item : items) {
            Instruction instruction = item.instruction();
            boolean simple =
                    instruction.operands().stream()
                            .allMatch(operand -> comparisons[operand] == null);
            if (comparison(instruction.family()) && simple && !kept[instruction.result()]) {
                comparisons[instruction.result()] = instruction;
            }
        }
        for (Item item : items) {
            for (int operand : item.instruction().operands()) {
                if (comparisons[operand] != null
                        && (converts(item.instruction().family())
                                || width(item.instruction()) != width(comparisons[operand]))) {
                    comparisons[operand] = null;
                }
            }
        }
        new Scheduler().run();
    }

    /** Takes ready items in order, those of one width for as long as there are any. */
    private final class Scheduler {
        private final int[] waiting = new int[items.size()];
        private final List<List<Integer>> readers = new ArrayList<>();
        private final List<PriorityQueue<Integer>> ready = new ArrayList<>();
        private final boolean[] here = new boolean[lanes.size()];
        private Group group = new Group(-1, new ArrayList<>());
        private int used;

        Scheduler() {
            int[] producer =
                    producers(items.stream().map(Item::instruction).toList(), lanes.size());
            items.forEach(_ -> readers.add(new ArrayList<>()));
            for (int width = 0; width <= 8; width++) {
                ready.add(new PriorityQueue<>());
            }
            for (int i = 0; i < waiting.length; i++) {
                for (int operand : items.get(i).instruction().operands()) {
                    if (producer[operand] >= 0) {
                        readers.get(producer[operand]).add(i);
                        waiting[i]++;
                    }
                }
            }
            for (int i = 0; i < waiting.length; i++) {
                if (waiting[i] == 0) {
                    ready.get(width(items.get(i).instruction())).add(i);
                }
            }
        }

        void run() {
            for (int width = next(); width >= 0; width = next()) {
                PriorityQueue<Integer> queue = ready.get(width);
                start(width);
                while (!queue.isEmpty()) {
                    take(queue.remove(), width);
                }
            }
        }

        private int next() {
            int best = -1;
            for (int width = 0; width < ready.size(); width++) {
                if (!ready.get(width).isEmpty()
                        && (best < 0 || ready.get(width).size() > ready.get(best).size())) {
                    best = width;
                }
            }
            return best;
        }

        private void start(int width) {
            group = new Group(width, new ArrayList<>());
            groups.add(group);
            Arrays.fill(here, false);
            used = 0;
        }

        private void take(int index, int width) {
            Item item = items.get(index);
            int cost = item.cost();
            if (width == 0 ? otherLoop(item.instruction()) : used > 0 && used + cost > BUDGET) {
                start(width);
            }
            // Comparisons wait for their readers, unless they are a result themselves.
            Instruction instruction = item.instruction();
            if (comparisons[instruction.result()] == null) {
                add(instruction);
                used += item.cost();
                operations += (long) item.cost() * Math.max(width, 2) / 2;
            }
            for (int reader : readers.get(index)) {
                if (--waiting[reader] == 0) {
                    ready.get(width(items.get(reader).instruction())).add(reader);
                }
            }
        }

        /** Loops run instructions of one kind that do not read each other's results. */
        private boolean otherLoop(Instruction instruction) {
            return !group.instructions().isEmpty()
                    && (kind(group.instructions().get(0)) != kind(instruction)
                            || instruction.operands().stream().anyMatch(operand -> here[operand]));
        }

        private void add(Instruction instruction) {
            for (int operand : instruction.operands()) {
                if (comparisons[operand] != null && !here[operand]) {
                    add(comparisons[operand]);
                    used += 2;
                }
            }
            if (!here[instruction.result()]) {
                here[instruction.result()] = true;
                group.instructions().add(instruction);
            }
        }
    }

    private static int kind(Instruction instruction) {
        return instruction.family().ordinal() * 8 + instruction.lane().ordinal();
    }

    private void place() {
        stored = new boolean[lanes.size()];
        int[] lastRead = new int[lanes.size()];
        int[] home = new int[lanes.size()];
        Arrays.fill(home, -1);
        Arrays.fill(lastRead, -1);
        for (int g = 0; g < groups.size(); g++) {
            for (Instruction instruction : groups.get(g).instructions()) {
                home[instruction.result()] = g;
                if (instruction.lane().bytes() < groups.get(g).bytes()
                        || groups.get(g).bytes() == 0) {
                    stored[instruction.result()] = true;
                }
                for (int operand : instruction.operands()) {
                    lastRead[operand] = g;
                    boolean inside = home[operand] == g && groups.get(g).bytes() > 0;
                    stored[operand] |= !inside && !pooled(operand);
                    if (groups.get(g).bytes() == 0 && pooled(operand)) {
                        pooled[operand] = false;
                        kept[operand] = true;
                    }
                }
            }
        }
        offsets = new long[lanes.size()];
        for (int column = 0; column < kept.length; column++) {
            stored[column] |= kept[column];
            if (kept[column]) {
                offsets[column] = slots.take(lanes.get(column));
            }
        }
        List<List<Integer>> dying = new ArrayList<>();
        groups.forEach(_ -> dying.add(new ArrayList<>()));
        for (int column = 0; column < kept.length; column++) {
            if (stored[column] && !kept[column] && home[column] >= 0) {
                dying.get(Math.max(lastRead[column], home[column])).add(column);
            }
        }
        for (int g = 0; g < groups.size(); g++) {
            for (Instruction instruction : groups.get(g).instructions()) {
                int result = instruction.result();
                if (stored[result] && !kept[result]) {
                    offsets[result] = slots.take(lanes.get(result));
                }
            }
            for (int column : dying.get(g)) {
                slots.give(lanes.get(column), offsets[column]);
            }
        }
    }
}
