package org.l1ring.importer.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ModelException;

/**
 * Writes layers of HGQ 2: Keras' own with quantizers of inputs, weights and results, whose widths
 * are weights, too.
 */
final class SecondHgqLayers {
    /** What the names of these classes begin with here, as QKeras has the same ones. */
    static final String PREFIX = "hgq.";

    private static final int WIDEST = 64;

    private final GraphBuilder graph;
    private final WeightedLayers weighted;
    private final Activations activations;

    SecondHgqLayers(GraphBuilder graph, WeightedLayers weighted, Activations activations) {
        this.graph = graph;
        this.weighted = weighted;
        this.activations = activations;
    }

    /**
     * Widths of a quantizer, each with as many axes as what it acts on.
     *
     * @param negative whether values may be negative
     * @param integers bits before the point, without the sign
     * @param fractions bits behind the point
     * @param rounding mode
     * @param overflow mode
     */
    private record Widths(
            Numbers negative,
            Numbers integers,
            Numbers fractions,
            String rounding,
            String overflow) {}

    /** A layer's result. */
    Value apply(LayerCall call) {
        String kind = call.kind().substring(PREFIX.length());
        return switch (kind) {
            case "Quantizer" ->
                    quantized(call, call.result(), call.x(), call.config().path("config"), "");
            case "QDense" -> products(call, 0);
            case "QConv1D" -> products(call, 1);
            case "QConv2D" -> products(call, 2);
            default ->
                    throw call.error(
                            "the layer of HGQ 2 is not supported; docs/formats.md lists those that"
                                    + " are");
        };
    }

    private Value products(LayerCall call, int axes) {
        JsonNode config = call.config();
        Value x = call.x();
        if (call.truth("enable_iq", true)) {
            x = quantized(call, call.result() + "/input", x, config.path("iq_conf"), "iq");
        }
        Numbers kernel =
                weights(call, call.weights().get("kernel", 0), config.path("kq_conf"), "kq");
        Optional<Numbers> bias =
                call.truth("use_bias", true)
                        ? Optional.of(
                                weights(
                                        call,
                                        call.weights().get("bias", 1),
                                        config.path("bq_conf"),
                                        "bq"))
                        : Optional.empty();
        WeightedLayers.Trained trained = new WeightedLayers.Trained(kernel, bias);
        LayerCall inner = call.with(call.kind(), config, List.of(x), call.result());
        JsonNode activation = config.path("activation");
        boolean activated = Activations.present(call.where(), activation);
        boolean last = call.truth("enable_oq", false);
        String sum = activated || last ? call.result() + "/sum" : call.result();
        Value y =
                axes == 0
                        ? weighted.dense(inner, trained, sum)
                        : weighted.conv(inner, axes, trained, sum);
        if (activated) {
            String name = last ? call.result() + "/activated" : call.result();
            y = activations.apply(call.where(), activation, y, name);
        }
        return last ? quantized(call, call.result(), y, config.path("oq_conf"), "oq") : y;
    }

    private Value quantized(LayerCall call, String result, Value x, JsonNode conf, String part) {
        int[] shape = x.shape().stream().mapToInt(Integer::intValue).toArray();
        Widths widths = widths(call, conf, part, shape);
        int size = widths.negative.size();
        double[] bits = new double[size];
        double[] integers = new double[size];
        for (int i = 0; i < size; i++) {
            double k = widths.negative.get(i);
            bits[i] = Math.max(k + widths.integers.get(i) + widths.fractions.get(i), 0);
            integers[i] = k + widths.integers.get(i);
            if (!(bits[i] <= WIDEST) || !(Math.abs(integers[i]) <= 2 * WIDEST)) {
                throw call.error("expected widths up to %d, got %s".formatted(WIDEST, bits[i]));
            }
        }
        int[] own = widths.negative.shape();
        return graph.fixed(
                result,
                x,
                new GraphBuilder.ElementCasts(
                        widths.negative,
                        new Numbers(own, bits),
                        new Numbers(own, integers),
                        widths.rounding,
                        widths.overflow));
    }

