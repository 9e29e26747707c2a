package org.l1ring.importer.onnx;

import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.LongStream;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;

/**
 * A function of one number as a table with an entry for each value of its argument's type.
 *
 * @param argument what the argument is cast to before
 * @param type of the entries
 * @param entries by the argument's two's complement as an unsigned number
 * @param error largest difference from the function over the arguments that were tried
 * @param weighted largest difference as a part of results beyond one
 * @param worst argument of that difference
 * @param tried number of arguments
 * @param limited whether values of the function lie beyond the type of the entries
 */
@SuppressWarnings("ArrayRecordComponent") // never shared
record FunctionTable(
        FixedType argument,
        FixedType type,
        long[] entries,
        double error,
        double weighted,
        double worst,
        int tried,
        boolean limited) {
    /** Arguments of so many bits have an entry for each value. */
    private static final int MAX_DIRECT_BITS = 12;

    /** Other arguments are cast to so many, or to more where the error asks for it. */
    private static final int LEAST_BITS = 10;

    private static final int MOST_BITS = 14;

    /** An error below this, for results beyond one below this part of them, asks for no more. */
    private static final double SMALL = 1.0 / 128;

    private static final int FEW = 1 << 11;
    private static final int MANY = 1 << 16;

    /**
     * The table of a function with the smallest error that few bits can have.
     *
     * @param source type of the argument
     * @param integer integer bits that arguments have at most, the sign included
     * @param seen the arguments that count, where a sample says so; else all of the source
     * @param declared widest type of the result; its width and integer bits are not exceeded
     */
    static FunctionTable of(
            DoubleUnaryOperator function,
            FixedType source,
            int integer,
            Optional<TypeChoice.Span> seen,
            FixedType declared) {
        FixedType range = within(source, integer);
        double[] few = arguments(range, FEW, seen);
        FixedType type = resultType(function, few, declared);
        if (range.width() <= MAX_DIRECT_BITS) {
            FixedType argument = source.width() == range.width() ? source : range;
            return of(function, argument, type, arguments(range, MANY, seen));
        }
        FunctionTable best = null;
        for (int bits = LEAST_BITS; bits <= MOST_BITS; bits++) {
            for (int i = range.integer(); bits - i <= range.fraction(); i--) {
                FixedType argument =
                        new FixedType(range.signed(), bits, i, Quantization.RND, Overflow.SAT, 0);
                FunctionTable next = of(function, argument, type, few);
                best = best == null || next.weighted < best.weighted ? next : best;
            }
            if (best.weighted <= SMALL) {
                break;
            }
        }
        return of(function, best.argument, type, arguments(range, MANY, seen));
    }

    /** A type with no more integer bits. */
    private static FixedType within(FixedType source, int integer) {
        int kept = Math.max(Math.min(source.integer(), integer), 1 - source.fraction());
        return new FixedType(
                source.signed(), source.fraction() + kept, kept, Quantization.RND, Overflow.SAT, 0);
    }

    private static FunctionTable of(
            DoubleUnaryOperator function, FixedType argument, FixedType type, double[] arguments) {
        int size = 1 << argument.width();
        long[] entries = new long[size];
        for (int i = 0; i < size; i++) {
            boolean negative = argument.signed() && i >= size / 2;
            double value = function.applyAsDouble(argument.toReal(negative ? i - size : i));
            entries[i] = type.fromReal(held(value, type));
        }
        double error = 0;
        double weighted = 0;
        double worst = 0;
        boolean limited = false;
        for (double x : arguments) {
            int index = (int) (argument.fromReal(x) & (size - 1));
            double exact = function.applyAsDouble(x);
            double held = held(exact, type);
            limited |= Math.abs(exact - held) > Math.scalb(1.0, -type.fraction());
            double difference = Math.abs(type.toReal(entries[index]) - held);
            weighted = Math.max(weighted, difference / Math.max(1, Math.abs(held)));
            if (difference > error) {
                error = difference;
                worst = x;
            }
        }
        return new FunctionTable(
                argument, type, entries, error, weighted, worst, arguments.length, limited);
    }

    /** The value nearest to what the function gives; what is no number is zero. */
    private static double held(double value, FixedType type) {
        double most = type.toReal(type.maximumRaw());
        double least = type.toReal(type.minimumRaw());
        return Double.isNaN(value) ? Math.clamp(0, least, most) : Math.clamp(value, least, most);
    }

    /** The narrowest range of the declared width that holds the function's values, or most. */
    private static FixedType resultType(
            DoubleUnaryOperator function, double[] arguments, FixedType declared) {
        double least = 0;
        double most = 0;
        double limit = Math.scalb(1.0, declared.integer() - (declared.signed() ? 1 : 0));
        for (double x : arguments) {
            double value = function.applyAsDouble(x);
            if (!Double.isNaN(value)) {
                least = Math.min(least, Math.clamp(value, -limit, limit));
                most = Math.max(most, Math.clamp(value, -limit, limit));
            }
        }
        int sign = least < 0 ? 1 : 0;
        int width = declared.width();
        int integer = declared.integer() + (declared.signed() ? 0 : sign);
        while (true) {
            double half = Math.scalb(0.5, integer - 1 - width);
            double end = Math.scalb(1.0, integer - 1 - sign);
            boolean tighter = most <= end - half && -least <= end + half;
            if (!tighter || integer <= declared.integer() - width) {
                return new FixedType(
                        sign == 1, width, integer, Quantization.RND_CONV, Overflow.SAT, 0);
            }
            integer--;
        }
    }

    /** Values over the whole range of a type, or over the part of it that a sample has. */
    private static double[] arguments(FixedType source, int count, Optional<TypeChoice.Span> seen) {
        if (seen.isEmpty()) {
            return arguments(source, source.minimumRaw(), source.maximumRaw(), count);
        }
        long least = source.fromReal(seen.get().least());
        long most = source.fromReal(seen.get().most());
        return arguments(source, least, most, count);
    }

    /** Values between two: evenly spaced, and as many around each power of two. */
    private static double[] arguments(FixedType source, long least, long most, int count) {
        if (source.width() <= Integer.SIZE / 2 && most - least < count) {
            return LongStream.rangeClosed(least, most).mapToDouble(source::toReal).toArray();
        }
        double span = (double) most - least;
        int even = count / 2;
        double[] values = new double[count];
        for (int i = 0; i < even; i++) {
            long raw = least + Math.round(span * i / (even - 1));
            values[i] = source.toReal(Math.clamp(raw, least, most));
        }
        int each = Math.max((count - even) / source.width() / 2, 1);
        for (int i = even; i < count; i++) {
            int place = (i - even) / 2;
            double size = Math.scalb(1 + place % each / (double) each, place / each);
            double raw = (i & 1) == 0 ? size : -size;
            values[i] = source.toReal(Math.clamp((long) raw, least, most));
        }
        return values;
    }

    /** The table's error in words. */
    String note() {
        return String.format(
                Locale.ROOT,
                "argument %s, largest error %.2g, at %.4g, and %.2g as a part of results beyond 1, over %,d arguments%s",
                argument,
                error,
                worst,
                weighted,
                tried,
                limited ? ", where the function is within the result's range" : "");
    }
}
