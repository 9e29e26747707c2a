package org.l1ring.importer.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ElementTypes;

/**
 * Our own operators, for formats whose quantizers are casts: {@code FixedPoint} casts each element
 * to a type of its own, {@code FractionBits} rounds each to a number of fraction bits and keeps its
 * range.
 */
final class FixedPoint {
    static final String DOMAIN = "org.l1ring";
    static final String CAST = "FixedPoint";
    static final String FRACTION = "FractionBits";

    /** Both. */
    static final Set<String> OPERATORS = Set.of(CAST, FRACTION);

    private static final int MAX_FRACTION = 64;

    private FixedPoint() {}

    /** The result, or nothing if the operator is of another kind. */
    static Optional<Tensor> apply(Operands operands) {
        Tensor x = operands.get(0);
        return switch (operands.node().operator()) {
            case CAST -> {
                List<FixedType> types = types(operands, x.shape());
                double[] y = new double[x.size()];
                Arrays.setAll(y, i -> types.get(i).toReal(types.get(i).fromReal(x.get(i))));
                yield Optional.of(x.with(y));
            }
            case FRACTION -> {
                int[] fractions = fractions(operands, x.shape());
                boolean nearest = quantization(operands.node()) == Quantization.RND;
                double[] y = new double[x.size()];
                for (int i = 0; i < y.length; i++) {
                    double steps = Math.scalb(x.get(i), fractions[i]);
                    y[i] = Math.scalb(Math.floor(nearest ? steps + 0.5 : steps), -fractions[i]);
                }
                yield Optional.of(x.with(y));
            }
            default -> Optional.empty();
        };
    }

    /** The layer of a node. */
    static Signal apply(NodeLayers layers, Operands operands, Signal signal) {
        Node node = operands.node();
        String name = node.outputs().get(0);
        Signal x = layers.plain(node.inputs().get(0), signal);
        List<FixedType> types = types(operands, x);
        if (types.stream().distinct().count() == 1) {
            return layers.onSource(
                    name, x, source -> layers.parts().quantize(name, source, elements(types)));
        }
        Source ordered = layers.inOrder(name + "_ordered", x);
        return Signal.of(layers.parts().quantize(name, ordered, elements(types)), x.shape());
    }

    private static ElementTypes elements(List<FixedType> types) {
        return QuantizerTypes.elements(types);
    }

    /** The types of a cast's elements. */
    static List<FixedType> types(Operands operands, int[] shape) {
        Node node = operands.node();
        double[] signed = operands.get(1).stretched(shape).values();
        double[] bits = operands.get(2).stretched(shape).values();
        double[] integers = operands.get(3).stretched(shape).values();
        Quantization quantization = quantization(node);
        Overflow overflow = mode(Overflow.class, node, "overflow");
        List<FixedType> types = new ArrayList<>();
        for (int i = 0; i < bits.length; i++) {
            boolean none = bits[i] == 0;
            types.add(
                    new FixedType(
                            signed[i] != 0 && !none,
                            (int) bits[i],
                            none ? 0 : (int) integers[i],
                            quantization,
                            overflow,
                            0));
        }
        return types;
    }

    /** The types of the results: declared, or those of the elements with other fraction bits. */
    static List<FixedType> types(Operands operands, Signal x) {
        if (operands.node().operator().equals(CAST)) {
            return types(operands, x.shape());
        }
        int[] fractions = fractions(operands, x.shape());
        Quantization quantization = quantization(operands.node());
        List<FixedType> types = new ArrayList<>();
        for (int i = 0; i < fractions.length; i++) {
            FixedType own =
                    x.place(i) < 0 ? FixedType.unsigned(1, 1) : x.source().types().get(x.place(i));
            if (own.fraction() <= fractions[i]) {
                types.add(own.with(quantization, Overflow.WRAP));
                continue;
            }
            // One bit more, as rounding up may carry into it.
            int width = Math.max(own.integer() + 1 + fractions[i], own.signed() ? 2 : 1);
            types.add(
                    new FixedType(
                            own.signed(),
                            width,
                            width - fractions[i],
                            quantization,
                            Overflow.WRAP,
                            0));
        }
        return types;
    }

    private static int[] fractions(Operands operands, int[] shape) {
        double[] numbers = operands.get(1).stretched(shape).values();
        int[] fractions = new int[numbers.length];
        for (int i = 0; i < fractions.length; i++) {
            if (!(Math.abs(numbers[i]) <= MAX_FRACTION)) {
                throw operands.node().error("expected at most 64 fraction bits, got " + numbers[i]);
            }
            fractions[i] = (int) numbers[i];
        }
        return fractions;
    }

    private static Quantization quantization(Node node) {
        return mode(Quantization.class, node, "quantization");
    }

    private static <E extends Enum<E>> E mode(Class<E> modes, Node node, String attribute) {
        String name = node.text(attribute, "");
        for (E mode : modes.getEnumConstants()) {
            if (mode.name().equals(name)) {
                return mode;
            }
        }
        throw node.error(
                "attribute %s: expected one of %s, got %s"
                        .formatted(
                                attribute,
                                Arrays.toString(modes.getEnumConstants()),
                                GraphReader.line(name)));
    }
}
