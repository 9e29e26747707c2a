package org.l1ring.kernel;

import java.util.ArrayList;
import java.util.List;

/** Fits of floats that leave 16-bit integers, where those are all that is read. */
final class NarrowFits {
    private NarrowFits() {}

    /**
     * Changes such fits and drops the conversions of their results.
     *
     * @param instructions in order
     * @param lanes of columns
     * @param columns of each step in each lane; those of the dropped floats become -1
     */
    static void apply(List<Instruction> instructions, List<Lane> lanes, int[][] columns) {
        int[] reads = new int[lanes.size()];
        int[] producer = new int[lanes.size()];
        for (int i = 0; i < instructions.size(); i++) {
            producer[instructions.get(i).result()] = i;
            instructions.get(i).operands().forEach(operand -> reads[operand]++);
        }
        List<Instruction> dropped = new ArrayList<>();
        boolean[] gone = new boolean[lanes.size()];
        for (Instruction narrow : List.copyOf(instructions)) {
            if (narrow.family() != Family.NARROW) {
                continue;
            }
            int floats = narrow.operands().get(0);
            Instruction fit = instructions.get(producer[floats]);
            if (lanes.get(floats) == Lane.F32 && reads[floats] == 1 && fit.family() == Family.FIT) {
                instructions.set(
                        producer[floats],
                        new Instruction(
                                Family.FIT,
                                narrow.lane(),
                                narrow.result(),
                                fit.operands(),
                                fit.constants()));
                dropped.add(narrow);
                gone[floats] = true;
            }
        }
        instructions.removeAll(dropped);
        for (int[] row : columns) {
            int floats = row[Lane.F32.ordinal()];
            row[Lane.F32.ordinal()] = floats >= 0 && gone[floats] ? -1 : floats;
        }
    }
}
