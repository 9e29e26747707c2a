package org.l1ring.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.l1ring.circuit.Circuit;

/**
 * Runs a circuit over blocks of 64 crossings: columns of one value a crossing, off-heap, and a plan
 * of loops over them.
 *
 * <p>Allocates when it is made, never when it runs; for use by one thread at a time.
 */
public final class BlockKernel {
    /** Crossings that a run takes: two blocks. */
    public static final int CROSSINGS = Lane.CROSSINGS;

    private final Circuit circuit;
    private final Plan plan;
    private final MemorySegment memory;
    private final Step[] steps;
    private final long[] inputOffsets;
    private final Lane[] inputLanes;
    private final long[] outputOffsets;
    private final Lane[] outputLanes;

    /**
     * Plans a circuit for an engine.
     *
     * @param circuit to run
     * @param engine scalar or vector loops, or code of its own
     */
    public BlockKernel(Circuit circuit, Engine engine) {
        this(circuit, engine, Lane.I16);
    }

    /** A kernel whose input columns are at least {@code inputLane} wide. */
    BlockKernel(Circuit circuit, Engine engine, Lane inputLane) {
        this.circuit = circuit;
        plan = Plan.of(circuit, engine, inputLane);
        memory = Arena.ofAuto().allocate(plan.memoryBytes(), 64);
        plan.fill(memory);
        steps = plan.steps().toArray(Step[]::new);
        inputOffsets = new long[circuit.inputs().size()];
        inputLanes = new Lane[inputOffsets.length];
        for (int i = 0; i < inputOffsets.length; i++) {
            int column = plan.input(i);
            inputOffsets[i] = column < 0 ? -1 : plan.offset(column);
            inputLanes[i] = column < 0 ? Lane.I64 : plan.lane(column);
        }
        outputOffsets = new long[circuit.outputs().size()];
        outputLanes = new Lane[outputOffsets.length];
        for (int i = 0; i < outputOffsets.length; i++) {
            int column = plan.output(i);
            outputOffsets[i] = plan.offset(column);
            outputLanes[i] = plan.lane(column);
        }
    }

    /** The circuit that this runs. */
    public Circuit circuit() {
        return circuit;
    }

    /** Runs all steps over the {@link #CROSSINGS} crossings. */
    public void run() {
        run(CROSSINGS / Lane.BLOCK);
    }

    /**
     * Runs all steps over the crossings of the first one or two blocks.
     *
     * @param blocks 1 or 2
     */
    public void run(int blocks) {
        for (Step step : steps) {
            step.run(memory, blocks);
        }
    }

    /**
     * Sets an input of one crossing.
     *
     * @param column input column of the circuit
     * @param crossing 0..127
     * @param raw value within the column's interval
     */
    public void set(int column, int crossing, long raw) {
        if (inputOffsets[column] >= 0) {
            inputLanes[column].set(memory, inputOffsets[column], crossing, raw);
        }
    }

    /**
     * An output of one crossing.
     *
     * @param column output column of the circuit
     * @param crossing 0..127
     * @return the raw value
     */
    public long get(int column, int crossing) {
        return outputLanes[column].get(memory, outputOffsets[column], crossing);
    }

    /**
     * Copies the first output.
     *
     * @param to receives the raw values
     * @param crossings 1..128
     */
    void scores(long[] to, int crossings) {
        Lane lane = outputLanes[0];
        long column = outputOffsets[0];
        switch (lane) {
            case I16 -> {
                for (int k = 0; k < crossings; k++) {
                    to[k] = memory.get(ValueLayout.JAVA_SHORT, column + 2L * k);
                }
            }
            case I32 -> {
                for (int k = 0; k < crossings; k++) {
                    to[k] = memory.get(ValueLayout.JAVA_INT, column + 4L * k);
                }
            }
            case I64 -> {
                for (int k = 0; k < crossings; k++) {
                    to[k] = memory.get(ValueLayout.JAVA_LONG, column + 8L * k);
                }
            }
            case F32 -> throw new IllegalStateException("an output is an integer");
        }
    }

    /** Off-heap columns. */
    public MemorySegment memory() {
        return memory;
    }

    /** Byte offset of a column that nothing reads. */
    long spareOffset() {
        return plan.spareOffset();
    }

    /** Byte offset of an input's column, -1 when no step reads it. */
    public long inputOffset(int column) {
        return inputOffsets[column];
    }

    /** Lane of an input's column. */
    public Lane inputLane(int column) {
        return inputLanes[column];
    }

    /** Byte offset of an output's column. */
    public long outputOffset(int column) {
        return outputOffsets[column];
    }

    /** Lane of an output's column. */
    public Lane outputLane(int column) {
        return outputLanes[column];
    }

    /** Bytes of all columns. */
    public long columnBytes() {
        return memory.byteSize();
    }

    /** The plan, one line a step. */
    public List<String> plan() {
        return plan.describe();
    }
}
