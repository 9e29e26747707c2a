package org.l1ring.kafka;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.l1ring.frame.StreamException;

/**
 * Work with Kafka clients that goes on whatever happens to the connection: clients that fail are
 * closed, and new ones go on from what was committed.
 */
final class GroupThread {
    private static final Logger LOG = Logger.getLogger(GroupThread.class.getName());
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 3000;

    /** Clients that live so long have found their broker. */
    private static final long HEALTHY_NANOS = 60_000_000_000L;

    private final String name;
    private final KafkaSettings settings;
    private final GroupFigures figures;
    private final long giveUpNanos;
    private final AtomicBoolean stopping;
    private long failingSince;

    /** Clients that work together. */
    interface Session extends AutoCloseable {
        /** Does what there is to be done now, and waits a little for it; true if there was any. */
        boolean work();

        @Override
        void close();
    }

    GroupThread(String name, GroupClients clients, GroupFigures figures, AtomicBoolean stopping) {
        this.name = name;
        this.settings = clients.settings();
        this.figures = figures;
        this.giveUpNanos = clients.options().giveUp().toNanos();
        this.stopping = stopping;
    }

    /**
     * Works until it is told to stop.
     *
     * @param sessions makes new clients
     * @throws StreamException if that is of no use, or nothing went well for too long
     */
    void run(Supplier<? extends Session> sessions) {
        long pause = FIRST_PAUSE_MILLIS;
        while (!stopping.get()) {
            try (Session session = sessions.get()) {
                long begun = System.nanoTime();
                while (!stopping.get()) {
                    if (session.work() || System.nanoTime() - begun > HEALTHY_NANOS) {
                        pause = FIRST_PAUSE_MILLIS;
                        failingSince = 0;
                    }
                }
            } catch (ConfigException
                    | AuthenticationException
                    | AuthorizationException
                    | RecordTooLargeException e) {
                throw reason(e);
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                failed(e);
                pause(pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            }
        }
    }

    private void failed(KafkaException cause) {
        figures.retries.increment();
        long now = System.nanoTime();
        if (failingSince == 0) {
            failingSince = now;
        }
        if (now - failingSince > giveUpNanos) {
            throw new StreamException(
                    "%s; given up after %d s: start again where it ended with the same --group, or set --give-up"
                            .formatted(reason(cause).getMessage(), giveUpNanos / 1_000_000_000));
        }
        LOG.warning(() -> "begins again: " + reason(cause).getMessage());
    }

    private StreamException reason(KafkaException cause) {
        return settings.failure("cannot go on as " + name + " of a group", cause);
    }

    private void pause(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        try {
            while (!stopping.get() && System.nanoTime() < end) {
                Thread.sleep(Math.min(millis, 50));
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
