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

    /** The signal after the node, or nothing if the operator is of another kind. */
    static Optional<Signal> apply(Operands operands, Signal x) {
        return switch (operands.node().operator()) {
            case "Add" -> Optional.of(x.times(ONE, other(operands, x, 1)));
            case "Sub" -> Optional.of(x.times(ONE, negated(other(operands, x, 1))));
            case "Mul" -> Optional.of(x.times(other(operands, x, 1), ZERO));
            case "Div" -> Optional.of(x.times(inverse(operands, other(operands, x, 1)), ZERO));
            case "Neg" -> Optional.of(x.times(Tensor.of(-1), ZERO));
            case "BatchNormalization" -> {
                Tensor[] factors = NetworkOps.normalization(operands, x.shape());
                yield Optional.of(x.times(factors[0], factors[1]));
            }
            case "DequantizeLinear" -> Optional.of(dequantize(operands, x));
            case "Cast" -> Optional.of(x);
            default -> Optional.empty();
        };
    }

    /** The signal after a node whose first input is a constant. */
    static Optional<Signal> reversed(Operands operands, Signal x) {
        return switch (operands.node().operator()) {
            case "Add" -> Optional.of(x.times(ONE, other(operands, x, 0)));
            case "Mul" -> Optional.of(x.times(other(operands, x, 0), ZERO));
            case "Sub" -> Optional.of(x.times(Tensor.of(-1), other(operands, x, 0)));
            default -> Optional.empty();
        };
    }

    private static Tensor other(Operands operands, Signal x, int index) {
        Tensor constant = operands.get(index);
        int[] common = Tensor.broadcast(constant.shape(), x.shape());
        if (!Arrays.equals(common, x.shape())) {
            throw operands.node()
                    .error(
                            "expected a constant no larger than %s, got %s"
                                    .formatted(
                                            Arrays.toString(x.shape()),
                                            Arrays.toString(constant.shape())));
        }
        return constant;
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
