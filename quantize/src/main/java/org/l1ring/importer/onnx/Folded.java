package org.l1ring.importer.onnx;

import java.util.Arrays;

/**
 * Weights of a layer with what was folded into them, and what comes after the layer.
 *
 * @param x the input without scales and biases
 * @param weights in the layer's order, the outputs last
 * @param bias one an output
 * @param scale of the result, one an output
 * @param offset of the result, one an output
 */
@SuppressWarnings("ArrayRecordComponent") // never shared
record Folded(Signal x, double[] weights, double[] bias, Tensor scale, Tensor offset) {
    /** Largest integer that a weight on a grid may be. */
    private static final int MAX_STEPS = 1 << 16;

    /** Most steps that the smallest weight of an output may be. */
    private static final int MAX_LEAST = 256;

    /** A weight is on a grid if it is off by no more than this part, as products of doubles are. */
    private static final double PART = 1e-12;

    /** Largest integer that a bias on a grid may be made of: what is off stays below 1 / 16. */
    private static final double MAX_UNITS = 1 << 18;

    /** A bias is on a grid if it is off by no more than this part, as floats are. */
    private static final double BIAS_PART = 2.5e-7;

    /**
     * A dense layer's weights, or null when the input's scales fit neither into nor after it.
     *
     * @param weights [inputs][outputs]
     */
    static Folded dense(Signal x, int positions, int inputs, double[] weights, double[] bias) {
        int outputs = bias.length;
        if (x.plain()) {
            return of(x, weights, bias, bias, 1);
        }
        for (int i = 0; i < positions * inputs; i++) {
            if (x.scale(i) != x.scale(i % inputs) || x.bias(i) != x.bias(i % inputs)) {
                return null;
            }
        }
        double[] scaled = new double[weights.length];
        double[] offsets = bias.clone();
        double[] sizes = Arrays.stream(bias).map(Math::abs).toArray();
        boolean uniform = true;
        for (int i = 0; i < weights.length; i++) {
            int row = i / outputs;
            scaled[i] = weights[i] * x.scale(row);
            offsets[i % outputs] += weights[i] * x.bias(row);
            sizes[i % outputs] += Math.abs(weights[i] * x.bias(row));
            uniform &= x.scale(row) == x.scale(0);
        }
        boolean exact = Constants.exact(scaled) && Constants.exact(offsets);
        if (exact || !onGrid(weights, outputs)) {
            return of(x.bare(), scaled, offsets, sizes, 1);
        }
        return uniform ? of(x.bare(), weights, offsets, sizes, x.scale(0)) : null;
    }

    /**
     * A convolution's weights, or null when the input has other than one scale.
     *
     * @param weights the filters last
     */
    static Folded conv(Signal x, double[] weights, double[] bias) {
        if (x.plain()) {
            return of(x, weights, bias, bias, 1);
        }
        for (int i = 0; i < x.size(); i++) {
            if (x.scale(i) != x.scale(0) || x.bias(i) != 0) {
                return null;
            }
        }
        double factor = x.scale(0);
        double[] scaled = Arrays.stream(weights).map(w -> w * factor).toArray();
        return Constants.exact(scaled) || !onGrid(weights, bias.length)
                ? of(x.bare(), scaled, bias, bias, 1)
                : of(x.bare(), weights, bias, bias, factor);
    }

    /** Whether weights are exact, or whole multiples of steps. */
    private static boolean onGrid(double[] weights, int outputs) {
        return Constants.exact(weights) || steps(weights, outputs) != null;
    }

    /** The largest number that the layer's result is multiplied with. */
    double unit() {
        return Arrays.stream(scale.values()).map(Math::abs).max().orElse(1);
    }

    /**
     * Weights as they are, or as integers times a step for each output.
     *
     * @param sizes what the biases are sums of, in magnitude
     * @param factor of the weights that is not in them
     */
    private static Folded of(
            Signal x, double[] weights, double[] bias, double[] sizes, double factor) {
        int outputs = bias.length;
        double[] steps = Constants.exact(weights) ? null : steps(weights, outputs);
        if (steps == null && factor == 1) {
            Tensor one = Tensor.of(1).stretched(outputs);
            return new Folded(x, weights, bias, one, Tensor.of(0).stretched(outputs));
        }
        // The scale of the result is positive, so that a relu after it needs no layer for it.
        double sign = Math.signum(factor);
        double[] scale = new double[outputs];
        Arrays.setAll(scale, i -> (steps == null ? 1 : steps[i]) * Math.abs(factor));
        double[] whole = new double[weights.length];
        Arrays.setAll(
                whole,
                i ->
                        sign
                                * (steps == null
                                        ? weights[i]
                                        : Math.rint(weights[i] / steps[i % outputs])));
        double[] inner = new double[outputs];
        double[] outer = new double[outputs];
        for (int i = 0; i < outputs; i++) {
            double units = bias[i] / scale[i];
            double off = Math.abs(units - Math.rint(units));
            double most = Math.abs(sizes[i] / scale[i]);
            boolean onGrid = most < MAX_UNITS && off <= BIAS_PART * most;
            inner[i] = onGrid ? Math.rint(units) : 0;
            outer[i] = onGrid ? 0 : bias[i];
        }
        return new Folded(
                x,
                whole,
                inner,
                new Tensor(new int[] {outputs}, scale, false),
                new Tensor(new int[] {outputs}, outer, false));
    }

    /** For each output the number that all its weights are whole multiples of, or null. */
    private static double[] steps(double[] weights, int outputs) {
        double[] steps = new double[outputs];
        for (int out = 0; out < outputs; out++) {
            steps[out] = step(weights, out, outputs);
            if (steps[out] == 0) {
                return null;
            }
        }
        return steps;
    }

    private static double step(double[] weights, int first, int stride) {
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (int i = first; i < weights.length; i += stride) {
            double size = Math.abs(weights[i]);
            least = size > 0 ? Math.min(least, size) : least;
            most = Math.max(most, size);
        }
        if (most == 0) {
            return 1;
        }
        for (int steps = 1; steps <= MAX_LEAST; steps++) {
            double step = least / steps;
            if (most / step <= MAX_STEPS && multiples(weights, first, stride, step)) {
                return step;
            }
        }
        return 0;
    }

    private static boolean multiples(double[] weights, int first, int stride, double step) {
        for (int i = first; i < weights.length; i += stride) {
            double units = weights[i] / step;
            if (Math.abs(units - Math.rint(units)) > PART * Math.abs(units)) {
                return false;
            }
        }
        return true;
    }
}
