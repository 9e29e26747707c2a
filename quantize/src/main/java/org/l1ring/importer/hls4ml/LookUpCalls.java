package org.l1ring.importer.hls4ml;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;

/** Functions of single elements that are evaluated once for each argument and kept as a table. */
final class LookUpCalls {
    private static final int MAX_BITS = 16;
    private static final int MAX_ROW = 1024;
    private static final double SELU_SCALE = 1.0507009873554805;
    private static final double SELU_ALPHA = 1.6732632423543772;
    private static final FixedType SELU_SCALE_TYPE = FixedType.unsigned(16, 1);
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private final Call call;
    private final Struct config;
    private final FixedType result;

    private LookUpCalls(Call call) {
        this.call = call;
        this.config = call.config();
        this.result = call.result();
    }

    /** Whether there is a rule for a function. */
    static boolean knows(String function) {
        return function.matches(
                "elu|selu|hard_sigmoid|hard_tanh|thresholded_relu|binary_tanh|ternary_tanh|relu1|relu6|unary_lut");
    }

    static void map(Call call) {
        new LookUpCalls(call).map();
    }

    private void map() {
        Tensor x = call.input(0, call.whole(config, "n_in"));
        FixedType argument = x.types().get(0);
        if (!x.types().uniform() || argument.width() > MAX_BITS) {
            throw call.error(
                    "expected arguments of one type of at most %d bits, got %s"
                            .formatted(MAX_BITS, argument));
        }
        long[] raw = new long[1 << argument.width()];
        if (call.function().equals("unary_lut")) {
            table(raw);
        } else {
            UnaryOperator<BigDecimal> rule = rule(argument);
            for (int i = 0; i < raw.length; i++) {
                long value = i > argument.maximumRaw() ? (long) i - raw.length : i;
                raw[i] = cast(result, rule.apply(new BigDecimal(argument.toReal(value))));
            }
        }
        boolean parameter = call.function().matches("elu|thresholded_relu");
        String variable = call.argument(parameter && call.arguments().size() > 2 ? 2 : 1);
        Layer.Head head =
                call.network().head(call, "", variable, List.of(x), ElementTypes.all(result));
        ConstantArray tables = new ConstantArray(result, new int[] {1, raw.length}, raw);
        call.network()
                .finish(
                        call,
                        variable,
                        new Layer.LookUp(head, call.function(), x.size(), x.types(), tables));
    }

    /** A table that the folder has, indexed by all bits. */
    private void table(long[] raw) {
        ConstantArray given = call.constants(2, call.whole(config, "table_size"));
        if (given.size() != raw.length) {
            throw call.error(
                    "expected a table of %d entries for the argument's bits, got %d"
                            .formatted(raw.length, given.size()));
        }
        for (int i = 0; i < raw.length; i++) {
            raw[i] = result.cast(given.raw(i), given.type());
        }
    }

    private UnaryOperator<BigDecimal> rule(FixedType argument) {
        return switch (call.function()) {
            case "elu" -> exponential(parameter(), BigDecimal.ONE, 1.0);
            case "selu" ->
                    exponential(
                            BigDecimal.ONE,
                            value(
                                    call.network().dialect().seluHasConstantType()
                                            ? SELU_SCALE_TYPE
                                            : result,
                                    SELU_SCALE),
                            SELU_ALPHA);
            case "hard_sigmoid" -> x -> clipped(x);
            case "hard_tanh" -> x -> clipped(x).multiply(TWO).subtract(BigDecimal.ONE);
            case "thresholded_relu" -> {
                BigDecimal theta = parameter();
                yield x -> x.compareTo(theta) > 0 ? x : BigDecimal.ZERO;
            }
            case "binary_tanh" -> sign();
            case "ternary_tanh" -> x -> ternary(value(argument, x.doubleValue() * 2));
            case "relu1" -> x -> x.max(BigDecimal.ZERO).min(BigDecimal.ONE);
            default -> x -> x.max(BigDecimal.ZERO).min(BigDecimal.valueOf(6));
        };
    }

    private UnaryOperator<BigDecimal> sign() {
        if (result.width() == 1) {
            throw call.error("expected a result of more than one bit, got one (binary networks)");
        }
        int least = call.network().dialect().zeroIsPositive() ? 0 : 1;
        return x -> BigDecimal.valueOf(x.signum() >= least ? 1 : -1);
    }

    private static BigDecimal ternary(BigDecimal twice) {
        boolean zero =
                twice.compareTo(BigDecimal.ONE.negate()) > 0
                        && twice.compareTo(BigDecimal.ONE) <= 0;
        return zero
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(twice.compareTo(BigDecimal.ONE) > 0 ? 1 : -1);
    }

