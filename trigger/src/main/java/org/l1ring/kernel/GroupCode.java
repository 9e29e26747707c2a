package org.l1ring.kernel;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.internal.vm.vector.VectorSupport;
import org.l1ring.kernel.VectorCode.Operation;

/**
 * Writes a group of instructions as a class with one loop over the vectors of a block: straight
 * line code with every constant and address in place, results kept in registers until they are
 * needed elsewhere.
 */
final class GroupCode {
    private static final ClassDesc NAME = ClassDesc.of("org.l1ring.kernel.Group");

    private final Grouping.Group group;
    private final Grouping columns;
    private final Pool pool;
    private final Map<Integer, Integer> locals = new HashMap<>();
    private final Map<Integer, Integer> masks = new HashMap<>();

    private VectorCode code;

    private GroupCode(Grouping.Group group, Grouping columns, Pool pool) {
        this.group = group;
        this.columns = columns;
        this.pool = pool;
    }

    /** The class of a group, which is a {@link Step}. */
    static byte[] write(Grouping.Group group, Grouping columns, Pool pool) {
        GroupCode writer = new GroupCode(group, columns, pool);
        MethodTypeDesc run =
                MethodTypeDesc.of(
                        ConstantDescs.CD_void,
                        VectorCode.desc(MemorySegment.class),
                        ConstantDescs.CD_int);
        return ClassFile.of()
                .build(
                        NAME,
                        type ->
                                type.withFlags(AccessFlag.FINAL)
                                        .withInterfaceSymbols(VectorCode.desc(Step.class))
                                        .withMethodBody(
                                                ConstantDescs.INIT_NAME,
                                                ConstantDescs.MTD_void,
                                                0,
                                                code ->
                                                        code.aload(0)
                                                                .invokespecial(
                                                                        ConstantDescs.CD_Object,
                                                                        ConstantDescs.INIT_NAME,
                                                                        ConstantDescs.MTD_void)
                                                                .return_())
                                        .withMethodBody(
                                                "run", run, ClassFile.ACC_PUBLIC, writer::loop));
    }

    private void loop(CodeBuilder builder) {
        code = new VectorCode(builder, group.bytes());
        code.loop(() -> group.instructions().forEach(this::emit));
    }

    private void emit(Instruction instruction) {
        Lane lane = instruction.lane();
        List<Integer> operands = instruction.operands();
        switch (instruction.family()) {
            case LINEAR -> {
                if (lane == Lane.F32) {
                    floatSum(instruction);
                } else {
                    sum(instruction);
                }
            }
            case FIT -> {
                Fit fit = ((Instruction.Fitting) instruction.constants()).fit();
                if (columns.lane(operands.get(0)) == Lane.F32) {
                    floatFit(fit, operands.get(0));
                } else {
                    fit(fit, lane, operands.get(0));
                }
            }
            case MULTIPLY, MINIMUM, MAXIMUM, AND, OR, XOR -> {
                push(operands.get(0));
                push(operands.get(1));
                code.binary(lane, Operation.of(instruction.family()));
            }
            case ABSOLUTE -> {
                push(operands.get(0));
                code.absolute(lane);
            }
            case SELECT -> {
                push(operands.get(2));
                push(operands.get(1));
                pushMask(operands.get(0));
                code.blend(lane);
            }
            case LESS, LESS_OR_EQUAL, EQUAL -> {
                push(operands.get(0));
                push(operands.get(1));
                code.compare(lane, condition(instruction.family()));
                int mask = code.keep();
                masks.put(instruction.result(), mask);
                constant(lane, 0);
                constant(lane, 1);
                code.push(mask);
                code.blend(lane);
            }
            case WIDEN -> {
                load(operands.get(0));
                code.convert(columns.lane(operands.get(0)), lane);
            }
            case NARROW -> {
                narrow(instruction);
                return;
            }
            case CONVERT -> {
                push(operands.get(0));
                if (lane == Lane.F32) {
                    code.convert(Lane.I32, Lane.F32);
                } else {
                    wholeBits();
                    constant(Lane.I32, FloatFit.bits(0));
                    code.binary(Lane.I32, Operation.SUB);
                }
            }
            case ROUNDED, CAST, TABLE ->
                    throw new IllegalStateException(instruction.family() + " in a group");
        }
        define(instruction);
    }

    /**
     * Takes the result from the stack. One that is stored is read from memory again: a second use
     * in a register makes the compiler keep an object for it too.
     */
    private void define(Instruction instruction) {
        int column = instruction.result();
        if (columns.stored(column)) {
            code.store(instruction.lane(), columns.offset(column));
        } else {
            locals.put(column, code.keep());
        }
    }

    private void push(int column) {
        Integer local = locals.get(column);
        if (local != null) {
            code.push(local);
        } else {
            load(column);
        }
    }

