package org.l1ring.kafka;

import java.util.function.Consumer;

/** Says once that nothing comes; waiting goes on. */
final class Patience {
    private static final long NANOS = 30_000_000_000L;

    private final String where;
    private final Consumer<String> log;
    private long since = System.nanoTime();
    private boolean said;

    /** Waiting that begins now; {@code where} names what is waited for. */
    Patience(String where, Consumer<String> log) {
        this.where = where;
        this.log = log;
    }

    /** Something came. */
    synchronized void something() {
        since = System.nanoTime();
    }

    /** Nothing has come yet. */
    synchronized void nothing(String what) {
        if (!said && System.nanoTime() - since > NANOS) {
            said = true;
            log.accept(where + ": nothing for 30 s, " + what + "; waiting for the feed");
        }
    }
}
