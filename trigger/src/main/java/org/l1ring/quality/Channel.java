package org.l1ring.quality;

import org.l1ring.concentrator.Algorithm;

/** An algorithm on a number of links: what a receiver makes of a module's crossings. */
interface Channel {
    /** What is sent. */
    Algorithm algorithm();

    /** Links that it has. */
    int links();

    /**
     * Sends a crossing.
     *
     * @param module at the crossing
     * @param crossing its number
     * @param received that is filled
     */
    void send(ModuleSample module, int crossing, Received received);
}
