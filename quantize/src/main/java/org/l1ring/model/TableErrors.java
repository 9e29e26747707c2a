package org.l1ring.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.l1ring.fixed.FixedType;

/**
 * How far tables are from the functions that they stand for, at worst over all values of their
 * arguments' types.
 *
 * <p>The arguments are taken as they are: what their own casts lose does not count, what the
 * tables, their index rules and the result's cast lose does. For functions of one number the worst
 * argument is found by trying all; for a softmax the figure is an upper bound ({@link
 * SoftmaxError}).
 */
public final class TableErrors {
    /** Most values of an argument that are tried. */
    static final long MOST_VALUES = 1L << 20;

    private final List<Entry> entries = new ArrayList<>();

    private TableErrors() {}

    /**
     * A layer of tables and its error.
     *
     * @param layer its name; of a recurrent layer's cell, {@code layer.name}
     * @param function that its tables stand for
     * @param worst largest absolute error, or a bound of it; none where the argument has too many
     *     values to try
     * @param exact whether an argument with that error exists
     * @param at that argument, where there is one
     */
    public record Entry(
            String layer, String function, OptionalDouble worst, boolean exact, OptionalDouble at) {

        /** One line to read. */
        public String text() {
            if (worst.isEmpty()) {
                return "%s: %s, error unknown: more than 2^20 values of the argument"
                        .formatted(layer, function);
            }
            String place = at.isPresent() ? " at x = %s".formatted(number(at.getAsDouble())) : "";
            return "%s: %s, off by at most %s%s"
                    .formatted(layer, function, number(worst.getAsDouble()), place);
        }

        private static String number(double value) {
            return String.format(Locale.ROOT, "%.4g", value);
        }
    }

    /**
     * The errors of all layers of a model whose tables stand for a function that is known: those
     * that {@link Functions} names, and softmax; those of cells included.
     */
    public static List<Entry> of(Model model) {
        TableErrors errors = new TableErrors();
        errors.add("", model);
        return List.copyOf(errors.entries);
    }

    private void add(String prefix, Model model) {
        Map<String, ElementTypes> types = new HashMap<>();
        model.inputs().forEach(input -> types.put(input.name(), input.types()));
        for (Layer layer : model.layers()) {
            Layer.Head head = layer.head();
            String name = prefix + head.name();
            switch (layer) {
                case Layer.TableActivation table ->
                        add(name, table, types.get(head.inputs().get(0)));
                case Layer.LookUp lookUp -> add(name, lookUp);
                case Layer.Softmax softmax -> entries.add(SoftmaxError.of(name, softmax));
                case Layer.Recurrent recurrent -> add(name + ".", recurrent.cell());
                default -> {
                    // No tables.
                }
            }
            types.put(head.output(), head.resultTypes());
        }
    }

    /** What decides an element's error. */
    private record Case(FixedType argument, FixedType result, int start) {}

    private void add(String name, Layer.TableActivation table, ElementTypes arguments) {
        Functions.named(table.function())
                .ifPresent(f -> {
                    Set<Case> cases = new LinkedHashSet<>();
                    for (int i = 0; i < table.size(); i++) {
                        cases.add(new Case(arguments.get(i), table.head().resultTypes().get(i), 0));
                    }
                    Map<Case, Layer> layers = new LinkedHashMap<>();
                    for (Case one : cases) {
                        layers.put(
                                one,
                                new Layer.TableActivation(
                                        head(one.result()),
                                        table.function(),
                                        values(one.argument()),
                                        table.table(),
                                        table.range(),
                                        table.negativeIndexIsLast()));
                    }
                    entries.add(worst(name, table.function(), f, layers));
                });
    }

    private void add(String name, Layer.LookUp lookUp) {
        Functions.named(lookUp.function())
                .ifPresent(f -> {
                    Map<Case, Layer> layers = new LinkedHashMap<>();
                    for (int i = 0; i < lookUp.size(); i++) {
                        FixedType argument = lookUp.inputTypes().get(i);
                        Case one =
                                new Case(
                                        argument,
                                        lookUp.head().resultTypes().get(i),
                                        lookUp.start(i));
                        int start = one.start();
                        long[] row = new long[lookUp.entries()];
                        for (int k = 0; k < row.length; k++) {
                            row[k] = lookUp.tables().raw(start + k);
                        }
                        layers.putIfAbsent(
                                one,
                                new Layer.LookUp(
                                        head(one.result()),
                                        lookUp.function(),
                                        values(argument),
                                        ElementTypes.all(argument),
                                        new ConstantArray(
                                                lookUp.tables().type(),
                                                new int[] {1, row.length},
                                                row)));
                    }
                    entries.add(worst(name, lookUp.function(), f, layers));
                });
    }

    private static Layer.Head head(FixedType result) {
        return new Layer.Head("table", List.of("x"), "y", ElementTypes.all(result));
    }

    /** Values of a type, or 0 where they are too many to try. */
    private static int values(FixedType type) {
        return type.width() > Long.numberOfTrailingZeros(MOST_VALUES) ? 0 : 1 << type.width();
    }

    /**
     * The worst over all cases; arguments at which the function has no finite value do not count.
     */
    private static Entry worst(
            String name, String function, DoubleUnaryOperator f, Map<Case, Layer> layers) {
        double worst = 0;
        double at = Double.NaN;
        for (Map.Entry<Case, Layer> entry : layers.entrySet()) {
            FixedType argument = entry.getKey().argument();
            FixedType result = entry.getKey().result();
            int count = values(argument);
            if (count == 0) {
                return new Entry(
                        name, function, OptionalDouble.empty(), false, OptionalDouble.empty());
            }
            long[] all = new long[count];
            for (int i = 0; i < count; i++) {
                all[i] = argument.minimumRaw() + i;
            }
            long[] given = evaluate(entry.getValue(), argument, result, all);
            for (int i = 0; i < count; i++) {
                double x = argument.toReal(all[i]);
                double y = f.applyAsDouble(x);
                double error = Math.abs(result.toReal(given[i]) - y);
                if (Double.isFinite(y) && !(error <= worst)) {
                    worst = error;
                    at = x;
                }
            }
        }
        OptionalDouble place = Double.isNaN(at) ? OptionalDouble.empty() : OptionalDouble.of(at);
        return new Entry(name, function, OptionalDouble.of(worst), true, place);
    }

    /** The layer by the reference's own rules. */
    private static long[] evaluate(
            Layer layer, FixedType argument, FixedType result, long[] columns) {
        Model one =
                new Model(
                        "table",
                        List.of(new Model.Input("x", columns.length, ElementTypes.all(argument))),
                        Optional.empty(),
                        List.of(layer),
                        List.of(
                                new Model.Output(
                                        "y", "y", columns.length, ElementTypes.all(result))),
                        Optional.empty(),
                        Optional.empty());
        return new LayerInterpreter(one).run(columns);
    }
}
