package org.l1ring.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.l1ring.kernel.BlockKernel;
import org.l1ring.kernel.FrameBinding;
import org.l1ring.model.Model;
import org.l1ring.model.TableErrors;

/** An inspection as lines to read. */
public final class InspectionText {
    private InspectionText() {}

    /** The lines of an inspection. */
    public static List<String> lines(ModelInspection inspection) {
        Model model = inspection.model();
        List<String> lines = new ArrayList<>();
        lines.add(
                "%s: %s, %s, %s"
                        .formatted(
                                model.name(),
                                count(model.columns(), "input"),
                                count(model.outputColumns(), "output"),
                                count(model.layers().size(), "layer")));
        lines.add("digest   " + inspection.circuit().digest());
        for (Model.Input input : model.inputs()) {
            lines.add(
                    "input    %s[%d] %s"
                            .formatted(
                                    input.name(),
                                    input.size(),
                                    ModelInspection.text(input.types())));
        }
        model.preprocessing()
                .ifPresent(rule ->
                        lines.add(
                                "columns  %s, scaled to %s"
                                        .formatted(rule.inputType(), rule.outputType())));
        lines.add("frames   " + frames(model));
        lines.add("");
        addLayers(lines, inspection.layers());
        lines.add("");
        for (Model.Output output : model.outputs()) {
            lines.add(
                    "output   %s[%d] %s from %s"
                            .formatted(
                                    output.name(),
                                    output.size(),
                                    ModelInspection.text(output.types()),
                                    output.from()));
        }
        model.threshold()
                .ifPresent(threshold ->
                        lines.add(
                                "accepts  from raw score %d on, set for %s kHz"
                                        .formatted(threshold.raw(), threshold.rateKhz())));
        for (TableErrors.Entry table : TableErrors.of(model)) {
            lines.add("table    " + table.text());
        }
        addCost(lines, inspection);
        return lines;
    }

    private static String count(int number, String what) {
        return "%,d %s%s".formatted(number, what, number == 1 ? "" : "s");
    }

    private static String frames(Model model) {
        return FrameBinding.of(model).isPresent()
                ? "bound to the fields of object frames"
                : "not bound; runs from its own columns";
    }

    private static void addLayers(List<String> lines, List<ModelInspection.LayerLine> layers) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"layer", "kind", "in", "out", "products", "type", "worst case"});
        for (ModelInspection.LayerLine layer : layers) {
            LayerFacts facts = layer.facts();
            rows.add(
                    new String[] {
                        layer.name(),
                        facts.kind(),
                        String.valueOf(layer.inputs()),
                        String.valueOf(layer.outputs()),
                        facts.allProducts() == 0
                                ? ""
                                : facts.products() == facts.allProducts()
                                        ? "%,d".formatted(facts.products())
                                        : "%,d of %,d"
                                                .formatted(facts.products(), facts.allProducts()),
                        layer.type(),
                        "%d bits for %d%s"
                                .formatted(
                                        layer.needed(),
                                        layer.typeBits(),
                                        layer.overflows() ? ", may overflow" : "")
                    });
        }
        int[] widths = new int[rows.getFirst().length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                boolean number = i >= 2 && i <= 4;
                String padding = " ".repeat(widths[i] - row[i].length());
                line.append(number ? padding + row[i] : row[i] + padding).append("  ");
            }
            lines.add(line.toString().stripTrailing());
        }
    }

    private static void addCost(List<String> lines, ModelInspection inspection) {
        Map<String, Integer> steps = inspection.steps();
        String kinds =
                steps.entrySet().stream()
                        .sorted(
                                Comparator.comparingInt(
                                                (Map.Entry<String, Integer> e) -> -e.getValue())
                                        .thenComparing(Map.Entry::getKey))
                        .map(entry -> "%,d %s".formatted(entry.getValue(), entry.getKey()))
                        .collect(Collectors.joining(", "));
        lines.add("circuit  %,d steps: %s".formatted(inspection.circuit().steps().size(), kinds));
        lines.add(
                "lanes    %,d steps fit 16 bits, %,d need 32, %,d need 64"
                        .formatted(
                                inspection.stepsOfLane(0),
                                inspection.stepsOfLane(1),
                                inspection.stepsOfLane(2)));
        lines.add(
                "cost     %,d multiply-adds a crossing; %,d loops, %,d bytes for %d crossings"
                        .formatted(
                                inspection.multiplyAdds(),
                                inspection.plan().size(),
                                inspection.columnBytes(),
                                BlockKernel.CROSSINGS));
    }
}
