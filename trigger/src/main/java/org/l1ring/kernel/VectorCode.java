package org.l1ring.kernel;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.incubator.vector.VectorShape;
import jdk.internal.vm.vector.VectorSupport;

/**
 * Writes vector operations: operands are taken from the operand stack, results left there.
 *
 * <p>They are the virtual machine's own, which the Vector API is made of. Without the API's checks
 * around them the compiler has less to do, does not take the first turn out of the loop, and never
 * leaves an object. Addresses are a constant, plus the kernel's memory, plus the place of the
 * vector that the loop is at.
 */
final class VectorCode {
    private static final int MEMORY = 1;
    private static final int BLOCKS = 2;
    private static final int BASE = 3;
    private static final int PLACE = 5;
    private static final int END = 6;

    /** Addresses of the place in columns of the widest lanes, of half as wide ones, and so on. */
    private static final int AT = 7;

    private static final int ADDRESS = 13;
    private static final int FIRST = 15;
    private static final int SECOND = 16;
    private static final int THIRD = 17;

    private static final ClassDesc SUPPORT = desc(VectorSupport.class);
    private static final ClassDesc SHAPES = desc(Shapes.class);
    private static final ClassDesc INTERPRETED = desc(Interpreted.class);
    private static final ClassDesc VECTOR = desc(VectorSupport.Vector.class);
    private static final ClassDesc MASK = desc(VectorSupport.VectorMask.class);
    private static final ClassDesc SPECIES = desc(VectorSupport.VectorSpecies.class);
    private static final ClassDesc CLASS = ConstantDescs.CD_Class;

    private static final Set<String> OPERATIONS =
            Set.of(
                    "load",
                    "store",
                    "binaryOp",
                    "unaryOp",
                    "ternaryOp",
                    "compare",
                    "blend",
                    "convert");

    /** The types of the operations that are called, by their names. */
    private static final Map<String, MethodTypeDesc> TYPES =
            Stream.of(VectorSupport.class.getDeclaredMethods())
                    .filter(method -> OPERATIONS.contains(method.getName()))
                    .collect(Collectors.toMap(Method::getName, VectorCode::type));

    private final CodeBuilder code;

    /** Bytes that a value has in the group's widest lanes. */
    private final int bytes;

    VectorCode(CodeBuilder code, int bytes) {
        this.code = code;
        this.bytes = bytes;
        for (int local = BASE; local <= THIRD; local++) {
            code.allocateLocal(TypeKind.INT);
        }
    }

    static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    private static MethodTypeDesc type(Method method) {
        return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                .describeConstable()
                .orElseThrow();
    }

    private static int vectorBits() {
        return VectorShape.preferredShape().vectorBitSize();
    }

    /** Bytes of a vector. */
    static int vectorBytes() {
        return vectorBits() / 8;
    }

    /** A loop over the vectors of the blocks. */
    void loop(Runnable body) {
        code.aload(MEMORY);
        code.invokeinterface(
                desc(MemorySegment.class), "address", MethodTypeDesc.of(ConstantDescs.CD_long));
        code.lstore(BASE);
        code.iload(BLOCKS).loadConstant(Lane.BLOCK * bytes).imul().istore(END);
        code.iconst_0().istore(PLACE);
        Label again = code.newBoundLabel();
        Label done = code.newLabel();
        code.iload(PLACE).iload(END).if_icmpge(done);
        for (int ratio = 0; bytes >> ratio >= Lane.I16.bytes(); ratio++) {
            code.lload(BASE).iload(PLACE).loadConstant(ratio).ishr().i2l().ladd();
            code.lstore(AT + 2 * ratio);
        }
        body.run();
        code.iinc(PLACE, vectorBytes()).goto_(again);
        code.labelBinding(done).return_();
    }

    private int ratio(Lane lane) {
        return Integer.numberOfTrailingZeros(bytes / lane.bytes());
    }

    private String name(Lane lane) {
        return lane
                + switch (ratio(lane)) {
                    case 0 -> "";
                    case 1 -> "_HALF";
                    default -> "_QUARTER";
                };
    }

    private void vectorType(Lane lane) {
        code.getstatic(SHAPES, name(lane) + "_VECTOR", CLASS);
    }

    private void maskType(Lane lane) {
        code.getstatic(SHAPES, name(lane) + "_MASK", CLASS);
    }

    /** Pushes the type of an element and the number of elements. */
    private void elements(Lane lane) {
        Class<?> box =
                switch (lane) {
                    case I16 -> Short.class;
                    case I32 -> Integer.class;
                    case I64 -> Long.class;
                    case F32 -> Float.class;
                };
        code.getstatic(desc(box), "TYPE", CLASS);
        code.loadConstant(vectorBytes() / bytes);
    }

    private void species(Lane lane) {
        code.getstatic(SHAPES, name(lane), SPECIES);
    }

    private void interpreted(String name, Class<?> type) {
        code.getstatic(INTERPRETED, name, desc(type));
    }

    /** Pushes a vector of a column. */
    void load(Lane lane, long offset) {
        load(lane, AT + 2 * ratio(lane), offset);
    }

    /** Pushes a vector that is the same for all crossings. */
    void loadConstant(Lane lane, long offset) {
        load(lane, BASE, offset);
    }

