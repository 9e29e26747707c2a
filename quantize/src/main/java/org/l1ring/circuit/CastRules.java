package org.l1ring.circuit;

import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;

/** What intervals prove about casts. */
final class CastRules {
    private CastRules() {}

    /** An equal cast with a simpler argument, fewer dropped bits or a plainer mode. */
    static Op.Cast reduce(CircuitBuilder builder, Op.Cast cast) {
        int arg = cast.arg();
        if (!cast.signed()
                && (cast.overflow() == Overflow.SAT || cast.overflow() == Overflow.SAT_SYM)
                && builder.op(arg) instanceof Op.Maximum(int left, int right)) {
            // A negative value saturates to zero anyway.
            if (builder.interval(left).equals(Interval.of(0))) {
                arg = right;
            } else if (builder.interval(right).equals(Interval.of(0))) {
                arg = left;
            }
        }
        int drop = cast.drop();
        if (drop > 0 && builder.op(arg) instanceof Op.Linear(Terms terms, long bias)) {
            int common = bias == 0 ? 63 : Long.numberOfTrailingZeros(bias);
            for (int i = 0; i < terms.size(); i++) {
                common = Math.min(common, Long.numberOfTrailingZeros(terms.coefficient(i)));
            }
            int spent = Math.min(common, drop);
            if (spent > 0) {
                long[] coefficients = new long[terms.size()];
                for (int i = 0; i < coefficients.length; i++) {
                    coefficients[i] = terms.coefficient(i) >> spent;
                }
                arg = builder.linear(terms.steps(), coefficients, bias >> spent);
                drop -= spent;
            }
        }
        Quantization mode = cast.quantization();
        if (drop == 0 || (mode == Quantization.TRN_ZERO && builder.interval(arg).min() >= 0)) {
            mode = Quantization.TRN;
        }
        return new Op.Cast(
                arg,
                drop,
                mode,
                cast.signed(),
                cast.width(),
                cast.overflow(),
                cast.saturationBits());
    }

    /** The interval after dropping bits; every mode is monotone. */
    static Interval quantized(Interval source, Op.Cast cast) {
        if (cast.drop() == 0) {
            return source;
        }
        return new Interval(quantize(source.min(), cast), quantize(source.max(), cast));
    }

    private static long quantize(long raw, Op.Cast cast) {
        int drop = cast.drop();
        boolean small = drop < 62 && Math.abs(raw >> 1) < 1L << 60;
        if (small) {
            return cast.quantization().drop(raw, drop);
        }
        FixedType wide = new FixedType(true, 64, 64, cast.quantization(), Overflow.SAT, 0);
        return wide.cast(raw, drop);
    }

    /** Whether no value overflows. */
    static boolean fits(Interval quantized, FixedType type) {
        boolean symmetric = type.overflow() == Overflow.SAT_SYM && type.signed();
        return type.contains(quantized.max())
                && type.contains(quantized.min())
                && !(symmetric && quantized.min() < -type.maximumRaw());
    }

    /** The interval after an overflow mode that may act. */
    static Interval fitted(Interval quantized, FixedType type) {
        Interval range = new Interval(type.minimumRaw(), type.maximumRaw());
        return switch (type.overflow()) {
            case SAT, SAT_SYM -> {
                long low =
                        type.overflow() == Overflow.SAT_SYM && type.signed()
                                ? -range.max()
                                : range.min();
                yield new Interval(
                        Math.clamp(quantized.min(), low, range.max()),
                        Math.clamp(quantized.max(), low, range.max()));
            }
            case SAT_ZERO ->
                    new Interval(
                            Math.min(0, Math.clamp(quantized.min(), range.min(), range.max())),
                            Math.max(0, Math.clamp(quantized.max(), range.min(), range.max())));
            case WRAP, WRAP_SM -> range;
        };
    }
}
