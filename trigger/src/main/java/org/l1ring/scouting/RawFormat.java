package org.l1ring.scouting;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Places and numbers of the raw files that L1 scouting writes: a file header, then an event for
 * each orbit of each source; docs/stream-formats.md has the tables.
 *
 * <p>Source: cms-sw/cmssw, IOPool/Streamer FRDFileHeader.h (version 2) and FRDEventMessage.h
 * (version 6; version 5 has the same places), EventFilter/L1ScoutingRawToDigi blocks.h.
 */
final class RawFormat {
    static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** First letters of every raw file. */
    static final String MAGIC = "RAW_";

    /** First letters of a file of the version that is read and written. */
    static final String MAGIC_VERSION_2 = MAGIC + "0002";

    static final int FILE_HEADER_BYTES = 32;
    static final int FILE_EVENTS_AT = 12;
    static final int FILE_SIZE_AT = 24;

    /** Kind of data that a file header names for scouting. */
    static final int DATA_TYPE = 20;

    static final int EVENT_HEADER_BYTES = 24;
    static final int EVENT_ORBIT_AT = 12;
    static final int EVENT_SIZE_AT = 16;
    static final int EVENT_CRC_AT = 20;
    static final int OLDEST_EVENT_VERSION = 5;
    static final int EVENT_VERSION = 6;

    /** Event flag of simulated data. */
    static final int SIMULATED = 1;

    /** Orbits of a luminosity section. */
    static final int SECTION_ORBITS = 1 << 18;

    /** The bits of a block's orbit word that are the orbit number. */
    static final int ORBIT_MASK = 0x7fffffff;

    static final int WORD = Integer.BYTES;

    static final int MUON_SLOTS = 8;
    static final int MUON_WORDS = 3;
    static final int MOST_MUONS = 16;
    static final int MUON_A_SHIFT = 16;
    static final int MUON_COUNT_MASK = 15;

    /** Bit of a muon's third word: not a muon of the Global Muon Trigger, but of an input of it. */
    static final int INTERMEDIATE = 1 << 31;

    /** Shifts of the two values of eta in the muon system in a muon's third word. */
    static final int ETA_1_SHIFT = 13;

    static final int ETA_2_SHIFT = 22;

    static final int CALORIMETER_SLOTS = 12;
    static final int OBJECT_COUNT_MASK = 255;
    static final int SUM_WORDS = 6;

    /** Objects of one link in a calorimeter block, and words of a link with its header. */
    static final int LINK_OBJECTS = 6;

    static final int LINK_WORDS = 1 + LINK_OBJECTS;
    static final int LINKS = 8;

    private RawFormat() {}
}