    /** The real number of a double cast to a type. */
    private static BigDecimal value(FixedType type, double real) {
        return new BigDecimal(type.toReal(Doubles.cast(type, real)));
    }

    /** The parameter between input and result, in its type. */
    private BigDecimal parameter() {
        if (call.arguments().size() < 3) {
            return BigDecimal.ONE;
        }
        FixedType type =
                call.templates().size() > 3
                        ? call.template(1).cast(call.at())
                        : call.function().equals("elu") ? result : call.template(0).cast(call.at());
        return value(type, number(call.argument(1)));
    }

    private double number(String text) {
        return call.network()
                .declarations()
                .evaluate(Lexer.read(call.at().file(), text).tokens(), call.at(), null)
                .real();
    }

    private BigDecimal clipped(BigDecimal x) {
        BigDecimal line = constant("slope").multiply(x).add(constant("shift"));
        return line.max(BigDecimal.ZERO).min(BigDecimal.ONE);
    }

    /** A constant of the configuration in the type of its declaration. */
    private BigDecimal constant(String name) {
        Constant value =
                call.network()
                        .declarations()
                        .constant(config, name)
                        .orElseThrow(() ->
                                config.place()
                                        .error(
                                                "expected %s of %s, got none"
                                                        .formatted(name, config.name())));
        List<Token> words = config.types.get(name + " type");
        if (words == null) {
            return new BigDecimal(value.real());
        }
        CppType type = call.network().declarations().type(words, config.place(), config);
        return value(call.fixed(type, config.place()).cast(config.place()), value.real());
    }

    /** {@code x >= 0 ? scale * x : alpha * table[x * size / -8]}. */
    private UnaryOperator<BigDecimal> exponential(
            BigDecimal alpha, BigDecimal scale, double inner) {
        FixedType type = call.type(config, "table_t").cast(config.place());
        int size = call.whole(config, "table_size");
        boolean selu = call.function().equals("selu");
        BigDecimal[] table = new BigDecimal[Math.max(1, Math.min(size, 1 << 20))];
        for (int i = 0; i < table.length; i++) {
            float in = (float) (-8.0 * i / (float) size);
            double value = TableFunction.exp(in) - 1.;
            table[i] = value(type, (float) (selu ? SELU_SCALE * (inner * value) : value));
        }
        return x -> {
            if (x.signum() >= 0) {
                return x.multiply(scale);
            }
            int index =
                    x.multiply(BigDecimal.valueOf(size))
                            .divide(BigDecimal.valueOf(-8))
                            .setScale(0, RoundingMode.DOWN)
                            .min(BigDecimal.valueOf(table.length - 1))
                            .intValue();
            return alpha.multiply(table[index]);
        };
    }

    private static long cast(FixedType type, BigDecimal value) {
        int fraction = Math.max(0, value.scale());
        return type.cast(value.multiply(TWO.pow(fraction)).toBigIntegerExact(), fraction);
    }

    /** One for the first largest element, zero for the others. */
    static void argmax(Call call, Tensor x, String variable, int positions, int size) {
        if (size > MAX_ROW) {
            throw call.error("expected at most %d classes, got %d".formatted(MAX_ROW, size));
        }
        int bits = Math.max(1, 32 - Integer.numberOfLeadingZeros(size - 1));
        FixedType index = FixedType.unsigned(bits, bits);
        Network network = call.network();
        Layer.Head largest =
                network.head(call, "_index", variable, List.of(x), ElementTypes.all(index));
        Tensor indices = network.add(new Layer.ArgMax(largest, positions, size));
        List<Integer> repeats = new ArrayList<>();
        for (int i = 0; i < positions * size; i++) {
            repeats.add(i / size);
        }
        Layer.Head repeated =
                network.head(
                        call, "_repeated", variable, List.of(indices), ElementTypes.all(index));
        Tensor all = network.add(new Layer.Select(repeated, positions, repeats));
        long[] raw = new long[size << bits];
        for (int i = 0; i < size; i++) {
            raw[(i << bits) + i] = 1;
        }
        ConstantArray tables =
                new ConstantArray(FixedType.unsigned(1, 1), new int[] {size, 1 << bits}, raw);
        Layer.Head head =
                network.head(call, "", variable, List.of(all), ElementTypes.all(call.result()));
        network.finish(
                call, variable, new Layer.LookUp(head, "argmax", all.size(), all.types(), tables));
    }
}
