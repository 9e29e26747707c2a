package org.l1ring.importer.onnx;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** Functions of one number, in double precision. */
final class Functions {
    private static final double GELU_FACTOR = Math.sqrt(2 / Math.PI);

    private Functions() {}

    /** The function that an operator applies to each element, if it is of that kind. */
    static Optional<DoubleUnaryOperator> of(Node node) {
        return activation(node).or(() -> plain(node.operator()));
    }

    private static Optional<DoubleUnaryOperator> plain(String operator) {
        return Optional.ofNullable(
                switch (operator) {
                    case "Relu" -> x -> Math.max(x, 0);
                    case "Sigmoid" -> Functions::sigmoid;
                    case "Tanh" -> Math::tanh;
                    case "Neg" -> x -> -x;
                    case "Abs" -> Math::abs;
                    case "Sqrt" -> Math::sqrt;
                    case "Exp" -> Math::exp;
                    case "Log" -> Math::log;
                    case "Reciprocal" -> x -> 1 / x;
                    case "Floor" -> Math::floor;
                    case "Ceil" -> Math::ceil;
                    case "Round" -> Math::rint;
                    case "Sign" -> Math::signum;
                    case "Softplus" -> Functions::softplus;
                    case "Softsign" -> x -> x / (1 + Math.abs(x));
                    case "HardSwish" -> x -> x * Math.clamp(x / 6 + 0.5, 0.0, 1.0);
                    case "Mish" -> x -> x * Math.tanh(softplus(x));
                    case "Erf" -> Functions::erf;
                    case "Sin" -> Math::sin;
                    case "Cos" -> Math::cos;
                    case "Tan" -> Math::tan;
                    case "Asin" -> Math::asin;
                    case "Acos" -> Math::acos;
                    case "Atan" -> Math::atan;
                    case "Sinh" -> Math::sinh;
                    case "Cosh" -> Math::cosh;
                    case "Asinh" -> x -> Math.copySign(asinh(Math.abs(x)), x);
                    case "Acosh" -> x -> Math.log(x + Math.sqrt(x * x - 1));
                    case "Atanh" -> x -> 0.5 * Math.log1p(2 * x / (1 - x));
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
            case "none" -> x -> 0.5 * x * (1 + erf(x / Math.sqrt(2)));
            case "tanh" -> x -> 0.5 * x * (1 + Math.tanh(GELU_FACTOR * (x + 0.044715 * x * x * x)));
            default -> throw node.error("attribute approximate: expected none or tanh");
        };
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** {@code log(1 + exp(x))}. */
    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static double asinh(double x) {
        return Math.log1p(x + x * x / (1 + Math.sqrt(1 + x * x)));
    }

    /** The error function, by its series near zero and its continued fraction beyond. */
    private static double erf(double x) {
        double size = Math.abs(x);
        if (Double.isNaN(x) || size > 6) {
            return Math.signum(x);
        }
        if (size < 2.5) {
            double term = x;
            double sum = x;
            for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
                term *= -x * x / n;
                sum += term / (2 * n + 1);
            }
            return 2 / Math.sqrt(Math.PI) * sum;
        }
        double fraction = 0;
        for (int n = 60; n > 0; n--) {
            fraction = n / 2.0 / (size + fraction);
        }
        double rest = Math.exp(-x * x) / (Math.sqrt(Math.PI) * (size + fraction));
        return Math.copySign(1 - rest, x);
    }
}
