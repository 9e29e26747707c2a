package org.l1ring.rtl;

import java.util.List;

/**
 * Recurrent layers between two segments of a model, step after step on one cell each; what only
 * passes by waits for them.
 *
 * @param cells that run at the same time
 * @param inputs ports of what enters: the cells' sequences, then what passes by
 * @param outputs ports of what leaves: the cells' results, then what passed by
 */
record RecurrentLoop(List<LoopCell> cells, List<Signal> inputs, List<Signal> outputs) {
    /** Copies the lists. */
    RecurrentLoop {
        cells = List.copyOf(cells);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** Index of the cell that takes longest. */
    int longest() {
        int longest = 0;
        for (int i = 1; i < cells.size(); i++) {
            longest = cells.get(i).cycles() > cells.get(longest).cycles() ? i : longest;
        }
        return longest;
    }

    /** Clock cycles between sequences. */
    int initiationInterval() {
        return cells.get(longest()).cycles();
    }

    /** Clock edges from the inputs to the outputs: one more, as the inputs are kept first. */
    int latencyCycles() {
        return initiationInterval() + 1;
    }

    /** Ports of what passes by. */
    List<Signal> passing() {
        int columns = cells.stream().mapToInt(cell -> cell.steps() * cell.features()).sum();
        return inputs.subList(columns, inputs.size());
    }

    /** Registers, the cells' own logic left out, and the choice of what they keep next. */
    Cost cost() {
        long registers = 1 + 2L * BenchRows.bits(passing());
        double tables = 0;
        for (LoopCell cell : cells) {
            int control = 1 + cell.cycleCounterBits() + cell.stepCounterBits();
            registers += control + cell.sequenceBits() + cell.resultBits();
            registers += BenchRows.bits(cell.statePorts());
            // The next step moves up where a sequence is loaded.
            tables += cell.steps() == 1 ? 0 : cell.sequenceBits();
            tables += 2.0 * control;
        }
        return new Cost(tables, 0, registers, 0, 0);
    }
}
