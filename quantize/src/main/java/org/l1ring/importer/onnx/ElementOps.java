package org.l1ring.importer.onnx;

import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Operators that act on each element by itself, in double precision. */
final class ElementOps {
    private ElementOps() {}

    /** The result, or nothing if the operator is of another kind. */
    static Optional<Tensor> apply(Operands operands) {
        Node node = operands.node();
        return switch (node.operator()) {
            case "Add" -> Optional.of(binary(operands, Double::sum));
            case "Sub" -> Optional.of(binary(operands, (a, b) -> a - b));
            case "Mul" -> Optional.of(binary(operands, (a, b) -> a * b));
            case "Div" -> Optional.of(divide(operands));
            case "Pow" -> Optional.of(binary(operands, Math::pow));
            case "Max" -> Optional.of(folded(operands, Math::max));
            case "Min" -> Optional.of(folded(operands, Math::min));
            case "Sum" -> Optional.of(folded(operands, Double::sum));
            case "Mean" -> {
                double part = 1.0 / Math.max(operands.tensors().size(), 1);
                yield Optional.of(
                        binary(folded(operands, Double::sum), Tensor.of(part), (a, b) -> a * b));
            }
            case "PRelu" -> Optional.of(binary(operands, (a, slope) -> a < 0 ? slope * a : a));
            case "Greater" -> Optional.of(compared(operands, (a, b) -> a > b ? 1 : 0));
            case "GreaterOrEqual" -> Optional.of(compared(operands, (a, b) -> a >= b ? 1 : 0));
            case "Less" -> Optional.of(compared(operands, (a, b) -> a < b ? 1 : 0));
            case "LessOrEqual" -> Optional.of(compared(operands, (a, b) -> a <= b ? 1 : 0));
            case "Equal" -> Optional.of(compared(operands, (a, b) -> a == b ? 1 : 0));
            case "And" -> Optional.of(compared(operands, (a, b) -> a != 0 && b != 0 ? 1 : 0));
            case "Or" -> Optional.of(compared(operands, (a, b) -> a != 0 || b != 0 ? 1 : 0));
            case "Xor" -> Optional.of(compared(operands, (a, b) -> (a != 0) != (b != 0) ? 1 : 0));
            case "Where" -> Optional.of(where(operands));
            case "Scaler" -> {
                Tensor centred =
                        binary(operands.get(0), setting(node, "offset", 0), (a, b) -> a - b);
                yield Optional.of(binary(centred, setting(node, "scale", 1), (a, b) -> a * b));
            }
            case "Clip" -> Optional.of(clip(operands));
            case "Cast" -> Optional.of(cast(operands));
            default -> Functions.of(node).map(rule -> unary(operands, rule));
        };
    }

    /** A list of numbers of a node, or one number where there is none. */
    static Tensor setting(Node node, String attribute, double otherwise) {
        return node.reals(attribute)
                .map(list -> new Tensor(new int[] {list.length}, list, false))
                .orElse(Tensor.of(otherwise));
    }

    private static Tensor compared(Operands operands, DoubleBinaryOperator rule) {
        Tensor y = binary(operands, rule);
        return new Tensor(y.shape(), y.values(), true);
    }

    private static Tensor where(Operands operands) {
        Tensor yes = operands.get(1);
        Tensor no = operands.get(2);
        int[] both = Tensor.broadcast(yes.shape(), no.shape());
        int[] shape = Tensor.broadcast(operands.get(0).shape(), both);
        Tensor condition = operands.get(0).stretched(shape);
        Tensor a = yes.stretched(shape);
        Tensor b = no.stretched(shape);
        double[] y = new double[a.size()];
        for (int i = 0; i < y.length; i++) {
            y[i] = condition.get(i) != 0 ? a.get(i) : b.get(i);
        }
        return new Tensor(shape, y, yes.whole() && no.whole());
    }

    private static Tensor unary(Operands operands, DoubleUnaryOperator rule) {
        Tensor x = operands.get(0);
        double[] y = new double[x.size()];
        for (int i = 0; i < y.length; i++) {
            y[i] = rule.applyAsDouble(x.get(i));
        }
        return x.with(y);
    }

    private static Tensor binary(Operands operands, DoubleBinaryOperator rule) {
        return binary(operands.get(0), operands.get(1), rule);
    }

    /** A rule for each pair of elements, after both are stretched to one shape. */
    static Tensor binary(Tensor left, Tensor right, DoubleBinaryOperator rule) {
        int[] shape = Tensor.broadcast(left.shape(), right.shape());
        Tensor a = left.stretched(shape);
        Tensor b = right.stretched(shape);
        double[] y = new double[a.size()];
        for (int i = 0; i < y.length; i++) {
            y[i] = rule.applyAsDouble(a.get(i), b.get(i));
        }
        return new Tensor(shape, y, left.whole() && right.whole());
    }

    private static Tensor folded(Operands operands, DoubleBinaryOperator rule) {
        Tensor result = operands.get(0);
        for (int i = 1; i < operands.tensors().size(); i++) {
            result = binary(result, operands.get(i), rule);
        }
        return result;
    }

    private static Tensor divide(Operands operands) {
        boolean whole = operands.get(0).whole() && operands.get(1).whole();
        return binary(
                operands,
                whole
                        ? (a, b) -> {
                            if (b == 0) {
                                throw operands.node().error("expected a divisor, got zero");
                            }
                            long quotient = (long) a / (long) b;
                            return quotient;
                        }
                        : (a, b) -> a / b);
    }

    private static Tensor clip(Operands operands) {
        Node node = operands.node();
        double low =
                operands.optional(1).isPresent()
                        ? operands.single(1)
                        : node.real("min", Double.NEGATIVE_INFINITY);
        double high =
                operands.optional(2).isPresent()
                        ? operands.single(2)
                        : node.real("max", Double.POSITIVE_INFINITY);
        if (!(low <= high)) {
            throw node.error("expected min at most max, got %s and %s".formatted(low, high));
        }
        return unary(operands, x -> Math.clamp(x, low, high));
    }

    private static Tensor cast(Operands operands) {
        Tensor x = operands.get(0);
        long to = operands.node().whole("to", 0);
        return switch ((int) to) {
            case 1, 10, 11, 16 -> new Tensor(x.shape(), x.values(), false);
            case 9 -> {
                double[] y = new double[x.size()];
                for (int i = 0; i < y.length; i++) {
                    y[i] = x.get(i) == 0 ? 0 : 1;
                }
                yield new Tensor(x.shape(), y, true);
            }
            case 2, 3, 4, 5, 6, 7, 12, 13 -> {
                double[] y = new double[x.size()];
                for (int i = 0; i < y.length; i++) {
                    y[i] = x.get(i) < 0 ? Math.ceil(x.get(i)) : Math.floor(x.get(i));
                }
                yield new Tensor(x.shape(), y, true);
            }
            default ->
                    throw operands.node()
                            .error("attribute to: expected a type of numbers, got " + to);
        };
    }
}
