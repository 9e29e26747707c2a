package org.l1ring.sliced;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.l1ring.kernel.AcceptWords;
import org.l1ring.kernel.BlockKernel;
import org.l1ring.kernel.Engine;
import org.l1ring.kernel.Lane;

/** Leaves and numbers that are computed in every crossing, such as the scores of networks. */
final class DenseLeaves {
    private final BlockKernel kernel;
    private final long[] columns;
    private final boolean[] words;
    private final AcceptWords[] bits;
    private final long[] leaves;
    private final int firstNumber;
    private final long[][] numbers;

    /**
     * Leaves.
     *
     * @param cone whose outputs are first bits, then numbers
     * @param engine that runs it
     * @param columns of the words and fields
     * @param leaves byte offset of each bit's slot
     */
    DenseLeaves(Cone cone, Engine engine, FieldColumns columns, long[] leaves) {
        this.kernel = new BlockKernel(cone.circuit(), engine);
        this.leaves = leaves;
        this.firstNumber = leaves.length;
        int count = cone.inputs().size();
        this.columns = new long[count];
        this.words = new boolean[count];
        for (int i = 0; i < count; i++) {
            this.columns[i] = columns.of(cone.inputs().get(i));
            words[i] = cone.inputs().get(i) instanceof Cone.WordColumn;
        }
        this.bits = new AcceptWords[leaves.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] =
                    new AcceptWords(
                            kernel.outputLane(i),
                            kernel.outputOffset(i),
                            1,
                            engine != Engine.SCALAR);
        }
        this.numbers = new long[cone.circuit().outputs().size() - firstNumber][Slots.CROSSINGS];
    }

    /** The numbers of the crossings computed last, one array an output. */
    long[][] numbers() {
        return numbers;
    }

    /** Computes all leaves and numbers. */
    void run(MemorySegment memory, int crossings) {
        for (int from = 0; from < crossings; from += BlockKernel.CROSSINGS) {
            int count = Math.min(BlockKernel.CROSSINGS, crossings - from);
            for (int i = 0; i < columns.length; i++) {
                load(memory, i, from, count);
            }
            int blocks = count / Long.SIZE;
            kernel.run(blocks);
            for (int i = 0; i < bits.length; i++) {
                bits[i].run(kernel.memory(), blocks);
                for (int block = 0; block < blocks; block++) {
                    memory.set(
                            ValueLayout.JAVA_LONG,
                            leaves[i] + from / Byte.SIZE + (long) block * Long.BYTES,
                            bits[i].bits(block * Long.SIZE, Long.SIZE));
                }
            }
            for (int i = 0; i < numbers.length; i++) {
                for (int k = 0; k < count; k++) {
                    numbers[i][from + k] = kernel.get(firstNumber + i, k);
                }
            }
        }
    }

    private void load(MemorySegment memory, int input, int from, int count) {
        Lane lane = kernel.inputLane(input);
        long to = kernel.inputOffset(input);
        int bytes = words[input] ? Integer.BYTES : Short.BYTES;
        long column = columns[input] + (long) from * bytes;
        if (lane.bytes() == bytes) {
            MemorySegment.copy(memory, column, kernel.memory(), to, (long) count * bytes);
            return;
        }
        for (int k = 0; k < count; k++) {
            long raw =
                    words[input]
                            ? memory.get(ValueLayout.JAVA_INT, column + 4L * k)
                            : memory.get(ValueLayout.JAVA_SHORT, column + 2L * k);
            lane.set(kernel.memory(), to, k, raw);
        }
    }
}
