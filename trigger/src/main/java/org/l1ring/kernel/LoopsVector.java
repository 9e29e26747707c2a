package org.l1ring.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops in vectors of crossings.
 *
 * <p>This class is a template: {@link Engine} defines one hidden copy of it a lane width, so that
 * the species is a constant of each copy and the copies are profiled and compiled apart. Loops are
 * inlined by hand; helpers around vector calls would box vectors.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // one text for three element types
final class LoopsVector extends LoopsScalar {
    private static final VectorSpecies SPECIES;
    private static final VectorSpecies NARROWER;
    private static final VectorSpecies HALF;
    private static final VectorSpecies WIDER;

    static {
        try {
            SPECIES = MethodHandles.classData(MethodHandles.lookup(), "_", VectorSpecies.class);
        } catch (IllegalAccessException e) {
            throw new ExceptionInInitializerError(e);
        }
        NARROWER = sameLength(SPECIES.elementSize() / 2, SPECIES);
        HALF = SPECIES.withShape(VectorShape.forBitSize(SPECIES.vectorBitSize() / 2));
        WIDER = sameLength(2 * SPECIES.elementSize(), HALF);
    }

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final long VECTOR = SPECIES.vectorByteSize();
    private static final long BLOCK = (long) Lane.BLOCK * SPECIES.elementSize() / 8;

    private static final int SIGN = SPECIES.elementSize() - 1;
    private static final Vector ZERO = SPECIES.zero();
    private static final Vector ONE = SPECIES.broadcast(1);

    LoopsVector(Lane lane) {
        super(lane);
    }

    /** The species of another element size with as many elements, or the same when absent. */
    private static VectorSpecies sameLength(int elementBits, VectorSpecies species) {
        int bits = elementBits * species.length();
        Class<?> element =
                switch (elementBits) {
                    case 16 -> short.class;
                    case 32 -> int.class;
                    case 64 -> long.class;
                    default -> null;
                };
        return element == null || bits > VectorShape.preferredShape().vectorBitSize()
                ? species
                : VectorSpecies.of((Class) element, VectorShape.forBitSize(bits));
    }

    @Override
    public void linear(MemorySegment memory, Program program, int blocks) {
        long column = blocks * BLOCK;
        int[] ints = program.ints();
        long[] longs = program.longs();
        int at = 0;
        int word = 0;
        for (int item = program.items(); item > 0; item--) {
            long result = ints[at];
            int first = at + 2;
            int end = first + ints[at + 1];
            int weights = word + 1 - first;
            long c = 0;
            for (; c + 4 * VECTOR <= column; c += 4 * VECTOR) {
                Vector a = SPECIES.broadcast(longs[word]);
                Vector b = a;
                Vector d = a;
                Vector e = a;
                for (int term = first; term < end; term++) {
                    long x = ints[term] + c;
                    Vector w = SPECIES.broadcast(longs[weights + term]);
                    a = a.add(SPECIES.fromMemorySegment(memory, x, ORDER).mul(w));
                    b = b.add(SPECIES.fromMemorySegment(memory, x + VECTOR, ORDER).mul(w));
                    d = d.add(SPECIES.fromMemorySegment(memory, x + 2 * VECTOR, ORDER).mul(w));
                    e = e.add(SPECIES.fromMemorySegment(memory, x + 3 * VECTOR, ORDER).mul(w));
                }
                a.intoMemorySegment(memory, result + c, ORDER);
                b.intoMemorySegment(memory, result + c + VECTOR, ORDER);
                d.intoMemorySegment(memory, result + c + 2 * VECTOR, ORDER);
                e.intoMemorySegment(memory, result + c + 3 * VECTOR, ORDER);
            }
            for (; c < column; c += 2 * VECTOR) {
                Vector a = SPECIES.broadcast(longs[word]);
                Vector b = a;
                for (int term = first; term < end; term++) {
                    long x = ints[term] + c;
                    Vector w = SPECIES.broadcast(longs[weights + term]);
                    a = a.add(SPECIES.fromMemorySegment(memory, x, ORDER).mul(w));
                    b = b.add(SPECIES.fromMemorySegment(memory, x + VECTOR, ORDER).mul(w));
                }
                a.intoMemorySegment(memory, result + c, ORDER);
                b.intoMemorySegment(memory, result + c + VECTOR, ORDER);
            }
            word += 1 + ints[at + 1];
            at = end;
        }
    }

