package org.l1ring.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Locale;
import org.l1ring.ring.Rate;

/** Figures as people read them: grouped counts, rounded values, times with their unit. */
public final class Units {
    private static final String[] TIME = {"ns", "µs", "ms", "s"};
    private static final int DIGITS = 4;

    private Units() {}

    /**
     * A count with its thousands grouped.
     *
     * @param count any number
     * @return {@code 1,234,567}
     */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /**
     * A count of things.
     *
     * @param count any number
     * @param thing the name of one, made plural by an s
     * @return {@code 1 orbit} or {@code 2 orbits}
     */
    public static String count(long count, String thing) {
        return count(count) + " " + thing + (count == 1 ? "" : "s");
    }

    /**
     * A value rounded to four significant digits, thousands grouped.
     *
     * @param value a finite number
     * @return {@code 40.08}, {@code 0.01234}, {@code 30,900}
     */
    public static String value(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(DIGITS));
        int decimals = Math.max(0, DIGITS - rounded.precision() + rounded.scale());
        return String.format(Locale.ROOT, "%,." + decimals + "f", rounded);
    }

    /**
     * A part of the whole.
     *
     * @param part 0 to 1
     * @return {@code 12.34 %}
     */
    public static String percent(double part) {
        return value(100 * part) + " %";
    }

    /**
     * A time in the unit that suits it, three significant digits.
     *
     * @param nanos 0 or more, in nanoseconds
     * @return {@code 1.83 µs}
     */
    public static String time(long nanos) {
        double scaled = nanos;
        int unit = 0;
        while (scaled >= 999.5 && unit < TIME.length - 1) {
            scaled /= 1000;
            unit++;
        }
        int decimals = unit == 0 || scaled >= 99.95 ? 0 : scaled >= 9.995 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + decimals + "f %s", scaled, TIME[unit]);
    }

    /**
     * A time in crossings of the LHC, 24.95 ns each.
     *
     * @param nanos 0 or more, in nanoseconds
     * @return {@code 92.6 BX}
     */
    public static String crossings(long nanos) {
        double crossings = nanos * Rate.LHC_MEGAHERTZ * 1e-3;
        int decimals = crossings >= 99.95 ? 0 : 1;
        return String.format(Locale.ROOT, "%,." + decimals + "f BX", crossings);
    }

    /**
     * A text for an output that cannot show every character.
     *
     * @param text any text
     * @param charset characters that the output can show
     * @return the text with {@code u} for µ, {@code ->} for an arrow and question marks for the
     *     rest
     */
    public static String printable(String text, Charset charset) {
        CharsetEncoder encoder = charset.newEncoder();
        if (encoder.canEncode(text)) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .mapToObj(Character::toString)
                .map(shown -> encoder.canEncode(shown) ? shown : substitute(shown))
                .forEach(out::append);
        return out.toString();
    }

    private static String substitute(String character) {
        return switch (character) {
            case "µ" -> "u";
            case "→" -> "->";
            default -> "?";
        };
    }
}
