package org.l1ring.feed.physics;

/**
 * Random numbers of one crossing, a pure function of (seed, orbit, crossing), so that any crossing
 * can be made by any thread in any order with the same result.
 *
 * <p>SplitMix64 with a state and an odd increment of its own per crossing; every function uses only
 * IEEE arithmetic and the {@link Tables}, so results do not depend on the machine. Source: Steele,
 * Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
 */
final class CrossingRandom {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;

    private long state;
    private long step;

    /** Begins the stream of one crossing. */
    void begin(long seed, long orbit, int bx) {
        long key = mix(mix(seed + GOLDEN) + orbit * 0xD1B54A32D192ED03L);
        state = mix(key + bx * 0x8CB92BA72F3D8DD7L);
        step = mix(key ^ (bx + 1) * GOLDEN) | 1;
    }

    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** 64 random bits. */
    long bits() {
        state += step;
        return mix(state);
    }

    /** Uniform in the open interval (0, 1). */
    double uniform() {
        return ((bits() >>> 11) + 0.5) * UNIT;
    }

    /** Uniform integer in [0, bound), bound up to 2^31. */
    int below(int bound) {
        return (int) (((bits() >>> 32) * bound) >>> 32);
    }

    /** Exponential with mean 1. */
    double exponential() {
        return -Tables.logarithm(uniform());
    }

    /**
     * Gaussian stand-in with mean 0 and variance 1: the sum of four 16-bit uniforms, so bounded by
     * 3.46.
     */
    double gaussian() {
        long x = bits();
        long sum = (x & 0xffff) + ((x >>> 16) & 0xffff) + ((x >>> 32) & 0xffff) + (x >>> 48);
        return (sum - 131070.0) * (1.7320508075688772 / 65536);
    }
}
