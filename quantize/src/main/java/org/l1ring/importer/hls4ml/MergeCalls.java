package org.l1ring.importer.hls4ml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;

/** Layers of two inputs, embeddings and sums of squares. */
final class MergeCalls {
    private MergeCalls() {}

    private static Layer.Head head(Call call, List<Tensor> from, String variable) {
        return call.network().head(call, "", variable, from, ElementTypes.all(call.result()));
    }

    /** The elements of a merge: its own number, or the larger of its inputs'. */
    private static int elements(Call call, Struct config) {
        return config.constants.containsKey("n_elem")
                ? call.whole(config, "n_elem")
                : Math.max(call.whole(config, "n_elem1"), call.whole(config, "n_elem2"));
    }

    /** An input of a merge, repeated where it has fewer elements than the result. */
    private static Tensor repeated(Call call, Struct config, int index, int size) {
        int own = call.whole(config, "n_elem" + (index + 1), size);
        Tensor x = call.input(index, own);
        if (own == size || own == 0) {
            return x;
        }
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            indices.add(i % own);
        }
        ElementTypes types = ShapeCalls.selected(x, indices);
        Layer.Head head =
                call.network().head(call, "_repeated" + index, call.argument(2), List.of(x), types);
        return call.network().add(new Layer.Select(head, own, indices));
    }

    /** Two inputs of one size. */
    private record Operands(int size, Tensor a, Tensor b) {
        static Operands of(Call call) {
            Struct config = call.config();
            int size = elements(call, config);
            return new Operands(
                    size, repeated(call, config, 0, size), repeated(call, config, 1, size));
        }

        Layer.Head head(Call call) {
            return MergeCalls.head(call, List.of(a, b), call.argument(2));
        }
    }

    static void subtract(Call call) {
        Operands operands = Operands.of(call);
        Layer layer = new Layer.Subtract(operands.head(call), operands.size());
        call.network().finish(call, call.argument(2), layer);
    }

    static void add(Call call) {
        Operands operands = Operands.of(call);
        Layer layer = new Layer.Add(operands.head(call), operands.size());
        call.network().finish(call, call.argument(2), layer);
    }

    /** The larger or smaller of two elements. */
    static void extreme(Call call, Layer.Pooling pooling) {
        Operands operands = Operands.of(call);
        int size = operands.size();
        Tensor a = operands.a();
        Tensor b = operands.b();
        String variable = call.argument(2);
        List<FixedType> types = new ArrayList<>();
        List<List<Integer>> pairs = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            types.add(a.types().get(i));
            types.add(b.types().get(i));
            pairs.add(List.of(2 * i, 2 * i + 1));
        }
        Layer.Head joined =
                call.network()
                        .head(call, "_joined", variable, List.of(a, b), new ElementTypes(types));
        Tensor both = call.network().add(new Layer.ConcatFeatures(joined, size, 1, 1));
        call.network()
                .finish(
                        call,
                        variable,
                        new Layer.Pool(
                                head(call, List.of(both), variable),
                                pooling,
                                both.size(),
                                pairs,
                                new Layer.Accumulation(Optional.empty())));
    }

    /** Half the sum; older utilities divide, which drops the last bit toward zero. */
    static void average(Call call) {
        Operands operands = Operands.of(call);
        int size = operands.size();
        Tensor a = operands.a();
        Tensor b = operands.b();
        String variable = call.argument(2);
        FixedType sum = sumType(call, a, b);
        Layer.Head added =
                call.network().head(call, "_sum", variable, List.of(a, b), ElementTypes.all(sum));
        Tensor total = call.network().add(new Layer.Add(added, size));
        if (!call.network().dialect().halvesExactly()) {
            FixedType half = sum.with(Quantization.TRN_ZERO, Overflow.WRAP);
            Layer.Head halved =
                    call.network()
                            .head(call, "_half", variable, List.of(total), ElementTypes.all(half));
            Tensor quotient = call.network().add(half(halved, size));
            call.network()
                    .finish(
                            call,
                            variable,
                            new Layer.Linear(head(call, List.of(quotient), variable), size));
            return;
        }
        call.network().finish(call, variable, half(head(call, List.of(total), variable), size));
    }

    private static Layer.BatchNorm half(Layer.Head head, int size) {
        ConstantArray half =
                new ConstantArray(FixedType.unsigned(1, 0), new int[] {1}, new long[] {1});
        ConstantArray zero =
                new ConstantArray(FixedType.signed(1, 1), new int[] {1}, new long[] {0});
        return new Layer.BatchNorm(head, size, half, zero);
    }

    private static FixedType sumType(Call call, Tensor a, Tensor b) {
        int integer = 0;
        int fraction = -1024;
        for (Tensor x : List.of(a, b)) {
            for (FixedType type : x.types().types()) {
                integer = Math.max(integer, type.integer() + 2);
                fraction = Math.max(fraction, type.fraction());
            }
        }
        int width = integer + fraction;
        if (width < 1 || width > FixedType.MAX_WIDTH) {
            throw call.error("expected exact results of at most 64 bits, got " + width);
        }
        return FixedType.signed(width, integer);
    }

    static void multiply(Call call) {
        Struct config = call.config();
        int size = elements(call, config);
        if (call.network().dialect().multipliesPairs()) {
            scaled(call, size, 2);
            return;
        }
        Tensor a = repeated(call, config, 0, size);
        Tensor b = repeated(call, config, 1, size);
        String variable = call.argument(2);
        call.network()
                .finish(
                        call,
                        variable,
                        new Layer.ScaleFeatures(head(call, List.of(a, b), variable), size, 1));
    }

    /** Each element of the first times some of the second. */
    static void scaled(Call call, int size, int width) {
        Tensor a = call.input(0, size);
        Tensor b = call.input(1, ShapeCalls.size(call, size, width));
        String variable = call.argument(2);
        call.network()
                .finish(
                        call,
                        variable,
                        new Layer.ScaleFeatures(head(call, List.of(a, b), variable), size, width));
    }

    static void dot(Call call) {
        Struct config = call.config();
        int size = call.whole(config, config.constants.containsKey("n_in") ? "n_in" : "n_elem");
        Tensor a = call.input(0, size);
        Tensor b = call.input(1, size);
        String variable = call.argument(2);
        call.network()
                .finish(
                        call,
                        variable,
                        new Layer.Dot(
                                head(call, List.of(a, b), variable),
                                size,
                                new Layer.Accumulation(Optional.of(call.accumulator(config)))));
    }

    static void concatenate(Call call) {
        Struct config = call.config();
        int axis = axis(call, config);
        List<Integer> first = extents(call, config, "n_elem1_");
        List<Integer> second = extents(call, config, "n_elem2_");
        int axes = call.function().charAt(call.function().length() - 2) - '0';
        int at = axis < 0 ? axes + axis : axis - (call.function().contains("1d") ? 0 : 1);
        at = call.function().endsWith("1d") ? 0 : at;
        if (at < 0 || at >= axes) {
            throw config.place().error("expected an axis of " + axes + ", got " + axis);
        }
        int positions = 1;
        for (int i = 0; i < at; i++) {
            positions *= first.get(i);
        }
        int firstSize = size(call, first, axes);
        int secondSize = size(call, second, axes);
        join(call, positions, firstSize / positions, secondSize / positions);
    }

    private static int size(Call call, List<Integer> extents, int axes) {
        return ShapeCalls.size(
                call, extents.subList(0, axes).stream().mapToInt(Integer::intValue).toArray());
    }

    private static int axis(Call call, Struct config) {
        Constant axis =
                call.network()
                        .declarations()
                        .constant(config, "axis")
                        .orElse(new Constant.Whole(-1));
        if (!(axis instanceof Constant.Whole(long value)) || Math.abs(value) > 3) {
            throw config.place().error("expected an axis of -3 to 3");
        }
        return (int) value;
    }

    private static List<Integer> extents(Call call, Struct config, String prefix) {
        List<Integer> extents = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            extents.add(call.whole(config, prefix + i, 1));
        }
        return extents;
    }

    /** Per position, some features of the first input, then some of the second. */
    static void join(Call call, int positions, int first, int second) {
        Tensor a = call.input(0, ShapeCalls.size(call, positions, first));
        Tensor b = call.input(1, ShapeCalls.size(call, positions, second));
        String variable = call.argument(2);
        call.network()
                .finish(
                        call,
                        variable,
                        new Layer.ConcatFeatures(
                                head(call, List.of(a, b), variable), positions, first, second));
    }

    static void embedding(Call call) {
        Struct config = call.config();
        int positions = call.whole(config, "n_in");
        Tensor x = call.input(0, positions);
        ConstantArray rows =
                call.constants(2, call.whole(config, "vocab_size"), call.whole(config, "n_out"));
        String variable = call.argument(1);
        call.network()
                .finish(
                        call,
                        variable,
                        new Layer.Embedding(head(call, List.of(x), variable), positions, rows));
    }

    static void sumOfSquares(Call call) {
        Struct config = call.config();
        Tensor x = call.input(0, call.whole(config, "n_in"));
        String variable = call.argument(1);
        FixedType square = call.type(config, "square_t").cast(config.place());
        call.network()
                .finish(
                        call,
                        variable,
                        new Layer.SumOfSquares(head(call, List.of(x), variable), x.size(), square));
    }
}
