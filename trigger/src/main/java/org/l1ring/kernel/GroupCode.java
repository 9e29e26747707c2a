package org.l1ring.kernel;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.AccessFlag;
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
    private final Grouping placed;
    private final Pool pool;
    private final Map<Integer, Integer> masks = new HashMap<>();

    private VectorCode code;
    private ColumnCode columns;
    private SumCode sums;
    private FitCode fits;

    private GroupCode(Grouping.Group group, Grouping columns, Pool pool) {
        this.group = group;
        this.placed = columns;
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
        columns = new ColumnCode(code, placed, pool);
        sums = new SumCode(columns);
        fits = new FitCode(columns);
        code.loop(() -> group.instructions().forEach(this::emit));
    }

    private void emit(Instruction instruction) {
        Lane lane = instruction.lane();
        List<Integer> operands = instruction.operands();
        switch (instruction.family()) {
            case LINEAR -> {
                if (lane == Lane.F32) {
                    sums.floatSum(instruction);
                } else {
                    Instruction.Weights weights = (Instruction.Weights) instruction.constants();
                    sums.sum(lane, operands, weights.coefficients(), weights.bias());
                }
            }
            case FIT -> {
                Instruction.Fitting fitting = (Instruction.Fitting) instruction.constants();
                Fit fit = fitting.fit();
                if (columns.lane(operands.get(0)) == Lane.F32) {
                    fits.floatFit(fit, lane, operands.get(0));
                } else {
                    fits.fit(fitting, lane, operands.get(0));
                }
            }
            case MULTIPLY, MINIMUM, MAXIMUM, AND, OR, XOR -> {
                columns.push(operands.get(0));
                columns.push(operands.get(1));
                code.binary(lane, Operation.of(instruction.family()));
            }
            case ABSOLUTE -> {
                columns.push(operands.get(0));
                code.absolute(lane);
            }
            case SELECT -> {
                columns.push(operands.get(2));
                columns.push(operands.get(1));
                pushMask(operands.get(0));
                code.blend(lane);
            }
            case LESS, LESS_OR_EQUAL, EQUAL -> {
                columns.push(operands.get(0));
                columns.push(operands.get(1));
                code.compare(lane, condition(instruction.family()));
                int mask = code.keep();
                masks.put(instruction.result(), mask);
                columns.constant(lane, 0);
                columns.constant(lane, 1);
                code.push(mask);
                code.blend(lane);
            }
            case WIDEN -> {
                columns.load(operands.get(0));
                code.convert(columns.lane(operands.get(0)), lane);
            }
            case NARROW -> {
                narrow(instruction);
                return;
            }
            case CONVERT -> {
                columns.push(operands.get(0));
                if (lane == Lane.F32) {
                    code.convert(Lane.I32, Lane.F32);
                } else {
                    columns.wholeBits();
                    columns.constant(Lane.I32, FloatFit.bits(0));
                    code.binary(Lane.I32, Operation.SUB);
                }
            }
            case ROUNDED -> {
                Instruction.Rounded sum = (Instruction.Rounded) instruction.constants();
                if (columns.lane(operands.get(0)) == Lane.F32) {
                    sums.floatProducts(sum, operands, lane);
                } else {
                    sums.products(sum, operands, lane);
                }
            }
            case CAST, TABLE ->
                    throw new IllegalStateException(instruction.family() + " in a group");
        }
        columns.define(instruction);
    }

    private void pushMask(int column) {
        Integer mask = masks.get(column);
        if (mask != null) {
            code.push(mask);
        } else {
            columns.push(column);
            columns.constant(columns.lane(column), 0);
            code.compare(columns.lane(column), VectorSupport.BT_ne);
        }
    }

    private void narrow(Instruction instruction) {
        int operand = instruction.operands().get(0);
        Lane from = columns.lane(operand);
        columns.push(operand);
        if (from == Lane.F32) {
            columns.wholeBits();
        }
        code.convert(from == Lane.F32 ? Lane.I32 : from, instruction.lane());
        code.store(instruction.lane(), placed.offset(instruction.result()));
    }

    private static int condition(Family comparison) {
        return switch (comparison) {
            case LESS -> VectorSupport.BT_lt;
            case LESS_OR_EQUAL -> VectorSupport.BT_le;
            default -> VectorSupport.BT_eq;
        };
    }
}