    @Override
    public void rounded(MemorySegment memory, Program program, int blocks) {
        long column = blocks * BLOCK;
        int[] ints = program.ints();
        long[] longs = program.longs();
        int at = 0;
        int word = 0;
        for (int item = program.items(); item > 0; item--) {
            long result = ints[at];
            int first = at + 2;
            int end = first + ints[at + 1];
            int plain = first + (int) longs[word];
            Vector add = SPECIES.broadcast(longs[word + 1]);
            int shift = (int) longs[word + 2];
            word += 3;
            int weights = word + 1 - first;
            for (long c = 0; c < column; c += 2 * VECTOR) {
                Vector a = SPECIES.broadcast(longs[word]);
                Vector b = a;
                for (int term = first; term < plain; term++) {
                    long x = ints[term] + c;
                    Vector w = SPECIES.broadcast(longs[weights + term]);
                    Vector p = SPECIES.fromMemorySegment(memory, x, ORDER).mul(w).add(add);
                    Vector q = SPECIES.fromMemorySegment(memory, x + VECTOR, ORDER).mul(w).add(add);
                    a = a.add(p.lanewise(VectorOperators.ASHR, shift));
                    b = b.add(q.lanewise(VectorOperators.ASHR, shift));
                }
                for (int term = plain; term < end; term++) {
                    long x = ints[term] + c;
                    Vector w = SPECIES.broadcast(longs[weights + term]);
                    a = a.add(SPECIES.fromMemorySegment(memory, x, ORDER).mul(w));
                    b = b.add(SPECIES.fromMemorySegment(memory, x + VECTOR, ORDER).mul(w));
                }
                a.intoMemorySegment(memory, result + c, ORDER);
                b.intoMemorySegment(memory, result + c + VECTOR, ORDER);
            }
            word += 1 + ints[at + 1];
            at = end;
        }
    }

    @Override
    public void fit(MemorySegment memory, Program program, int blocks) {
        long column = blocks * BLOCK;
        int[] ints = program.ints();
        long[] longs = program.longs();
        boolean moved = longs[8] != 0;
        boolean bounded = longs[0] != Long.MIN_VALUE;
        boolean even = longs[1] == Fit.EVEN;
        boolean sign = longs[1] == Fit.SIGN;
        boolean clamps = longs[5] == Fit.CLAMP;
        boolean extend = longs[5] == Fit.EXTEND;
        boolean mask = longs[5] == Fit.MASK;
        boolean zero = longs[5] == Fit.ZERO;
        for (int item = 0; item < program.items(); item++) {
            long result = ints[3 * item];
            long source = ints[3 * item + 2];
            int fit = item * Fit.WORDS;
            int shift = (int) longs[fit + 4];
            for (long c = 0; c < column; c += 2 * VECTOR) {
                Vector a = SPECIES.fromMemorySegment(memory, source + c, ORDER);
                Vector b = SPECIES.fromMemorySegment(memory, source + c + VECTOR, ORDER);
                if (moved) {
                    Vector offset = SPECIES.broadcast(longs[fit + 8]);
                    a = a.add(offset);
                    b = b.add(offset);
                }
                if (bounded) {
                    Vector least = SPECIES.broadcast(longs[fit]);
                    a = a.max(least);
                    b = b.max(least);
                }
                if (even) {
                    a =
                            a.add(
                                    a.lanewise(VectorOperators.ASHR, shift)
                                            .lanewise(VectorOperators.AND, ONE));
                    b =
                            b.add(
                                    b.lanewise(VectorOperators.ASHR, shift)
                                            .lanewise(VectorOperators.AND, ONE));
                } else if (sign) {
                    Vector signMask = SPECIES.broadcast(longs[fit + 3]);
                    a =
                            a.add(
                                    a.lanewise(VectorOperators.ASHR, SIGN)
                                            .lanewise(VectorOperators.AND, signMask));
                    b =
                            b.add(
                                    b.lanewise(VectorOperators.ASHR, SIGN)
                                            .lanewise(VectorOperators.AND, signMask));
                }
                Vector add = SPECIES.broadcast(longs[fit + 2]);
                a = a.add(add).lanewise(VectorOperators.ASHR, shift);
                b = b.add(add).lanewise(VectorOperators.ASHR, shift);
                if (clamps) {
                    Vector low = SPECIES.broadcast(longs[fit + 6]);
                    Vector high = SPECIES.broadcast(longs[fit + 7]);
                    a = a.max(low).min(high);
                    b = b.max(low).min(high);
                } else if (extend) {
                    int unused = (int) longs[fit + 6];
                    a =
                            a.lanewise(VectorOperators.LSHL, unused)
                                    .lanewise(VectorOperators.ASHR, unused);
                    b =
                            b.lanewise(VectorOperators.LSHL, unused)
                                    .lanewise(VectorOperators.ASHR, unused);
                } else if (mask) {
                    Vector high = SPECIES.broadcast(longs[fit + 7]);
                    a = a.lanewise(VectorOperators.AND, high);
                    b = b.lanewise(VectorOperators.AND, high);
                } else if (zero) {
                    Vector low = SPECIES.broadcast(longs[fit + 6]);
                    Vector high = SPECIES.broadcast(longs[fit + 7]);
                    a =
                            a.blend(
                                    ZERO,
                                    a.compare(VectorOperators.LT, low)
                                            .or(a.compare(VectorOperators.GT, high)));
                    b =
                            b.blend(
                                    ZERO,
                                    b.compare(VectorOperators.LT, low)
                                            .or(b.compare(VectorOperators.GT, high)));
                }
                a.intoMemorySegment(memory, result + c, ORDER);
                b.intoMemorySegment(memory, result + c + VECTOR, ORDER);
            }
        }
    }

