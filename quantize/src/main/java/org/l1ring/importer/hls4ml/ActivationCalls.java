package org.l1ring.importer.hls4ml;

import java.util.List;
import java.util.Optional;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;

/** Functions of single elements, and softmax. */
final class ActivationCalls {
    private ActivationCalls() {}

    private static Tensor input(Call call) {
        return call.input(0, call.whole(call.config(), "n_in"));
    }

    private static Layer.Head head(Call call, Tensor x, String variable, FixedType type) {
        return call.network().head(call, "", variable, List.of(x), ElementTypes.all(type));
    }

    static void relu(Call call) {
        Tensor x = input(call);
        String variable = call.argument(1);
        // What is cast is not negative, so that integer types truncate as fixed-point ones do.
        FixedType type = call.template(call.templates().size() - 2).type(call.at());
        call.network()
                .finish(call, variable, new Layer.Relu(head(call, x, variable, type), x.size()));
    }

    static void linear(Call call) {
        Tensor x = input(call);
        String variable = call.argument(1);
        call.network()
                .finish(
                        call,
                        variable,
                        new Layer.Linear(head(call, x, variable, call.result()), x.size()));
    }

    /** A function by the table that the utilities fill. */
    static void table(Call call, TableFunction function) {
        Struct config = call.config();
        Tensor x = input(call);
        String variable = call.argument(call.arguments().size() - 1);
        FixedType result = call.result();
        boolean results = call.network().dialect().tableOfResults(call.function());
        FixedType type = results ? result : call.type(config, "table_t").cast(config.place());
        int size = call.whole(config, "table_size");
        if (size < 2 || size > 1 << 20) {
            throw config.place().error("expected a table of 2 to 2^20 entries, got " + size);
        }
        long[] raw = new long[size];
        for (int i = 0; i < size; i++) {
            raw[i] = Doubles.cast(type, function.entry(i, size));
        }
        finishTable(
                call,
                x,
                variable,
                new ConstantArray(type, new int[] {size}, raw),
                function.range(),
                call.network().dialect().unsignedIndex(call.function()));
    }

    /** A function by a table of our own projects. */
    static void givenTable(Call call) {
        Struct config = call.config();
        Tensor x = input(call);
        int size = call.whole(config, "table_size");
        ConstantArray table = call.constants(2, size);
        Constant given =
                call.network()
                        .declarations()
                        .constant(config, "table_range")
                        .orElse(new Constant.Whole(0));
        boolean last = call.symbol(config, "negative_is_last").equals("1");
        if (given.truth()) {
            finishTable(call, x, call.argument(1), table, given.real(), last);
            return;
        }
        Constant shift =
                call.network()
                        .declarations()
                        .constant(config, "index_shift")
                        .orElse(new Constant.Whole(6));
        if (!(shift instanceof Constant.Whole(long bits)) || Math.abs(bits) > 60) {
            throw config.place().error("expected index_shift of -60 to 60");
        }
        finishTable(call, x, call.argument(1), table, Math.scalb((double) size, (int) -bits), last);
    }

    private static void finishTable(
            Call call,
            Tensor x,
            String variable,
            ConstantArray table,
            double range,
            boolean negativeIsLast) {
        String kind = call.function();
        Layer.Head head = head(call, x, variable, call.result());
        call.network()
                .finish(
                        call,
                        variable,
                        new Layer.TableActivation(
                                head, kind, x.size(), table, range, negativeIsLast));
    }

