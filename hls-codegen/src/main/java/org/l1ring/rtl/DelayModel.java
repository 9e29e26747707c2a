package org.l1ring.rtl;

import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.circuit.SignedDigits;
import org.l1ring.circuit.Terms;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;

/**
 * How long a step's logic takes in an FPGA, and how much of a clock period registers take.
 *
 * <p>Every step is made of lookup-table levels, each with the wire that leads to it, of carry
 * chains and of DSP blocks. The figures are assumptions, on the slow side of what routed designs in
 * UltraScale+ of speed grade -2 show; no vendor tool has confirmed them.
 *
 * @param registerPicos clock to output, set-up and clock uncertainty
 * @param levelPicos a lookup table and the wire to it
 * @param carryPicos entry to and exit from a carry chain, beside its level
 * @param carryBitPicos one bit of a carry chain
 * @param dspPicos a product in a DSP block, with the wires to it
 */
public record DelayModel(
        int registerPicos, int levelPicos, int carryPicos, double carryBitPicos, int dspPicos) {

    /** UltraScale+, speed grade -2: Virtex UltraScale+ and Kintex UltraScale+. */
    public static final DelayModel ULTRASCALE_PLUS = new DelayModel(350, 420, 180, 8, 2400);

    /** Index bits of the tables that one lookup table holds. */
    private static final int LOOKUP_BITS = 6;

    /**
     * Picoseconds from a step's operands to its result.
     *
     * @param circuit that holds the step
     * @param id of the step
     * @param dsp whether its products are made in DSP blocks
     */
    public int picos(Circuit circuit, int id, boolean dsp) {
        int bits = StepText.wire(circuit, id).width();
        return switch (circuit.op(id)) {
            case Op.Input _, Op.Constant _, Op.Slice _, Op.Concatenate _ -> 0;
            case Op.Not _, Op.Logic _, Op.Select _ -> levelPicos;
            case Op.Linear(Terms terms, long bias) -> sum(terms, bias, bits, dsp);
            case Op.Multiply(int left, int right) -> {
                int narrow =
                        Math.min(
                                StepText.wire(circuit, left).width(),
                                StepText.wire(circuit, right).width());
                yield dsp ? dspPicos : levels(narrow) * adder(bits);
            }
            case Op.Cast cast -> cast(circuit.interval(cast.arg()), cast, bits);
            case Op.Compare(_, int left, int right) -> comparison(circuit, left, right);
            case Op.Minimum(int left, int right) -> comparison(circuit, left, right) + levelPicos;
            case Op.Maximum(int left, int right) -> comparison(circuit, left, right) + levelPicos;
            case Op.Absolute _ -> adder(bits);
            case Op.Table(int arg, _) -> {
                int index = StepText.wire(circuit, arg).width();
                yield levelPicos * (1 + Math.max(0, index - LOOKUP_BITS + 1) / 2);
            }
        };
    }

    /** Picoseconds of an adder of so many bits. */
    int adder(int bits) {
        return levelPicos + carryPicos + (int) Math.ceil(carryBitPicos * bits);
    }

    private int comparison(Circuit circuit, int left, int right) {
        return adder(
                Math.max(
                        StepText.wire(circuit, left).width(),
                        StepText.wire(circuit, right).width()));
    }

    /** A tree of adders after the products; coefficients that are no shifts are products. */
    private int sum(Terms terms, long bias, int bits, boolean dsp) {
        int addends = bias == 0 ? 0 : 1;
        int product = 0;
        boolean subtracts = true;
        for (int i = 0; i < terms.size(); i++) {
            long coefficient = terms.coefficient(i);
            int digits = SignedDigits.count(coefficient);
            addends += digits == 2 ? 2 : 1;
            subtracts &= coefficient < 0 && digits != 2;
            if (digits > 2) {
                int width = Interval.of(coefficient).signedBits();
                product = Math.max(product, dsp ? dspPicos : levels(width) * adder(bits));
            }
        }
        int adders = levels(subtracts && terms.size() > 0 ? addends + 1 : addends);
        return product + adders * adder(bits);
    }

    /** Levels of a binary tree over so many leaves. */
    private static int levels(int leaves) {
        return leaves <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(leaves - 1);
    }

    private int cast(Interval source, Op.Cast cast, int bits) {
        int picos = 0;
        if (cast.drop() > 0 && cast.quantization() != Quantization.TRN) {
            picos += adder(bits);
        }
        boolean fits =
                cast.type().contains(source.min() >> cast.drop())
                        && cast.type().contains(source.max() >> cast.drop());
        boolean wraps = cast.overflow() == Overflow.WRAP && cast.saturationBits() == 0;
        if (!fits && !wraps) {
            picos += 2 * levelPicos;
        }
        return picos;
    }
}
