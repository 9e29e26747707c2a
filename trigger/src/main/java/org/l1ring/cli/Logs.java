package org.l1ring.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;

/**
 * Log lines of the running verb, as {@code l1ring: message} on standard error; Kafka's too, from
 * warnings on.
 */
final class Logs {

    /** Held so that its level is not collected with it. */
    private static final Logger OURS = Logger.getLogger("org.l1ring");

    private static final List<Logger> KAFKA =
            Stream.of("org.apache.kafka", "org.apache.logging", "kafka", "state.change.logger")
                    .map(Logger::getLogger)
                    .toList();

    /** The reader of HDF5, which tells of every step; what is wrong with a file, we say. */
    private static final Logger HDF5 = Logger.getLogger("io.jhdf");

    /** What says more than anyone wants: troubles of connections, which the verbs tell of, too. */
    private static final List<Logger> TALKATIVE =
            Stream.of(
                            "clients.ClientUtils",
                            "clients.Metadata",
                            "clients.NetworkClient",
                            "clients.admin.internals.AdminMetadataManager",
                            "controller.QuorumController")
                    .map(name -> Logger.getLogger("org.apache.kafka." + name))
                    .toList();

    private Logs() {}

    /** Prints messages of at least this level to this writer from now on. */
    static void start(Level level, PrintWriter err) {
        LineHandler handler = new LineHandler(err);
        attach(OURS, level, handler);
        boolean details = level.intValue() < Level.INFO.intValue();
        KAFKA.forEach(one -> attach(one, details ? Level.INFO : Level.WARNING, handler));
        attach(HDF5, details ? Level.WARNING : Level.OFF, handler);
        TALKATIVE.forEach(one -> one.setLevel(details ? null : Level.OFF));
    }

    private static void attach(Logger logger, Level level, Handler handler) {
        for (Handler old : logger.getHandlers()) {
            logger.removeHandler(old);
        }
        logger.setUseParentHandlers(false);
        logger.setLevel(level);
        logger.addHandler(handler);
    }

    private static final class LineHandler extends Handler {

        private final PrintWriter err;

        LineHandler(PrintWriter err) {
            this.err = err;
            setFormatter(new SimpleFormatter());
        }

        @Override
        public void publish(LogRecord message) {
            String text = "l1ring: " + getFormatter().formatMessage(message);
            err.println(message.getThrown() == null ? text : text + ": " + message.getThrown());
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
