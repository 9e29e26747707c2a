package org.l1ring.importer.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Writes layers of HGQ, whose types have widths of their own for each element. */
final class HgqLayers {
    private static final int FURTHEST = 64;

    private final GraphBuilder graph;
    private final WeightedLayers weighted;
    private final Activations activations;

    HgqLayers(GraphBuilder graph, WeightedLayers weighted, Activations activations) {
        this.graph = graph;
        this.weighted = weighted;
        this.activations = activations;
    }

    /** The quantizer of a network ready for hardware: fixed-point types of given widths. */
    Value fixedPoint(LayerCall call) {
        Value x = call.x();
        Numbers signed = stretchable(call, "keep_negative", 0, x);
        Numbers bits = stretchable(call, "bits", 1, x);
        Numbers integers = stretchable(call, "integers", 2, x);
        for (int i = 0; i < bits.size(); i++) {
            boolean fits = bits.get(i) >= 0 && bits.get(i) <= FURTHEST;
            if (!fits || Math.abs(integers.get(i)) > 2 * FURTHEST) {
                throw call.error(
                        "bits: expected 0 to %d, got %s with %s integer bits"
                                .formatted(FURTHEST, bits.get(i), integers.get(i)));
            }
        }
        return graph.fixed(
                call.result(),
                x,
                new GraphBuilder.ElementCasts(
                        signed, bits, integers, call.text("RND", "TRN"), call.text("SAT", "WRAP")));
    }

    /** A weight with as many axes as the value, each of its extent or of one. */
    private static Numbers stretchable(LayerCall call, String role, int index, Value x) {
        return fitting(call, call.weights().get(role, index), x);
    }

