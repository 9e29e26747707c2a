package org.l1ring.importer.onnx;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/** Functions of one number, in double precision. */
final class Functions {
    private static final double GELU_FACTOR = Math.sqrt(2 / Math.PI);

    /** Operators whose functions are known to models by their names. */
    private static final Set<String> TABLED =
            Set.of(
                    "Sigmoid",
                    "Tanh",
                    "Exp",
                    "Log",
                    "Sqrt",
                    "Reciprocal",
                    "Sin",
                    "Cos",
                    "Tan",
                    "Asin",
                    "Acos",
                    "Atan",
                    "Sinh",
                    "Cosh",
                    "Asinh",
                    "Acosh",
                    "Atanh",
                    "Softplus",
                    "Softsign",
                    "Erf");

    private Functions() {}

    /** The function that an operator applies to each element, if it is of that kind. */
    static Optional<DoubleUnaryOperator> of(Node node) {
        return activation(node)
                .or(() -> plain(node.operator()))
                .or(() -> tabled(node.operator()).map(Functions::named));
    }

    /** The name under which tables hold the function of an operator, if they do. */
    static Optional<String> tabled(String operator) {
        return TABLED.contains(operator)
                ? Optional.of(operator.toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    /** A function by the name under which tables hold it. */
    static DoubleUnaryOperator named(String function) {
        return org.l1ring.model.Functions.named(function).orElseThrow();
    }

    private static Optional<DoubleUnaryOperator> plain(String operator) {
        return Optional.ofNullable(
                switch (operator) {
                    case "Relu" -> x -> Math.max(x, 0);
                    case "Neg" -> x -> -x;
                    case "Abs" -> Math::abs;
                    case "Floor" -> Math::floor;
                    case "Ceil" -> Math::ceil;
                    case "Round" -> Math::rint;
                    case "Sign" -> Math::signum;
                    case "HardSwish" -> x -> x * Math.clamp(x / 6 + 0.5, 0.0, 1.0);
                    case "Mish" -> x -> x * Math.tanh(named("softplus").applyAsDouble(x));
                    case "Not" -> x -> x == 0 ? 1 : 0;
                    default -> null;
                });
    }

    /** Functions with settings. */
    private static Optional<DoubleUnaryOperator> activation(Node node) {
        return switch (node.operator()) {
            case "LeakyRelu" -> {
                double slope = node.real("alpha", 0.01f);
                yield Optional.of(x -> x < 0 ? slope * x : x);
            }
            case "HardSigmoid" -> {
                double slope = node.real("alpha", 0.2f);
                double middle = node.real("beta", 0.5);
                yield Optional.of(x -> Math.clamp(slope * x + middle, 0.0, 1.0));
            }
            case "Elu" -> {
                double size = node.real("alpha", 1);
                yield Optional.of(x -> x < 0 ? size * Math.expm1(x) : x);
            }
            case "Selu" -> {
                double size = node.real("alpha", 1.6732632f);
                double scale = node.real("gamma", 1.050701f);
                yield Optional.of(x -> scale * (x < 0 ? size * Math.expm1(x) : x));
            }
            case "Celu" -> {
                double size = node.real("alpha", 1);
                yield Optional.of(x -> x < 0 ? size * Math.expm1(x / size) : x);
            }
            case "ThresholdedRelu" -> {
                double threshold = node.real("alpha", 1);
                yield Optional.of(x -> x > threshold ? x : 0);
            }
            case "Swish" -> {
                double slope = node.real("alpha", 1);
                yield Optional.of(x -> x * sigmoid(slope * x));
            }
            case "Affine" -> {
                double slope = node.real("alpha", 1);
                double start = node.real("beta", 0);
                yield Optional.of(x -> slope * x + start);
            }
            case "ScaledTanh" -> {
                double size = node.real("alpha", 1);
                double slope = node.real("beta", 1);
                yield Optional.of(x -> size * Math.tanh(slope * x));
            }
            case "Gelu" -> Optional.of(gelu(node));
            default -> Optional.empty();
        };
    }

    private static DoubleUnaryOperator gelu(Node node) {
        return switch (node.text("approximate", "none")) {
            case "none" -> x -> 0.5 * x * (1 + named("erf").applyAsDouble(x / Math.sqrt(2)));
            case "tanh" -> x -> 0.5 * x * (1 + Math.tanh(GELU_FACTOR * (x + 0.044715 * x * x * x)));
            default -> throw node.error("attribute approximate: expected none or tanh");
        };
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
