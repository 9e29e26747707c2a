package org.l1ring.console;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.l1ring.report.Units;
import org.l1ring.ring.RunSnapshot;
import org.l1ring.ring.TriggerPipeline;

/**
 * The progress of a run on standard error: on a terminal one line that is drawn again four times a
 * second, elsewhere a line every five seconds; both end with the final state.
 *
 * <pre>{@code
 * try (RunProgress progress = RunProgress.start(run, orbits, System.err, quiet)) {
 *     result = run.await();
 * }
 * }</pre>
 *
 * <p>A daemon thread asks for the state and sleeps in between; the run does not wait for it.
 */
public final class RunProgress implements AutoCloseable {
    private static final String PREFIX = "l1ring: ";

    /** To the first column; a line longer than the terminal is wide is cut and not wrapped. */
    private static final String LINE_START = "\r\u001b[?7l";

    /** Clears the rest of the line and lets long lines wrap again. */
    private static final String LINE_END = "\u001b[K\u001b[?7h";

    private final States states;
    private final ProgressLine line;
    private final PrintStream err;
    private final Display display;
    private final Deque<RunSnapshot> recent = new ArrayDeque<>();
    private final Thread thread;
    private boolean closed;

    /** Where the states of the run come from. */
    interface States {
        RunSnapshot take() throws InterruptedException;
    }

    /** How progress is shown: how often, and over how many states the pace is taken. */
    enum Display {
        TERMINAL(250, 4),
        LINES(5000, 1),
        NOTHING(0, 0);

        private final long millis;
        private final int window;

        Display(long millis, int window) {
            this.millis = millis;
            this.window = window;
        }
    }

    private RunProgress(States states, long orbitsPlanned, PrintStream err, Display display) {
        this.states = states;
        this.line = new ProgressLine(orbitsPlanned);
        this.err = err;
        this.display = display;
        this.thread = Thread.ofPlatform().daemon().name("l1ring progress").unstarted(this::run);
    }

    /**
     * Starts to show a run.
     *
     * @param run the run
     * @param orbitsPlanned orbits that the run is to have, or {@link Long#MAX_VALUE} if that is not
     *     known
     * @param err where to show it
     * @param quiet true to show nothing at all
     * @return the progress, to be closed when the run has ended
     */
    public static RunProgress start(
            TriggerPipeline run, long orbitsPlanned, PrintStream err, boolean quiet) {
        Display display =
                quiet
                        ? Display.NOTHING
                        : Terminal.onStandardError() ? Display.TERMINAL : Display.LINES;
        return start(run::snapshot, orbitsPlanned, err, display);
    }

    static RunProgress start(States states, long orbitsPlanned, PrintStream err, Display display) {
        RunProgress progress = new RunProgress(states, orbitsPlanned, err, display);
        if (display != Display.NOTHING) {
            progress.thread.start();
        }
        return progress;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(display.millis);
                RunSnapshot now = states.take();
                recent.addLast(now);
                show(now, recent.size() > 1 ? recent.getFirst() : now);
                while (recent.size() > display.window) {
                    recent.removeFirst();
                }
            }
        } catch (InterruptedException _) {
            // the run has ended
        }
    }

    private void show(RunSnapshot now, RunSnapshot before) {
        String text = Units.printable(line.text(now, before), err.charset());
        if (display == Display.TERMINAL) {
            err.print(LINE_START + text + LINE_END);
            err.flush();
        } else {
            err.println(PREFIX + text);
        }
    }

    /** Ends the display with a line on the state reached; what is printed next begins a line. */
    @Override
    public void close() {
        if (closed || display == Display.NOTHING) {
            return;
        }
        closed = true;
        thread.interrupt();
        try {
            thread.join();
            RunSnapshot last = states.take();
            show(last, last);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (display == Display.TERMINAL) {
            err.println();
        }
    }
}
