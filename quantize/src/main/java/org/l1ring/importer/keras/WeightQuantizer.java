package org.l1ring.importer.keras;

import java.util.Arrays;
import java.util.List;

/**
 * What quantizers of QKeras make of weights. Scales that follow from the weights are computed in
 * single precision, as there.
 */
final class WeightQuantizer {
    /** What Keras adds before it divides or takes a logarithm. */
    private static final float EPSILON = 1e-7f;

    private static final int ROUNDS = 5;
    private static final double TERNARY_THRESHOLD = 0.33;

    private final Quantizer quantizer;
    private final Numbers weights;

    private WeightQuantizer(Quantizer quantizer, Numbers weights) {
        this.quantizer = quantizer;
        this.weights = weights;
    }

    /**
     * Quantized weights.
     *
     * @param quantizer of QKeras
     * @param weights as trained
     * @param kernel whether they are a kernel: QKeras then chooses scales where none is given
     */
    static Numbers apply(Quantizer quantizer, Numbers weights, boolean kernel) {
        if (quantizer.number("qnoise_factor", 1) != 1) {
            throw quantizer.error("qnoise_factor: expected 1, got another number");
        }
        boolean scales =
                List.of("quantized_bits", "quantized_linear", "binary", "ternary")
                        .contains(base(quantizer));
        Quantizer whole =
                kernel && scales && !quantizer.has("alpha")
                        ? quantizer.with("alpha", "auto_po2").with("symmetric", 1.0)
                        : quantizer;
        return new WeightQuantizer(whole, weights).quantized();
    }

    private static String base(Quantizer quantizer) {
        return quantizer.name().replaceFirst("^stochastic_", "");
    }

    private Numbers quantized() {
        return switch (base(quantizer)) {
            case "quantized_bits" -> quantizer.automatic().isEmpty() ? bits() : bitsWithScale();
            case "quantized_linear" -> linear();
            case "binary" -> binary();
            case "ternary" -> quantizer.automatic().isEmpty() ? ternary() : ternaryWithScale();
            case "quantized_relu" -> {
                int bits = quantizer.whole("bits", 8);
                double step = Math.scalb(1.0, quantizer.whole("integer", 0) - bits);
                double most = Math.scalb(1.0, bits) - 1;
                yield weights.each(w -> Math.clamp(Math.rint(w / step), 0, most) * step);
            }
            case "quantized_po2" -> {
                PowerOfTwo powers = PowerOfTwo.of(quantizer, false);
                yield weights.each(w -> (w < 0 ? -1 : 1) * powers.of(Math.abs(w)));
            }
            case "quantized_relu_po2" -> {
                PowerOfTwo powers = PowerOfTwo.of(quantizer, true);
                double slope = quantizer.number("negative_slope", 0);
                yield weights.each(w ->
                        w >= 0 || slope == 0 ? powers.of(Math.max(w, 0)) : -powers.of(-w * slope));
            }
            default ->
                    throw quantizer.error(
                            "expected a quantizer of QKeras for weights; docs/formats.md lists"
                                    + " those that are known");
        };
    }

    private double alpha() {
        List<Double> alpha = quantizer.numbers("alpha");
        if (alpha.size() > 1) {
            throw quantizer.error("alpha: expected one number, got a list");
        }
        return alpha.isEmpty() ? 1 : alpha.get(0);
    }

    private Numbers bits() {
        int bits = quantizer.whole("bits", 8);
        boolean negative = quantizer.truth("keep_negative", true);
        int unsigned = bits - (negative ? 1 : 0);
        double alpha = alpha();
        if (unsigned <= 0) {
            return weights.each(w -> alpha * (w >= 0 ? 1 : negative ? -1 : 0));
        }
        double step = Math.scalb(1.0, quantizer.whole("integer", 0) - unsigned);
        double most = Math.scalb(1.0, unsigned) - 1;
        double least = negative ? -most - (quantizer.truth("symmetric", false) ? 0 : 1) : 0;
        return weights.each(w -> Math.clamp(Math.rint(w / step), least, most) * step * alpha);
    }

