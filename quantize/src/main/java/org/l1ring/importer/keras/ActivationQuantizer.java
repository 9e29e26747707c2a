package org.l1ring.importer.keras;

import java.util.List;

/** Writes what quantizers of QKeras do to results. */
final class ActivationQuantizer {
    private static final float THRESHOLD = 0.33f;
    private static final int MAX_STEPS = 64;

    private final GraphBuilder graph;
    private final Quantizer quantizer;

    private ActivationQuantizer(GraphBuilder graph, Quantizer quantizer) {
        this.graph = graph;
        this.quantizer = quantizer;
    }

    /** The quantized value. */
    static Value apply(GraphBuilder graph, Quantizer quantizer, Value x, String result) {
        return new ActivationQuantizer(graph, quantizer).quantized(x, result);
    }

    private Value quantized(Value x, String result) {
        if (quantizer.number("qnoise_factor", 1) != 1) {
            throw quantizer.error("qnoise_factor: expected 1, got another number");
        }
        return switch (quantizer.name()) {
            case "quantized_bits" -> bits(x, result);
            case "quantized_linear" -> linear(x, result);
            case "quantized_relu" -> relu(x, result);
            case "quantized_tanh" -> tanh(x, result);
            case "quantized_sigmoid" -> sigmoid(x, result);
            case "binary", "stochastic_binary" -> binary(x, result);
            case "ternary", "stochastic_ternary" -> ternary(x, result);
            case "quantized_po2" -> powersOfTwo(x, result);
            case "quantized_relu_po2" -> positivePowersOfTwo(x, result);
            case "quantized_hswish" -> hardSwish(x, result);
            default ->
                    throw quantizer.error(
                            "the quantizer is not supported; docs/formats.md lists those that are");
        };
    }

    /** The scale of a quantizer whose scale is given. */
    private double alpha() {
        if (!quantizer.automatic().isEmpty()) {
            throw quantizer.error(
                    "alpha: expected a number for a result, got %s, which follows from the data"
                            .formatted(quantizer.automatic()));
        }
        List<Double> alpha = quantizer.numbers("alpha");
        if (alpha.size() > 1 || (alpha.size() == 1 && !(alpha.get(0) > 0))) {
            throw quantizer.error("alpha: expected one number above zero, got " + alpha);
        }
        return alpha.isEmpty() ? 1 : alpha.get(0);
    }

    private Value scaled(String result, double alpha, Step step) {
        if (alpha == 1) {
            return step.to(result);
        }
        return graph.with("Mul", result, step.to(result + "/steps"), alpha);
    }

    /** A part of a quantizer that gives a named result. */
    private interface Step {
        Value to(String name);
    }

    private Value bits(Value x, String result) {
        int bits = quantizer.whole("bits", 8);
        boolean negative = quantizer.truth("keep_negative", true);
        boolean symmetric = quantizer.truth("symmetric", false);
        int unsigned = bits - (negative ? 1 : 0);
        double alpha = alpha();
        if (unsigned <= 0) {
            return negative ? graph.sign(result, x, alpha) : zeroOrOne(x, result, alpha);
        }
        double step = Math.scalb(1.0, quantizer.whole("integer", 0) - unsigned);
        return scaled(
                result,
                alpha,
                name -> graph.quant(name, x, step, bits, negative, symmetric && negative));
    }

    private Value zeroOrOne(Value x, String result, double alpha) {
        Value sign = graph.sign(result + "/sign", x, alpha / 2);
        return graph.with("Add", result, sign, alpha / 2);
    }

    private Value linear(Value x, String result) {
        int bits = quantizer.whole("bits", 8);
        boolean negative = quantizer.truth("keep_negative", true);
        double alpha = alpha();
        double step = Math.scalb(1.0, quantizer.whole("integer", 0) - bits + (negative ? 1 : 0));
        if (bits == 1 && negative) {
            return graph.sign(result, x, alpha * step / 2);
        }
        boolean narrow = negative && quantizer.truth("symmetric", true);
        return graph.quant(result, x, alpha * step, bits, negative, narrow);
    }

    private Value relu(Value x, String result) {
        int bits = quantizer.whole("bits", 8);
        int integer = quantizer.whole("integer", 0);
        double slope = quantizer.number("negative_slope", 0);
        if (quantizer.truth("use_sigmoid", false)) {
            if (slope != 0) {
                throw quantizer.error("expected use_sigmoid or negative_slope, got both");
            }
            return sigmoidRelu(x, result, bits, integer);
        }
        if (slope == 0) {
            return graph.quant(result, x, Math.scalb(1.0, integer - bits), bits, false, false);
        }
        double step = Math.scalb(1.0, integer - (bits - 1));
        Value up = graph.quant(result + "/positive", x, step, bits - 1, false, false);
        Value scaled = graph.with("Mul", result + "/scaled", x, slope);
        Value held = graph.clip(result + "/held", scaled, -slope * Math.scalb(1.0, integer), 0);
        Value down = graph.quant(result + "/negative", held, step, bits, true, false);
        return graph.both("Add", result, up, down);
    }

    private Value sigmoidRelu(Value x, String result, int bits, int integer) {
        Value half = graph.with("Mul", result + "/half", x, Math.scalb(0.5, -integer));
        Value moved = graph.with("Add", result + "/moved", half, 0.5);
        Value held = graph.clip(result + "/held", moved, 0, 1);
        Value steps =
                graph.quant(
                        result + "/steps", held, Math.scalb(1.0, -bits), bits + 1, false, false);
        Value twice = graph.with("Mul", result + "/twice", steps, 2);
        Value centred = graph.with("Sub", result + "/centred", twice, 1);
        Value part = graph.clip(result + "/part", centred, 0, 1 - Math.scalb(1.0, -bits));
        return graph.with("Mul", result, part, Math.scalb(1.0, integer));
    }

