package org.l1ring.ring;

import java.util.concurrent.atomic.AtomicReference;

/** What the threads of a run tell each other: that it is to stop, and why it failed. */
final class RunState {
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private volatile boolean stopping;

    /** Asks the source to end the run at the next orbit boundary. */
    void stop() {
        stopping = true;
    }

    boolean stopping() {
        return stopping;
    }

    /** Ends the run at once; the first failure counts, those that follow hang on to it. */
    @SuppressWarnings("ReferenceEquality") // an exception cannot be suppressed by itself
    void fail(RuntimeException cause) {
        if (!failure.compareAndSet(null, cause)) {
            RuntimeException first = failure.get();
            if (first != cause) {
                first.addSuppressed(cause);
            }
        }
        stopping = true;
    }

    boolean failed() {
        return failure.get() != null;
    }

    RuntimeException failure() {
        return failure.get();
    }
}
