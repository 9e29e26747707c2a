package org.l1ring.scouting;

import java.lang.foreign.MemorySegment;

/**
 * An orbit of one source in a raw file.
 *
 * @param file its name
 * @param bytes all of the file
 * @param start first byte of the event's header
 * @param end byte after the event
 * @param orbit number of the orbit
 * @param system the source
 */
record RawEvent(
        String file, MemorySegment bytes, long start, long end, long orbit, ScoutingSystem system) {

    /** First byte of the payload: the number of the source, then the blocks. */
    long payload() {
        return start + RawFormat.EVENT_HEADER_BYTES;
    }

    /** What messages call it. */
    String place() {
        return "orbit %d, source %d".formatted(orbit, system.number());
    }
}
