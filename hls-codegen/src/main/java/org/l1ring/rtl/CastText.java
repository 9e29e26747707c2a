package org.l1ring.rtl;

import java.util.List;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;

/**
 * A cast as Verilog: floor, plus a rounding bit where the mode asks for one, then the overflow rule
 * where the interval says that a value may not fit.
 */
final class CastText {
    private final Op.Cast cast;
    private final Signal arg;
    private final String name;
    private final Interval interval;
    private final Signal quantized;
    private final List<String> lines;

    /**
     * The text of one cast.
     *
     * @param cast the operation
     * @param arg its argument
     * @param source the argument's interval
     * @param name of the result; helper wires are the name and a suffix
     * @param lines receives the helper wires
     */
    CastText(Op.Cast cast, Signal arg, Interval source, String name, List<String> lines) {
        this.cast = cast;
        this.arg = arg;
        this.name = name;
        this.lines = lines;
        this.interval = quantized(source, cast);
        this.quantized = quantized();
    }

    /** The interval after dropping bits; every mode is monotone. */
    private static Interval quantized(Interval source, Op.Cast cast) {
        FixedType wide = new FixedType(true, 64, 64, cast.quantization(), Overflow.SAT, 0);
        return new Interval(
                wide.cast(source.min(), cast.drop()), wide.cast(source.max(), cast.drop()));
    }

    private Signal quantized() {
        if (cast.drop() == 0) {
            return arg;
        }
        Signal result = Signal.of(name + "_q", interval);
        String floor = arg.slice(cast.drop(), result.width());
        String up = cast.quantization() == Quantization.TRN ? "" : " + " + rounding(result.width());
        lines.add("%s = %s%s;".formatted(result.declaration(), floor, up));
        return result;
    }

    /** The rounding bit, extended to so many bits. */
    private String rounding(int bits) {
        int drop = cast.drop();
        String half = arg.bit(drop - 1);
        String negative = arg.sign();
        String sticky = drop == 1 ? "1'd0" : any(drop - 1);
        String up =
                switch (cast.quantization()) {
                    case TRN -> "1'd0";
                    case TRN_ZERO -> negative + " & " + any(drop);
                    case RND -> half;
                    case RND_ZERO -> half + " & (" + negative + " | " + sticky + ")";
                    case RND_MIN_INF -> half + " & " + sticky;
                    case RND_INF -> half + " & (~" + negative + " | " + sticky + ")";
                    case RND_CONV -> half + " & (" + arg.bit(drop) + " | " + sticky + ")";
                };
        return bits == 1 ? "(" + up + ")" : "{%s, %s}".formatted(Signal.literal(0, bits - 1), up);
    }

    /** Whether any of the low bits is set; those above the sign repeat it. */
    private String any(int bits) {
        return "(|" + arg.slice(0, Math.min(bits, arg.width())) + ")";
    }

    /** The result as an expression of so many bits. */
    String expression(int bits) {
        FixedType type = cast.type();
        long high = type.signed() || type.width() < 64 ? type.maximumRaw() : Long.MAX_VALUE;
        boolean symmetric = type.overflow() == Overflow.SAT_SYM && type.signed();
        long low = symmetric ? -high : type.minimumRaw();
        String below = interval.min() < low ? below(type, low, symmetric) : "";
        String above = interval.max() > high ? above(type) : "";
        if (below.isEmpty() && above.isEmpty()) {
            return quantized.resized(bits);
        }
        String outside =
                below.isEmpty() || above.isEmpty()
                        ? below + above
                        : "(%s | %s)".formatted(below, above);
        int width = type.width();
        String fitted =
                switch (type.overflow()) {
                    case SAT, SAT_SYM -> {
                        String text = quantized.resized(width);
                        text = choice(above, Signal.literal(high, width), text);
                        yield choice(below, Signal.literal(low, width), text);
                    }
                    case SAT_ZERO ->
                            choice(outside, Signal.literal(0, width), quantized.resized(width));
                    case WRAP, WRAP_SM -> wrapped(outside);
                };
        if (bits == width) {
            return fitted;
        }
        Signal whole = new Signal(name + "_f", width, type.signed());
        lines.add("%s = %s;".formatted(whole.declaration(), fitted));
        return whole.resized(bits);
    }

    /** Whether a value is above the type's range: it is not negative and has a bit beyond it. */
    private String above(FixedType type) {
        int from = type.signed() ? type.width() - 1 : type.width();
        int beyond = quantized.width() - (quantized.signed() ? 1 : 0) - from;
        String any = "(|" + quantized.slice(from, beyond) + ")";
        return quantized.signed() ? "(~%s & %s)".formatted(quantized.sign(), any) : any;
    }

    /** Whether a value is below: it is negative and has a zero beyond the range. */
    private String below(FixedType type, long low, boolean symmetric) {
        if (symmetric) {
            return quantized.compared("<", low);
        }
        if (!type.signed()) {
            return quantized.sign();
        }
        int from = type.width() - 1;
        int beyond = quantized.width() - 1 - from;
        return "(%s & ~(&%s))".formatted(quantized.sign(), quantized.slice(from, beyond));
    }

    private static String choice(String condition, String whenTrue, String whenFalse) {
        return condition.isEmpty()
                ? whenFalse
                : "(%s ? %s : %s)".formatted(condition, whenTrue, whenFalse);
    }

    /** The wrapping modes: low bits, the top ones replaced as their saturation bits say. */
    private String wrapped(String outside) {
        int width = cast.width();
        int saturated = cast.saturationBits();
        boolean magnitude = cast.overflow() == Overflow.WRAP_SM;
        if (magnitude ? !cast.signed() : saturated == 0) {
            return quantized.resized(width);
        }
        Signal bits = wire("_b", quantized.resized(width));
        if (!cast.signed()) {
            String ones = "{%d{1'b1}}".formatted(saturated);
            return choice(outside, joined(ones, bits, width - saturated), bits.name());
        }
        String negative = arg.sign();
        String sign = magnitude && saturated == 0 ? arg.bit(cast.drop() + width) : negative;
        Signal low = bits;
        if (magnitude) {
            String flip =
                    saturated <= 1
                            ? sign + " ^ " + bits.bit(width - 1)
                            : "~(" + negative + " ^ " + bits.bit(width - saturated) + ")";
            low = wire("_x", "%s ^ {%d{%s}}".formatted(bits.name(), width, flip));
        }
        String top = saturated <= 1 ? sign : "%s, {%d{~%s}}".formatted(sign, saturated - 1, sign);
        return choice(outside, joined(top, low, width - Math.max(1, saturated)), bits.name());
    }

    private static String joined(String top, Signal low, int bits) {
        return bits == 0 ? "{" + top + "}" : "{%s, %s}".formatted(top, low.slice(0, bits));
    }

    private Signal wire(String suffix, String expression) {
        Signal result = new Signal(name + suffix, cast.width(), false);
        lines.add("%s = %s;".formatted(result.declaration(), expression));
        return result;
    }
}
