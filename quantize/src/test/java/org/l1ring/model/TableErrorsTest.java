package org.l1ring.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.lower.OwnModels;

/** Printed errors of tables hold on every row that is tried, and are not far above the worst. */
final class TableErrorsTest {
    private static final int ROWS = 40_000;

    private static FixedType saturating(boolean signed, int width, int integer) {
        FixedType type =
                signed ? FixedType.signed(width, integer) : FixedType.unsigned(width, integer);
        return type.with(Quantization.RND, Overflow.SAT);
    }

    private static ConstantArray table(
            FixedType type, FixedType argument, int bits, boolean inverse) {
        long[] raw = new long[1 << bits];
        for (int i = 0; i < raw.length; i++) {
            long value = (long) i << (argument.width() - bits);
            if (argument.signed() && i >= raw.length / 2) {
                value -= 1L << argument.width();
            }
            double x = argument.toReal(value);
            raw[i] = type.fromReal(inverse ? 1 / Math.max(x, 0x1p-10) : Math.exp(x));
        }
        return new ConstantArray(type, new int[] {raw.length}, raw);
    }

    private static ConstantArray negated(FixedType type, FixedType argument, int bits) {
        long[] raw = new long[1 << bits];
        for (int i = 0; i < raw.length; i++) {
            raw[i] =
                    type.fromReal(
                            Math.exp(-argument.toReal((long) i << (argument.width() - bits))));
        }
        return new ConstantArray(type, new int[] {raw.length}, raw);
    }

    private static Layer.Head head(FixedType result) {
        return new Layer.Head("softmax", List.of("x"), "y", ElementTypes.all(result));
    }

    /** The stable form, or without differences. */
    private static Layer.Softmax softmax(
            boolean stable,
            int n,
            FixedType argument,
            int expBits,
            int inverseBits,
            FixedType result) {
        FixedType difference = saturating(false, Math.max(expBits, 10), 4);
        FixedType entry = stable ? saturating(false, 16, 1) : saturating(false, 20, 6);
        FixedType sum = saturating(false, stable ? 20 : 24, stable ? 5 : 10);
        FixedType inverse = stable ? saturating(false, 16, 1) : saturating(false, 20, 8);
        return new Layer.Softmax(
                head(result),
                1,
                n,
                ElementTypes.all(argument),
                stable ? Optional.of(new Layer.Difference(difference, true)) : Optional.empty(),
                stable
                        ? negated(entry, difference, expBits)
                        : table(entry, argument, expBits, false),
                sum,
                sum,
                table(inverse, sum, inverseBits, true));
    }

    private static double observed(Layer.Softmax softmax, FixedType argument, FixedType result) {
        int n = softmax.size();
        Model model =
                new Model(
                        "softmax",
                        List.of(new Model.Input("x", n, ElementTypes.all(argument))),
                        Optional.empty(),
                        List.of(softmax),
                        List.of(new Model.Output("y", "y", n, ElementTypes.all(result))),
                        Optional.empty(),
                        Optional.empty());
        LayerInterpreter interpreter = new LayerInterpreter(model);
        Random random = new Random(n);
        double worst = 0;
        for (int row = 0; row < ROWS; row++) {
            long[] x = new long[n];
            long centre = random.nextLong(argument.minimumRaw(), argument.maximumRaw() + 1);
            // From rows of nearly equal numbers to rows over the whole range, or of two numbers.
            int bits = row % (argument.width() + 1);
            long other =
                    Math.clamp(centre - (1L << bits), argument.minimumRaw(), argument.maximumRaw());
            for (int i = 0; i < n; i++) {
                long near = centre + random.nextLong(-(1L << bits), (1L << bits) + 1);
                x[i] =
                        row % 2 == 0
                                ? Math.clamp(near, argument.minimumRaw(), argument.maximumRaw())
                                : i == 0 ? centre : other;
            }
            long[] y = interpreter.run(x);
            double sum = 0;
            for (long value : x) {
                sum += Math.exp(argument.toReal(value));
            }
            for (int i = 0; i < n; i++) {
                double p = Math.exp(argument.toReal(x[i])) / sum;
                worst = Math.max(worst, Math.abs(result.toReal(y[i]) - p));
            }
        }
        return worst;
    }

