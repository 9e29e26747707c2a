package org.l1ring.importer.keras;

import java.util.Optional;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;

/** The tables of functions that hls4ml's firmware computes. */
final class HlsTables {
    private static final FixedType TABLE = FixedType.signed(18, 8);
    private static final FixedType SOFTMAX_TABLE =
            new FixedType(true, 18, 8, Quantization.RND, Overflow.SAT, 0);
    private static final int ENTRIES = 1024;
    private static final int SIGMOID_SPAN = 16;
    private static final int TANH_SPAN = 8;

    private final HlsConfig config;

    HlsTables(HlsConfig config) {
        this.config = config;
    }

    /** Sigmoid or tanh. */
    Layer function(String function, String name, Layer.Head head, int size) {
        boolean tanh = function.equals("tanh");
        int entries = config.whole(name, "Activation", "table_size", ENTRIES);
        FixedType type = config.table(name, "Activation", "table_t", TABLE);
        int span = tanh ? TANH_SPAN : SIGMOID_SPAN;
        long[] raw = new long[entries];
        for (int i = 0; i < entries; i++) {
            float x = span * (i - entries / 2.0f) / entries;
            raw[i] = type.fromReal((float) (tanh ? Math.tanh(x) : 1 / (1 + Math.exp(-x))));
        }
        ConstantArray table = new ConstantArray(type, new int[] {entries}, raw);
        return new Layer.TableActivation(head, function, size, table, span, false);
    }

    /**
     * Softmax of rows.
     *
     * @param x type of the argument
     */
    Layer softmax(String name, Layer.Head head, int positions, int size, FixedType x) {
        String kind = "Softmax";
        String rule = config.setting(name, kind, "implementation").orElse("stable");
        boolean stable = rule.equals("stable");
        if (!stable && !rule.equals("latency")) {
            throw new IllegalArgumentException(
                    "implementation: expected stable or latency, got " + Names.line(rule));
        }
        FixedType exponential = config.table(name, kind, "exp_table_t", SOFTMAX_TABLE);
        FixedType inverse = config.table(name, kind, "inv_table_t", SOFTMAX_TABLE);
        FixedType inverseInput = config.table(name, kind, "inv_inp_t", SOFTMAX_TABLE);
        int bits = Math.min(x.width(), inverse.width());
        int entries = config.whole(name, kind, "table_size", ENTRIES);
        entries = Math.min(entries, bits < 20 ? 1 << bits : entries);
        int sign = x.signed() ? 1 : 0;
        FixedType difference =
                config.table(
                        name,
                        kind,
                        "inp_norm_t",
                        FixedType.unsigned(x.width() - sign, x.integer() - sign));
        int exponentials = entries;
        if (stable && difference.width() < 20) {
            exponentials = Math.min(entries, 1 << difference.width());
        }
        Optional<String> own = config.own(name, "accum");
        int carry = Integer.SIZE - Integer.numberOfLeadingZeros(size - 1);
        FixedType sum =
                own.isPresent()
                        ? config.type(name, kind, "accum").orElse(config.otherwise())
                        : new FixedType(
                                exponential.signed(),
                                exponential.width() + carry,
                                exponential.integer() + carry,
                                Quantization.TRN,
                                Overflow.WRAP,
                                0);
        return new Layer.Softmax(
                head,
                positions,
                size,
                ElementTypes.all(x),
                stable ? Optional.of(new Layer.Difference(difference, true)) : Optional.empty(),
                table(stable ? difference : x, exponentials, exponential, stable, false),
                sum,
                inverseInput,
                table(inverseInput, entries, inverse, false, true));
    }

    /** Entries for the top bits of an argument. */
    private static ConstantArray table(
            FixedType argument, int entries, FixedType type, boolean negative, boolean inverse) {
        int bits = Integer.numberOfTrailingZeros(entries);
        if (Integer.bitCount(entries) != 1 || bits > argument.width()) {
            throw new IllegalArgumentException(
                    "table_size: expected a power of two of at most %d bits, got %d"
                            .formatted(argument.width(), entries));
        }
        long[] raw = new long[entries];
        for (int i = 0; i < entries; i++) {
            int step = argument.signed() && i >= entries / 2 ? i - entries : i;
            float x = (float) Math.scalb((double) step, argument.integer() - bits);
            if (inverse && step == 0) {
                raw[i] = type.overflow() == Overflow.WRAP ? 0 : type.maximumRaw();
            } else {
                float y = inverse ? 1 / x : (float) Math.exp(negative ? -x : x);
                raw[i] = type.fromReal(Math.min(y, Float.MAX_VALUE));
            }
        }
        return new ConstantArray(type, new int[] {entries}, raw);
    }
}