    private void load(Lane lane, int from, long offset) {
        vectorType(lane);
        elements(lane);
        code.aconst_null();
        address(from, offset);
        code.iconst_1().aconst_null().lload(ADDRESS);
        species(lane);
        interpreted("LOAD", Interpreted.Load.class);
        call("load");
    }

    private void address(int from, long offset) {
        code.lload(from).ldc(offset).ladd().dup2().lstore(ADDRESS);
    }

    /** Stores the vector on the stack to a column. */
    void store(Lane lane, long offset) {
        code.astore(FIRST);
        vectorType(lane);
        elements(lane);
        code.aconst_null();
        address(AT + 2 * ratio(lane), offset);
        code.iconst_1().aload(FIRST).aconst_null().lload(ADDRESS);
        interpreted("STORE", Interpreted.Store.class);
        call("store");
    }

    private void call(String name) {
        code.invokestatic(SUPPORT, name, TYPES.get(name));
    }

    /** An operation on two vectors. */
    void binary(Lane lane, Operation operation) {
        code.astore(SECOND).astore(FIRST).loadConstant(operation.code());
        vectorType(lane);
        code.aconst_null();
        elements(lane);
        two(operation.name());
    }

    private void two(String name) {
        code.aload(FIRST).aload(SECOND).aconst_null();
        interpreted(name, Interpreted.Binary.class);
        call("binaryOp");
    }

    /** Magnitudes of a vector. */
    void absolute(Lane lane) {
        code.astore(FIRST).loadConstant(VectorSupport.VECTOR_OP_ABS);
        vectorType(lane);
        code.aconst_null();
        elements(lane);
        vector(FIRST);
        code.aconst_null();
        interpreted("ABS", Interpreted.Unary.class);
        call("unaryOp");
    }

    private void vector(int local) {
        code.aload(local).checkcast(VECTOR);
    }

    /** The first of three vectors times the second plus the third. */
    void multiplyAdd() {
        code.astore(THIRD).astore(SECOND).astore(FIRST);
        code.loadConstant(VectorSupport.VECTOR_OP_FMA);
        vectorType(Lane.F32);
        code.aconst_null();
        elements(Lane.F32);
        vector(FIRST);
        vector(SECOND);
        vector(THIRD);
        code.aconst_null();
        interpreted("FMA", Interpreted.Ternary.class);
        call("ternaryOp");
    }

    /** Compares two vectors, by a condition of {@link VectorSupport}, and leaves a mask. */
    void compare(Lane lane, int condition) {
        code.astore(SECOND).astore(FIRST).loadConstant(condition);
        vectorType(lane);
        maskType(lane);
        elements(lane);
        vector(FIRST);
        vector(SECOND);
        code.aconst_null();
        interpreted("COMPARE", Interpreted.Compare.class);
        call("compare");
    }

    /** The disjunction of two masks. */
    void either(Lane lane) {
        code.astore(SECOND).astore(FIRST).loadConstant(VectorSupport.VECTOR_OP_OR);
        maskType(lane);
        code.aconst_null();
        elements(lane);
        two("EITHER");
        code.checkcast(MASK);
    }

    /** The first of two vectors, or the second where the mask on top is set. */
    void blend(Lane lane) {
        code.astore(THIRD).astore(SECOND).astore(FIRST);
        vectorType(lane);
        maskType(lane);
        elements(lane);
        vector(FIRST);
        vector(SECOND);
        code.aload(THIRD).checkcast(MASK);
        interpreted("BLEND", Interpreted.Blend.class);
        call("blend");
    }

    /** Converts values to another lane, of as many values a vector. */
    void convert(Lane from, Lane to) {
        convert(VectorSupport.VECTOR_OP_CAST, from, to, "CAST");
    }

    /** The bits of a lane's values as values of another of the same width. */
    void bits(Lane from, Lane to) {
        convert(VectorSupport.VECTOR_OP_REINTERPRET, from, to, "BITS");
    }

    private void convert(int operation, Lane from, Lane to, String name) {
        code.astore(FIRST).loadConstant(operation);
        vectorType(from);
        elements(from);
        vectorType(to);
        elements(to);
        code.aload(FIRST);
        species(to);
        interpreted(name, Interpreted.Convert.class);
        call("convert");
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
        binary(lane, Operation.ADD);
    }

    /** Operations on two vectors. */
    enum Operation {
        ADD(VectorSupport.VECTOR_OP_ADD),
        SUB(VectorSupport.VECTOR_OP_SUB),
        MUL(VectorSupport.VECTOR_OP_MUL),
        MIN(VectorSupport.VECTOR_OP_MIN),
        MAX(VectorSupport.VECTOR_OP_MAX),
        AND(VectorSupport.VECTOR_OP_AND),
        OR(VectorSupport.VECTOR_OP_OR),
        XOR(VectorSupport.VECTOR_OP_XOR),
        LSHL(VectorSupport.VECTOR_OP_LSHIFT),
        ASHR(VectorSupport.VECTOR_OP_RSHIFT);

        private final int code;

        Operation(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static Operation of(Family family) {
            return switch (family) {
                case MULTIPLY -> MUL;
                case MINIMUM -> MIN;
                case MAXIMUM -> MAX;
                default -> valueOf(family.name());
            };
        }
    }
}
