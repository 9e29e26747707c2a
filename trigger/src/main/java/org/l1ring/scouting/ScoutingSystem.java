package org.l1ring.scouting;

import org.l1ring.frame.FrameLayout;

/**
 * A data source of L1 scouting that feeds the Global Trigger, by its number in the raw data.
 *
 * <p>Source: cms-sw/cmssw, DataFormats/L1ScoutingRawData SDSNumbering.h, and the default numbers of
 * EventFilter/L1ScoutingRawToDigi.
 */
enum ScoutingSystem {
    /** Muons of the Global Muon Trigger. */
    MUONS(1, "MU0_low"),
    /** All calorimeter objects and sums in blocks of one size, as taken by direct memory access. */
    CALORIMETER(2, ""),
    /** Jets. */
    JETS(22, "JET0"),
    /** Electrons and photons. */
    EGAMMAS(23, "EG0"),
    /** Energy sums. */
    SUMS(24, "ETT"),
    /** Taus. */
    TAUS(25, "TAU0");

    private final int number;
    private final long place;

    ScoutingSystem(int number, String first) {
        this.number = number;
        this.place = 4L * FrameLayout.TRIGGER_WORDS.fieldNames().indexOf(first);
    }

    /** The number in the raw data. */
    int number() {
        return number;
    }

    /** Byte of the first word in a frame of {@link FrameLayout#TRIGGER_WORDS}. */
    long place() {
        return place;
    }

    /** The source of a number, null if it does not feed the Global Trigger. */
    static ScoutingSystem of(int number) {
        for (ScoutingSystem system : values()) {
            if (system.number == number) {
                return system;
            }
        }
        return null;
    }
}
