package org.l1ring.importer.hls4ml;

import org.l1ring.fixed.FixedType;
import org.l1ring.model.ConstantArray;

/**
 * The two tables of a softmax.
 *
 * @param exponentials by the top bits of the argument
 * @param inverses by the top bits of the sum
 */
record SoftmaxTables(ConstantArray exponentials, ConstantArray inverses) {

    /** Tables that are arguments of the call. */
    static SoftmaxTables given(Call call, Struct config) {
        return new SoftmaxTables(
                call.constants(2, call.whole(config, "exp_table_size")),
                call.constants(3, call.whole(config, "inv_table_size")));
    }

    /** Tables as the utilities fill them. */
    static SoftmaxTables filled(Call call, Struct config, Tensor x) {
        String form = call.symbol(config, "implementation");
        if (!form.isEmpty() && !form.equals("latency")) {
            throw config.place()
                    .error("expected a softmax of implementation latency, got " + form);
        }
        FixedType exp = call.type(config, "exp_table_t").cast(config.place());
        FixedType inverse = call.type(config, "inv_table_t").cast(config.place());
        for (String name : new String[] {"accum_t", "inv_inp_t"}) {
            if (call.hasType(config, name) && !call.type(config, name).cast(config.place()).equals(exp)) {
                throw config.place()
                        .error("expected " + name + " to be exp_table_t, got another type");
            }
        }
        double scale =
                call.network()
                        .declarations()
                        .constant(config, "exp_scale")
                        .map(Constant::real)
                        .orElse(1.0);
        int expSize = size(call, config, "exp_table_size");
        int inverseSize = size(call, config, "inv_table_size");
        long[] exponentials = new long[expSize];
        for (int i = 0; i < expSize; i++) {
            float value = (float) (argument(call, x.types().get(0), i, expSize) * (float) scale);
            exponentials[i] = Doubles.cast(exp, TableFunction.exp(value));
        }
        long[] inverses = new long[inverseSize];
        for (int i = 0; i < inverseSize; i++) {
            inverses[i] = Doubles.cast(inverse, 1 / argument(call, exp, i, inverseSize));
        }
        return new SoftmaxTables(
                new ConstantArray(exp, new int[] {expSize}, exponentials),
                new ConstantArray(inverse, new int[] {inverseSize}, inverses));
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
        if (type.signed() && index >= size / 2) {
            raw -= 1L << type.width();
        }
        return (float) type.toReal(raw);
    }
}
