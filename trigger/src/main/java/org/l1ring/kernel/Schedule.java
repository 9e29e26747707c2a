package org.l1ring.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Orders instructions so that those of one family and lane follow each other, and gives columns
 * their places in memory, reused once no later instruction reads them.
 */
final class Schedule {
    private static final int KINDS = Family.values().length * Lane.values().length * Fit.FORMS;

    private final List<List<Instruction>> stages = new ArrayList<>();
    private final long[] offsets;
    private final Slots slots = new Slots();

    /**
     * Schedules a selection.
     *
     * @param selection instructions in dependency order
     * @param kept columns that must outlive the run: inputs, constants and outputs
     */
    Schedule(Selection selection, boolean[] kept) {
        group(selection.instructions(), selection.lanes().size());
        offsets = new long[selection.lanes().size()];
        place(selection.lanes(), kept);
    }

    /** Runs of instructions of one family and lane, in order. */
    List<List<Instruction>> stages() {
        return stages;
    }

    /** Byte offset of a column. */
    long offset(int column) {
        return offsets[column];
    }

    /** Bytes of all columns. */
    long bytes() {
        return slots.bytes();
    }

    private static int kind(Instruction instruction) {
        int loop =
                instruction.family().ordinal() * Lane.values().length
                        + instruction.lane().ordinal();
        return loop * Fit.FORMS + instruction.form();
    }

    private void group(List<Instruction> instructions, int columns) {
        int[] producer = new int[columns];
        Arrays.fill(producer, -1);
        int[] waiting = new int[instructions.size()];
        List<List<Integer>> readers = new ArrayList<>();
        for (int i = 0; i < waiting.length; i++) {
            readers.add(new ArrayList<>());
            producer[instructions.get(i).result()] = i;
            for (int operand : instructions.get(i).operands()) {
                if (producer[operand] >= 0) {
                    readers.get(producer[operand]).add(i);
                    waiting[i]++;
                }
            }
        }
        List<ArrayDeque<Integer>> ready = new ArrayList<>();
        for (int kind = 0; kind < KINDS; kind++) {
            ready.add(new ArrayDeque<>());
        }
        for (int i = 0; i < waiting.length; i++) {
            if (waiting[i] == 0) {
                ready.get(kind(instructions.get(i))).add(i);
            }
        }
        for (ArrayDeque<Integer> next = fullest(ready); next != null; next = fullest(ready)) {
            List<Instruction> stage = new ArrayList<>();
            while (!next.isEmpty()) {
                int done = next.remove();
                stage.add(instructions.get(done));
                for (int reader : readers.get(done)) {
                    if (--waiting[reader] == 0) {
                        ready.get(kind(instructions.get(reader))).add(reader);
                    }
                }
            }
            stages.add(stage);
        }
    }

    private static ArrayDeque<Integer> fullest(List<ArrayDeque<Integer>> ready) {
        ArrayDeque<Integer> best = null;
        for (ArrayDeque<Integer> queue : ready) {
            if (!queue.isEmpty() && (best == null || queue.size() > best.size())) {
                best = queue;
            }
        }
        return best;
    }

    private void place(List<Lane> lanes, boolean[] kept) {
        int[] reads = new int[lanes.size()];
        for (List<Instruction> stage : stages) {
            for (Instruction instruction : stage) {
                instruction.operands().forEach(operand -> reads[operand]++);
            }
        }
        for (int column = 0; column < offsets.length; column++) {
            if (kept[column]) {
                offsets[column] = slots.take(lanes.get(column));
            }
        }
        for (List<Instruction> stage : stages) {
            for (Instruction instruction : stage) {
                int result = instruction.result();
                if (!kept[result]) {
                    offsets[result] = slots.take(lanes.get(result));
                }
                for (int operand : instruction.operands()) {
                    if (--reads[operand] == 0 && !kept[operand]) {
                        slots.give(lanes.get(operand), offsets[operand]);
                    }
                }
                if (reads[result] == 0 && !kept[result]) {
                    slots.give(lanes.get(result), offsets[result]);
                }
            }
        }
    }
}
