package org.l1ring.ring;

import java.util.Locale;
import org.l1ring.frame.FrameLayout;

/**
 * The pace of a stream: that of the machine, any other, or as fast as the pipeline can.
 *
 * @param megahertz crossings a microsecond, or infinity for no pacing
 */
public record Rate(double megahertz) {
    /**
     * Bunch clock at flat top in MHz. Source: LHC TTC, 40.07897 MHz at 6.5 TeV a beam (HEPHY, LECC
     * 2002).
     */
    public static final double LHC_MEGAHERTZ = 40.07897;

    /** The pace of the LHC: 40.07897 MHz, 24.9507 ns a crossing, 11,245.5 orbits a second. */
    public static final Rate REALTIME = new Rate(LHC_MEGAHERTZ);

    /** No pacing: the source waits for room in the ring, and nothing is lost. */
    public static final Rate MAX = new Rate(Double.POSITIVE_INFINITY);

    /** Checks the rate. */
    public Rate {
        if (!(megahertz >= 1e-6)) {
            throw new IllegalArgumentException(
                    "rate: expected 0.000001 MHz or more, got %s".formatted(megahertz));
        }
    }

    /**
     * Reads a rate as the command line gives it.
     *
     * @param text {@code realtime}, {@code max}, or a number of MHz
     * @return the rate
     * @throws IllegalArgumentException if the text is none of these
     */
    public static Rate parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "realtime" -> REALTIME;
            case "max" -> MAX;
            default -> ofMegahertz(text);
        };
    }

    private static Rate ofMegahertz(String text) {
        try {
            double value = Double.parseDouble(text);
            if (value >= 1e-6 && value < 1e9) {
                return new Rate(value);
            }
        } catch (NumberFormatException _) {
            // said below, together with numbers out of range
        }
        throw new IllegalArgumentException(
                "rate: expected realtime, max or a number of MHz, got %s".formatted(text));
    }

    /**
     * Whether blocks have a time at which they are due.
     *
     * @return false for {@link #MAX}
     */
    public boolean paced() {
        return megahertz != Double.POSITIVE_INFINITY;
    }

    /**
     * The spacing of crossings.
     *
     * @return nanoseconds, 0 for {@link #MAX}
     */
    public double crossingNanos() {
        return 1000 / megahertz;
    }

    /**
     * The orbits of a stretch of stream at this pace, at the LHC's for {@link #MAX}.
     *
     * @param seconds length of the stream, above 0
     * @return orbits, rounded up, at least 1
     */
    public long orbits(double seconds) {
        double crossings = seconds * 1e6 * (paced() ? megahertz : LHC_MEGAHERTZ);
        return Math.max(1, (long) Math.ceil(crossings / FrameLayout.ORBIT_CROSSINGS));
    }

    @Override
    public String toString() {
        if (!paced()) {
            return "max";
        }
        return equals(REALTIME) ? "realtime" : megahertz + " MHz";
    }
}
