package org.l1ring.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.l1ring.ring.ScoreSpectrum;

/**
 * An axis: where a value lies between the ends of a plot, and the values that are written there.
 *
 * @param low place of the lower end, in units of {@code place}
 * @param high place of the upper end, above {@code low}
 * @param place monotone map from values to places: identity, logarithm or bin
 * @param ticks values with a mark and a label
 * @param minor values with a mark alone
 */
public record Scale(
        double low, double high, DoubleUnaryOperator place, List<Tick> ticks, List<Double> minor) {
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static final int[] NICE = {1, 2, 5};

    /** A labelled value. */
    public record Tick(double value, String label) {}

    /** How the ticks of a logarithmic axis are written. */
    public interface Labels {
        /** The text at a value. */
        String of(double value);
    }

    /** Part of the axis below a value, 0 to 1; values beyond the ends lie at the ends. */
    double part(double value) {
        return Math.clamp((place.applyAsDouble(value) - low) / (high - low), 0, 1);
    }

    /** This axis with other values written on it. */
    Scale withTicks(List<Tick> other) {
        return new Scale(low, high, place, other, List.of());
    }

    /** A linear axis with about so many ticks at round values. */
    public static Scale linear(double low, double high, int about) {
        return linear(low, high, niceStep((high - low) / about));
    }

    /** A linear axis of whole numbers. */
    public static Scale counts(double low, double high, int about) {
        return linear(low, high, Math.max(1, niceStep((high - low) / about)));
    }

    private static Scale linear(double low, double high, double step) {
        int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
        List<Tick> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-6; i++) {
            String label = String.format(Locale.ROOT, "%,." + decimals + "f", i * step);
            ticks.add(new Tick(i * step, label));
        }
        return new Scale(low, high, value -> value, ticks, List.of());
    }

    /** The least of 1, 2, 5 times a power of ten that is not below a step. */
    static double niceStep(double step) {
        double power = Math.pow(10, Math.floor(Math.log10(step) + 1e-9));
        for (int nice : NICE) {
            if (nice * power >= step * (1 - 1e-9)) {
                return nice * power;
            }
        }
        return 10 * power;
    }

    /**
     * A logarithmic axis; ticks at the powers of ten, on a short one at 2 and 5 times them, too.
     *
     * @param low value of the lower end, above 0
     * @param high value of the upper end, above {@code low}
     * @param labels how ticks are written
     */
    public static Scale log(double low, double high, Labels labels) {
        List<Tick> ticks = new ArrayList<>();
        List<Double> minor = new ArrayList<>();
        double decades = Math.log10(high / low);
        int every = Math.max(1, (int) Math.ceil(decades / 10));
        int first = (int) Math.floor(Math.log10(low) + 1e-9);
        for (int power = first; Math.pow(10, power) <= high * (1 + 1e-9); power++) {
            for (int digit = 1; digit < 10; digit++) {
                double value = digit * Math.pow(10, power);
                if (value < low * (1 - 1e-9) || value > high * (1 + 1e-9)) {
                    continue;
                }
                boolean written =
                        (digit == 1 && power % every == 0)
                                || (decades <= 2.5 && (digit == 2 || digit == 5));
                if (written) {
                    ticks.add(new Tick(value, labels.of(value)));
                } else if (every == 1) {
                    minor.add(value);
                }
            }
        }
        return new Scale(Math.log10(low), Math.log10(high), Math::log10, ticks, minor);
    }

    /** A value as people write it: 0.01 to 9,999 in full, others with a power of ten. */
    public static String shortly(double value) {
        double magnitude = Math.abs(value);
        if (magnitude >= 0.995 && magnitude < 9999.5) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        int power = magnitude == 0 ? 0 : (int) Math.floor(Math.log10(magnitude) + 1e-9);
        long digit = Math.round(magnitude / Math.pow(10, power));
        if (power >= -2 && power <= 0) {
            return String.format(Locale.ROOT, "%." + -power + "f", value);
        }
        StringBuilder out = new StringBuilder(value < 0 ? "-" : "");
        out.append(digit == 1 ? "10" : digit + "·10").append(power < 0 ? "⁻" : "");
        Integer.toString(Math.abs(power))
                .chars()
                .forEach(character -> out.append(SUPERSCRIPTS.charAt(character - '0')));
        return out.toString();
    }

    /**
     * The axis of a score spectrum: places are its bins, linear near 0 and logarithmic further out.
     *
     * @param low first bin
     * @param high bin behind the last one
     * @param apart least distance of two ticks as a part of the axis
     */
    static Scale scores(int low, int high, double apart) {
        Scale axis = new Scale(low, high, Scale::scorePlace, List.of(), List.of());
        List<Tick> ticks = new ArrayList<>();
        offer(axis, ticks, 0, apart);
        for (int nice : new int[] {1, 3, 2, 5, 4, 6, 8}) {
            for (double power = 1e18; power >= 1; power /= 10) {
                offer(axis, ticks, nice * power, apart);
                offer(axis, ticks, -nice * power, apart);
            }
        }
        return axis.withTicks(ticks);
    }

    private static void offer(Scale axis, List<Tick> ticks, double value, double apart) {
        double at = axis.place.applyAsDouble(value);
        if (at < axis.low || at > axis.high) {
            return;
        }
        double gap = apart * (axis.high - axis.low);
        for (Tick tick : ticks) {
            if (Math.abs(axis.place.applyAsDouble(tick.value()) - at) < gap) {
                return;
            }
        }
        String label =
                Math.abs(value) < 1e6 ? String.format(Locale.ROOT, "%,.0f", value) : shortly(value);
        ticks.add(new Tick(value, label));
    }

    /** The bin of a score, with the part of the bin that lies below it. */
    static double scorePlace(double value) {
        long raw = (long) Math.floor(value);
        int bin = ScoreSpectrum.bin(raw);
        double least = ScoreSpectrum.lowest(bin);
        double width =
                bin == ScoreSpectrum.SIDE_BINS - 1
                        ? Long.MAX_VALUE - least
                        : ScoreSpectrum.lowest(bin + 1) - least;
        return bin + (value - least) / width;
    }
}
