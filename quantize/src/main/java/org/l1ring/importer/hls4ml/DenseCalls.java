package org.l1ring.importer.hls4ml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;

/** Fully connected layers and batch normalisation. */
final class DenseCalls {
    private DenseCalls() {}

    static void dense(Call call) {
        Struct config = call.config();
        int in = call.whole(config, "n_in");
        int out = call.whole(config, "n_out");
        Tensor x = call.input(0, in);
        ConstantArray weights = Weights.read(call, 2, config, config, in, out);
        Products products = new Products(call, config, x, weights, in);
        ConstantArray biases = call.constants(3, out);
        x = products.ordered(1);
        String variable = call.argument(1);
        FixedType result = products.result(weights, biases);
        Layer.Head head =
                call.network().head(call, "", variable, List.of(x), ElementTypes.all(result));
        call.network()
                .finish(
                        call,
                        variable,
                        new Layer.Dense(
                                head,
                                1,
                                in,
                                out,
                                products.weights(),
                                biases,
                                products.accumulation(biases)));
    }

    static void normalize(Call call) {
        Struct config = call.config();
        int size = call.whole(config, "n_in");
        Tensor x = call.input(0, size);
        int scales = call.network().values(call.argument(2), call.at()).length;
        int biases = call.network().values(call.argument(3), call.at()).length;
        ConstantArray scale = call.constants(2, scales);
        ConstantArray bias = call.constants(3, biases);
        if (scales == 0 || size % scales != 0 || biases == 0 || size % biases != 0) {
            throw call.error(
                    "expected scales and biases that divide %d inputs, got %d and %d"
                            .formatted(size, scales, biases));
        }
        String variable = call.argument(1);
        ElementTypes types = ElementTypes.all(call.result());
        Layer.Head head = call.network().head(call, "", variable, List.of(x), types);
        call.network().finish(call, variable, new Layer.BatchNorm(head, size, scale, bias));
    }

    /** A function of shifts and sums that the folder brings along. */
    static void straightLine(Call call, Declarations.CppFunction function) {
        int inputs = call.arguments().size() - 1;
        if (inputs < 1) {
            throw call.error("expected an input and an output, got fewer arguments");
        }
        List<Integer> sizes = new ArrayList<>();
        List<Tensor> from = new ArrayList<>();
        List<FixedType> types = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            Tensor x = call.input(i, parameterSize(call, function, i));
            sizes.add(x.size());
            from.add(x);
            IntStream.range(0, x.size()).mapToObj(x.types()::get).forEach(types::add);
        }
        int out = parameterSize(call, function, inputs);
        ShapeCalls.size(call, types.size(), out);
        StraightLine code =
                StraightLine.read(call.network().declarations(), function, sizes, types, out);
        String variable = call.argument(inputs);
        CppType.Fixed result =
                call.templates().isEmpty()
                        ? call.network().declaredResult(variable, call)
                        : call.template(call.templates().size() - 1);
        Tensor all = from.getFirst();
        for (int i = 1; i < inputs; i++) {
            all = StraightLineLayers.joined(call, all, from.get(i), "_joined" + i, variable);
        }
        StraightLineLayers.add(call, code, all, variable, ElementTypes.all(result.cast(call.at())));
    }

    private static int parameterSize(Call call, Declarations.CppFunction function, int index) {
        List<List<Token>> parameters = Words.split(function.parameters(), function.place());
        if (index >= parameters.size()) {
            throw function.place().error("expected an input and an output of " + function.name());
        }
        List<Token> parameter = parameters.get(index);
        int open = 0;
        while (open < parameter.size() && !parameter.get(open).is("[")) {
            open++;
        }
        if (open == parameter.size() || open + 2 > parameter.size() - 1) {
            throw function.place().error("expected parameters NAME[SIZE] of " + function.name());
        }
        List<Token> size = parameter.subList(open + 1, parameter.size() - 1);
        return (int) call.network().declarations().whole(size, function.place(), null, 1, 1 << 16);
    }

    /** How a layer's products become sums. */
    static final class Products {
        private final Call call;
        private final Struct config;
        private final Tensor input;
        private final int inputs;
        private ConstantArray weights;

        Products(Call call, Struct config, Tensor input, ConstantArray weights, int inputs) {
            this.call = call;
            this.config = config;
            this.input = input;
            this.weights = weights;
            this.inputs = inputs;
        }

        ConstantArray weights() {
            return weights;
        }

        /**
         * The input in the order of accumulation: that of the inputs, unless a saturating sum is
         * formed by the resource strategy with a reuse factor.
         */
        Tensor ordered(int positions) {
            int reuse = call.whole(config, "reuse_factor", 1);
            boolean any = Weights.latency(call, config) || reuse <= 1;
            CppType.Fixed type = call.type(config, "accum_t");
            if (any || (type.overflow() == Overflow.WRAP && type.saturationBits() == 0)) {
                return input;
            }
            if (positions != 1 || reuse > inputs) {
                throw call.error(
                        "expected a sum that wraps, or a reuse factor of 1, got a saturating one");
            }
            int[] order = new int[inputs];
            int next = 0;
            for (int first = 0; first < reuse && next < inputs; first++) {
                for (int i = first; i < inputs; i += reuse) {
                    order[next++] = i;
                }
            }
            weights = Weights.permuted(weights, order);
            List<Integer> indices = java.util.Arrays.stream(order).boxed().toList();
            Layer.Head head =
                    call.network()
                            .head(call, "_order", call.argument(1), List.of(input), input.types());
            return call.network().add(new Layer.Select(head, inputs, indices));
        }

        /** The sum's type, or exact where it is wider than types can be and holds every sum. */
        Layer.Accumulation accumulation(ConstantArray biases) {
            CppType.Fixed type = call.type(config, "accum_t");
            if (type.width() <= FixedType.MAX_WIDTH) {
                return new Layer.Accumulation(Optional.of(type.cast(config.place())));
            }
            int fraction =
                    Math.max(
                            input.types().get(0).fraction() + weights.fraction(),
                            biases.fraction());
            int bits =
                    input.types().types().stream().mapToInt(FixedType::integer).max().orElseThrow()
                            + weights.type().integer()
                            + 32
                            - Integer.numberOfLeadingZeros(inputs);
            boolean holds =
                    fraction <= type.fraction()
                            && Math.max(bits, biases.type().integer()) + 1 < type.integer();
            if (!holds) {
                throw config.place()
                        .error(
                                "expected accum_t of at most 64 bits, or one that holds every sum,"
                                        + " got %d bits".formatted(type.width()));
            }
            return new Layer.Accumulation(Optional.empty());
        }

        /** The result's cast; a binary network's own rule is refused. */
        FixedType result(ConstantArray used, ConstantArray biases) {
            boolean binary =
                    input.declared() != null
                            && input.declared().whole()
                            && !input.declared().signed()
                            && input.declared().width() == 1;
            if (binary && Weights.product(call, config).matches("both_binary|data_binary")) {
                throw call.error(
                        "expected products of numbers, got those of single bits as signs"
                                + " (binary networks); export it with wider types");
            }
            return call.result();
        }
    }
}
