package org.l1ring.firmware;

import org.l1ring.project.FirmwareFigures.Synthesis;
import org.l1ring.rtl.Cost;

/** The kinds of cells that a report counts. */
enum Cells {
    LOOKUP_TABLES("LUT"),
    REGISTERS("flip-flop"),
    CARRIES("CARRY4"),
    DSP_BLOCKS("DSP48E2"),
    BLOCK_RAMS("BRAM 36K");

    private final String label;

    Cells(String label) {
        this.label = label;
    }

    /** What people call one. */
    String label() {
        return label;
    }

    /** Estimated number: whole, block RAMs in halves. */
    double of(Cost cost) {
        return switch (this) {
            case LOOKUP_TABLES -> Math.round(cost.lookupTables());
            case REGISTERS -> cost.registers();
            case CARRIES -> Math.round(cost.carries());
            case DSP_BLOCKS -> cost.dspBlocks();
            case BLOCK_RAMS -> cost.blockRams();
        };
    }

    /** Counted number. */
    double of(Synthesis synthesis) {
        return switch (this) {
            case LOOKUP_TABLES -> synthesis.lookupTables();
            case REGISTERS -> synthesis.registers();
            case CARRIES -> synthesis.carries();
            case DSP_BLOCKS -> synthesis.dspBlocks();
            case BLOCK_RAMS -> synthesis.blockRams();
        };
    }

    /** Estimated number as text. */
    String text(Cost cost) {
        return Wording.number(of(cost));
    }

    /** Counted number as text. */
    String text(Synthesis synthesis) {
        return Wording.number(of(synthesis));
    }
}
