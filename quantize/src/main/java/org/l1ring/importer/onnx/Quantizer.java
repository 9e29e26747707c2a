package org.l1ring.importer.onnx;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.l1ring.fixed.Quantization;

/**
 * What a quantizing node does: {@code (clip(round(x / scale + zero)) - zero) * scale}, or the sign
 * of x times the scale.
 *
 * @param scale step between values, one or as many as fit the input's shape
 * @param zero integer that stands for zero
 * @param least smallest integer
 * @param most largest integer
 * @param rounding how it rounds
 * @param bipolar whether it gives plus or minus the scale only
 */
record Quantizer(
        Tensor scale, Tensor zero, double least, double most, Rounding rounding, boolean bipolar) {
    /** Operators of this kind, and that which drops bits. */
    static final Set<String> OPERATORS =
            Set.of("Quant", "IntQuant", "BipolarQuant", "QuantizeLinear", "Trunc");

    private static final int MAX_BITS = 62;

    /** Ways to round. */
    enum Rounding {
        ROUND,
        FLOOR,
        CEIL,
        DOWN,
        UP,
        HALF_UP,
        HALF_DOWN;

        double round(double x) {
            double size = Math.abs(x);
            return switch (this) {
                case ROUND -> Math.rint(x);
                case FLOOR -> Math.floor(x);
                case CEIL -> Math.ceil(x);
                case DOWN -> Math.copySign(Math.floor(size), x);
                case UP -> Math.copySign(Math.ceil(size), x);
                case HALF_UP -> Math.copySign(Math.floor(size + 0.5), x);
                case HALF_DOWN -> Math.copySign(Math.ceil(size - 0.5), x);
            };
        }

        /** The mode of a cast that rounds so, if there is one. */
        Optional<Quantization> cast() {
            return switch (this) {
                case ROUND -> Optional.of(Quantization.RND_CONV);
                case FLOOR -> Optional.of(Quantization.TRN);
                case DOWN -> Optional.of(Quantization.TRN_ZERO);
                case HALF_UP -> Optional.of(Quantization.RND_INF);
                case HALF_DOWN -> Optional.of(Quantization.RND_ZERO);
                case CEIL, UP -> Optional.empty();
            };
        }

        static Rounding of(Node node) {
            String name = node.text("rounding_mode", "ROUND").toUpperCase(Locale.ROOT);
            return switch (name) {
                case "ROUND", "HALF_EVEN" -> ROUND;
                case "FLOOR" -> FLOOR;
                case "CEIL" -> CEIL;
                case "DOWN" -> DOWN;
                case "UP" -> UP;
                case "HALF_UP" -> HALF_UP;
                case "HALF_DOWN" -> HALF_DOWN;
                default ->
                        throw node.error(
                                "attribute rounding_mode: expected ROUND, FLOOR, CEIL, UP, DOWN,"
                                        + " HALF_UP, HALF_DOWN or HALF_EVEN, got "
                                        + GraphReader.line(name));
            };
        }
    }

    /** The quantizer of a Quant, IntQuant, BipolarQuant or QuantizeLinear node. */
    static Quantizer of(Operands operands) {
        Node node = operands.node();
        Quantizer quantizer =
                switch (node.operator()) {
                    case "BipolarQuant" ->
                            new Quantizer(
                                    operands.get(1), Tensor.of(0), -1, 1, Rounding.ROUND, true);
                    case "QuantizeLinear" -> {
                        Numbers kind =
                                operands.optional(2).map(Tensor::numbers).orElse(Numbers.UINT8);
                        yield new Quantizer(
                                onAxis(operands, 1),
                                operands.optional(2).isPresent()
                                        ? onAxis(operands, 2)
                                        : Tensor.of(0),
                                kind.least(),
                                kind.most(),
                                Rounding.ROUND,
                                false);
                    }
                    default -> integer(operands);
                };
        for (int i = 0; i < quantizer.scale.size(); i++) {
            double step = quantizer.scale.get(i);
            if (!(step > 0) || Double.isInfinite(step)) {
                throw node.error("expected a scale above zero, got " + step);
            }
        }
        return quantizer;
    }

    private static Quantizer integer(Operands operands) {
        Node node = operands.node();
        double bits = operands.single(3);
        boolean signed = node.whole("signed", 1) != 0;
        boolean narrow = node.whole("narrow", 0) != 0;
        if (bits != Math.rint(bits) || bits < 1 || bits > MAX_BITS) {
            throw node.error("expected a whole bit width of 1 to 62, got " + bits);
        }
        double span = Math.scalb(1.0, (int) bits - (signed ? 1 : 0));
        double least = signed ? -span + (narrow ? 1 : 0) : 0;
        double most = span - 1 - (narrow && !signed ? 1 : 0);
        return new Quantizer(
                operands.get(1),
                operands.get(2),
                least,
                most,
                Rounding.of(node),
                signed && bits == 1);
    }

    /** Scale or zero point of ONNX's own quantizers, in a shape that fits the input's. */
    static Tensor onAxis(Operands operands, int index) {
        Tensor list = operands.get(index);
        if (list.size() == 1) {
            return list.reshaped();
        }
        Tensor x = operands.get(0);
        int axis = x.axis(operands.node().whole("axis", 1));
        if (list.size() != x.extent(axis)) {
            throw operands.node()
                    .error(
                            "expected one scale, or %d along axis %d, got %d"
                                    .formatted(x.extent(axis), axis, list.size()));
        }
        int[] shape = new int[x.rank() - axis];
        Arrays.fill(shape, 1);
        shape[0] = list.size();
        return list.reshaped(shape);
    }

    /** The quantized numbers. */
    Tensor apply(Tensor x) {
        if (bipolar) {
            return ElementOps.binary(x, scale, (a, s) -> a / s >= 0 ? s : -s);
        }
        Tensor whole = integers(x, false);
        Tensor centred = ElementOps.binary(whole, zero, (a, z) -> a - z);
        return real(ElementOps.binary(centred, scale, (a, s) -> a * s));
    }

    /** The integers behind the quantized numbers. */
    Tensor integers(Tensor x, boolean roundFirst) {
        Tensor scaled = ElementOps.binary(x, scale, (a, s) -> a / s);
        Tensor first = roundFirst ? each(scaled, rounding::round) : scaled;
        Tensor shifted = ElementOps.binary(first, zero, Double::sum);
        return each(shifted, a -> Math.clamp(rounding.round(a), least, most));
    }

    private static Tensor each(Tensor x, DoubleUnaryOperator rule) {
        double[] y = new double[x.size()];
        for (int i = 0; i < y.length; i++) {
            y[i] = rule.applyAsDouble(x.get(i));
        }
        return new Tensor(x.shape(), y, false);
    }

    private static Tensor real(Tensor x) {
        return new Tensor(x.shape(), x.values(), false);
    }
}
