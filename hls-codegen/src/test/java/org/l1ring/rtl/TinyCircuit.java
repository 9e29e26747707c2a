package org.l1ring.rtl;

import java.util.List;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Contents;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;

/** A small circuit made by hand: every operation once, and names that Verilog does not allow. */
final class TinyCircuit {
    private TinyCircuit() {}

    static Circuit make() {
        CircuitBuilder builder = new CircuitBuilder();
        Interval signed = new Interval(-20, 35);
        Interval unsigned = new Interval(0, 200);
        int x = builder.input(0, signed);
        int y = builder.input(1, unsigned);
        int sum = builder.linear(new int[] {x, y}, new long[] {-3, 4}, 17);
        FixedType narrow = new FixedType(true, 6, 6, Quantization.RND_CONV, Overflow.SAT, 0);
        int rounded = builder.cast(sum, 3, narrow);
        FixedType mirror = new FixedType(true, 5, 5, Quantization.TRN_ZERO, Overflow.WRAP_SM, 2);
        int wrapped = builder.cast(sum, 2, mirror);
        int product = builder.multiply(rounded, wrapped);
        int less = builder.compare(Op.Relation.LESS, x, y);
        int equal = builder.compare(Op.Relation.EQUAL, rounded, wrapped);
        int gate = builder.logic(Op.Gate.XOR, less, builder.not(equal));
        int chosen = builder.select(gate, product, builder.absolute(x));
        int bounded = builder.clamp(chosen, -4, 3);
        int bits = builder.slice(bounded, 0, 2);
        int looked = builder.table(bits, new Contents(new long[] {5, -7, 0, 2}));
        int joined = builder.concatenate(wrapped, bits, 2);
        return builder.build(
                "tiny",
                List.of(
                        new Circuit.Port("signed", signed, 0),
                        new Circuit.Port("a b[0]", unsigned, 0)),
                List.of(
                        new Circuit.Output("score", chosen, FixedType.signed(12, 12)),
                        new Circuit.Output("v1", looked, FixedType.signed(4, 4)),
                        new Circuit.Output("a-b-0-", joined, FixedType.signed(7, 7)),
                        new Circuit.Output("gate", gate, FixedType.unsigned(1, 1))));
    }
}
