package org.l1ring.firmware;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.l1ring.project.FirmwareFigures;
import org.l1ring.project.FirmwareFigures.Layer;
import org.l1ring.project.FirmwareFigures.Stage;
import org.l1ring.project.FirmwareFigures.Synthesis;
import org.l1ring.report.Units;

/** A firmware project's report as plain text, a line a figure, then a table of each kind. */
public final class FirmwareText {
    private static final String GAP = "  ";

    /** No column of words. */
    private static final int NONE = 0;

    private final FirmwareFigures figures;
    private final List<String> lines = new ArrayList<>();

    private FirmwareText(FirmwareFigures figures) {
        this.figures = figures;
    }

    /**
     * The report.
     *
     * @param figures of a design
     * @return lines of ASCII, names of layers as they are
     */
    public static List<String> lines(FirmwareFigures figures) {
        return new FirmwareText(figures).write();
    }

    private List<String> write() {
        line("firmware", figures.name());
        line("circuit", figures.digest());
        line("made for", Wording.clock(figures) + ", " + figures.options().part());
        line(
                "latency",
                "%s, %s, %s"
                        .formatted(
                                Units.count(figures.latencyCycles(), "cycle"),
                                Wording.nanos(figures),
                                Wording.crossings(figures)));
        line(
                "II",
                "%s: %s"
                        .formatted(
                                Units.count(figures.initiationInterval(), "cycle"),
                                Wording.interval(figures)));
        Wording.neighbours(figures).ifPresent(text -> line("neighbours", text));
        line(
                "sums",
                "%s: %s, %s where nothing is shared"
                        .formatted(
                                Wording.sums(figures),
                                Units.count(figures.adders(), "adder"),
                                Units.count(figures.separateAdders())));
        line(
                "registers",
                "%s of data in %s"
                        .formatted(
                                Units.count(figures.registerBits(), "bit"),
                                Units.count(figures.stages().size(), "stage")));
        lines.add("");
        cells();
        lines.add("");
        stages();
        lines.add("");
        layers();
        lines.add("");
        lines.add("assumed");
        Wording.assumed(figures).forEach(text -> lines.add(GAP + text));
        return List.copyOf(lines);
    }

    private void line(String label, String text) {
        lines.add(String.format(Locale.ROOT, "%-13s%s", label, text));
    }

    private void cells() {
        List<List<String>> rows = new ArrayList<>();
        List<String> heads = new ArrayList<>(List.of("cells", "estimate"));
        figures.synthesis().ifPresent(own -> heads.addAll(List.of(own.tool(), "error")));
        figures.separate().ifPresent(naive -> heads.add("nothing shared"));
        rows.add(heads);
        for (Cells kind : Cells.values()) {
            List<String> row =
                    new ArrayList<>(List.of(GAP + kind.label(), kind.text(figures.estimate())));
            if (figures.synthesis().isPresent()) {
                Synthesis own = figures.synthesis().get();
                row.add(kind.text(own));
                row.add(Wording.error(kind.of(figures.estimate()), kind.of(own)));
            }
            figures.separate().ifPresent(naive -> row.add(kind.text(naive)));
            rows.add(row);
        }
        table(rows, NONE);
        if (figures.synthesis().isEmpty()) {
            lines.add(GAP + Wording.NO_SYNTHESIS);
        }
    }

    private void stages() {
        List<List<String>> rows = new ArrayList<>();
        boolean turns = Wording.takesTurns(figures);
        List<String> heads = new ArrayList<>(List.of("stages"));
        if (turns) {
            heads.addAll(List.of("cycles", Wording.shared(figures) + "s"));
        }
        heads.addAll(
                List.of(
                        "logic [ns]",
                        "fits [ns]",
                        "adders",
                        "depth",
                        "LUT",
                        "register bits",
                        "layers"));
        rows.add(heads);
        for (int index = 0; index < figures.stages().size(); index++) {
            Stage stage = figures.stages().get(index);
            List<String> row = new ArrayList<>(List.of(GAP + (index + 1)));
            if (turns) {
                row.add(Units.count(stage.cycles()));
                row.add(Units.count(stage.sharedBlocks()));
            }
            row.addAll(
                    List.of(
                            Wording.logicNanos(stage),
                            Wording.nanos(stage.budgetPicos()),
                            Units.count(stage.adders()),
                            Units.count(stage.depth()),
                            Cells.LOOKUP_TABLES.text(stage.estimate()),
                            Units.count(stage.registerBits()),
                            Wording.layers(figures, stage)));
            rows.add(row);
        }
        table(rows, heads.size() - 1);
    }

    private void layers() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "layers",
                        "stages",
                        "adders",
                        "depth",
                        "products",
                        "tables",
                        "widest [bits]",
                        "LUT",
                        "CARRY4",
                        "DSP48E2",
                        "BRAM 36K"));
        for (Layer layer : figures.layers()) {
            rows.add(
                    List.of(
                            GAP + layer.name(),
                            Wording.stages(layer),
                            Units.count(layer.adders()),
                            Units.count(layer.depth()),
                            Units.count(layer.products()),
                            Units.count(layer.tables()),
                            Units.count(layer.widestBits()),
                            Cells.LOOKUP_TABLES.text(layer.estimate()),
                            Cells.CARRIES.text(layer.estimate()),
                            Cells.DSP_BLOCKS.text(layer.estimate()),
                            Cells.BLOCK_RAMS.text(layer.estimate())));
        }
        table(rows, NONE);
    }

    /** The first column and one of words are left-aligned, others right-aligned. */
    private void table(List<List<String>> rows, int words) {
        int columns = rows.getFirst().size();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                int at = column;
                int width = rows.stream().mapToInt(other -> other.get(at).length()).max().orElse(1);
                boolean left = column == 0 || column == words;
                String format = "%" + (left ? "-" : "") + Math.max(1, width) + "s";
                line.append(column == 0 ? "" : GAP)
                        .append(String.format(Locale.ROOT, format, row.get(column)));
            }
            lines.add(line.toString().stripTrailing());
        }
    }
}
