package org.l1ring.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;

/**
 * How fast this machine multiplies, adds and loads in vectors of its preferred width: ns per vector
 * operation, the reciprocal of its throughput. Every loop keeps {@value #CHAINS} sums that do not
 * wait for each other.
 */
public class LimitBenchmark extends CrossingBenchmark {
    /** Independent sums of a loop. */
    static final int CHAINS = 12;

    private static final int ROUNDS = 512;
    private static final int OPERATIONS = CHAINS * ROUNDS;

    /** As many as cover both memories a whole number of times with vectors of 16 to 64 bytes. */
    private static final int LOADS = 32_768;

    /** Vectors that fit the first and the second cache of any machine of today. */
    private static final int NEAR_BYTES = 16 << 10;

    private static final int FAR_BYTES = 512 << 10;

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

    private final short[] shorts = new short[64];
    private final int[] ints = new int[32];
    private final long[] longs = new long[16];
    private final float[] floats = new float[32];
    private final MemorySegment near = Arena.global().allocate(NEAR_BYTES, 64);
    private final MemorySegment far = Arena.global().allocate(FAR_BYTES, 64);

    /** Values that keep sums moving. */
    @Setup
    public void fill() {
        Arrays.fill(shorts, (short) 3);
        Arrays.fill(ints, 3);
        Arrays.fill(longs, 3);
        Arrays.fill(floats, 0.5f);
        near.fill((byte) 1);
        far.fill((byte) 1);
    }

    /**
     * Product and sum of 16-bit integers.
     *
     * @return a sum
     */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public short multiplyAdd16() {
        ShortVector x = ShortVector.fromArray(SHORTS, shorts, 0);
        ShortVector y = ShortVector.fromArray(SHORTS, shorts, 1);
        ShortVector s0 = ShortVector.broadcast(SHORTS, shorts[0]);
        ShortVector s1 = ShortVector.broadcast(SHORTS, shorts[0]);
        ShortVector s2 = ShortVector.broadcast(SHORTS, shorts[0]);
        ShortVector s3 = ShortVector.broadcast(SHORTS, shorts[0]);
        ShortVector s4 = ShortVector.broadcast(SHORTS, shorts[0]);
        ShortVector s5 = ShortVector.broadcast(SHORTS, shorts[0]);
        ShortVector s6 = ShortVector.broadcast(SHORTS, shorts[0]);
        ShortVector s7 = ShortVector.broadcast(SHORTS, shorts[0]);
        ShortVector s8 = ShortVector.broadcast(SHORTS, shorts[0]);
        ShortVector s9 = ShortVector.broadcast(SHORTS, shorts[0]);
        ShortVector s10 = ShortVector.broadcast(SHORTS, shorts[0]);
        ShortVector s11 = ShortVector.broadcast(SHORTS, shorts[0]);
        for (int i = 0; i < ROUNDS; i++) {
            s0 = s0.mul(x).add(y);
            s1 = s1.mul(x).add(y);
            s2 = s2.mul(x).add(y);
            s3 = s3.mul(x).add(y);
            s4 = s4.mul(x).add(y);
            s5 = s5.mul(x).add(y);
            s6 = s6.mul(x).add(y);
            s7 = s7.mul(x).add(y);
            s8 = s8.mul(x).add(y);
            s9 = s9.mul(x).add(y);
            s10 = s10.mul(x).add(y);
            s11 = s11.mul(x).add(y);
        }
        return s0.add(s1)
                .add(s2)
                .add(s3)
                .add(s4)
                .add(s5)
                .add(s6)
                .add(s7)
                .add(s8)
                .add(s9)
                .add(s10)
                .add(s11)
                .lane(0);
    }

