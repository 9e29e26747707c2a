package org.l1ring.kernel;

import java.util.HashMap;
import java.util.Map;
import org.l1ring.kernel.VectorCode.Operation;

/** Columns and constants as operands of vector operations, from registers or memory. */
final class ColumnCode {
    private final VectorCode code;
    private final Grouping columns;
    private final Pool pool;
    private final Map<Integer, Integer> locals = new HashMap<>();

    /**
     * Operands of the code of one group.
     *
     * @param code to write to
     * @param columns of the circuit
     * @param pool of constants
     */
    ColumnCode(VectorCode code, Grouping columns, Pool pool) {
        this.code = code;
        this.columns = columns;
        this.pool = pool;
    }

    /** The operations. */
    VectorCode code() {
        return code;
    }

    /** The lane of a column. */
    Lane lane(int column) {
        return columns.lane(column);
    }

    /**
     * Takes the result of an instruction from the stack. One that is stored is read from memory
     * again, which costs what a register costs that is kept.
     */
    void define(Instruction instruction) {
        int column = instruction.result();
        if (columns.stored(column)) {
            code.store(instruction.lane(), columns.offset(column));
        } else {
            locals.put(column, code.keep());
        }
    }

    /** Pushes a column, from a register where it is in one. */
    void push(int column) {
        Integer local = locals.get(column);
        if (local != null) {
            code.push(local);
        } else {
            load(column);
        }
    }

    /** Pushes a column from memory. */
    void load(int column) {
        Lane lane = columns.lane(column);
        if (columns.pooled(column)) {
            constant(lane, columns.value(column));
        } else {
            code.load(lane, columns.offset(column));
        }
    }

    /** Pushes a whole number. */
    void constant(Lane lane, long value) {
        code.loadConstant(lane, pool.offset(lane, value));
    }

    /** Pushes a float. */
    void constant(float value) {
        code.loadConstant(Lane.F32, pool.offset(value));
    }

    /** Shifts the top of the stack. */
    void shift(Lane lane, Operation operation, int count) {
        if (count != 0) {
            constant(lane, count);
            code.binary(lane, operation);
        }
    }

    /** Multiplies the top of the stack with a power of two. */
    void twice(Lane lane, int count) {
        if (count == 1) {
            code.twice(lane);
        } else {
            shift(lane, Operation.LSHL, count);
        }
    }

    /** Bits of floats that hold whole numbers; the number is in the low 22. */
    void wholeBits() {
        constant(FloatFit.MAGIC);
        code.binary(Lane.F32, Operation.ADD);
        code.bits(Lane.F32, Lane.I32);
    }
}
