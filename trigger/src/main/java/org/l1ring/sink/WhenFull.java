package org.l1ring.sink;

/** What happens to a run when a sink does not keep up. */
public enum WhenFull {
    /** Orbits are left out and counted. */
    DROP,
    /** The run waits. */
    WAIT
}
