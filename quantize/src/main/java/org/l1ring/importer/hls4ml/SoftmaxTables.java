package org.l1ring.importer.hls4ml;

import java.util.Optional;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.Layer;

/**
 * The two tables of a softmax and the types between them.
 *
 * @param exponentials by the top bits of the argument
 * @param inverses by the top bits of the sum
 * @param difference to the maximum, in the stable form
 * @param sum type of the sum
 * @param inverseInput type of the sum whose bits index the inverses
 */
record SoftmaxTables(
        ConstantArray exponentials,
        ConstantArray inverses,
        Optional<Layer.Difference> difference,
        FixedType sum,
        FixedType inverseInput) {

    /** Tables that are arguments of the call. */
    static SoftmaxTables given(Call call, Struct config) {
        FixedType sum = call.type(config, "sum_t").cast(config.place());
        return new SoftmaxTables(
                call.constants(2, call.whole(config, "exp_table_size")),
                call.constants(3, call.whole(config, "inv_table_size")),
                Optional.empty(),
                sum,
                sum);
    }

    /** Tables as the utilities fill them. */
    static SoftmaxTables filled(Call call, Struct config, Tensor x) {
        String form = call.symbol(config, "implementation");
        boolean stable = form.isEmpty() || form.equals("stable");
        if (!stable && !form.equals("latency")) {
            throw config.place()
                    .error("expected a softmax of implementation latency or stable, got " + form);
        }
        FixedType exp = call.type(config, "exp_table_t").cast(config.place());
        FixedType inverse = call.type(config, "inv_table_t").cast(config.place());
        FixedType sum = other(call, config, "accum_t", exp);
        FixedType inverseInput = other(call, config, "inv_inp_t", sum);
        Optional<Layer.Difference> difference =
                stable ? Optional.of(difference(call, config, x)) : Optional.empty();
        FixedType argument = difference.map(Layer.Difference::type).orElse(x.types().get(0));
        boolean negative = difference.map(Layer.Difference::fromMaximum).orElse(false);
        double scale =
                call.network()
                        .declarations()
                        .constant(config, "exp_scale")
                        .map(Constant::real)
                        .orElse(1.0);
        long[] exponentials = new long[size(call, config, "exp_table_size")];
        for (int i = 0; i < exponentials.length; i++) {
            float real = argument(call, argument, i, exponentials.length);
            float value = (float) (real * scale);
            exponentials[i] = Doubles.cast(exp, TableFunction.exp(negative ? -value : value));
        }
        long[] inverses = new long[size(call, config, "inv_table_size")];
        for (int i = 0; i < inverses.length; i++) {
            inverses[i] =
                    Doubles.cast(inverse, 1 / argument(call, inverseInput, i, inverses.length));
        }
        return new SoftmaxTables(
                new ConstantArray(exp, new int[] {exponentials.length}, exponentials),
                new ConstantArray(inverse, new int[] {inverses.length}, inverses),
                difference,
                sum,
                inverseInput);
    }

    private static FixedType other(Call call, Struct config, String name, FixedType otherwise) {
        return call.hasType(config, name)
                ? call.type(config, name).cast(config.place())
                : otherwise;
    }

    /** The difference of older utilities is one to the maximum in the argument's own width. */
    private static Layer.Difference difference(Call call, Struct config, Tensor x) {
        if (call.network().dialect().normalisesFromMaximum()) {
            return new Layer.Difference(call.type(config, "inp_norm_t").cast(config.place()), true);
        }
        FixedType type = x.types().get(0).with(Quantization.RND, Overflow.SAT);
        return new Layer.Difference(type, false);
    }

    private static int size(Call call, Struct config, String name) {
        int size = call.whole(config, config.constants.containsKey(name) ? name : "table_size");
        if (size < 2 || Integer.bitCount(size) != 1 || size > 1 << 20) {
            throw config.place()
                    .error("expected a table size that is a power of two up to 2^20, got " + size);
        }
        return size;
    }

    /** The number whose top bits are an index. */
    private static float argument(Call call, FixedType type, int index, int size) {
        int bits = Integer.numberOfTrailingZeros(size);
        int unused = type.width() - bits;
        if (unused < 0) {
            throw call.error(
                    "expected an argument of at least %d bits, got %s".formatted(bits, type));
        }
        long raw = (long) index << unused;
        if (type.signed() && type.width() < 64 && index >= size / 2) {
            raw -= 1L << type.width();
        }
        return (float) type.toReal(raw);
    }
}
