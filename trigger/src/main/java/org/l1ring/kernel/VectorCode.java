package org.l1ring.kernel;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Locale;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Writes calls of the Vector API: operands are taken from the operand stack, results left there.
 *
 * <p>Addresses are a constant byte of the kernel's memory, plus the place of the vector that the
 * loop is at.
 */
final class VectorCode {
    /** Local variable of the memory. */
    static final int MEMORY = 1;

    /** Local variable of the place in the column, bytes. */
    static final int PLACE = 3;

    private static final ClassDesc SEGMENT = desc(MemorySegment.class);
    private static final ClassDesc SPECIES = desc(VectorSpecies.class);
    private static final ClassDesc VECTOR = desc(Vector.class);
    private static final ClassDesc MASK = desc(VectorMask.class);
    private static final ClassDesc ORDER = desc(ByteOrder.class);
    private static final ClassDesc OPERATORS = desc(VectorOperators.class);
    private static final ClassDesc BINARY = desc(VectorOperators.Binary.class);
    private static final ClassDesc COMPARISON = desc(VectorOperators.Comparison.class);

    private final CodeBuilder code;

    /** Bytes that a value has in the group's widest lanes. */
    private final int bytes;

    VectorCode(CodeBuilder code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    private static ClassDesc vector(Lane lane) {
        return switch (lane) {
            case I16 -> desc(ShortVector.class);
            case I32 -> desc(IntVector.class);
            case I64 -> desc(LongVector.class);
            case F32 -> desc(FloatVector.class);
        };
    }

    private static ClassDesc element(Lane lane) {
        return switch (lane) {
            case I16 -> ConstantDescs.CD_short;
            case I32 -> ConstantDescs.CD_int;
            case I64 -> ConstantDescs.CD_long;
            case F32 -> ConstantDescs.CD_float;
        };
    }

    private static int vectorBits() {
        return VectorShape.preferredShape().vectorBitSize();
    }

    /** Bytes of a vector. */
    static int vectorBytes() {
        return vectorBits() / 8;
    }

    /** Pushes the species of as many values as a vector of the widest lanes has. */
    private void species(Lane lane) {
        int bits = vectorBits() * lane.bytes() / bytes;
        String name = bits == vectorBits() ? "SPECIES_PREFERRED" : "SPECIES_" + bits;
        code.getstatic(vector(lane), name, SPECIES);
    }

    /** Pushes the address of a vector. */
    private void address(Lane lane, long offset, boolean constant) {
        code.ldc(offset);
        if (constant) {
            return;
        }
        code.lload(PLACE);
        for (int ratio = bytes; ratio > lane.bytes(); ratio /= 2) {
            code.iconst_1().lshr();
        }
        code.ladd();
    }

    private void order() {
        code.invokestatic(ORDER, "nativeOrder", MethodTypeDesc.of(ORDER));
    }

    /** Pushes a vector of a column. */
    void load(Lane lane, long offset) {
        species(lane);
        code.aload(MEMORY);
        address(lane, offset, false);
        load(lane);
    }

    /** Pushes a vector that is the same for all crossings. */
    void loadConstant(Lane lane, long offset) {
        species(lane);
        code.aload(MEMORY);
        address(lane, offset, true);
        load(lane);
    }

    private void load(Lane lane) {
        order();
        code.invokestatic(
                vector(lane),
                "fromMemorySegment",
                MethodTypeDesc.of(vector(lane), SPECIES, SEGMENT, ConstantDescs.CD_long, ORDER));
    }

    /** Stores the vector on the stack to a column. */
    void store(Lane lane, long offset) {
        code.aload(MEMORY);
        address(lane, offset, false);
        order();
        code.invokevirtual(
                vector(lane),
                "intoMemorySegment",
                MethodTypeDesc.of(ConstantDescs.CD_void, SEGMENT, ConstantDescs.CD_long, ORDER));
    }

    /** {@code add}, {@code sub}, {@code mul}, {@code min}, {@code max} of two vectors. */
    void binary(Lane lane, String operation) {
        code.invokevirtual(vector(lane), operation, MethodTypeDesc.of(vector(lane), VECTOR));
    }

    /** {@code abs} of a vector. */
    void unary(Lane lane, String operation) {
        code.invokevirtual(vector(lane), operation, MethodTypeDesc.of(vector(lane)));
    }

    /** AND, OR, XOR of two vectors. */
    void logic(Lane lane, String operator) {
        // The operator comes before its right operand.
        int right = keep();
        code.getstatic(OPERATORS, operator, desc(VectorOperators.Associative.class));
        code.aload(right);
        code.invokevirtual(
                vector(lane), "lanewise", MethodTypeDesc.of(vector(lane), BINARY, VECTOR));
    }

    /** Shift of a vector by a constant: ASHR or LSHL. */
    void shift(Lane lane, String operator, int count) {
        if (count == 0) {
            return;
        }
        code.getstatic(OPERATORS, operator, BINARY);
        if (lane == Lane.I16) {
            // There is no shift of 16-bit lanes by an immediate; by a vector is the next best.
            species(lane);
            code.loadConstant(count);
            code.invokestatic(
                    vector(lane),
                    "broadcast",
                    MethodTypeDesc.of(vector(lane), SPECIES, ConstantDescs.CD_short));
            code.invokevirtual(
                    vector(lane), "lanewise", MethodTypeDesc.of(vector(lane), BINARY, VECTOR));
            return;
        }
        if (lane == Lane.I64) {
            code.ldc((long) count);
        } else {
            code.ldc(count);
        }
        code.invokevirtual(
                vector(lane), "lanewise", MethodTypeDesc.of(vector(lane), BINARY, element(lane)));
    }

    /** The first of three vectors times the second plus the third. */
    void multiplyAdd() {
        code.invokevirtual(
                vector(Lane.F32), "fma", MethodTypeDesc.of(vector(Lane.F32), VECTOR, VECTOR));
    }

    /** Compares two vectors and leaves a mask. */
    void compare(Lane lane, String comparison) {
        int right = keep();
        code.getstatic(OPERATORS, comparison, COMPARISON);
        code.aload(right);
        code.invokevirtual(vector(lane), "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
    }

    /** The disjunction of two masks. */
    void either() {
        code.invokevirtual(MASK, "or", MethodTypeDesc.of(MASK, MASK));
    }

    /** The first of two vectors, or the second where the mask on top is set. */
    void blend(Lane lane) {
        code.invokevirtual(vector(lane), "blend", MethodTypeDesc.of(vector(lane), VECTOR, MASK));
    }

    /** Converts values to another lane, of as many values a vector. */
    void convert(Lane from, Lane to) {
        species(to);
        code.loadConstant(0);
        code.invokevirtual(
                vector(from),
                "castShape",
                MethodTypeDesc.of(VECTOR, SPECIES, ConstantDescs.CD_int));
        code.checkcast(vector(to));
    }

    /** The bits of floats as integers. */
    void floatBits() {
        code.invokevirtual(
                vector(Lane.F32), "reinterpretAsInts", MethodTypeDesc.of(vector(Lane.I32)));
    }

    /** Integers as the floats of those bits. */
    void bitsAsFloats() {
        code.invokevirtual(
                vector(Lane.I32), "reinterpretAsFloats", MethodTypeDesc.of(vector(Lane.F32)));
    }

    /** Moves the top of the stack to a new local variable. */
    int keep() {
        int local = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(local);
        return local;
    }

    /** Pushes a local variable. */
    void push(int local) {
        code.aload(local);
    }

    /** Doubles the top of the stack. */
    void twice(Lane lane) {
        code.dup();
        binary(lane, "add");
    }

    /** Name of an operator of the Vector API for a family. */
    static String operation(Family family) {
        return switch (family) {
            case LESS -> "LT";
            case LESS_OR_EQUAL -> "LE";
            case EQUAL -> "EQ";
            case MULTIPLY -> "mul";
            case MINIMUM -> "min";
            case MAXIMUM -> "max";
            case ABSOLUTE -> "abs";
            default -> family.name().toUpperCase(Locale.ROOT);
        };
    }
}
