package org.l1ring.sink;

import java.util.List;

/**
 * The decisions on one orbit, as an accept stream is read.
 *
 * @param orbit the orbit
 * @param lostMask bit b: block b of the orbit was lost to dead time
 * @param accepts the accepted crossings in ascending order
 */
public record DecidedOrbit(long orbit, long lostMask, List<Accept> accepts) {}
