package org.l1ring.firmware;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.l1ring.project.FirmwareFigures;
import org.l1ring.project.FirmwareFigures.Layer;
import org.l1ring.project.FirmwareFigures.Stage;
import org.l1ring.project.FirmwareFigures.Synthesis;
import org.l1ring.rtl.Cost;

/**
 * A firmware project's report for other programs: one JSON object whose keys stay.
 *
 * <p>Stages and layers are in order and counted from 0. {@code synthesis}, {@code
 * separateSynthesis} and {@code estimateError} (estimated over counted lookup tables, less 1) are
 * there once a synthesis has counted; how long it took is not, so that equal designs give equal
 * bytes.
 */
public final class FirmwareJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private FirmwareJson() {}

    /**
     * The report as text.
     *
     * @param figures of a design
     * @return an indented JSON object and a line feed
     */
    public static String text(FirmwareFigures figures) {
        ObjectNode root = NODES.objectNode();
        head(root, figures);
        root.set("estimate", cost(figures.estimate()));
        figures.synthesis().ifPresent(own -> root.set("synthesis", synthesis(own)));
        figures.separate().ifPresent(naive -> root.set("separateSynthesis", synthesis(naive)));
        figures.estimateError().ifPresent(error -> root.put("estimateError", error));
        ArrayNode stages = root.putArray("stages");
        figures.stages().forEach(stage -> stages.add(stage(stage)));
        ArrayNode layers = root.putArray("layers");
        figures.layers().forEach(layer -> layers.add(layer(layer)));
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root)
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("report of firmware: " + e.getMessage(), e);
        }
    }

    private static void head(ObjectNode root, FirmwareFigures figures) {
        root.put("name", figures.name());
        root.put("circuitDigest", figures.digest());
        root.put("clockMhz", figures.options().pipeline().clockMhz());
        root.put("part", figures.options().part());
        root.put("sums", figures.options().sums().name().toLowerCase(Locale.ROOT));
        root.put("inputRegisters", figures.options().pipeline().inputRegisters());
        root.put("outputRegisters", figures.options().pipeline().outputRegisters());
        root.put("latencyCycles", figures.latencyCycles());
        root.put("latencyNanos", figures.latencyNanos());
        root.put("latencyCrossings", figures.latencyCrossings());
        root.put("initiationInterval", figures.initiationInterval());
        if (figures.delayBits() > 0) {
            root.put("waitedCrossings", figures.waitedCrossings());
            root.put("delayBits", figures.delayBits());
        }
        root.put("adders", figures.adders());
        root.put("separateAdders", figures.separateAdders());
        root.put("registerBits", figures.registerBits());
    }

    private static ObjectNode cost(Cost cost) {
        return NODES.objectNode()
                .put("lookupTables", (long) Cells.LOOKUP_TABLES.of(cost))
                .put("registers", cost.registers())
                .put("carries", (long) Cells.CARRIES.of(cost))
                .put("dspBlocks", cost.dspBlocks())
                .put("blockRams", cost.blockRams());
    }

    private static ObjectNode synthesis(Synthesis counted) {
        return NODES.objectNode()
                .put("tool", counted.tool())
                .put("lookupTables", counted.lookupTables())
                .put("registers", counted.registers())
                .put("carries", counted.carries())
                .put("dspBlocks", counted.dspBlocks())
                .put("blockRams", counted.blockRams());
    }

    private static ObjectNode stage(Stage stage) {
        ObjectNode node =
                NODES.objectNode()
                        .put("cycles", stage.cycles())
                        .put("sharedBlocks", stage.sharedBlocks())
                        .put("picos", stage.picos())
                        .put("budgetPicos", stage.budgetPicos())
                        .put("adders", stage.adders())
                        .put("depth", stage.depth())
                        .put("registerBits", stage.registerBits());
        ArrayNode layers = node.putArray("layers");
        stage.layers().forEach(layers::add);
        return node.set("estimate", logic(stage.estimate()));
    }

    private static ObjectNode layer(Layer layer) {
        ObjectNode node =
                NODES.objectNode()
                        .put("name", layer.name())
                        .put("adders", layer.adders())
                        .put("depth", layer.depth())
                        .put("products", layer.products())
                        .put("tables", layer.tables())
                        .put("firstStage", layer.firstStage())
                        .put("lastStage", layer.lastStage())
                        .put("widestBits", layer.widestBits());
        return node.set("estimate", logic(layer.estimate()));
    }

    /** Stages and layers are estimated without registers. */
    private static ObjectNode logic(Cost cost) {
        ObjectNode node = cost(cost);
        node.remove("registers");
        return node;
    }
}