    /** How many elements share a scale with each: those of the same last index, or all. */
    private int channels(boolean single) {
        if (quantizer.has("elements_per_scale")
                || quantizer.has("min_po2_exponent")
                || quantizer.has("max_po2_exponent")) {
            throw quantizer.error("expected one scale a channel without bounds");
        }
        if (quantizer.has("scale_axis")
                && weights.rank() > 1
                && quantizer.whole("scale_axis", 0) != weights.rank() - 1) {
            throw quantizer.error("scale_axis: expected the last axis, got another");
        }
        return weights.rank() > 1 ? weights.extent(-1) : single ? 1 : weights.size();
    }

    /** The largest magnitude of each channel. */
    private float[] largest(int channels) {
        float[] most = new float[channels];
        for (int i = 0; i < weights.size(); i++) {
            most[i % channels] = Math.max(most[i % channels], Math.abs((float) weights.get(i)));
        }
        return most;
    }

    private static float powerOfTwo(float scale) {
        return (float) Math.scalb(1.0, (int) Math.rint(Math.log(scale + EPSILON) / Math.log(2)));
    }

    /** The scale of each channel that brings the quantized weights nearest to the weights. */
    private float[] leastSquares(float[] x, float[] q, int channels, boolean power) {
        double[] product = new double[channels];
        double[] square = new double[channels];
        for (int i = 0; i < q.length; i++) {
            product[i % channels] += x[i] * q[i];
            square[i % channels] += q[i] * q[i];
        }
        int count = Math.max(q.length / channels, 1);
        float[] scale = new float[channels];
        for (int c = 0; c < channels; c++) {
            scale[c] = (float) (product[c] / count) / ((float) (square[c] / count) + EPSILON);
            scale[c] = power ? powerOfTwo(scale[c]) : scale[c];
        }
        return scale;
    }

