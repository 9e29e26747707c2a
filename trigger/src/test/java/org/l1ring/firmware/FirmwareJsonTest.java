package org.l1ring.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.project.FirmwareFigures;
import org.l1ring.project.FirmwareFigures.Layer;
import org.l1ring.project.FirmwareFigures.Stage;
import org.l1ring.project.FirmwareFigures.Synthesis;
import org.l1ring.rtl.Cost;

final class FirmwareJsonTest {
    private static JsonNode read(FirmwareFigures figures) throws Exception {
        return new ObjectMapper().readTree(FirmwareJson.text(figures));
    }

    private static Cost cost(JsonNode node) {
        return new Cost(
                node.get("lookupTables").doubleValue(),
                node.get("carries").doubleValue(),
                node.path("registers").longValue(),
                node.get("dspBlocks").intValue(),
                node.get("blockRams").doubleValue());
    }

    private static List<Integer> integers(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false).map(JsonNode::intValue).toList();
    }

    @Test
    void holdsTheFiguresOfTheDesign() throws Exception {
        FirmwareFigures figures = TestFigures.synthesized();
        JsonNode root = read(figures);
        assertEquals(figures.name(), root.get("name").textValue());
        assertEquals(figures.digest(), root.get("circuitDigest").textValue());
        assertEquals(240, root.get("clockMhz").doubleValue());
        assertEquals("own-part", root.get("part").textValue());
        assertEquals("shared", root.get("sums").textValue());
        assertEquals(figures.latencyCycles(), root.get("latencyCycles").intValue());
        assertEquals(figures.latencyNanos(), root.get("latencyNanos").doubleValue());
        assertEquals(figures.latencyCrossings(), root.get("latencyCrossings").doubleValue());
        assertEquals(1, root.get("initiationInterval").intValue());
        assertEquals(figures.adders(), root.get("adders").intValue());
        assertEquals(figures.separateAdders(), root.get("separateAdders").intValue());
        assertEquals(figures.registerBits(), root.get("registerBits").longValue());
        assertEquals(
                figures.stages().stream().mapToLong(Stage::registerBits).sum(),
                root.get("registerBits").longValue());
        assertEquals(figures.estimate(), cost(root.get("estimate")));
        assertEquals(
                figures.estimate().lookupTables() / TestFigures.OWN.lookupTables() - 1,
                root.get("estimateError").doubleValue());
    }

    @ParameterizedTest(name = "turns {0}")
    @ValueSource(booleans = {false, true})
    void holdsEveryStageAndLayer(boolean turns) throws Exception {
        FirmwareFigures figures = turns ? TestFigures.turns(4) : TestFigures.synthesized();
        JsonNode root = read(figures);
        assertEquals(figures.stages().size(), root.get("stages").size());
        for (int i = 0; i < figures.stages().size(); i++) {
            JsonNode node = root.get("stages").get(i);
            assertEquals(
                    figures.stages().get(i),
                    new Stage(
                            node.get("cycles").intValue(),
                            node.get("sharedBlocks").intValue(),
                            node.get("picos").intValue(),
                            node.get("budgetPicos").intValue(),
                            node.get("adders").intValue(),
                            node.get("depth").intValue(),
                            node.get("registerBits").longValue(),
                            integers(node.get("layers")),
                            cost(node.get("estimate"))));
        }
        assertEquals(figures.layers().size(), root.get("layers").size());
        for (int i = 0; i < figures.layers().size(); i++) {
            JsonNode node = root.get("layers").get(i);
            assertEquals(
                    figures.layers().get(i),
                    new Layer(
                            node.get("name").textValue(),
                            node.get("adders").intValue(),
                            node.get("depth").intValue(),
                            node.get("products").intValue(),
                            node.get("tables").intValue(),
                            node.get("firstStage").intValue(),
                            node.get("lastStage").intValue(),
                            node.get("widestBits").intValue(),
                            cost(node.get("estimate"))));
        }
    }

    @Test
    void synthesisIsThereOnceItHasCounted() throws Exception {
        FirmwareFigures before = TestFigures.tiny(TestFigures.options(240, false, true));
        for (String key : List.of("synthesis", "separateSynthesis", "estimateError")) {
            assertFalse(read(before).has(key), key);
        }
        JsonNode counted = read(TestFigures.synthesized()).get("separateSynthesis");
        Synthesis naive = TestFigures.NAIVE;
        assertEquals(naive.tool(), counted.get("tool").textValue());
        assertEquals(naive.lookupTables(), counted.get("lookupTables").longValue());
        assertEquals(naive.registers(), counted.get("registers").longValue());
        assertEquals(naive.carries(), counted.get("carries").longValue());
        assertEquals(naive.dspBlocks(), counted.get("dspBlocks").longValue());
        assertEquals(naive.blockRams(), counted.get("blockRams").doubleValue());
    }

    @Test
    void timeOfASynthesisChangesNothing() {
        Synthesis slow = new Synthesis("Yosys 0.23", 80, 60, 26, 0, 0.5, 99);
        FirmwareFigures figures = TestFigures.synthesized();
        FirmwareFigures again = figures.with(Optional.of(slow), figures.separate());
        assertEquals(FirmwareJson.text(figures), FirmwareJson.text(again));
        assertEquals(FirmwareText.lines(figures), FirmwareText.lines(again));
        String svg = PipelineDrawing.svg(figures);
        assertEquals(FirmwareHtml.page(figures, svg), FirmwareHtml.page(again, svg));
    }
}
