package org.l1ring.bench.results;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the processor can do at most on one core: ns per vector operation in the best round.
 *
 * @param vectorBits width of a vector
 * @param multiplyAdd16 product and sum of 16-bit integers
 * @param add16 sum of 16-bit integers
 * @param multiplyAdd32 product and sum of 32-bit integers
 * @param multiplyAdd64 product and sum of 64-bit integers
 * @param multiplyAddFloat fused product and sum of 32-bit floats
 * @param loadNear load from the first cache
 * @param loadFar load from the second cache
 */
public record MachineLimits(
        int vectorBits,
        double multiplyAdd16,
        double add16,
        double multiplyAdd32,
        double multiplyAdd64,
        double multiplyAddFloat,
        double loadNear,
        double loadFar) {

    /** The benchmarks of the limits, in the order of the components. */
    static final List<String> NAMES =
            List.of(
                    "multiplyAdd16",
                    "add16",
                    "multiplyAdd32",
                    "multiplyAdd64",
                    "multiplyAddFloat",
                    "loadNear",
                    "loadFar");

    /** The limits that a run measured; nothing if it lacks one. */
    public static Optional<MachineLimits> of(ResultSet results) {
        double[] nanos = new double[NAMES.size()];
        for (int i = 0; i < nanos.length; i++) {
            Optional<Measurement> found = results.find("LimitBenchmark." + NAMES.get(i));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            nanos[i] = Arrays.stream(found.get().roundMedians()).min().orElseThrow();
        }
        return Optional.of(
                new MachineLimits(
                        results.machine().vectorBits(),
                        nanos[0],
                        nanos[1],
                        nanos[2],
                        nanos[3],
                        nanos[4],
                        nanos[5],
                        nanos[6]));
    }

    private double lanes(int lane) {
        return vectorBits / (double) (16 << lane);
    }

    /**
     * The least time that the arithmetic of a crossing takes, in ns: every product with its sum at
     * the pace of multiply-adds of its width, or in floating point where that is exact and faster;
     * everything else at that of sums.
     *
     * @param count of the circuit
     */
    public double arithmeticNanos(OperationCount count) {
        double[] products = {multiplyAdd16, multiplyAdd32, multiplyAdd64};
        double nanos = 0;
        for (int lane = 0; lane < products.length; lane++) {
            nanos += count.products()[lane] * products[lane] / lanes(lane);
            nanos += count.others()[lane] * add16 / lanes(lane);
        }
        double gain = Math.max(0, multiplyAdd32 - multiplyAddFloat);
        nanos -= count.inFloat() * gain / lanes(1);
        return nanos;
    }

    /**
     * The time that loads take if each operand is loaded for each multiply-add, in ns per crossing:
     * a kernel must use loaded values for several sums to be faster.
     *
     * @param count of the circuit
     */
    public double loadNanos(OperationCount count) {
        double nanos = 0;
        for (int lane = 0; lane < count.operands().length; lane++) {
            nanos += count.operands()[lane] * loadNear / lanes(lane);
        }
        return nanos;
    }

    /** Billions of operations on single values a second, from ns per vector operation. */
    double giga(double nanos, int lane) {
        return lanes(lane) / nanos;
    }

    /** GB/s from ns per load. */
    double gigabytes(double nanos) {
        return vectorBits / 8.0 / nanos;
    }
}
