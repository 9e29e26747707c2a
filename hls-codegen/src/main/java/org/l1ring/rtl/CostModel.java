package org.l1ring.rtl;

import java.util.List;
import org.l1ring.adders.VaryingBits;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Contents;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.circuit.SignedDigits;
import org.l1ring.circuit.Terms;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;

/** Estimates of what a pipeline's steps take, before any synthesis. */
public final class CostModel {
    /** Inputs of a lookup table. */
    private static final int INPUTS = 6;

    /** Bits that one block RAM holds. */
    private static final double RAM_BITS = 36864;

    /** Smallest table that is made a block RAM. */
    static final int RAM_INDEX_BITS = 10;

    private final Pipeline pipeline;
    private final Circuit circuit;

    /** The estimates of a pipeline. */
    public CostModel(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.circuit = pipeline.circuit();
    }

    /** All of the pipeline, its registers and valid bits included. */
    public Cost total() {
        Cost total = new Cost(0, 0, pipeline.registerBits() + pipeline.latencyCycles(), 0, 0);
        for (int id = 0; id < circuit.steps().size(); id++) {
            total = total.plus(step(id));
        }
        return total;
    }

    /**
     * All of a shared block: operands held, choices, logic with its registers, results.
     *
     * @param circuit whose sums it computes
     */
    static Cost block(Circuit circuit, SharedBlock block) {
        Cost cost = new CostModel(block.logic()).total();
        int phases = block.phases();
        int logicCycles = block.logic().latencyCycles();
        int phaseBits = SharedBlockEmitter.phaseBits(block);
        // The logic's valid bits are constant; the phase goes along instead, and a bit that it
        // runs.
        double registers = (phaseBits + 1) * (logicCycles + 2) - logicCycles;
        double tables = 0;
        for (int id : SharedBlockEmitter.operands(block)) {
            registers += StepText.wire(circuit, id).width();
        }
        List<Circuit.Port> lanes = block.logic().circuit().inputs();
        for (int lane = 0; lane < lanes.size(); lane++) {
            int bits = Signal.of("", lanes.get(lane).interval()).width();
            boolean constants =
                    block.lanes().get(lane).stream().allMatch(SharedBlock.Fixed.class::isInstance);
            registers += bits;
            // A table chooses one of four bits, or holds 64 constant ones.
            tables += bits * (constants ? Math.ceil(phases / 64.0) : Math.ceil((phases - 1) / 3.0));
        }
        double carries = 0;
        for (int id : block.sums()) {
            int bits = StepText.wire(circuit, id).width();
            registers += bits;
            if (block.accumulates()) {
                tables += bits;
                carries += Math.ceil(bits / 4.0);
            }
        }
        return cost.plus(new Cost(tables, carries, Math.round(registers), 0, 0));
    }

    /** The logic of a step, without registers. */
    public Cost step(int id) {
        SharedBlock block = pipeline.blockOf(id);
        if (block != null) {
            return id == block.sums().getFirst() ? block(circuit, block) : Cost.NONE;
        }
        int bits = StepText.wire(circuit, id).width();
        return switch (circuit.op(id)) {
            case Op.Input _, Op.Constant _, Op.Slice _, Op.Concatenate _, Op.Not _ -> Cost.NONE;
            case Op.Linear(Terms terms, long bias) -> sum(id, terms, bias, bits);
            case Op.Multiply(int left, int right) -> product(id, width(left), width(right));
            case Op.Cast cast -> cast(circuit.interval(cast.arg()), cast, bits);
            case Op.Select(_, int whenTrue, int whenFalse) -> selection(whenTrue, whenFalse, bits);
            case Op.Logic _ -> tables(1);
            case Op.Compare(Op.Relation relation, int left, int right) ->
                    comparison(left, right, relation == Op.Relation.EQUAL);
            case Op.Minimum(int left, int right) ->
                    comparison(left, right, false).plus(tables(bits));
            case Op.Maximum(int left, int right) ->
                    comparison(left, right, false).plus(tables(bits));
            case Op.Absolute _ -> adder(bits).plus(tables(bits));
            case Op.Table(int arg, Contents contents) ->
                    table(circuit.interval(arg), contents, bits);
        };
    }

    private int width(int id) {
        return StepText.wire(circuit, id).width();
    }

    private static Cost tables(double count) {
        return new Cost(count, 0, 0, 0, 0);
    }

    private static Cost adder(int bits) {
        return new Cost(bits, Math.ceil(bits / 4.0), 0, 0, 0);
    }