    /**
     * Sum of 16-bit integers.
     *
     * @return a sum
     */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public short add16() {
        ShortVector x = ShortVector.fromArray(SHORTS, shorts, 0);
        ShortVector s0 = ShortVector.broadcast(SHORTS, shorts[0]);
        ShortVector s1 = ShortVector.broadcast(SHORTS, shorts[0]);
        ShortVector s2 = ShortVector.broadcast(SHORTS, shorts[0]);
        ShortVector s3 = ShortVector.broadcast(SHORTS, shorts[0]);
        ShortVector s4 = ShortVector.broadcast(SHORTS, shorts[0]);
        ShortVector s5 = ShortVector.broadcast(SHORTS, shorts[0]);
        ShortVector s6 = ShortVector.broadcast(SHORTS, shorts[0]);
        ShortVector s7 = ShortVector.broadcast(SHORTS, shorts[0]);
        ShortVector s8 = ShortVector.broadcast(SHORTS, shorts[0]);
        ShortVector s9 = ShortVector.broadcast(SHORTS, shorts[0]);
        ShortVector s10 = ShortVector.broadcast(SHORTS, shorts[0]);
        ShortVector s11 = ShortVector.broadcast(SHORTS, shorts[0]);
        for (int i = 0; i < ROUNDS; i++) {
            s0 = s0.add(x);
            s1 = s1.add(x);
            s2 = s2.add(x);
            s3 = s3.add(x);
            s4 = s4.add(x);
            s5 = s5.add(x);
            s6 = s6.add(x);
            s7 = s7.add(x);
            s8 = s8.add(x);
            s9 = s9.add(x);
            s10 = s10.add(x);
            s11 = s11.add(x);
        }
        return s0.add(s1)
                .add(s2)
                .add(s3)
                .add(s4)
                .add(s5)
                .add(s6)
                .add(s7)
                .add(s8)
                .add(s9)
                .add(s10)
                .add(s11)
                .lane(0);
    }

    /**
     * Product and sum of 32-bit integers.
     *
     * @return a sum
     */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int multiplyAdd32() {
        IntVector x = IntVector.fromArray(INTS, ints, 0);
        IntVector y = IntVector.fromArray(INTS, ints, 1);
        IntVector s0 = IntVector.broadcast(INTS, ints[0]);
        IntVector s1 = IntVector.broadcast(INTS, ints[0]);
        IntVector s2 = IntVector.broadcast(INTS, ints[0]);
        IntVector s3 = IntVector.broadcast(INTS, ints[0]);
        IntVector s4 = IntVector.broadcast(INTS, ints[0]);
        IntVector s5 = IntVector.broadcast(INTS, ints[0]);
        IntVector s6 = IntVector.broadcast(INTS, ints[0]);
        IntVector s7 = IntVector.broadcast(INTS, ints[0]);
        IntVector s8 = IntVector.broadcast(INTS, ints[0]);
        IntVector s9 = IntVector.broadcast(INTS, ints[0]);
        IntVector s10 = IntVector.broadcast(INTS, ints[0]);
        IntVector s11 = IntVector.broadcast(INTS, ints[0]);
        for (int i = 0; i < ROUNDS; i++) {
            s0 = s0.mul(x).add(y);
            s1 = s1.mul(x).add(y);
            s2 = s2.mul(x).add(y);
            s3 = s3.mul(x).add(y);
            s4 = s4.mul(x).add(y);
            s5 = s5.mul(x).add(y);
            s6 = s6.mul(x).add(y);
            s7 = s7.mul(x).add(y);
            s8 = s8.mul(x).add(y);
            s9 = s9.mul(x).add(y);
            s10 = s10.mul(x).add(y);
            s11 = s11.mul(x).add(y);
        }
        return s0.add(s1)
                .add(s2)
                .add(s3)
                .add(s4)
                .add(s5)
                .add(s6)
                .add(s7)
                .add(s8)
                .add(s9)
                .add(s10)
                .add(s11)
                .lane(0);
    }

    /**
     * Product and sum of 64-bit integers.
     *
     * @return a sum
     */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long multiplyAdd64() {
        LongVector x = LongVector.fromArray(LONGS, longs, 0);
        LongVector y = LongVector.fromArray(LONGS, longs, 1);
        LongVector s0 = LongVector.broadcast(LONGS, longs[0]);
        LongVector s1 = LongVector.broadcast(LONGS, longs[0]);
        LongVector s2 = LongVector.broadcast(LONGS, longs[0]);
        LongVector s3 = LongVector.broadcast(LONGS, longs[0]);
        LongVector s4 = LongVector.broadcast(LONGS, longs[0]);
        LongVector s5 = LongVector.broadcast(LONGS, longs[0]);
        LongVector s6 = LongVector.broadcast(LONGS, longs[0]);
        LongVector s7 = LongVector.broadcast(LONGS, longs[0]);
        LongVector s8 = LongVector.broadcast(LONGS, longs[0]);
        LongVector s9 = LongVector.broadcast(LONGS, longs[0]);
        LongVector s10 = LongVector.broadcast(LONGS, longs[0]);
        LongVector s11 = LongVector.broadcast(LONGS, longs[0]);
        for (int i = 0; i < ROUNDS; i++) {
            s0 = s0.mul(x).add(y);
            s1 = s1.mul(x).add(y);
            s2 = s2.mul(x).add(y);
            s3 = s3.mul(x).add(y);
            s4 = s4.mul(x).add(y);
            s5 = s5.mul(x).add(y);
            s6 = s6.mul(x).add(y);
            s7 = s7.mul(x).add(y);
            s8 = s8.mul(x).add(y);
            s9 = s9.mul(x).add(y);
            s10 = s10.mul(x).add(y);
            s11 = s11.mul(x).add(y);
        }
        return s0.add(s1)
                .add(s2)
                .add(s3)
                .add(s4)
                .add(s5)
                .add(s6)
                .add(s7)
                .add(s8)
                .add(s9)
                .add(s10)
                .add(s11)
                .lane(0);
    }

