package org.l1ring.sliced;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.l1ring.circuit.Circuit;
import org.l1ring.kernel.AcceptWords;
import org.l1ring.kernel.BlockKernel;
import org.l1ring.kernel.Engine;

/**
 * Leaves of one shape on many objects, such as all pairs of jets: computed only in the crossings
 * where their guards are set, 128 pairs of an instance and a crossing at a time.
 */
final class SparseLeaves {
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private final BlockKernel kernel;
    private final AcceptWords[] outputs;
    private final long[] inputs;
    private final Instance[] instances;
    private final long valid;

    private final int[] part = new int[BlockKernel.CROSSINGS];
    private final long[] partAt = new long[BlockKernel.CROSSINGS];
    private final int[] crossings = new int[BlockKernel.CROSSINGS];
    private final long[] low;
    private final long[] high;
    private final int[] partStart = new int[BlockKernel.CROSSINGS + 1];
    private final long[] partMask = new long[BlockKernel.CROSSINGS];
    private int parts;
    private int filled;
    private long computed;

    /** One use of the shape. */
    static final class Instance {
        private final long guard;
        private final long[] columns;
        private final long[] leaves;
        private boolean dirty;

        /**
         * A use.
         *
         * @param guard byte offset of the bits where it is computed
         * @param columns byte offsets of the columns of words that it reads
         * @param leaves byte offsets of the bits that it computes
         */
        Instance(long guard, long[] columns, long[] leaves) {
            this.guard = guard;
            this.columns = columns;
            this.leaves = leaves;
        }
    }

    /**
     * Leaves of one shape.
     *
     * @param shape circuit whose outputs are bits
     * @param engine that runs it
     * @param valid byte offset of the bits of the crossings that are there
     * @param instances its uses
     */
    SparseLeaves(Circuit shape, Engine engine, long valid, List<Instance> instances) {
        this.valid = valid;
        this.kernel = new BlockKernel(shape, engine);
        this.instances = instances.toArray(Instance[]::new);
        int count = shape.inputs().size();
        this.inputs = new long[count];
        for (int i = 0; i < count; i++) {
            inputs[i] = kernel.inputOffset(i);
        }
        this.outputs = new AcceptWords[shape.outputs().size()];
        this.low = new long[outputs.length];
        this.high = new long[outputs.length];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] =
                    new AcceptWords(
                            kernel.outputLane(i),
                            kernel.outputOffset(i),
                            1,
                            engine != Engine.SCALAR);
        }
    }

    @Override
    public String toString() {
        return " %d uses of %d inputs, %d bits; computed %d times"
                .formatted(instances.length, inputs.length, outputs.length, computed);
    }

    /** Computes the leaves where their guards are set. */
    void run(MemorySegment memory, int crossings) {
        for (int i = 0; i < instances.length; i++) {
            Instance instance = instances[i];
            if (instance.dirty) {
                for (long leaf : instance.leaves) {
                    Slots.fill(memory, leaf, 0);
                }
                instance.dirty = false;
            }
            if (any(memory, instance.guard)) {
                instance.dirty = true;
                for (long at = 0; at < crossings / Byte.SIZE; at += Long.BYTES) {
                    long mask =
                            memory.get(ValueLayout.JAVA_LONG, instance.guard + at)
                                    & memory.get(ValueLayout.JAVA_LONG, valid + at);
                    if (mask != 0) {
                        gather(memory, i, at, mask);
                    }
                }
            }
        }
        flush(memory);
    }

    private static boolean any(MemorySegment memory, long slot) {
        LongVector any = LongVector.zero(LONGS);
        for (int v = 0; v < Slots.BYTES; v += LONGS.vectorByteSize()) {
            any = any.or(LongVector.fromMemorySegment(LONGS, memory, slot + v, ORDER));
        }
        return any.compare(VectorOperators.NE, 0).anyTrue();
    }

    /** Takes the crossings of a mask, at a byte of the slots. */
    private void gather(MemorySegment memory, int instance, long at, long mask) {
        long rest = mask;
        while (rest != 0) {
            int first = filled;
            int end = Math.min(BlockKernel.CROSSINGS, first + Long.bitCount(rest));
            long taken = rest;
            for (int item = first; item < end; item++) {
                crossings[item] = (int) at * Byte.SIZE + Long.numberOfTrailingZeros(rest);
                rest &= rest - 1;
            }
            partStart[parts] = first;
            part[parts] = instance;
            partAt[parts] = at;
            partMask[parts++] = taken & ~rest;
            filled = end;
            for (int i = 0; i < inputs.length; i++) {
                fetch(memory, instances[instance].columns[i], inputs[i], first);
            }
            if (filled == BlockKernel.CROSSINGS) {
                flush(memory);
            }
        }
    }

    private void fetch(MemorySegment memory, long from, long into, int first) {
        MemorySegment to = kernel.memory();
        for (int item = first; item < filled; item++) {
            int word = memory.get(ValueLayout.JAVA_INT, from + 4L * crossings[item]);
            to.set(ValueLayout.JAVA_INT, into + 4L * item, word);
        }
    }

    private void flush(MemorySegment memory) {
        if (filled == 0) {
            return;
        }
        computed += filled;
        int blocks = Math.ceilDiv(filled, Long.SIZE);
        kernel.run(blocks);
        for (int output = 0; output < outputs.length; output++) {
            AcceptWords bits = outputs[output];
            bits.run(kernel.memory(), blocks);
            low[output] = bits.bits(0, Long.SIZE);
            high[output] = blocks == 1 ? 0 : bits.bits(Long.SIZE, Long.SIZE);
        }
        partStart[parts] = filled;
        for (int p = 0; p < parts; p++) {
            scatter(memory, p);
        }
        parts = 0;
        filled = 0;
    }

    private void scatter(MemorySegment memory, int p) {
        int start = partStart[p];
        int end = partStart[p + 1];
        long wanted = -1L >>> -(end - start);
        long[] leaves = instances[part[p]].leaves;
        for (int output = 0; output < leaves.length; output++) {
            long found =
                    start >= Long.SIZE
                            ? high[output] >>> start
                            : end <= Long.SIZE
                                    ? low[output] >>> start
                                    : low[output] >>> start | high[output] << -start;
            found &= wanted;
            if (found != 0) {
                long at = leaves[output] + partAt[p];
                long before = memory.get(ValueLayout.JAVA_LONG, at);
                memory.set(ValueLayout.JAVA_LONG, at, before | Long.expand(found, partMask[p]));
            }
        }
    }
}
