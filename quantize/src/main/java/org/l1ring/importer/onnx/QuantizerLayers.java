package org.l1ring.importer.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;

/** Makes casts of quantizers. */
final class QuantizerLayers {
    private static final Tensor ZERO = Tensor.of(0);
    private static final Tensor ONE = Tensor.of(1);

    private final ModelParts parts;
    private final NodeLayers layers;

    QuantizerLayers(ModelParts parts, NodeLayers layers) {
        this.parts = parts;
        this.layers = layers;
    }

    /** The result of a quantizing node. */
    Signal apply(Operands operands, Signal x) {
        Node node = operands.node();
        String name = node.outputs().get(0);
        Tensor shaped = new Tensor(x.shape(), new double[x.size()], false);
        Operands whole =
                new Operands(node, AffineNodes.replacedFirst(operands, shaped), operands.opset());
        if (node.operator().equals("Trunc")) {
            return trunc(whole, x);
        }
        Quantizer quantizer = Quantizer.of(whole);
        if (quantizer.bipolar()) {
            return bipolar(name, x, quantizer.scale());
        }
        boolean linear = node.operator().equals("QuantizeLinear");
        Signal y = quantized(node, x, quantizer, linear);
        if (!linear) {
            return y;
        }
        Tensor steps = ElementOps.binary(ONE, quantizer.scale(), (a, s) -> a / s);
        return y.times(steps, quantizer.zero());
    }

    /** The quantized numbers: casts where powers of two allow, with exact shifts by the zero. */
    private Signal quantized(Node node, Signal x, Quantizer q, boolean roundFirst) {
        String name = node.outputs().get(0);
        if (q.rounding() == Quantizer.Rounding.CEIL) {
            Quantizer mirrored =
                    new Quantizer(
                            q.scale(),
                            ElementOps.binary(ZERO, q.zero(), (a, b) -> a - b),
                            -q.most(),
                            -q.least(),
                            Quantizer.Rounding.FLOOR,
                            false);
            Signal y = quantized(node, x.times(Tensor.of(-1), ZERO), mirrored, roundFirst);
            return y.times(Tensor.of(-1), ZERO);
        }
        Quantization rounding =
                q.rounding()
                        .cast()
                        .orElseThrow(() ->
                                node.error(
                                        "rounding mode UP of a result: expected any other, as no"
                                                + " cast rounds so"));
        double[] scales = q.scale().stretched(x.shape()).values();
        double[] zeros = q.zero().stretched(x.shape()).values();
        boolean powers = true;
        for (int i = 0; i < scales.length; i++) {
            powers &= Constants.exponent(scales[i]) != Integer.MIN_VALUE;
            if (zeros[i] != Math.rint(zeros[i]) || zeros[i] != zeros[0]) {
                throw node.error("expected one whole zero point, got " + zeros[i]);
            }
        }
        if (!powers) {
            Tensor inverse = ElementOps.binary(ONE, q.scale(), (a, s) -> a / s);
            Quantizer unit = new Quantizer(ONE, q.zero(), q.least(), q.most(), q.rounding(), false);
            return quantized(node, x.times(inverse, ZERO), unit, roundFirst).times(q.scale(), ZERO);
        }
        double zero = zeros.length == 0 ? 0 : zeros[0];
        long least = (long) (q.least() - zero);
        long most = (long) (q.most() - zero);
        boolean even = zero % 2 == 0 || roundFirst;
        if (zero != 0 && !even && rounding != Quantization.TRN) {
            throw node.error("expected an even zero point, got " + zero);
        }
        Signal fine = layers.finely(name + "_steps", x, q.rounding());
        return cast(name, fine, scales, least, most, rounding);
    }

    /** A cast to steps, and limits where they are not those of a type. */
    private Signal cast(
            String name, Signal x, double[] steps, long least, long most, Quantization rounding) {
        long span = Math.max(most, -(least + 1));
        long full = span <= 0 ? 0 : Long.highestOneBit(span) * 2 - 1;
        boolean signed = least < 0;
        boolean own = QuantizerTypes.of(1, least, most, rounding).isPresent();
        List<FixedType> types = new ArrayList<>();
        for (double step : steps) {
            Optional<FixedType> type =
                    own
                            ? QuantizerTypes.of(step, least, most, rounding)
                            : QuantizerTypes.of(step, signed ? -full - 1 : 0, full, rounding);
            types.add(
                    type.orElseThrow(() ->
                            new IllegalArgumentException(
                                    "expected a quantizer around zero, got %d to %d"
                                            .formatted(least, most))));
        }
        boolean same = types.stream().distinct().count() <= 1;
        Source source = same && x.permuted() ? x.source() : layers.inOrder(name, x);
        int[] places = new int[x.size()];
        Arrays.setAll(places, i -> same && x.permuted() ? x.place(i) : i);
        Signal y =
                Signal.of(
                        parts.quantize(name, source, QuantizerTypes.elements(types)),
                        x.shape(),
                        places);
        if (own) {
            return y;
        }
        if (!same) {
            throw new IllegalArgumentException(
                    "expected one scale where the limits %d and %d are not those of a type"
                            .formatted(least, most));
        }
        return layers.clip(name, y, least * steps[0], most * steps[0]);
    }

    /** Quantized numbers without their low bits; the scale stays. */
    private Signal trunc(Operands operands, Signal x) {
        Node node = operands.node();
        Quantizer.Rounding rounding =
                node.has("rounding_mode") ? Quantizer.Rounding.of(node) : Quantizer.Rounding.FLOOR;
        double dropped = operands.single(3) - operands.single(4);
        double step = operands.single(1);
        int exponent = Constants.exponent(step);
        boolean supported =
                operands.single(2) == 0
                        && exponent != Integer.MIN_VALUE
                        && dropped == Math.rint(dropped)
                        && dropped >= 0
                        && dropped < Long.SIZE
                        && rounding.cast().isPresent();
        if (!supported) {
            throw node.error(
                    "expected a power of two as scale, zero as zero point, whole bit widths that"
                            + " shrink and a rounding other than CEIL and UP");
        }
        String name = node.outputs().get(0);
        Signal plain = layers.plain(node.inputs().get(0), x);
        List<FixedType> types = new ArrayList<>();
        for (int i = 0; i < plain.source().types().types().size(); i++) {
            FixedType from = plain.source().types().get(i);
            int fraction = -exponent - (int) dropped;
            int width = Math.max(from.width() - from.fraction() + fraction, 0) + 1;
            types.add(
                    new FixedType(
                            from.signed(),
                            width,
                            width - fraction,
                            rounding.cast().get(),
                            Overflow.WRAP,
                            0));
        }
        int[] places = new int[plain.size()];
        Arrays.setAll(places, plain::place);
        Source cut = parts.quantize(name, plain.source(), QuantizerTypes.elements(types));
        return Signal.of(cut, plain.shape(), places)
                .times(Tensor.of(Math.scalb(1.0, -(int) dropped)), ZERO);
    }

    /**
     * The sign times a scale. The sign of {@code a * x + b} is that of {@code x - t} or {@code t -
     * x} with a threshold t on the grid of x, which is exact whatever a and b.
     */
    private Signal bipolar(String name, Signal x, Tensor scale) {
        Signal bits = layers.negative(name, x);
        Tensor twice = ElementOps.binary(scale, Tensor.of(2), (a, b) -> a * b);
        return bits.times(twice, scale);
    }
}
