package org.l1ring.importer.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Nodes that multiply with and add constants: they become part of the next layer. */
final class AffineNodes {
    private static final Tensor ZERO = Tensor.of(0);
    private static final Tensor ONE = Tensor.of(1);

    private AffineNodes() {}

    /** The signal after a node of one signal, or nothing if it is none of these. */
    static Optional<Signal> apply(Arguments arguments) {
        Operands operands = arguments.operands();
        int at = arguments.places().get(0);
        boolean pair = arguments.count() == 2;
        return switch (operands.node().operator()) {
            case "Add", "Sum" ->
                    pair
                            ? Optional.of(shifted(arguments, operands.get(1 - at), 1))
                            : Optional.empty();
            case "Sub" ->
                    Optional.of(
                            at == 0
                                    ? shifted(arguments, negated(operands.get(1)), 1)
                                    : shifted(arguments, operands.get(0), -1));
            case "Mul" -> Optional.of(scaled(arguments, operands.get(1 - at)));
            case "Div" ->
                    at == 0
                            ? Optional.of(scaled(arguments, inverse(operands, operands.get(1))))
                            : Optional.empty();
            case "Neg" -> Optional.of(arguments.signal(0).times(-1));
            case "BatchNormalization" -> {
                Signal x = arguments.signal(0);
                Tensor[] factors = NetworkOps.normalization(operands, x.shape());
                yield Optional.of(x.times(factors[0], factors[1]));
            }
            case "DequantizeLinear" -> Optional.of(dequantize(operands, arguments.signal(0)));
            case "Cast" -> Optional.of(arguments.signal(0));
            case "Scaler" -> Optional.of(scaler(operands.node(), arguments.signal(0)));
            default -> Optional.empty();
        };
    }

    /** The signal, or minus it, plus a constant, after both are stretched to one shape. */
    private static Signal shifted(Arguments arguments, Tensor offset, double sign) {
        Signal x = arguments.first();
        int[] shape = Tensor.broadcast(x.shape(), offset.shape());
        return x.stretched(shape).times(Tensor.of(sign), offset);
    }

    private static Signal scaled(Arguments arguments, Tensor factor) {
        Signal x = arguments.first();
        int[] shape = Tensor.broadcast(x.shape(), factor.shape());
        return x.stretched(shape).times(factor, ZERO);
    }

    private static Signal scaler(Node node, Signal x) {
        Tensor scale = ElementOps.setting(node, "scale", 1);
        Tensor offset = ElementOps.setting(node, "offset", 0);
        Tensor start = ElementOps.binary(scale, offset, (s, o) -> -s * o);
        return x.times(scale, start);
    }

    private static Tensor negated(Tensor x) {
        return ElementOps.binary(ZERO, x, (a, b) -> a - b);
    }

    private static Tensor inverse(Operands operands, Tensor x) {
        if (Arrays.stream(x.values()).anyMatch(value -> value == 0)) {
            throw operands.node().error("expected divisors other than zero");
        }
        return ElementOps.binary(ONE, x, (a, b) -> a / b);
    }

    private static Signal dequantize(Operands operands, Signal x) {
        // The axis of the scale is that of the signal's shape.
        Tensor shaped = new Tensor(x.shape(), new double[x.size()], false);
        Operands whole =
                new Operands(operands.node(), replacedFirst(operands, shaped), operands.opset());
        Tensor scale = Quantizer.onAxis(whole, 1);
        Tensor zero = whole.optional(2).isPresent() ? Quantizer.onAxis(whole, 2) : ZERO;
        return x.times(scale, ElementOps.binary(scale, zero, (s, z) -> z == 0 ? 0 : -s * z));
    }

    /** The operands with a tensor in place of the first. */
    static List<Optional<Tensor>> replacedFirst(Operands operands, Tensor first) {
        List<Optional<Tensor>> all = new ArrayList<>(operands.tensors());
        all.set(0, Optional.of(first));
        return all;
    }
}