    private static Numbers fitting(LayerCall call, Numbers numbers, Value x) {
        int[] shape = new int[x.rank()];
        Arrays.fill(shape, 1);
        if (numbers.rank() > x.rank()) {
            throw call.error(
                    "expected widths of at most %d axes, got %d"
                            .formatted(x.rank(), numbers.rank()));
        }
        System.arraycopy(numbers.shape(), 0, shape, x.rank() - numbers.rank(), numbers.rank());
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] != 1 && shape[axis] != x.extent(axis)) {
                throw call.error(
                        "expected widths for shape %s, got %s"
                                .formatted(x.shape(), Arrays.toString(numbers.shape())));
            }
        }
        return numbers.reshaped(shape);
    }

    /** How a quantizer that is still being trained rounds: to the nearest, halves up, or down. */
    private static String rounding(LayerCall call, boolean kernel, boolean covered) {
        JsonNode strategy =
                call.config().path(kernel ? "kq_conf" : "paq_conf").path("rnd_strategy");
        String text = strategy.asText("standard_round");
        boolean floor =
                text.equals("floor") || text.equals("3") || (text.equals("auto") && !covered);
        return floor ? "TRN" : "RND";
    }

    private static Numbers kernel(LayerCall call, Numbers kernel) {
        Numbers widths = call.weights().get("kernel_bw", 2);
        boolean floor = rounding(call, true, true).equals("TRN");
        int[] shape = kernel.shape();
        int[] own = widths.shape();
        if (own.length != shape.length) {
            throw call.error("kernel_bw: expected as many axes as the kernel has");
        }
        double[] result = kernel.values();
        for (int i = 0; i < result.length; i++) {
            int at = 0;
            int step = 1;
            int rest = i;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                at += own[axis] == 1 ? 0 : rest % shape[axis] * step;
                rest /= shape[axis];
                step *= own[axis];
            }
            result[i] =
                    rounded(
                            result[i],
                            bits(call, widths.get(Math.min(at, widths.size() - 1))),
                            floor);
        }
        return new Numbers(shape, result);
    }

    private static int bits(LayerCall call, double width) {
        // Widths are real numbers in training; halves round to even.
        double whole = Math.rint((float) width);
        if (!(Math.abs(whole) <= FURTHEST)) {
            throw call.error("expected widths up to %d, got %s".formatted(FURTHEST, width));
        }
        return (int) whole;
    }

    private static double rounded(double value, int bits, boolean floor) {
        double scaled = Math.scalb(value, bits);
        return Math.scalb(floor ? Math.floor(scaled) : Math.floor(scaled + 0.5), -bits);
    }

    /** A bias has as many fraction bits as the widest result of its channel. */
    private static Numbers bias(LayerCall call, Numbers bias, boolean covered) {
        Numbers widths = call.weights().get("activation_bw", 3);
        boolean floor = rounding(call, false, covered).equals("TRN");
        double[] result = bias.values();
        int last = widths.extent(-1);
        for (int i = 0; i < result.length; i++) {
            double most = Double.NEGATIVE_INFINITY;
            for (int k = last == 1 ? 0 : i % last; k < widths.size(); k += last) {
                most = Math.max(most, widths.get(k));
            }
            result[i] = rounded(result[i], bits(call, most), floor);
        }
        return new Numbers(bias.shape(), result);
    }

    /** Whether a bias for each width exists: then auto rounds to the nearest. */
    private static boolean covered(LayerCall call, Optional<Numbers> bias) {
        Numbers widths = call.weights().get("activation_bw", 3);
        return bias.isPresent()
                && (widths.size() == 1
                        || (widths.size() == widths.extent(-1)
                                && widths.size() == bias.get().size()));
    }

    private Value quantized(LayerCall call, Value x, String result, boolean covered) {
        Numbers widths = fitting(call, call.weights().get("activation_bw", 3), x);
        Numbers fractions = widths.each(width -> bits(call, width));
        return graph.rounded(result, x, fractions, rounding(call, false, covered));
    }

    /** A layer with a kernel, followed by a quantizer and an activation. */
    Value trained(LayerCall call, int axes, boolean normalized) {
        LayerWeights weights = call.weights();
        Numbers kernel = weights.get("kernel", 0);
        Optional<Numbers> bias =
                call.truth("use_bias", true)
                        ? Optional.of(weights.get("bias", 1))
                        : Optional.empty();
        if (normalized) {
            double[] scale = scale(call, kernel.extent(-1));
            double[] fused = kernel.values();
            for (int i = 0; i < fused.length; i++) {
                fused[i] *= scale[i % scale.length];
            }
            kernel = new Numbers(kernel.shape(), fused);
            bias = bias.map(own -> shifted(call, own, scale));
        }
        boolean covered = covered(call, bias);
        Optional<Numbers> rounded = bias.map(own -> bias(call, own, covered));
        WeightedLayers.Trained trained = new WeightedLayers.Trained(kernel(call, kernel), rounded);
        String name = call.result() + "/sum";
        Value sum =
                axes == 0
                        ? weighted.dense(call, trained, name)
                        : weighted.conv(call, axes, trained, name);
        boolean activated = Activations.present(call.where(), call.config().path("activation"));
        Value y =
                quantized(
                        call,
                        sum,
                        activated ? call.result() + "/quantized" : call.result(),
                        covered);
        return activated
                ? activations.apply(
                        call.where(), call.config().path("activation"), y, call.result())
                : y;
    }

    private static double[] scale(LayerCall call, int channels) {
        double[] scale = new double[channels];
        Arrays.fill(scale, 1);
        if (call.truth("scale", true)) {
            Numbers gamma = call.weights().get("bn_gamma", 6).require(call.where(), channels);
            Numbers variance =
                    call.weights().get("moving_variance", 7).require(call.where(), channels);
            double epsilon = call.real("epsilon", 1e-3);
            Arrays.setAll(scale, i -> gamma.get(i) / Math.sqrt(variance.get(i) + epsilon));
        }
        return scale;
    }

    private static Numbers shifted(LayerCall call, Numbers bias, double[] scale) {
        if (!call.truth("center", true)) {
            return bias;
        }
        Numbers beta = call.weights().get("bn_beta", 4).require(call.where(), scale.length);
        Numbers mean = call.weights().get("moving_mean", 5).require(call.where(), scale.length);
        bias.require(call.where(), scale.length);
        double[] result = bias.values();
        for (int i = 0; i < result.length; i++) {
            result[i] += beta.get(i) - mean.get(i) * scale[i];
        }
        return Numbers.of(result);
    }

    /** A quantizer, an activation or a sum followed by a quantizer. */
    Value other(LayerCall call) {
        Value y;
        switch (call.kind()) {
            case "HActivation" ->
                    y =
                            activations.apply(
                                    call.where(),
                                    call.config().path("activation"),
                                    call.x(),
                                    call.result() + "/function");
            case "HAdd" -> {
                List<Value> inputs = call.inputs();
                y = inputs.get(0);
                for (int i = 1; i < inputs.size(); i++) {
                    y = graph.both("Add", call.result() + "/sum_" + i, y, inputs.get(i));
                }
            }
            default -> y = call.x();
        }
        return quantized(call, y, call.result(), call.kind().equals("HActivation"));
    }
}
