package org.l1ring.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.circuit.Circuit;
import org.l1ring.project.FirmwareFigures.Layer;
import org.l1ring.project.FirmwareFigures.Stage;
import org.l1ring.rtl.PipelineEmitter;

/** Figures of designs against what is written. */
final class FirmwareFiguresTest {
    private static final Pattern REGISTER =
            Pattern.compile("\\breg (?:signed )?(?:\\[(\\d+):0\\] )?(\\w+)");
    private static final Pattern DELAY =
            Pattern.compile("#\\(\\.WIDTH\\((\\d+)\\), \\.CYCLES\\((\\d+)\\)\\)");

    private static FirmwareFigures figures(Circuit circuit, int interval) {
        return FirmwareDesign.of(circuit, Positions.options(320, interval)).figures();
    }

    /** Bits of all registers in the Verilog; shared logic's valid bits are constant. */
    private static long written(FirmwareDesign design) {
        long bits = 0;
        for (var file : PipelineEmitter.files(design.pipeline(), "digest").entrySet()) {
            if (file.getKey().endsWith("_delay.v")) {
                continue;
            }
            Matcher register = REGISTER.matcher(file.getValue());
            while (register.find()) {
                boolean constant =
                        register.group(2).equals("valid") && file.getKey().contains("_shared");
                String high = register.group(1);
                bits += constant ? 0 : high == null ? 1 : Long.parseLong(high) + 1;
            }
            Matcher delay = DELAY.matcher(file.getValue());
            while (delay.find()) {
                bits += Long.parseLong(delay.group(1)) * Long.parseLong(delay.group(2));
            }
        }
        return bits;
    }

    @ParameterizedTest(name = "interval {0}")
    @ValueSource(ints = {1, 2, 3, 4, 16})
    void registersAreThoseOfTheVerilog(int interval) {
        for (Circuit circuit : List.of(Positions.folded(4), Positions.dense(48, 3))) {
            FirmwareDesign design = FirmwareDesign.of(circuit, Positions.options(320, interval));
            FirmwareFigures figures = design.figures();
            assertEquals(written(design), figures.estimate().registers(), circuit.name());
            long inputs = circuit.inputs().size() * 7L;
            assertEquals(inputs, figures.inputRegisterBits(), circuit.name());
            int cycles = figures.stages().stream().mapToInt(Stage::cycles).sum();
            assertEquals(figures.latencyCycles(), cycles + 1, circuit.name());
        }
    }

    @Test
    void sumsThatTakeTurnsCountOnce() {
        FirmwareFigures one = figures(Positions.folded(1), 1);
        FirmwareFigures unrolled = figures(Positions.folded(4), 1);
        FirmwareFigures shared = figures(Positions.folded(4), 4);
        FirmwareFigures twice = figures(Positions.folded(4), 2);
        assertEquals(4 * one.adders(), unrolled.adders());
        assertEquals(one.adders(), shared.adders());
        assertEquals(2 * one.adders(), twice.adders());
        assertEquals(unrolled.separateAdders(), shared.separateAdders());
        assertEquals(List.of(1), shared.stages().stream().map(Stage::sharedBlocks).toList());
        assertEquals(2, twice.stages().stream().mapToInt(Stage::sharedBlocks).sum());
        // Held, chosen, four turns, and the logic's own stages.
        assertTrue(shared.stages().getFirst().cycles() > 6);
        assertEquals(
                unrolled.layers().stream().map(Layer::depth).toList(),
                shared.layers().stream().map(Layer::depth).toList());
        assertTrue(shared.estimate().lookupTables() < unrolled.estimate().lookupTables());
    }

    @Test
    void turnsThatAreAddedUpHaveAnAdderEach() {
        FirmwareFigures figures = figures(Positions.dense(48, 3), 16);
        Stage stage = figures.stages().getFirst();
        assertEquals(1, stage.sharedBlocks());
        // Three lanes: two adders for their products, and one that adds up.
        assertEquals(3 * (2 + 1), stage.adders());
        assertEquals(3, stage.depth());
        Layer layer = figures.layers().getFirst();
        assertEquals(9, layer.products());
        assertEquals(9, layer.adders());
        assertEquals(9, figures.adders());
        assertEquals(0, stage.estimate().registers());
        assertTrue(stage.picos() > 0 && stage.picos() <= stage.budgetPicos());
    }
}
