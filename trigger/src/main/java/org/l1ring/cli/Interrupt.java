package org.l1ring.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/**
 * What a verb does on Ctrl-C: it asks its work to end, and the program waits until this is closed,
 * when all is written.
 */
final class Interrupt implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Interrupt.class.getName());
    private static final long SECONDS = 30;

    private final String late;
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * Work that has not begun yet.
     *
     * @param late what to say if it does not end in time
     */
    Interrupt(String late) {
        this.late = late;
    }

    /**
     * Watches for Ctrl-C from now on.
     *
     * @param stop asks the work to end, and returns at once
     */
    void stops(Runnable stop) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stop), "stop"));
    }

    private void end(Runnable stop) {
        stop.run();
        try {
            if (!ended.await(SECONDS, TimeUnit.SECONDS)) {
                LOG.warning(late);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the program end. */
    @Override
    public void close() {
        ended.countDown();
    }
}
