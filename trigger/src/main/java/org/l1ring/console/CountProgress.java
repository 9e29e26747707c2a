package org.l1ring.console;

import java.io.PrintWriter;
import java.util.function.Supplier;
import org.l1ring.report.Units;

/**
 * The progress of work that counts up: on a terminal one line that is drawn again a few times a
 * second, elsewhere nothing.
 */
public final class CountProgress implements AutoCloseable {
    private static final long PERIOD_NANOS = 250_000_000L;
    private static final String CLEAR = "\r\u001b[K";

    private final String unit;
    private final long planned;
    private final PrintWriter err;
    private final boolean shown;
    private long next = System.nanoTime() + PERIOD_NANOS;
    private boolean drawn;

    /**
     * Progress at zero.
     *
     * @param unit what is counted, in the plural
     * @param planned count at the end, 0 if not known
     * @param err where to show it
     * @param quiet true to show nothing
     */
    public CountProgress(String unit, long planned, PrintWriter err, boolean quiet) {
        this.unit = unit;
        this.planned = planned;
        this.err = err;
        this.shown = !quiet && Terminal.onStandardError();
    }

    /**
     * Shows a count, if it is time to.
     *
     * @param done so far
     */
    public void at(long done) {
        at(done, () -> "");
    }

    /**
     * Shows a count and more, if it is time to.
     *
     * @param done so far
     * @param more what stands behind it
     */
    public void at(long done, Supplier<String> more) {
        if (!shown || System.nanoTime() < next) {
            return;
        }
        next = System.nanoTime() + PERIOD_NANOS;
        String of = planned == 0 ? "" : " of " + Units.count(planned);
        err.print(CLEAR + "l1ring: " + Units.count(done) + of + " " + unit + more.get());
        err.flush();
        drawn = true;
    }

    /** Removes the line. */
    @Override
    public void close() {
        if (drawn) {
            err.print(CLEAR);
            err.flush();
        }
    }
}