    /** Weights as they are multiplied. Those that wrap are rounded only: their range holds them. */
    private static Numbers weights(LayerCall call, Numbers numbers, JsonNode conf, String part) {
        Widths widths = widths(call, conf, part, numbers.shape());
        double[] values = numbers.values();
        Quantization rounding = Quantization.valueOf(widths.rounding);
        Overflow overflow = Overflow.valueOf(widths.overflow);
        for (int i = 0; i < values.length; i++) {
            int at = at(i, numbers.shape(), widths.negative.shape());
            int fraction = (int) widths.fractions.get(at);
            boolean negative = widths.negative.get(at) != 0;
            int integer = (int) widths.integers.get(at) + (negative ? 1 : 0);
            if (Math.abs(fraction) > WIDEST || Math.abs(integer) > WIDEST) {
                throw call.error("expected widths up to %d, got more".formatted(WIDEST));
            }
            if (overflow == Overflow.WRAP) {
                FixedType wide = new FixedType(true, 62, 62 - fraction, rounding, overflow, 0);
                values[i] = wide.toReal(wide.fromReal(values[i]));
            } else {
                int width = Math.clamp(integer + fraction, 0, WIDEST);
                FixedType type =
                        new FixedType(negative, width, width - fraction, rounding, overflow, 0);
                values[i] = width == 0 ? 0 : type.toReal(type.fromReal(values[i]));
            }
        }
        return new Numbers(numbers.shape(), values);
    }

    /** Where the width of an element is: axes of one serve all. */
    private static int at(int index, int[] shape, int[] own) {
        int at = 0;
        int step = 1;
        int rest = index;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            at += own[axis] == 1 ? 0 : rest % shape[axis] * step;
            rest /= shape[axis];
            step *= own[axis];
        }
        return at;
    }

    private static Widths widths(LayerCall call, JsonNode conf, String part, int[] shape) {
        JsonNode config = conf.path("config");
        for (String other : List.of("scaler", "affine", "qnoise_factor")) {
            if (config.has(other) && !config.path(other).isNull()) {
                throw call.error(other + ": expected none, got one");
            }
        }
        String type = config.path("q_type").asText("");
        String overflow = config.path("overflow_mode").asText("WRAP");
        String rounding = config.path("round_mode").asText("RND").replaceFirst("^S_", "");
        boolean bits = type.equals("kbi");
        if (!bits && !type.equals("kif")) {
            throw call.error("expected a quantizer kbi or kif, got " + Names.line(type));
        }
        boolean known =
                Set.of("RND", "TRN", "RND_CONV").contains(rounding)
                        && Set.of("WRAP", "SAT", "SYM", "SAT_SYM").contains(overflow);
        if (!known) {
            throw call.error(
                    "expected known modes, got %s and %s"
                            .formatted(Names.line(rounding), Names.line(overflow)));
        }
        LayerWeights own = part.isEmpty() ? call.weights() : part(call.weights(), part);
        LayerWeights inner = own.part("quantizer");
        // Keras writes what is trained first: integer bits are not where they wrap.
        boolean wraps = overflow.equals("WRAP");
        Map<String, Integer> places =
                wraps
                        ? Map.of("width", 0, "k", 1, "i", 2)
                        : bits
                                ? Map.of("width", 0, "i", 1, "k", 2)
                                : Map.of("i", 0, "width", 1, "k", 2);
        Numbers negative = get(call, inner, "k", places.get("k"), shape);
        Numbers integers = get(call, inner, "i", places.get("i"), shape).each(Math::rint);
        Numbers width =
                get(call, inner, bits ? "b" : "f", places.get("width"), shape).each(Math::rint);
        if (negative.size() != integers.size() || negative.size() != width.size()) {
            throw call.error("expected as many widths of each kind");
        }
        double[] fractions = width.values();
        for (int i = 0; bits && i < fractions.length; i++) {
            fractions[i] -= integers.get(i);
        }
        return new Widths(
                negative,
                integers,
                new Numbers(negative.shape(), fractions),
                rounding,
                overflow.equals("SYM") ? "SAT_SYM" : overflow);
    }

    private static LayerWeights part(LayerWeights weights, String name) {
        LayerWeights open = weights.part(name);
        return open.equals(weights) ? weights.part("_" + name) : open;
    }

    private static Numbers get(
            LayerCall call, LayerWeights weights, String role, int index, int[] shape) {
        Numbers numbers = weights.get(role, index);
        boolean fits = numbers.rank() == shape.length;
        for (int axis = 0; fits && axis < shape.length; axis++) {
            fits = numbers.extent(axis) == 1 || numbers.extent(axis) == shape[axis];
        }
        if (!fits) {
            throw new ModelException(
                    call.where() + ": " + role, "expected widths that fit what they act on");
        }
        return numbers;
    }
}
