package org.l1ring.importer.hls4ml;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;

/** Straight-line code as layers: exact sums, one layer a level of casts that change values. */
final class StraightLineLayers {
    private final Call call;
    private final StraightLine code;

    /** Sources in the order of their columns, inputs first. */
    private final List<Integer> columns;

    private Tensor all;

    private StraightLineLayers(Call call, StraightLine code, Tensor input) {
        this.call = call;
        this.code = code;
        this.all = input;
        this.columns = new ArrayList<>(IntStream.range(0, input.size()).boxed().toList());
    }

    /** Adds the layers of a function's code, the last one's result going to a variable. */
    static void add(
            Call call, StraightLine code, Tensor input, String variable, ElementTypes types) {
        new StraightLineLayers(call, code, input).add(variable, types);
    }

    private void add(String variable, ElementTypes types) {
        int levels = code.cuts().stream().mapToInt(StraightLine.Cut::level).max().orElse(0);
        for (int level = 1; level <= levels; level++) {
            addLevel(level, variable);
        }
        Optional<List<Integer>> copies = copies();
        List<Tensor> from = List.of(all);
        if (copies.isPresent()) {
            Layer.Head head = call.network().head(call, "", variable, from, types);
            call.network().finish(call, variable, new Layer.Select(head, all.size(), copies.get()));
        } else {
            Layer.Head head = call.network().head(call, "", variable, from, types);
            call.network().finish(call, variable, sums(head, code.outputs()));
        }
    }

    private void addLevel(int level, String variable) {
        List<LinearForm> forms = new ArrayList<>();
        List<FixedType> types = new ArrayList<>();
        for (int i = 0; i < code.cuts().size(); i++) {
            StraightLine.Cut cut = code.cuts().get(i);
            if (cut.level() == level) {
                forms.add(cut.form());
                types.add(cut.type());
            }
        }
        Network network = call.network();
        String word = "_casts" + level;
        Layer.Head head = network.head(call, word, variable, List.of(all), new ElementTypes(types));
        Tensor casts = network.add(sums(head, forms));
        all = joined(call, all, casts, word + "_joined", variable);
        for (int i = 0; i < code.cuts().size(); i++) {
            if (code.cuts().get(i).level() == level) {
                columns.add(code.inputs() + i);
            }
        }
    }

    /** Two values one after the other. */
    static Tensor joined(Call call, Tensor first, Tensor second, String suffix, String variable) {
        List<FixedType> both = new ArrayList<>();
        for (Tensor x : List.of(first, second)) {
            for (int i = 0; i < x.size(); i++) {
                both.add(x.types().get(i));
            }
        }
        Layer.Head head =
                call.network()
                        .head(
                                call,
                                suffix,
                                variable,
                                List.of(first, second),
                                new ElementTypes(both));
        return call.network().add(new Layer.ConcatFeatures(head, 1, first.size(), second.size()));
    }

    private Layer.Dense sums(Layer.Head head, List<LinearForm> forms) {
        Matrix matrix = Matrix.of(forms, columns, code.sources(), call);
        return new Layer.Dense(
                head,
                1,
                columns.size(),
                forms.size(),
                matrix.weights(),
                matrix.biases(),
                new Layer.Accumulation(Optional.empty()));
    }

    /** For each output the input it copies, when all are copies or zeros. */
    private Optional<List<Integer>> copies() {
        List<Integer> indices = new ArrayList<>();
        for (LinearForm form : code.outputs()) {
            boolean zero = form.isConstant() && form.bias().signum() == 0;
            boolean single = form.coefficients().size() == 1 && form.bias().signum() == 0;
            if (zero) {
                indices.add(Layer.Select.ZERO);
            } else if (single) {
                Map.Entry<Integer, BigInteger> term =
                        form.coefficients().entrySet().iterator().next();
                int shift = form.fraction() - code.sources().get(term.getKey()).fraction();
                BigInteger unit = shift < 0 ? BigInteger.ZERO : BigInteger.ONE.shiftLeft(shift);
                if (!term.getValue().equals(unit)) {
                    return Optional.empty();
                }
                indices.add(columns.indexOf(term.getKey()));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(indices);
    }

    /**
     * Sums as weights and biases.
     *
     * @param weights [columns][sums]
     * @param biases [sums]
     */
    record Matrix(ConstantArray weights, ConstantArray biases) {

        static Matrix of(
                List<LinearForm> forms, List<Integer> columns, List<FixedType> sources, Call call) {
            BigInteger[] weights = new BigInteger[columns.size() * forms.size()];
            int[] fractions = new int[weights.length];
            java.util.Arrays.fill(weights, BigInteger.ZERO);
            BigInteger[] biases = new BigInteger[forms.size()];
            int[] biasFractions = new int[forms.size()];
            for (int j = 0; j < forms.size(); j++) {
                LinearForm form = forms.get(j);
                biases[j] = form.bias();
                biasFractions[j] = form.fraction();
                for (int i = 0; i < columns.size(); i++) {
                    BigInteger c = form.coefficients().get(columns.get(i));
                    int index = i * forms.size() + j;
                    weights[index] = c == null ? BigInteger.ZERO : c;
                    fractions[index] = form.fraction() - sources.get(columns.get(i)).fraction();
                }
            }
            return new Matrix(
                    array(weights, fractions, call, columns.size(), forms.size()),
                    array(biases, biasFractions, call, forms.size()));
        }

        /** Constants at the least binary point that holds them all. */
        private static ConstantArray array(
                BigInteger[] values, int[] fractions, Call call, int... shape) {
            int fraction = 0;
            for (int i = 0; i < values.length; i++) {
                if (values[i].signum() != 0) {
                    fraction = Math.max(fraction, fractions[i] - values[i].getLowestSetBit());
                }
            }
            long[] raw = new long[values.length];
            int width = 1;
            for (int i = 0; i < raw.length; i++) {
                BigInteger value = values[i];
                if (value.signum() != 0) {
                    int shift = fraction - fractions[i];
                    value = shift >= 0 ? value.shiftLeft(shift) : value.shiftRight(-shift);
                }
                width = Math.max(width, value.bitLength() + 1);
                if (width > FixedType.MAX_WIDTH) {
                    throw call.error("expected coefficients within 64 bits, got more");
                }
                raw[i] = value.longValue();
            }
            return new ConstantArray(FixedType.signed(width, width - fraction), shape, raw);
        }
    }
}
