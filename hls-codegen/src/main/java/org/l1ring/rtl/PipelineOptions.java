package org.l1ring.rtl;

import java.math.BigDecimal;

/**
 * What a pipeline is made for.
 *
 * @param clockMhz frequency of its clock
 * @param inputRegisters whether inputs are registered before the first stage
 * @param outputRegisters whether the last stage ends in registers
 * @param dspBits products of two values whose narrower one has at least so many bits are made in
 *     DSP blocks
 * @param initiationInterval clock cycles between rows, 1 to 256; beyond 1, sums take turns
 */
public record PipelineOptions(
        double clockMhz,
        boolean inputRegisters,
        boolean outputRegisters,
        int dspBits,
        int initiationInterval) {

    /** Crossings a second, in millions. Source: LHC Design Report, CERN-2004-003, vol. 1. */
    public static final double CROSSING_MHZ = 40.08;

    /** The Global Trigger's clock: six times the crossings' rate. */
    public static final double STANDARD_CLOCK_MHZ = 240;

    /** Narrowest products in DSP blocks unless said otherwise. */
    public static final int STANDARD_DSP_BITS = 9;

    /** Most turns on shared logic. */
    private static final int LONGEST_INTERVAL = 256;

    /** Checks clock and interval. */
    public PipelineOptions {
        if (!(clockMhz >= 1 && clockMhz <= 1000)) {
            throw new IllegalArgumentException(
                    "clock: expected 1 to 1000 MHz, got %s; LHC triggers use 240, 320 or 360"
                            .formatted(clockMhz));
        }
        if (initiationInterval < 1 || initiationInterval > LONGEST_INTERVAL) {
            throw new IllegalArgumentException(
                    "initiation interval: expected 1 to %d cycles, got %d"
                            .formatted(LONGEST_INTERVAL, initiationInterval));
        }
        if (initiationInterval > 1 && !outputRegisters) {
            throw new IllegalArgumentException(
                    "initiation interval: expected output registers beyond 1, got none; leave out one of the options");
        }
    }

    /** 240 MHz, inputs taken as they come, outputs registered. */
    public static PipelineOptions standard() {
        return new PipelineOptions(STANDARD_CLOCK_MHZ, false, true, STANDARD_DSP_BITS, 1);
    }

    /** The clock in MHz, without needless decimals. */
    public String clockText() {
        return new BigDecimal(Double.toString(clockMhz)).stripTrailingZeros().toPlainString();
    }

    /** The clock's period. */
    public int periodPicos() {
        return (int) Math.floor(1e6 / clockMhz);
    }
}
