package org.l1ring.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/** The functions of one number that tables hold, by their names in model files. */
public final class Functions {
    private static final double SELU_SCALE = 1.0507009873554805;
    private static final double SELU_ALPHA = 1.6732632423543772;

    private static final Map<String, DoubleUnaryOperator> BY_NAME =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("sigmoid", x -> 1 / (1 + Math.exp(-x))),
                            Map.entry("tanh", Math::tanh),
                            Map.entry("exp", Math::exp),
                            Map.entry("log", Math::log),
                            Map.entry("sqrt", Math::sqrt),
                            Map.entry("reciprocal", x -> 1 / x),
                            Map.entry("sin", Math::sin),
                            Map.entry("cos", Math::cos),
                            Map.entry("tan", Math::tan),
                            Map.entry("atan", Math::atan),
                            Map.entry("asin", Math::asin),
                            Map.entry("acos", Math::acos),
                            Map.entry("asinh", x -> Math.copySign(asinh(Math.abs(x)), x)),
                            Map.entry("acosh", x -> Math.log(x + Math.sqrt(x * x - 1))),
                            Map.entry("atanh", x -> 0.5 * Math.log1p(2 * x / (1 - x))),
                            Map.entry("erf", Functions::erf),
                            Map.entry("sinh", Math::sinh),
                            Map.entry("cosh", Math::cosh),
                            Map.entry("square", x -> x * x),
                            Map.entry("cube", x -> x * x * x),
                            Map.entry("elu", x -> x > 0 ? x : Math.expm1(x)),
                            Map.entry(
                                    "selu",
                                    x -> SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x))),
                            Map.entry("softplus", Functions::softplus),
                            Map.entry("softsign", x -> x / (1 + Math.abs(x))),
                            Map.entry("silu", x -> x / (1 + Math.exp(-x))),
                            Map.entry("gaussian", x -> Math.exp(-x * x))));

    private Functions() {}

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

    /** The function of a name, where it is known. */
    public static Optional<DoubleUnaryOperator> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The known names, in order. */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }
}
