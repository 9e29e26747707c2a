package org.l1ring.econ;

import org.l1ring.circuit.CircuitBuilder;

/** An algorithm that chooses what is sent of the charges of a module's 48 trigger cells. */
public sealed interface CellAlgorithm extends LinkFormat
        permits ThresholdSum, BestChoice, SuperTriggerCell, Repeater {

    /**
     * Chooses what is sent.
     *
     * @param charges [48] calibrated charges of 22 bits
     * @param crossing its number in the orbit
     * @param frame that is filled
     */
    void select(long[] charges, int crossing, LinkFrame frame);

    /**
     * The steps of the words that {@link #write} gives of what {@link #select} chooses.
     *
     * @param builder of the circuit
     * @param charges [48] steps with calibrated charges of 22 bits
     * @param crossing step with its number in the orbit
     */
    PackedWords lower(CircuitBuilder builder, int[] charges, int crossing);

    /**
     * The charges that a receiver makes of a frame: of what was not sent, zero.
     *
     * @param frame of one crossing
     * @param charges [48] that are filled
     */
    void estimate(LinkFrame frame, double[] charges);
}