    /** {@code x > 0 ? x : alpha * x}, alpha one number or one an element. */
    static void leakyRelu(Call call) {
        Tensor x = input(call);
        FixedType parameter =
                call.templates().size() > 3
                        ? call.template(1).cast(call.at())
                        : call.template(0).cast(call.at());
        ConstantArray alpha;
        if (call.network().declarations().arrays.containsKey(call.argument(1))) {
            alpha = call.constants(1, x.size());
        } else {
            double value =
                    call.network()
                            .declarations()
                            .evaluate(
                                    Lexer.read(call.at().file(), call.argument(1)).tokens(),
                                    call.at(),
                                    null)
                            .real();
            alpha =
                    new ConstantArray(
                            parameter, new int[] {1}, new long[] {Doubles.cast(parameter, value)});
        }
        Network network = call.network();
        String variable = call.argument(2);
        FixedType wide = widened(x, call);
        Layer.Head positive =
                network.head(call, "_positive", variable, List.of(x), ElementTypes.all(wide));
        Tensor above = network.add(new Layer.Relu(positive, x.size()));
        Layer.Head below =
                network.head(call, "_below", variable, List.of(x, above), ElementTypes.all(wide));
        Tensor negative = network.add(new Layer.Subtract(below, x.size()));
        FixedType product = product(wide, alpha.type(), call);
        Layer.Head minus =
                network.head(
                        call, "_minus", variable, List.of(negative), ElementTypes.all(product));
        Tensor scaled =
                network.add(new Layer.BatchNorm(minus, x.size(), negated(alpha, call), zero()));
        Layer.Head head =
                network.head(
                        call,
                        "",
                        variable,
                        List.of(above, scaled),
                        ElementTypes.all(call.result()));
        network.finish(call, variable, new Layer.Subtract(head, x.size()));
    }

    private static ConstantArray zero() {
        return new ConstantArray(FixedType.signed(1, 1), new int[] {1}, new long[] {0});
    }

    private static ConstantArray negated(ConstantArray array, Call call) {
        long[] raw = new long[array.size()];
        java.util.Arrays.setAll(raw, i -> -array.raw(i));
        FixedType type = array.type();
        if (type.width() > 62) {
            throw call.error("expected alpha of at most 62 bits");
        }
        return new ConstantArray(
                FixedType.signed(type.width() + 1, type.integer() + 1), array.shape(), raw);
    }

    /** A signed type with room for all elements. */
    private static FixedType widened(Tensor x, Call call) {
        int integer = x.types().types().stream().mapToInt(FixedType::integer).max().orElseThrow();
        int fraction = x.types().types().stream().mapToInt(FixedType::fraction).max().orElseThrow();
        return sized(integer + 1 + fraction, integer + 1, call);
    }

    private static FixedType product(FixedType a, FixedType b, Call call) {
        return sized(a.width() + b.width() + 1, a.integer() + b.integer() + 1, call);
    }

    private static FixedType sized(int width, int integer, Call call) {
        if (width > FixedType.MAX_WIDTH) {
            throw call.error("expected exact results of at most 64 bits, got " + width);
        }
        return FixedType.signed(width, integer);
    }

    /** Softmax, its tables filled as the utilities do, or given. */
    static void softmax(Call call) {
        Struct config = call.config();
        int size = call.whole(config, config.constants.containsKey("n_slice") ? "n_slice" : "n_in");
        int outer = call.whole(config, "n_outer", 1);
        if (call.whole(config, "n_inner", 1) != 1) {
            throw config.place().error("expected a softmax along the last axis (n_inner 1)");
        }
        Tensor x = call.input(0, ShapeCalls.size(call, outer, size));
        String variable = call.argument(1);
        if (call.symbol(config, "implementation").equals("argmax")) {
            LookUpCalls.argmax(call, x, variable, outer, size);
            return;
        }
        SoftmaxTables tables =
                call.arguments().size() == 4
                        ? SoftmaxTables.given(call, config)
                        : SoftmaxTables.filled(call, config, x);
        Layer.Head head = head(call, x, variable, call.result());
        call.network()
                .finish(
                        call,
                        variable,
                        new Layer.Softmax(
                                head,
                                outer,
                                size,
                                x.types(),
                                tables.difference(),
                                tables.exponentials(),
                                tables.sum(),
                                tables.inverseInput(),
                                tables.inverses()));
    }

    /** Named functions by a table. */
    static Optional<TableFunction> function(String name) {
        return switch (name) {
            case "sigmoid" -> Optional.of(TableFunction.SIGMOID);
            case "tanh" -> Optional.of(TableFunction.TANH);
            case "softplus" -> Optional.of(TableFunction.SOFTPLUS);
            case "softsign" -> Optional.of(TableFunction.SOFTSIGN);
            default -> Optional.empty();
        };
    }
}