    @ParameterizedTest(name = "{0} elements, stable {1}, {2} bits, tables of {3} and {4} bits")
    @CsvSource({
        "4, true, 12, 10, 10, 6",
        "8, true, 10, 12, 12, 8",
        "16, true, 10, 8, 10, 4",
        "2, true, 8, 6, 6, 4",
        "3, true, 14, 11, 9, 8",
        "4, false, 8, 8, 12, 40",
        "4, false, 10, 10, 11, 40"
    })
    void softmaxStaysWithinItsBound(
            int n, boolean stable, int width, int expBits, int inverseBits, double slackness) {
        FixedType argument = saturating(true, width, 3);
        FixedType result = saturating(false, 12, 0);
        Layer.Softmax softmax = softmax(stable, n, argument, expBits, inverseBits, result);
        TableErrors.Entry entry = SoftmaxError.of("softmax", softmax);
        double bound = entry.worst().orElseThrow();
        double observed = observed(softmax, argument, result);
        assertTrue(observed <= bound, observed + " > " + bound);
        assertTrue(bound <= slackness * observed, bound + " is far above " + observed);
    }

    /** Sums that wrap, or results that do, are off by anything. */
    @Test
    void whatWrapsIsOffByAnything() {
        FixedType argument = saturating(true, 8, 3);
        FixedType wrapping = FixedType.unsigned(8, 0);
        Layer.Softmax softmax = softmax(true, 4, argument, 10, 10, wrapping);
        double bound = SoftmaxError.of("softmax", softmax).worst().orElseThrow();
        assertTrue(bound >= observed(softmax, argument, wrapping), "bound " + bound);
        assertTrue(bound > 0.99, "bound " + bound);
    }

    /** A hand-made table: four steps of a sigmoid over [-4, 4). */
    @Test
    void worstArgumentOfAFunctionIsFound() {
        FixedType type = FixedType.unsigned(8, 0);
        FixedType argument = FixedType.signed(6, 4);
        Layer.TableActivation table =
                new Layer.TableActivation(
                        head(type),
                        "sigmoid",
                        1,
                        new ConstantArray(type, new int[] {4}, new long[] {10, 50, 128, 200}),
                        8,
                        false);
        Model model =
                new Model(
                        "steps",
                        List.of(new Model.Input("x", 1, ElementTypes.all(argument))),
                        Optional.empty(),
                        List.of(table),
                        List.of(new Model.Output("y", "y", 1, ElementTypes.all(type))),
                        Optional.empty(),
                        Optional.empty());
        // Around zero the middle entry serves [-1.75, 1.75]: sigmoid(-1.75) is 0.148, not 0.5.
        double expected = 0.5 - 1 / (1 + Math.exp(1.75));
        TableErrors.Entry entry = TableErrors.of(model).getFirst();
        assertEquals(expected, entry.worst().orElseThrow(), 1e-12);
        assertEquals(Math.abs(entry.at().orElseThrow()), 1.75);
        assertEquals(
                "softmax: sigmoid, off by at most 0.352 at x = "
                        + (entry.at().orElseThrow() < 0 ? "-1.750" : "1.750"),
                entry.text().replace("0.3520", "0.352"));
    }

    @Test
    void cellsAreLookedInto() {
        Stream<String> lines =
                TableErrors.of(OwnModels.named("lstm")).stream().map(TableErrors.Entry::layer);
        assertEquals(
                List.of("lstm.i", "lstm.f", "lstm.o", "lstm.g", "lstm.c_tanh"), lines.toList());
        List<TableErrors.Entry> attention = TableErrors.of(OwnModels.named("attention"));
        assertEquals(1, attention.size());
        assertTrue(attention.getFirst().worst().orElseThrow() < 0.05, attention.getFirst().text());
    }
}
