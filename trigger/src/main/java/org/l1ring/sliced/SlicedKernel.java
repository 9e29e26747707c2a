package org.l1ring.sliced;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.l1ring.circuit.Circuit;
import org.l1ring.kernel.Engine;

/**
 * Runs circuits that decide over many objects, 512 crossings at a time: gates over 64 crossings a
 * word, comparisons of fields skipped where no crossing or every one passes, and numbers of pairs
 * of objects only in the crossings where they can matter.
 *
 * <p>Allocates when it is made, never when it runs; for use by one thread at a time.
 */
public final class SlicedKernel {
    /** Most crossings of a run: 512. */
    public static final int CROSSINGS = Slots.CROSSINGS;

    private final MemorySegment memory;
    private final FieldColumns columns;
    private final WindowTests windows;
    private final LogicProgram before;
    private final SparseLeaves[] sparse;
    private final Optional<DenseLeaves> dense;
    private final LogicProgram after;
    private final long valid;
    private final long[] outputs;
    private final long[] addresses = new long[CROSSINGS];

    /**
     * Plans a circuit.
     *
     * @param circuit whose input columns are 32-bit words
     * @param offsets byte of each input column's word relative to the start of a crossing's frame
     * @param objects what each input column is a part of: columns of one object have one number
     * @param engine that computes numbers
     */
    public SlicedKernel(Circuit circuit, long[] offsets, int[] objects, Engine engine) {
        SlicedPlan plan = new SlicedPlan(new SlicedCircuit(circuit, objects), offsets, engine);
        memory = Arena.ofAuto().allocate(plan.columns().end(), 64);
        columns = plan.columns();
        windows = plan.windows();
        before = plan.before();
        sparse = plan.sparse().toArray(SparseLeaves[]::new);
        dense = plan.dense();
        after = plan.after();
        outputs = plan.outputs();
        valid = plan.valid();
        memory.asSlice(plan.ones(), Slots.BYTES).fill((byte) -1);
    }

    /**
     * Runs crossings.
     *
     * @param rows addresses of their frames
     * @param count 1 to 512
     */
    public void run(long[] rows, int count) {
        int crossings = Math.ceilDiv(count, Long.SIZE) * Long.SIZE;
        System.arraycopy(rows, 0, addresses, 0, count);
        Arrays.fill(addresses, count, crossings, rows[0]);
        for (int word = 0; word < Slots.WORDS; word++) {
            int bits = Math.clamp(count - word * Long.SIZE, 0, Long.SIZE);
            long mask = bits == 0 ? 0 : -1L >>> -bits;
            memory.set(ValueLayout.JAVA_LONG, valid + (long) word * Long.BYTES, mask);
        }
        columns.load(memory, addresses, crossings);
        windows.run(memory, crossings);
        before.run(memory);
        for (SparseLeaves leaves : sparse) {
            leaves.run(memory, crossings);
        }
        if (dense.isPresent()) {
            dense.get().run(memory, crossings);
        }
        after.run(memory);
    }

    /**
     * Bits of an output in the crossings run last.
     *
     * @param output column whose values are 0 and 1
     * @param word which 64 crossings, 0 to 7
     * @return bit k for crossing {@code 64 * word + k}; bits beyond the crossings mean nothing
     */
    public long bits(int output, int word) {
        return memory.get(ValueLayout.JAVA_LONG, outputs[output] + (long) word * Long.BYTES);
    }

    /**
     * A number of one of the crossings run last.
     *
     * @param output column whose values are not just 0 and 1
     * @param crossing its place in the run
     * @return the raw value
     */
    public long number(int output, int crossing) {
        return dense.orElseThrow().numbers()[(int) outputs[output]][crossing];
    }

    /** What the kernel is made of, a line each. */
    public List<String> plan() {
        List<String> lines = new ArrayList<>();
        lines.add("slots and columns: %d bytes".formatted(memory.byteSize()));
        lines.add("words of the program before leaves: " + before.words());
        lines.add("words of the program after leaves: " + after.words());
        lines.add("shapes of leaves: " + sparse.length);
        for (SparseLeaves leaves : sparse) {
            lines.add(leaves.toString());
        }
        return lines;
    }
}
