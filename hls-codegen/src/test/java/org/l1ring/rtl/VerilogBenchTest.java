package org.l1ring.rtl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Interval;
import org.l1ring.fixed.FixedType;

final class VerilogBenchTest {
    private final Circuit circuit = TinyCircuit.make();

    private static String message(Runnable action) {
        return assertThrows(IllegalArgumentException.class, action::run).getMessage();
    }

    private String message(long[] inputs, long[] expected) {
        return message(() -> VerilogBench.of(circuit, List.of(inputs), List.of(expected)));
    }

    @Test
    void numbersOfRowsMustAgree() {
        assertEquals(
                "tiny: test bench: expected as many rows of outputs as of inputs, at least one, got"
                        + " 0 and 1",
                message(() -> VerilogBench.of(circuit, List.of(new long[2]), List.of())));
    }

    @Test
    void rowsMustFitThePorts() {
        assertEquals(
                "tiny: test bench: row 0: expected 2 inputs and 4 outputs, got 1 and 4",
                message(new long[1], new long[4]));
        assertEquals(
                "tiny: test bench: row 0: input a b[0]: expected a value in [0,200], got 201",
                message(new long[] {0, 201}, new long[4]));
        assertEquals(
                "tiny: test bench: row 0: output v1: expected a raw value of ap_fixed<4,4>, got 8",
                message(new long[2], new long[] {0, 8, 0, 0}));
    }

    @Test
    void outputsMustFitTheirTypes() {
        CircuitBuilder builder = new CircuitBuilder();
        Interval range = new Interval(0, 8);
        Circuit narrow =
                builder.build(
                        "narrow",
                        List.of(new Circuit.Port("x", range, 0)),
                        List.of(
                                new Circuit.Output(
                                        "y", builder.input(0, range), FixedType.unsigned(3, 3))));
        assertEquals(
                "narrow: output y: expected values of ap_ufixed<3,3>, got [0,8]; cast to that type",
                message(() -> VerilogEmitter.emit(narrow)));
    }

    @Test
    void outputsMustExist() {
        Circuit none = new CircuitBuilder().build("none", List.of(), List.of());
        assertEquals(
                "none: test bench: expected at least one output, got none",
                message(() -> VerilogBench.of(none, List.of(new long[0]), List.of(new long[0]))));
    }
}
