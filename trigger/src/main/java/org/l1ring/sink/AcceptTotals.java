package org.l1ring.sink;

/**
 * The totals in the trailer of an accept stream.
 *
 * @param orbits orbits of the stream
 * @param crossings crossings of these orbits, lost ones included
 * @param accepts accepted crossings
 * @param lostBlocks blocks lost to dead time
 * @param lostCrossings crossings of the lost blocks
 */
public record AcceptTotals(
        long orbits, long crossings, long accepts, long lostBlocks, long lostCrossings) {}