    private Cost sum(int id, Terms terms, long bias, int bits) {
        if (pipeline.wire(id)) {
            return Cost.NONE;
        }
        if (pipeline.inDsp(id)) {
            return product(
                    id,
                    width(terms.step(0)),
                    Interval.of(Math.abs(terms.coefficient(0))).signedBits());
        }
        Cost cost = Cost.NONE;
        VaryingBits last = null;
        boolean added = bias != 0;
        for (int i = 0; i < terms.size(); i++) {
            added |= terms.coefficient(i) > 0;
            long powers = SignedDigits.powers(terms.coefficient(i));
            for (; powers != 0; powers &= powers - 1) {
                int shift = Long.numberOfTrailingZeros(powers);
                VaryingBits next = span(terms.step(i), shift, bits);
                cost = last == null ? cost : cost.plus(adder(last, next, bits));
                last =
                        last == null
                                ? next
                                : new VaryingBits(Math.min(last.from(), next.from()), bits);
            }
        }
        boolean constant = bias != 0 || !added;
        // Adding a constant needs the carry chain alone.
        return constant ? cost.plus(new Cost(0, Math.ceil(bits / 4.0), 0, 0, 0)) : cost;
    }

    /** Bits of a shifted value that are not constant, of so many. */
    private VaryingBits span(int id, int shift, int bits) {
        Signal value = StepText.wire(circuit, id);
        return VaryingBits.of(value.width(), value.signed(), shift, bits);
    }

    /** An adder: tables where both operands vary, the carry chain from there up. */
    private static Cost adder(VaryingBits left, VaryingBits right, int bits) {
        int from = Math.max(left.from(), right.from());
        double chain = Math.ceil(Math.max(1, bits - from) / 4.0);
        return new Cost(left.common(right), chain, 0, 0, 0);
    }

    private Cost product(int id, int left, int right) {
        if (pipeline.inDsp(id)) {
            // A block multiplies 27 by 18 bits.
            int blocks =
                    (int)
                            (Math.ceil(Math.max(left, right) / 26.0)
                                    * Math.ceil(Math.min(left, right) / 17.0));
            return new Cost(0, 0, 0, blocks, 0);
        }
        double cells = (double) left * right;
        return new Cost(cells, cells / 4, 0, 0, 0);
    }

    /**
     * Choices between constants are inputs of the tables behind them, which hold part of others.
     */
    private Cost selection(int whenTrue, int whenFalse, int bits) {
        boolean constants =
                circuit.interval(whenTrue).constant() && circuit.interval(whenFalse).constant();
        boolean tree =
                circuit.op(whenTrue) instanceof Op.Select
                        || circuit.op(whenFalse) instanceof Op.Select;
        return tables(constants ? 0 : tree ? 0.7 * bits : bits);
    }

    private Cost comparison(int left, int right, boolean equal) {
        int bits = Math.max(width(left), width(right));
        if (equal) {
            return tables(Math.ceil(bits / 3.0));
        }
        boolean constant = circuit.interval(left).constant() || circuit.interval(right).constant();
        return constant ? tables(Math.ceil(bits / 4.0)) : adder(bits);
    }

    private Cost cast(Interval source, Op.Cast cast, int bits) {
        Cost cost = Cost.NONE;
        FixedType whole =
                new FixedType(true, Long.SIZE, Long.SIZE, cast.quantization(), Overflow.SAT, 0);
        Interval rounded =
                new Interval(
                        whole.cast(source.min(), cast.drop()),
                        whole.cast(source.max(), cast.drop()));
        if (cast.drop() > 0 && cast.quantization() != Quantization.TRN) {
            double sticky = Math.ceil(cast.drop() / (double) INPUTS);
            double chain = Math.ceil(Signal.of("", rounded).width() / 4.0);
            cost = new Cost(1 + sticky, chain, 0, 0, 0);
        }
        boolean fits = cast.type().contains(rounded.min()) && cast.type().contains(rounded.max());
        boolean wraps = cast.overflow() == Overflow.WRAP && cast.saturationBits() == 0;
        if (!fits && !wraps) {
            int beyond = Signal.of("", rounded).width() - cast.width();
            cost = cost.plus(tables(bits + Math.ceil(Math.max(1, beyond) / 5.0)));
        }
        return cost;
    }

    private static Cost table(Interval index, Contents contents, int bits) {
        int indexBits = Signal.of("", index).width();
        if (indexBits >= RAM_INDEX_BITS) {
            double ram =
                    Math.max(0.5, Math.ceil(2 * contents.size() * (double) bits / RAM_BITS) / 2);
            return new Cost(0, 0, 0, 0, ram);
        }
        return tables(bits * Math.pow(2, Math.max(0, indexBits - INPUTS)));
    }
}