    private float[] singles() {
        float[] x = new float[weights.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) weights.get(i);
        }
        return x;
    }

    private boolean power() {
        return switch (quantizer.automatic()) {
            case "auto_po2" -> true;
            case "auto" -> false;
            default -> throw quantizer.error("alpha: expected a number, auto or auto_po2");
        };
    }

    private Numbers bitsWithScale() {
        int bits = quantizer.whole("bits", 8);
        int unsigned = bits - (quantizer.truth("keep_negative", true) ? 1 : 0);
        int integer = quantizer.whole("integer", 0);
        float most = (float) (Math.scalb(1.0, bits - 1) - 1);
        float[] x = singles();
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.scalb(x[i], -integer);
        }
        int channels = channels(true);
        float[] scale = new float[channels];
        List<Double> fixed = quantizer.numbers("post_training_scale");
        if (!fixed.isEmpty()) {
            for (int c = 0; c < channels; c++) {
                double one = fixed.get(fixed.size() == channels ? c : 0);
                scale[c] = (float) Math.scalb(one, -unsigned);
            }
        } else {
            float[] largest = largest(channels);
            for (int c = 0; c < channels; c++) {
                scale[c] = Math.scalb(largest[c], -integer) * 2 / (most * 2);
            }
            if (power()) {
                for (int c = 0; c < channels; c++) {
                    scale[c] = powerOfTwo(scale[c]);
                }
                for (int round = 0; round < ROUNDS; round++) {
                    int now = scale.length;
                    float[] z = magnitudes(x, scale, most);
                    scale = leastSquares(x, z, weights.rank() > 1 ? now : x.length, true);
                }
            }
        }
        float[] z = magnitudes(x, scale, most);
        double[] result = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            result[i] = Math.scalb(scale[i % scale.length] * z[i], integer);
        }
        return new Numbers(weights.shape(), result);
    }

    /** Whole numbers of steps, halves away from zero. */
    private static float[] magnitudes(float[] x, float[] scale, float most) {
        float[] z = new float[x.length];
        for (int i = 0; i < z.length; i++) {
            float steps = (float) Math.floor(Math.abs(x[i]) / scale[i % scale.length] + 0.5f);
            z[i] = Math.signum(x[i]) * (steps < most ? steps : most);
        }
        return z;
    }

    private Numbers linear() {
        int bits = quantizer.whole("bits", 8);
        boolean negative = quantizer.truth("keep_negative", true);
        boolean sign = bits == 1 && negative;
        float most = sign ? 0.5f : (float) (Math.scalb(1.0, bits - (negative ? 1 : 0)) - 1);
        float least =
                sign ? -0.5f : negative ? -most - (quantizer.truth("symmetric", true) ? 0 : 1) : 0;
        float[] x = singles();
        float shift = sign ? 0.5f : 0;
        if (quantizer.automatic().isEmpty()) {
            double step =
                    alpha()
                            * Math.scalb(
                                    1.0, quantizer.whole("integer", 0) - bits + (negative ? 1 : 0));
            return weights.each(
                    w -> (Math.rint(Math.clamp(w / step, least, most) - shift) + shift) * step);
        }
        int channels = channels(false);
        float[] scale = largest(channels);
        for (int c = 0; c < channels; c++) {
            scale[c] = Math.max(scale[c] * (negative ? 2 : 1) / (most - least), EPSILON);
        }
        if (power()) {
            for (int c = 0; c < channels; c++) {
                scale[c] = powerOfTwo(scale[c]);
            }
            float[] last = new float[0];
            for (int round = 0;
                    round < (sign ? 1 : ROUNDS) && !Arrays.equals(last, scale);
                    round++) {
                last = scale;
                scale = leastSquares(x, steps(x, scale, least, most, shift), channels, true);
            }
        }
        float[] q = steps(x, scale, least, most, shift);
        double[] result = new double[q.length];
        for (int i = 0; i < q.length; i++) {
            result[i] = q[i] * scale[i % channels];
        }
        return new Numbers(weights.shape(), result);
    }

    private static float[] steps(float[] x, float[] scale, float least, float most, float shift) {
        float[] q = new float[x.length];
        for (int i = 0; i < q.length; i++) {
            float held = Math.clamp(x[i] / scale[i % scale.length], least, most);
            q[i] = (float) Math.rint(held - shift) + shift;
        }
        return q;
    }

    private Numbers binary() {
        boolean positive = quantizer.truth("use_01", false);
        float[] q = new float[weights.size()];
        for (int i = 0; i < q.length; i++) {
            q[i] = weights.get(i) >= 0 ? 1 : positive ? 0 : -1;
        }
        if (quantizer.automatic().isEmpty()) {
            double alpha = alpha();
            double[] result = new double[q.length];
            Arrays.setAll(result, i -> alpha * q[i]);
            return new Numbers(weights.shape(), result);
        }
        return scaled(q, leastSquares(singles(), q, channels(false), power()));
    }

    private Numbers scaled(float[] q, float[] scale) {
        double[] result = new double[q.length];
        Arrays.setAll(result, i -> q[i] * scale[i % scale.length]);
        return new Numbers(weights.shape(), result);
    }

    private Numbers ternary() {
        double threshold = (float) quantizer.number("threshold", TERNARY_THRESHOLD);
        double alpha = alpha();
        return weights.each(w -> Math.abs(w) >= threshold ? alpha * Math.signum(w) : 0);
    }

    private Numbers ternaryWithScale() {
        float[] x = singles();
        boolean power = power();
        float[] scale = largest(channels(true));
        for (int c = 0; c < scale.length; c++) {
            scale[c] = 2 * scale[c] / 3;
            scale[c] = power ? powerOfTwo(scale[c]) : scale[c];
        }
        float[] q = new float[x.length];
        for (int round = 0; round < quantizer.whole("number_of_unrolls", ROUNDS); round++) {
            for (int i = 0; i < q.length; i++) {
                float s = scale[i % scale.length];
                float v = s * (float) Math.rint(x[i] / s);
                q[i] = Math.abs(v) >= s / 2 ? Math.signum(x[i]) : 0;
            }
            scale = leastSquares(x, q, channels(false), power);
        }
        return scaled(q, scale);
    }
}