    private void load(int column) {
        Lane lane = columns.lane(column);
        if (columns.pooled(column)) {
            constant(lane, columns.value(column));
        } else {
            code.load(lane, columns.offset(column));
        }
    }

    private void pushMask(int column) {
        Integer mask = masks.get(column);
        if (mask != null) {
            code.push(mask);
        } else {
            push(column);
            constant(columns.lane(column), 0);
            code.compare(columns.lane(column), VectorSupport.BT_ne);
        }
    }

    private void constant(Lane lane, long value) {
        code.loadConstant(lane, pool.offset(lane, value));
    }

    private void constant(float value) {
        code.loadConstant(Lane.F32, pool.offset(value));
    }

    private void narrow(Instruction instruction) {
        int operand = instruction.operands().get(0);
        Lane from = columns.lane(operand);
        push(operand);
        if (from == Lane.F32) {
            wholeBits();
        }
        code.convert(from == Lane.F32 ? Lane.I32 : from, instruction.lane());
        code.store(instruction.lane(), columns.offset(instruction.result()));
    }

    /** Bits of floats that hold whole numbers; the number is in the low 22. */
    private void wholeBits() {
        constant(FloatFit.MAGIC);
        code.binary(Lane.F32, Operation.ADD);
        code.bits(Lane.F32, Lane.I32);
    }

    /** A sum of products with integer constants, of shifted additions where that is cheaper. */
    private void sum(Instruction instruction) {
        Lane lane = instruction.lane();
        Instruction.Weights weights = (Instruction.Weights) instruction.constants();
        List<Integer> operands = instruction.operands();
        int top = 0;
        boolean added = false;
        for (long coefficient : weights.coefficients()) {
            if (byDigits(lane, coefficient)) {
                top = Math.max(top, SignedDigits.top(coefficient));
                added |= coefficient != 0;
            }
        }
        boolean started = false;
        int shift = 0;
        for (int level = top; added && level >= 0; level--) {
            List<Integer> plus = withDigit(instruction, level, 1);
            List<Integer> minus = withDigit(instruction, level, -1);
            if (!plus.isEmpty() || !minus.isEmpty()) {
                shift(lane, shift);
                shift = 0;
                chain(lane, plus, minus, started);
                started = true;
            }
            shift += started && level > 0 ? 1 : 0;
        }
        shift(lane, shift);
        if (weights.bias() != 0 || (!started && operands.isEmpty())) {
            constant(lane, weights.bias());
            add(lane, started);
            started = true;
        }
        for (int i = 0; i < operands.size(); i++) {
            long coefficient = weights.coefficients().get(i);
            if (!byDigits(lane, coefficient)) {
                push(operands.get(i));
                constant(lane, coefficient);
                code.binary(lane, Operation.MUL);
                add(lane, started);
                started = true;
            }
        }
        if (!started) {
            constant(lane, 0);
        }
    }

