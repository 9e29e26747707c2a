package org.l1ring.kernel;

import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import jdk.internal.vm.vector.VectorSupport;

/**
 * The vectors of straight-line code as constants that it names: of each lane those of the preferred
 * size, of a half and of a quarter.
 */
final class Shapes {
    static final VectorSupport.VectorSpecies<?> I16 = species(short.class, 1);
    static final VectorSupport.VectorSpecies<?> I16_HALF = species(short.class, 2);
    static final VectorSupport.VectorSpecies<?> I16_QUARTER = species(short.class, 4);
    static final VectorSupport.VectorSpecies<?> I32 = species(int.class, 1);
    static final VectorSupport.VectorSpecies<?> I32_HALF = species(int.class, 2);
    static final VectorSupport.VectorSpecies<?> I64 = species(long.class, 1);
    static final VectorSupport.VectorSpecies<?> F32 = species(float.class, 1);
    static final VectorSupport.VectorSpecies<?> F32_HALF = species(float.class, 2);

    static final Class<?> I16_VECTOR = vector(I16);
    static final Class<?> I16_HALF_VECTOR = vector(I16_HALF);
    static final Class<?> I16_QUARTER_VECTOR = vector(I16_QUARTER);
    static final Class<?> I32_VECTOR = vector(I32);
    static final Class<?> I32_HALF_VECTOR = vector(I32_HALF);
    static final Class<?> I64_VECTOR = vector(I64);
    static final Class<?> F32_VECTOR = vector(F32);
    static final Class<?> F32_HALF_VECTOR = vector(F32_HALF);

    static final Class<?> I16_MASK = mask(I16);
    static final Class<?> I16_HALF_MASK = mask(I16_HALF);
    static final Class<?> I16_QUARTER_MASK = mask(I16_QUARTER);
    static final Class<?> I32_MASK = mask(I32);
    static final Class<?> I32_HALF_MASK = mask(I32_HALF);
    static final Class<?> I64_MASK = mask(I64);
    static final Class<?> F32_MASK = mask(F32);
    static final Class<?> F32_HALF_MASK = mask(F32_HALF);

    private Shapes() {}

    /** The species of vectors so many times smaller than the preferred ones, or of the smallest. */
    private static VectorSupport.VectorSpecies<?> species(Class<?> element, int part) {
        int bits = VectorShape.preferredShape().vectorBitSize() / part;
        VectorShape shape = VectorShape.forBitSize(Math.max(bits, 64));
        return (VectorSupport.VectorSpecies<?>) VectorSpecies.of(element, shape);
    }

    private static Class<?> vector(VectorSupport.VectorSpecies<?> species) {
        return ((VectorSpecies<?>) species).vectorType();
    }

    private static Class<?> mask(VectorSupport.VectorSpecies<?> species) {
        return ((VectorSpecies<?>) species).maskType();
    }
}
