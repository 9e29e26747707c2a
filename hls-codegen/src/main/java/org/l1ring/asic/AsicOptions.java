package org.l1ring.asic;

import java.nio.file.Path;

/**
 * What a design of standard cells is made for.
 *
 * @param clockMhz frequency of its clock, one crossing a cycle
 * @param weights how the model's weights are held
 * @param protection of the registers
 * @param liberty cell library for synthesis and timing
 */
public record AsicOptions(double clockMhz, Weights weights, Protection protection, Path liberty) {

    /** The crossings' rate, rounded down to that of the detectors' documents. */
    public static final double STANDARD_CLOCK_MHZ = 40;

    /** 180 nm, of the Debian package qflow-tech-osu018. */
    public static final String STANDARD_LIBERTY =
            "/usr/share/qflow/tech/osu018/osu018_stdcells.lib";

    /** Checks the clock. */
    public AsicOptions {
        if (!(clockMhz >= 1 && clockMhz <= 1000)) {
            throw new IllegalArgumentException(
                    "clock: expected 1 to 1000 MHz, got %s; ECON-T has 40".formatted(clockMhz));
        }
    }

    /** How weights are held. */
    public enum Weights {
        /** In registers, loaded over I2C; products are multipliers. */
        REGISTERS,
        /** In the logic: adders. */
        CONSTANT
    }

    /** What keeps a flipped register from doing harm. */
    public enum Protection {
        /** Nothing. */
        NONE,
        /** Three replicas of every register and one voter behind them. */
        STATE,
        /**
         * Three replicas, a voter for each of them, and what is held is voted in every clock cycle:
         * a flip is gone after one.
         */
        FULL
    }

    /** The clock's period. */
    public int periodPicos() {
        return (int) Math.floor(1e6 / clockMhz);
    }
}
