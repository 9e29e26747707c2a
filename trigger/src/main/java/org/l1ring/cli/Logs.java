package org.l1ring.cli;

import java.io.PrintWriter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Log lines of the running verb, as {@code l1ring: message} on standard error. */
final class Logs {

    /** Held so that its level is not collected with it. */
    private static final Logger OURS = Logger.getLogger("org.l1ring");

    private Logs() {}

    /** Prints messages of at least this level to this writer from now on. */
    static void start(Level level, PrintWriter err) {
        for (Handler old : OURS.getHandlers()) {
            OURS.removeHandler(old);
        }
        OURS.setUseParentHandlers(false);
        OURS.setLevel(level);
        OURS.addHandler(new LineHandler(err));
    }

    private static final class LineHandler extends Handler {

        private final PrintWriter err;

        LineHandler(PrintWriter err) {
            this.err = err;
            setFormatter(new SimpleFormatter());
        }

        @Override
        public void publish(LogRecord message) {
            err.println("l1ring: " + getFormatter().formatMessage(message));
            err.flush();
        }

        @Override
        public void flush() {
            err.flush();
        }

        @Override
        public void close() {
            err.flush();
        }
    }
}
