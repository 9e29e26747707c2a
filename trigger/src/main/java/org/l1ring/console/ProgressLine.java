package org.l1ring.console;

import java.util.Locale;
import org.l1ring.report.Units;
import org.l1ring.ring.LatencyDistribution;
import org.l1ring.ring.LatencyStage;
import org.l1ring.ring.RunSnapshot;

/** The state of a run in one line. */
final class ProgressLine {
    private final long orbitsPlanned;

    /** Lines of a run; {@link Long#MAX_VALUE} orbits are a run without a known end. */
    ProgressLine(long orbitsPlanned) {
        this.orbitsPlanned = orbitsPlanned;
    }

    /**
     * The line.
     *
     * @param now the state
     * @param before a state some time ago, from which on the pace is shown
     */
    String text(RunSnapshot now, RunSnapshot before) {
        StringBuilder out = new StringBuilder();
        boolean bounded = orbitsPlanned != Long.MAX_VALUE && orbitsPlanned > 0;
        if (bounded) {
            long percent = Math.min(100, 100 * now.orbits() / orbitsPlanned);
            out.append(String.format(Locale.ROOT, "%3d %%  ", percent));
        }
        LatencyDistribution latency = now.latency(LatencyStage.END_TO_END);
        out.append(Units.count(now.orbits(), "orbit")).append("  ");
        out.append(Units.value(1e-6 * pace(now, before))).append(" M crossings/s  ");
        out.append(Units.count(now.accepts(), "accept")).append("  ");
        out.append(Units.value(now.acceptRateKhz())).append(" kHz  ");
        out.append("dead time ").append(Units.percent(now.deadTimeFraction()));
        out.append("  p50 ").append(Units.time(latency.nanosAt(50)));
        out.append("  p99 ").append(Units.time(latency.nanosAt(99)));
        if (bounded && now.orbits() > 0 && now.orbits() < orbitsPlanned) {
            double orbitNanos = (double) now.elapsedNanos() / now.orbits();
            double left = (orbitsPlanned - now.orbits()) * orbitNanos * 1e-9;
            out.append("  ").append(duration(Math.max(1, Math.round(left)))).append(" left");
        }
        return out.toString();
    }

    private static double pace(RunSnapshot now, RunSnapshot before) {
        long nanos = now.elapsedNanos() - before.elapsedNanos();
        return nanos <= 0
                ? now.crossingsPerSecond()
                : 1e9 * (now.crossings() - before.crossings()) / nanos;
    }

    private static String duration(long seconds) {
        return seconds < 60
                ? seconds + " s"
                : seconds < 3600
                        ? "%d:%02d min".formatted(seconds / 60, seconds % 60)
                        : "%d:%02d h".formatted(seconds / 3600, seconds / 60 % 60);
    }
}
