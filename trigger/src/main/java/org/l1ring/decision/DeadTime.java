package org.l1ring.decision;

/**
 * A reason for which the accept of a crossing is vetoed after those before it. Crossings are
 * counted through orbits, from 0 on, and asked about in ascending order.
 */
public sealed interface DeadTime permits TriggerRule, SimpleDeadTime, LeakyBucket {

    /** What it is called in reports. */
    String name();

    /**
     * A fresh state of it.
     *
     * @return a gate that has seen no accept
     */
    Gate gate();

    /** What a dead time remembers of the accepts so far. */
    interface Gate {
        /**
         * Whether an accept of a crossing is vetoed.
         *
         * @param crossing above that of the last accept
         */
        boolean vetoes(long crossing);

        /**
         * Notes an accept.
         *
         * @param crossing above that of the last accept
         */
        void accepted(long crossing);
    }
}
