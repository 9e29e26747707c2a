package org.l1ring.project;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.l1ring.circuit.Circuit;
import org.l1ring.model.ModelException;
import org.l1ring.rtl.PipelineOptions;

/** What a design refuses. */
final class FirmwareDesignTest {
    private static String refusal(Circuit circuit, double clockMhz, int interval) {
        FirmwareOptions options = Positions.options(clockMhz, interval);
        return assertThrows(ModelException.class, () -> FirmwareDesign.of(circuit, options))
                .getMessage();
    }

    @Test
    void aClockThatOneStepCannotMeetIsOneLine() {
        Circuit circuit = Positions.folded(2);
        assertEquals(
                "folded: layer folded: expected logic within 691 ps at 960.0 MHz, got 1408 ps for one"
                        + " linear of 13 bits; lower --clock-mhz to 568",
                refusal(circuit, 960, 1));
        assertDoesNotThrow(() -> FirmwareDesign.of(circuit, Positions.options(568, 1)));
    }

    @Test
    void aClockThatSharedLogicCannotMeetIsOneLine() {
        assertEquals(
                "dense: layer dense: expected logic within 1650 ps at 500.0 MHz, got 2208 ps for one"
                        + " multiply of 17 bits; lower --clock-mhz to 390",
                refusal(Positions.dense(48, 3), 500, 16));
    }

    @Test
    void onlySharedSumsTakeTurns() {
        FirmwareOptions options =
                new FirmwareOptions(
                        new PipelineOptions(240, false, true, 9, 4),
                        FirmwareOptions.Sums.SEPARATE,
                        2,
                        "own-part");
        IllegalArgumentException refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> FirmwareDesign.of(Positions.folded(2), options));
        assertEquals(
                "sums: expected shared with an initiation interval of 4, got separate",
                refused.getMessage());
    }
}