    @Override
    public void multiply(MemorySegment memory, Program program, int blocks) {
        long column = blocks * BLOCK;
        int[] ints = program.ints();
        for (int at = 0; at < ints.length; at += 4) {
            for (long c = 0; c < column; c += VECTOR) {
                SPECIES.fromMemorySegment(memory, ints[at + 2] + c, ORDER)
                        .mul(SPECIES.fromMemorySegment(memory, ints[at + 3] + c, ORDER))
                        .intoMemorySegment(memory, ints[at] + c, ORDER);
            }
        }
    }

    @Override
    public void select(MemorySegment memory, Program program, int blocks) {
        long column = blocks * BLOCK;
        int[] ints = program.ints();
        for (int at = 0; at < ints.length; at += 5) {
            for (long c = 0; c < column; c += VECTOR) {
                Vector condition = SPECIES.fromMemorySegment(memory, ints[at + 2] + c, ORDER);
                Vector whenTrue = SPECIES.fromMemorySegment(memory, ints[at + 3] + c, ORDER);
                Vector whenFalse = SPECIES.fromMemorySegment(memory, ints[at + 4] + c, ORDER);
                whenFalse
                        .blend(whenTrue, condition.compare(VectorOperators.NE, SPECIES.zero()))
                        .intoMemorySegment(memory, ints[at] + c, ORDER);
            }
        }
    }

    @Override
    public void compare(MemorySegment memory, Program program, int blocks) {
        long column = blocks * BLOCK;
        int[] ints = program.ints();
        Vector zero = SPECIES.zero();
        Vector one = SPECIES.broadcast(1);
        boolean less = program.family() == Family.LESS;
        boolean equal = program.family() == Family.EQUAL;
        for (int at = 0; at < ints.length; at += 4) {
            for (long c = 0; c < column; c += VECTOR) {
                Vector left = SPECIES.fromMemorySegment(memory, ints[at + 2] + c, ORDER);
                Vector right = SPECIES.fromMemorySegment(memory, ints[at + 3] + c, ORDER);
                VectorMask holds;
                if (less) {
                    holds = left.compare(VectorOperators.LT, right);
                } else if (equal) {
                    holds = left.compare(VectorOperators.EQ, right);
                } else {
                    holds = left.compare(VectorOperators.LE, right);
                }
                zero.blend(one, holds).intoMemorySegment(memory, ints[at] + c, ORDER);
            }
        }
    }

    @Override
    public void combine(MemorySegment memory, Program program, int blocks) {
        long column = blocks * BLOCK;
        int[] ints = program.ints();
        Family family = program.family();
        for (int at = 0; at < ints.length; at += 4) {
            for (long c = 0; c < column; c += VECTOR) {
                Vector left = SPECIES.fromMemorySegment(memory, ints[at + 2] + c, ORDER);
                Vector right = SPECIES.fromMemorySegment(memory, ints[at + 3] + c, ORDER);
                Vector v;
                if (family == Family.MINIMUM) {
                    v = left.min(right);
                } else if (family == Family.MAXIMUM) {
                    v = left.max(right);
                } else if (family == Family.AND) {
                    v = left.lanewise(VectorOperators.AND, right);
                } else if (family == Family.OR) {
                    v = left.lanewise(VectorOperators.OR, right);
                } else {
                    v = left.lanewise(VectorOperators.XOR, right);
                }
                v.intoMemorySegment(memory, ints[at] + c, ORDER);
            }
        }
    }

    @Override
    public void absolute(MemorySegment memory, Program program, int blocks) {
        long column = blocks * BLOCK;
        int[] ints = program.ints();
        for (int at = 0; at < ints.length; at += 3) {
            for (long c = 0; c < column; c += VECTOR) {
                SPECIES.fromMemorySegment(memory, ints[at + 2] + c, ORDER)
                        .abs()
                        .intoMemorySegment(memory, ints[at] + c, ORDER);
            }
        }
    }

    @Override
    public void widen(MemorySegment memory, Program program, int blocks) {
        long column = blocks * BLOCK;
        int[] ints = program.ints();
        for (int at = 0; at < ints.length; at += 3) {
            for (long c = 0; c < column; c += VECTOR) {
                NARROWER.fromMemorySegment(memory, ints[at + 2] + c / 2, ORDER)
                        .castShape(SPECIES, 0)
                        .intoMemorySegment(memory, ints[at] + c, ORDER);
            }
        }
    }

    @Override
    public void narrow(MemorySegment memory, Program program, int blocks) {
        long column = blocks * BLOCK;
        int[] ints = program.ints();
        long bytes = HALF.vectorByteSize();
        for (int at = 0; at < ints.length; at += 3) {
            long to = ints[at];
            for (long c = 0; c < 2 * column; c += 2 * bytes, to += bytes) {
                WIDER.fromMemorySegment(memory, ints[at + 2] + c, ORDER)
                        .castShape(HALF, 0)
                        .intoMemorySegment(memory, to, ORDER);
            }
        }
    }
}