    /**
     * Fused product and sum of 32-bit floating-point numbers.
     *
     * @return a sum
     */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public float multiplyAddFloat() {
        FloatVector x = FloatVector.fromArray(FLOATS, floats, 0);
        FloatVector y = FloatVector.fromArray(FLOATS, floats, 1);
        FloatVector s0 = FloatVector.broadcast(FLOATS, floats[0]);
        FloatVector s1 = FloatVector.broadcast(FLOATS, floats[0]);
        FloatVector s2 = FloatVector.broadcast(FLOATS, floats[0]);
        FloatVector s3 = FloatVector.broadcast(FLOATS, floats[0]);
        FloatVector s4 = FloatVector.broadcast(FLOATS, floats[0]);
        FloatVector s5 = FloatVector.broadcast(FLOATS, floats[0]);
        FloatVector s6 = FloatVector.broadcast(FLOATS, floats[0]);
        FloatVector s7 = FloatVector.broadcast(FLOATS, floats[0]);
        FloatVector s8 = FloatVector.broadcast(FLOATS, floats[0]);
        FloatVector s9 = FloatVector.broadcast(FLOATS, floats[0]);
        FloatVector s10 = FloatVector.broadcast(FLOATS, floats[0]);
        FloatVector s11 = FloatVector.broadcast(FLOATS, floats[0]);
        for (int i = 0; i < ROUNDS; i++) {
            s0 = s0.fma(x, y);
            s1 = s1.fma(x, y);
            s2 = s2.fma(x, y);
            s3 = s3.fma(x, y);
            s4 = s4.fma(x, y);
            s5 = s5.fma(x, y);
            s6 = s6.fma(x, y);
            s7 = s7.fma(x, y);
            s8 = s8.fma(x, y);
            s9 = s9.fma(x, y);
            s10 = s10.fma(x, y);
            s11 = s11.fma(x, y);
        }
        return s0.add(s1)
                .add(s2)
                .add(s3)
                .add(s4)
                .add(s5)
                .add(s6)
                .add(s7)
                .add(s8)
                .add(s9)
                .add(s10)
                .add(s11)
                .lane(0);
    }

    /**
     * Loads from 16 KiB, each added to a sum.
     *
     * @return a sum
     */
    @Benchmark
    @OperationsPerInvocation(LOADS)
    public int loadNear() {
        return load(near);
    }

    /**
     * Loads from 512 KiB, each added to a sum.
     *
     * @return a sum
     */
    @Benchmark
    @OperationsPerInvocation(LOADS)
    public int loadFar() {
        return load(far);
    }

    private static int load(MemorySegment memory) {
        IntVector s0 = IntVector.zero(INTS);
        IntVector s1 = IntVector.zero(INTS);
        IntVector s2 = IntVector.zero(INTS);
        IntVector s3 = IntVector.zero(INTS);
        IntVector s4 = IntVector.zero(INTS);
        IntVector s5 = IntVector.zero(INTS);
        IntVector s6 = IntVector.zero(INTS);
        IntVector s7 = IntVector.zero(INTS);
        long vector = INTS.vectorByteSize();
        long mask = memory.byteSize() - 1;
        for (int i = 0; i < LOADS; i += 8) {
            long at = i * vector & mask;
            s0 = s0.add(IntVector.fromMemorySegment(INTS, memory, at + 0 * vector, ORDER));
            s1 = s1.add(IntVector.fromMemorySegment(INTS, memory, at + 1 * vector, ORDER));
            s2 = s2.add(IntVector.fromMemorySegment(INTS, memory, at + 2 * vector, ORDER));
            s3 = s3.add(IntVector.fromMemorySegment(INTS, memory, at + 3 * vector, ORDER));
            s4 = s4.add(IntVector.fromMemorySegment(INTS, memory, at + 4 * vector, ORDER));
            s5 = s5.add(IntVector.fromMemorySegment(INTS, memory, at + 5 * vector, ORDER));
            s6 = s6.add(IntVector.fromMemorySegment(INTS, memory, at + 6 * vector, ORDER));
            s7 = s7.add(IntVector.fromMemorySegment(INTS, memory, at + 7 * vector, ORDER));
        }
        return s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).lane(0);
    }
}
