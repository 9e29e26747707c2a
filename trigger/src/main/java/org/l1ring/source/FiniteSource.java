package org.l1ring.source;

/** A stream of as many orbits as it has; {@link #begin} is false for all later ones. */
public interface FiniteSource extends CrossingSource {
    /**
     * The number of orbits.
     *
     * @return 0 or more
     */
    long orbits();
}
