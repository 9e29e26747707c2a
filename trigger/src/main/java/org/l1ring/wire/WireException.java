package org.l1ring.wire;

import java.util.Objects;

/** A record that cannot be used, and why. */
public final class WireException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Fault fault;

    /**
     * A record that cannot be used.
     *
     * @param fault why
     * @param message what was expected and what was got
     */
    public WireException(Fault fault, String message) {
        super(message);
        this.fault = Objects.requireNonNull(fault, "fault");
    }

    /** Why the record cannot be used. */
    public Fault fault() {
        return fault;
    }
}