    private Value tanh(Value x, String result) {
        int bits = quantizer.whole("bits", 8);
        Value y =
                quantizer.truth("use_real_tanh", false)
                        ? graph.each("Tanh", result + "/tanh", x)
                        : x;
        return graph.quant(
                result,
                y,
                Math.scalb(1.0, 1 - bits),
                bits,
                true,
                quantizer.truth("symmetric", false));
    }

    private Value sigmoid(Value x, String result) {
        int bits = quantizer.whole("bits", 8);
        Value y;
        if (quantizer.truth("use_real_sigmoid", false)) {
            y = graph.each("Sigmoid", result + "/sigmoid", x);
        } else {
            Value half = graph.with("Mul", result + "/half", x, 0.5);
            y = graph.with("Add", result + "/moved", half, 0.5);
        }
        double step = Math.scalb(1.0, -bits);
        if (!quantizer.truth("symmetric", false)) {
            return graph.quant(result, y, step, bits, false, false);
        }
        Value steps = graph.quant(result + "/steps", y, step, bits, false, false);
        return graph.clip(result, steps, step, 1 - step);
    }

    private Value binary(Value x, String result) {
        return quantizer.truth("use_01", false)
                ? zeroOrOne(x, result, alpha())
                : graph.sign(result, x, alpha());
    }

    private Value ternary(Value x, String result) {
        double threshold = quantizer.number("threshold", THRESHOLD);
        if (threshold <= 0) {
            throw quantizer.error("threshold: expected a number above zero, got " + threshold);
        }
        double alpha = alpha();
        Value above = atLeast(result + "/above", x, threshold, alpha / 2);
        Value negative = graph.each("Neg", result + "/minus", x);
        Value below = atLeast(result + "/below", negative, threshold, alpha / 2);
        return graph.both("Sub", result, above, below);
    }

    /** Plus or minus a number, by whether the value is at least a threshold. */
    private Value atLeast(String result, Value x, double threshold, double number) {
        Value moved = graph.with("Sub", result + "/moved", x, threshold);
        return graph.sign(result, moved, number);
    }

    private int[] exponents(PowerOfTwo powers) {
        int step = powers.even() ? 2 : 1;
        int first = powers.even() ? 2 * powers.least() : powers.least();
        int last = powers.exponent(Double.MAX_VALUE);
        int count = (last - first) / step + 1;
        if (count < 1 || count > MAX_STEPS) {
            throw quantizer.error(
                    "expected at most %d powers for a result, got %d".formatted(MAX_STEPS, count));
        }
        int[] all = new int[count];
        for (int i = 0; i < count; i++) {
            all[i] = first + i * step;
        }
        return all;
    }

    /** From which magnitude on a power is reached. */
    private static double border(PowerOfTwo powers, int exponent) {
        double factor = powers.floor() ? 1 : powers.even() ? 0.5 : Math.sqrt(0.5);
        return Math.max(Math.scalb(factor, exponent), 1e-7f);
    }

    /** The least power, and half the step to each next one times plus or minus one. */
    private Value positivePowersOfTwo(Value x, String result) {
        if (quantizer.number("negative_slope", 0) != 0) {
            throw quantizer.error("negative_slope: expected 0, got another number");
        }
        PowerOfTwo powers = PowerOfTwo.of(quantizer, true);
        int[] exponents = exponents(powers);
        double centre = Math.scalb(1.0, exponents[0]);
        Value sum = null;
        for (int i = 1; i < exponents.length; i++) {
            double half = (Math.scalb(1.0, exponents[i]) - Math.scalb(1.0, exponents[i - 1])) / 2;
            Value part = atLeast(result + "/from_" + i, x, border(powers, exponents[i]), half);
            sum = sum == null ? part : graph.both("Add", result + "/sum_" + i, sum, part);
            centre += half;
        }
        Value base = sum == null ? graph.with("Mul", result + "/none", x, 0) : sum;
        return graph.with("Add", result, base, centre);
    }

    private Value powersOfTwo(Value x, String result) {
        PowerOfTwo powers = PowerOfTwo.of(quantizer, false);
        int[] exponents = exponents(powers);
        Value sum = graph.sign(result + "/sign", x, Math.scalb(1.0, exponents[0]));
        Value negative = graph.each("Neg", result + "/minus", x);
        for (int i = 1; i < exponents.length; i++) {
            double half = (Math.scalb(1.0, exponents[i]) - Math.scalb(1.0, exponents[i - 1])) / 2;
            double border = border(powers, exponents[i]);
            Value above = atLeast(result + "/above_" + i, x, border, half);
            Value below = atLeast(result + "/below_" + i, negative, border, half);
            Value step = graph.both("Sub", result + "/step_" + i, above, below);
            sum = graph.both("Add", result + "/sum_" + i, sum, step);
        }
        return graph.identity(result, sum);
    }

    private Value hardSwish(Value x, String result) {
        double shift = quantizer.number("relu_shift", 3);
        double most = quantizer.number("relu_upper_bound", 6);
        if (!(most > 0) || !(shift > 0)) {
            throw quantizer.error("expected relu_shift and relu_upper_bound above zero");
        }
        Value moved = graph.with("Add", result + "/moved", x, shift);
        Value held = graph.clip(result + "/held", moved, 0, most);
        Value part = graph.with("Mul", result + "/part", held, 1 / most);
        Value swish = graph.both("Mul", result + "/swish", x, part);
        return bits(swish, result);
    }
}
