package org.l1ring.kernel;

import jdk.internal.vm.vector.VectorSupport;
import org.l1ring.kernel.VectorCode.Operation;

/** Fits as straight-line code, which leave their result on the operand stack. */
final class FitCode {
    private final ColumnCode columns;
    private final VectorCode code;

    FitCode(ColumnCode columns) {
        this.columns = columns;
        this.code = columns.code();
    }

    /** A fit of integers. */
    void fit(Instruction.Fitting fitting, Lane lane, int operand) {
        Fit fit = fitting.fit();
        columns.push(operand);
        if (fit.offset() != 0) {
            columns.constant(lane, fit.offset());
            code.binary(lane, Operation.ADD);
        }
        if (fit.atLeast() != Long.MIN_VALUE) {
            columns.constant(lane, fit.atLeast());
            code.binary(lane, Operation.MAX);
        }
        if (fitting.early()) {
            clamp(lane, fit.low() << fit.shift(), fit.high() << fit.shift());
        }
        if (fit.rounding() != Fit.Rounding.CONSTANT) {
            int v = code.keep();
            code.push(v);
            code.push(v);
            boolean even = fit.rounding() == Fit.Rounding.EVEN;
            columns.shift(lane, Operation.ASHR, even ? fit.shift() : lane.bits() - 1);
            columns.constant(lane, even ? 1 : fit.signMask());
            code.binary(lane, Operation.AND);
            code.binary(lane, Operation.ADD);
        }
        if (fit.add() != 0) {
            columns.constant(lane, fit.add());
            code.binary(lane, Operation.ADD);
        }
        columns.shift(lane, Operation.ASHR, fit.shift());
        switch (fit.kind()) {
            case NONE -> {}
            case CLAMP -> {
                if (!fitting.early()) {
                    clamp(lane, fit.low(), fit.high());
                }
            }
            case EXTEND -> {
                columns.shift(lane, Operation.LSHL, (int) fit.low());
                columns.shift(lane, Operation.ASHR, (int) fit.low());
            }
            case MASK -> {
                columns.constant(lane, fit.high());
                code.binary(lane, Operation.AND);
            }
            case ZERO -> {
                int q = code.keep();
                code.push(q);
                columns.constant(lane, 0);
                code.push(q);
                columns.constant(lane, fit.low());
                code.compare(lane, VectorSupport.BT_lt);
                code.push(q);
                columns.constant(lane, fit.high());
                code.compare(lane, VectorSupport.BT_gt);
                code.either(lane);
                code.blend(lane);
            }
        }
    }

    private void clamp(Lane lane, long low, long high) {
        long least = lane.wrap(1L << (lane.bits() - 1));
        if (low > least) {
            columns.constant(lane, low);
            code.binary(lane, Operation.MAX);
        }
        if (high < ~least) {
            columns.constant(lane, high);
            code.binary(lane, Operation.MIN);
        }
    }

    /** A fit of floats. */
    void floatFit(Fit fit, Lane lane, int operand) {
        columns.push(operand);
        float added = FloatFit.constant(fit);
        boolean once = FloatFit.nearest(fit) && added == 0;
        if (fit.shift() == 0) {
            // Whole already: possible() allows no offset here.
            columns.constant(FloatFit.MAGIC);
            code.binary(Lane.F32, Operation.ADD);
        } else {
            columns.constant(FloatFit.scale(fit));
            columns.constant(once ? FloatFit.MAGIC : added);
            code.multiplyAdd();
            if (!once) {
                columns.constant(FloatFit.MAGIC);
                code.binary(Lane.F32, Operation.ADD);
            }
        }
        // Positive floats are ordered as their bits, and integers have no NaN to look after.
        code.bits(Lane.F32, Lane.I32);
        if (FloatFit.low(fit) != Long.MIN_VALUE) {
            columns.constant(Lane.I32, FloatFit.bits(FloatFit.low(fit)));
            code.binary(Lane.I32, Operation.MAX);
        }
        if (FloatFit.high(fit) != Long.MAX_VALUE) {
            columns.constant(Lane.I32, FloatFit.bits(FloatFit.high(fit)));
            code.binary(Lane.I32, Operation.MIN);
        }
        switch (fit.kind()) {
            case NONE, CLAMP, ZERO -> {
                if (lane == Lane.I16) {
                    code.convert(Lane.I32, lane);
                    return;
                }
                code.bits(Lane.I32, Lane.F32);
                columns.constant(FloatFit.MAGIC);
                code.binary(Lane.F32, Operation.SUB);
            }
            case EXTEND -> {
                columns.shift(Lane.I32, Operation.LSHL, (int) fit.low() - 32);
                columns.shift(Lane.I32, Operation.ASHR, (int) fit.low() - 32);
            }
            case MASK -> {
                columns.constant(Lane.I32, fit.high());
                code.binary(Lane.I32, Operation.AND);
            }
        }
    }
}
