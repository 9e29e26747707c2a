package org.l1ring.rates;

/** Orbits of the Global Trigger's words, any of which can be read in any order. */
public interface OrbitStream extends AutoCloseable {

    /** How many orbits there are; recorded ones may be shorter than 3564 crossings. */
    long orbits();

    /** What the stream is, in one line. */
    String description();

    /** A reader for one thread. */
    Reader reader();

    /** Reads orbits. */
    interface Reader {
        /**
         * Reads an orbit.
         *
         * @param orbit from 0
         * @param target receives its frames
         */
        void read(long orbit, OrbitWords target);
    }

    /** Frees what the stream holds. */
    @Override
    default void close() {}
}
