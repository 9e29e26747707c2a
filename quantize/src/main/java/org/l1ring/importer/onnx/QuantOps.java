package org.l1ring.importer.onnx;

import java.util.Optional;

/** Quantizers of QONNX and of ONNX itself, in double precision. */
final class QuantOps {
    private QuantOps() {}

    /** The result, or nothing if the operator is of another kind. */
    static Optional<Tensor> apply(Operands operands) {
        return switch (operands.node().operator()) {
            case "Quant", "IntQuant", "BipolarQuant" ->
                    Optional.of(Quantizer.of(operands).apply(operands.get(0)));
            case "QuantizeLinear" -> {
                Tensor y = Quantizer.of(operands).integers(operands.get(0), true);
                Numbers kind = operands.optional(2).map(Tensor::numbers).orElse(Numbers.UINT8);
                yield Optional.of(new Tensor(y.shape(), y.values(), kind));
            }
            case "DequantizeLinear" -> Optional.of(dequantize(operands));
            case "Trunc" -> Optional.of(trunc(operands));
            default -> Optional.empty();
        };
    }

    private static Tensor dequantize(Operands operands) {
        Tensor x = operands.get(0);
        Tensor centred =
                operands.optional(2).isPresent()
                        ? ElementOps.binary(x, Quantizer.onAxis(operands, 2), (a, z) -> a - z)
                        : x;
        Tensor y = ElementOps.binary(centred, Quantizer.onAxis(operands, 1), (a, s) -> a * s);
        return new Tensor(y.shape(), y.values(), false);
    }

    /** Drops low bits of quantized numbers; the scale stays. */
    private static Tensor trunc(Operands operands) {
        Node node = operands.node();
        Quantizer.Rounding rounding =
                node.has("rounding_mode") ? Quantizer.Rounding.of(node) : Quantizer.Rounding.FLOOR;
        Tensor zero = operands.get(2);
        double bits = operands.single(3) - operands.single(4);
        if (bits != Math.rint(bits) || bits < 0 || bits > Long.SIZE) {
            throw node.error("expected fewer bits out than in, got %s fewer".formatted(bits));
        }
        int dropped = (int) bits;
        Tensor scaled = ElementOps.binary(operands.get(0), operands.get(1), (a, s) -> a / s);
        Tensor whole = ElementOps.binary(scaled, zero, (a, z) -> Math.rint(a + z));
        Tensor cut =
                ElementOps.binary(
                        whole, zero, (a, z) -> rounding.round(Math.scalb(a, -dropped)) - z);
        return ElementOps.binary(cut, operands.get(1), (a, s) -> a * s);
    }
}
