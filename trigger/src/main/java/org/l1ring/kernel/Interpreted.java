package org.l1ring.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import jdk.internal.vm.vector.VectorSupport;

/**
 * What the operations of straight-line code do until they are compiled: the same by the Vector API.
 *
 * <p>The virtual machine asks that none of these captures anything.
 */
final class Interpreted {
    @SuppressWarnings("restricted") // the whole address space, as compiled code sees it
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private Interpreted() {}

    /** An operation on two vectors or masks. */
    interface Binary
            extends VectorSupport.BinaryOperation<
                    VectorSupport.VectorPayload, VectorSupport.VectorMask<?>> {}

    /** An operation on one vector. */
    interface Unary
            extends VectorSupport.UnaryOperation<
                    VectorSupport.Vector<?>, VectorSupport.VectorMask<?>> {}

    /** An operation on three vectors. */
    interface Ternary
            extends VectorSupport.TernaryOperation<
                    VectorSupport.Vector<?>, VectorSupport.VectorMask<?>> {}

    /** A comparison of two vectors. */
    interface Compare
            extends VectorSupport.VectorCompareOp<
                    VectorSupport.Vector<?>, VectorSupport.VectorMask<?>> {}

    /** A choice between two vectors. */
    interface Blend
            extends VectorSupport.VectorBlendOp<
                    VectorSupport.Vector<?>, VectorSupport.VectorMask<?>> {}

    /** A change of lanes. */
    interface Convert
            extends VectorSupport.VectorConvertOp<
                    VectorSupport.VectorPayload,
                    VectorSupport.VectorPayload,
                    VectorSupport.VectorSpecies<?>> {}

    /** A vector from an address. */
    interface Load
            extends VectorSupport.LoadOperation<
                    Object, VectorSupport.VectorPayload, VectorSupport.VectorSpecies<?>> {}

    /** A vector to an address. */
    interface Store
            extends VectorSupport.StoreVectorOperation<Object, VectorSupport.VectorPayload> {}

    static final Binary ADD = (a, b, _) -> vector(a).add(vector(b));
    static final Binary SUB = (a, b, _) -> vector(a).sub(vector(b));
    static final Binary MUL = (a, b, _) -> vector(a).mul(vector(b));
    static final Binary MIN = (a, b, _) -> vector(a).min(vector(b));
    static final Binary MAX = (a, b, _) -> vector(a).max(vector(b));
    static final Binary AND = (a, b, _) -> vector(a).lanewise(VectorOperators.AND, vector(b));
    static final Binary OR = (a, b, _) -> vector(a).lanewise(VectorOperators.OR, vector(b));
    static final Binary XOR = (a, b, _) -> vector(a).lanewise(VectorOperators.XOR, vector(b));
    static final Binary LSHL = (a, b, _) -> vector(a).lanewise(VectorOperators.LSHL, vector(b));
    static final Binary ASHR = (a, b, _) -> vector(a).lanewise(VectorOperators.ASHR, vector(b));
    static final Binary EITHER = (a, b, _) -> mask(a).or(mask(b));
    static final Unary ABS = (a, _) -> vector(a).abs();
    static final Ternary FMA =
            (a, b, c, _) -> vector(a).lanewise(VectorOperators.FMA, vector(b), vector(c));
    static final Compare COMPARE = Interpreted::compare;
    static final Blend BLEND = (a, b, m) -> vector(a).blend(vector(b), mask(m));
    static final Convert CAST = (a, s) -> vector(a).castShape(species(s), 0);
    static final Convert BITS = (a, s) -> vector(a).reinterpretShape(species(s), 0);
    static final Load LOAD = (_, at, s) -> species(s).fromMemorySegment(ALL, at, ORDER);
    static final Store STORE = (_, at, a) -> vector(a).intoMemorySegment(ALL, at, ORDER);

    private static VectorMask<Object> compare(
            int condition,
            VectorSupport.Vector<?> a,
            VectorSupport.Vector<?> b,
            VectorSupport.VectorMask<?> none) {
        VectorOperators.Comparison comparison =
                switch (condition) {
                    case VectorSupport.BT_eq -> VectorOperators.EQ;
                    case VectorSupport.BT_ne -> VectorOperators.NE;
                    case VectorSupport.BT_lt -> VectorOperators.LT;
                    case VectorSupport.BT_le -> VectorOperators.LE;
                    case VectorSupport.BT_gt -> VectorOperators.GT;
                    default -> throw new IllegalArgumentException("condition " + condition);
                };
        return vector(a).compare(comparison, vector(b));
    }

    @SuppressWarnings("unchecked") // lanes are chosen by the code that calls
    private static Vector<Object> vector(VectorSupport.VectorPayload vector) {
        return (Vector<Object>) vector;
    }

    @SuppressWarnings("unchecked")
    private static VectorMask<Object> mask(VectorSupport.VectorPayload mask) {
        return (VectorMask<Object>) mask;
    }

    @SuppressWarnings("unchecked")
    private static VectorSpecies<Object> species(VectorSupport.VectorSpecies<?> species) {
        return (VectorSpecies<Object>) species;
    }
}