    /** Operands whose coefficients have a digit. */
    private static List<Integer> withDigit(Instruction instruction, int level, int digit) {
        List<Long> coefficients = ((Instruction.Weights) instruction.constants()).coefficients();
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < coefficients.size(); i++) {
            long coefficient = coefficients.get(i);
            if (byDigits(instruction.lane(), coefficient)
                    && SignedDigits.digit(coefficient, level) == digit) {
                found.add(instruction.operands().get(i));
            }
        }
        return found;
    }

    private void chain(Lane lane, List<Integer> plus, List<Integer> minus, boolean started) {
        if (!started && plus.isEmpty()) {
            constant(lane, 0);
        }
        for (int i = 0; i < plus.size(); i++) {
            push(plus.get(i));
            add(lane, started || i > 0);
        }
        for (int operand : minus) {
            push(operand);
            code.binary(lane, Operation.SUB);
        }
    }

    private void add(Lane lane, boolean started) {
        if (started) {
            code.binary(lane, Operation.ADD);
        }
    }

    private void shift(Lane lane, int count) {
        if (count == 1) {
            code.twice(lane);
        } else {
            shift(lane, Operation.LSHL, count);
        }
    }

    private void shift(Lane lane, Operation operation, int count) {
        if (count != 0) {
            constant(lane, count);
            code.binary(lane, operation);
        }
    }

    private static int condition(Family comparison) {
        return switch (comparison) {
            case LESS -> VectorSupport.BT_lt;
            case LESS_OR_EQUAL -> VectorSupport.BT_le;
            default -> VectorSupport.BT_eq;
        };
    }

    /** Whether additions are no slower than a multiplication. */
    static boolean byDigits(Lane lane, long coefficient) {
        int multiplication = lane == Lane.I16 ? 2 : lane == Lane.I32 ? 3 : 4;
        return SignedDigits.count(coefficient) <= multiplication;
    }

    /** A short sum of products of floats. */
    private void floatSum(Instruction instruction) {
        Instruction.Weights weights = (Instruction.Weights) instruction.constants();
        boolean started = weights.bias() != 0 || instruction.operands().isEmpty();
        if (started) {
            constant(Lane.F32, weights.bias());
        }
        for (int i = 0; i < instruction.operands().size(); i++) {
            long coefficient = weights.coefficients().get(i);
            if (Math.abs(coefficient) == 1 && (started || coefficient > 0)) {
                push(instruction.operands().get(i));
                if (started) {
                    code.binary(Lane.F32, coefficient > 0 ? Operation.ADD : Operation.SUB);
                }
            } else if (started) {
                int sum = code.keep();
                push(instruction.operands().get(i));
                constant(Lane.F32, coefficient);
                code.push(sum);
                code.multiplyAdd();
            } else {
                push(instruction.operands().get(i));
                constant(Lane.F32, coefficient);
                code.binary(Lane.F32, Operation.MUL);
            }
            started = true;
        }
    }

    private void fit(Fit fit, Lane lane, int operand) {
        push(operand);
        if (fit.offset() != 0) {
            constant(lane, fit.offset());
            code.binary(lane, Operation.ADD);
        }
        if (fit.atLeast() != Long.MIN_VALUE) {
            constant(lane, fit.atLeast());
            code.binary(lane, Operation.MAX);
        }
        if (fit.rounding() != Fit.Rounding.CONSTANT) {
            int v = code.keep();
            code.push(v);
            code.push(v);
            boolean even = fit.rounding() == Fit.Rounding.EVEN;
            shift(lane, Operation.ASHR, even ? fit.shift() : lane.bits() - 1);
            constant(lane, even ? 1 : fit.signMask());
            code.binary(lane, Operation.AND);
            code.binary(lane, Operation.ADD);
        }
        if (fit.add() != 0) {
            constant(lane, fit.add());
            code.binary(lane, Operation.ADD);
        }
        shift(lane, Operation.ASHR, fit.shift());
        switch (fit.kind()) {
            case NONE -> {}
            case CLAMP -> clamp(fit, lane);
            case EXTEND -> {
                shift(lane, Operation.LSHL, (int) fit.low());
                shift(lane, Operation.ASHR, (int) fit.low());
            }
            case MASK -> {
                constant(lane, fit.high());
                code.binary(lane, Operation.AND);
            }
            case ZERO -> {
                int q = code.keep();
                code.push(q);
                constant(lane, 0);
                code.push(q);
                constant(lane, fit.low());
                code.compare(lane, VectorSupport.BT_lt);
                code.push(q);
                constant(lane, fit.high());
                code.compare(lane, VectorSupport.BT_gt);
                code.either(lane);
                code.blend(lane);
            }
        }
    }

    private void clamp(Fit fit, Lane lane) {
        long least = lane.wrap(1L << (lane.bits() - 1));
        if (fit.low() > least) {
            constant(lane, fit.low());
            code.binary(lane, Operation.MAX);
        }
        if (fit.high() < ~least) {
            constant(lane, fit.high());
            code.binary(lane, Operation.MIN);
        }
    }

    private void floatFit(Fit fit, int operand) {
        push(operand);
        float added = FloatFit.constant(fit);
        boolean once = FloatFit.nearest(fit) && added == 0;
        if (fit.shift() == 0) {
            // Whole already: possible() allows no offset here.
            constant(FloatFit.MAGIC);
            code.binary(Lane.F32, Operation.ADD);
        } else {
            constant(FloatFit.scale(fit));
            constant(once ? FloatFit.MAGIC : added);
            code.multiplyAdd();
            if (!once) {
                constant(FloatFit.MAGIC);
                code.binary(Lane.F32, Operation.ADD);
            }
        }
        // Positive floats are ordered as their bits, and integers have no NaN to look after.
        code.bits(Lane.F32, Lane.I32);
        if (FloatFit.low(fit) != Long.MIN_VALUE) {
            constant(Lane.I32, FloatFit.bits(FloatFit.low(fit)));
            code.binary(Lane.I32, Operation.MAX);
        }
        if (FloatFit.high(fit) != Long.MAX_VALUE) {
            constant(Lane.I32, FloatFit.bits(FloatFit.high(fit)));
            code.binary(Lane.I32, Operation.MIN);
        }
        switch (fit.kind()) {
            case NONE, CLAMP, ZERO -> {
                code.bits(Lane.I32, Lane.F32);
                constant(FloatFit.MAGIC);
                code.binary(Lane.F32, Operation.SUB);
            }
            case EXTEND -> {
                shift(Lane.I32, Operation.LSHL, (int) fit.low() - 32);
                shift(Lane.I32, Operation.ASHR, (int) fit.low() - 32);
            }
            case MASK -> {
                constant(Lane.I32, fit.high());
                code.binary(Lane.I32, Operation.AND);
            }
        }
    }
}
