package org.l1ring.firmware;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.l1ring.project.FirmwareFigures;
import org.l1ring.report.SvgPlot;
import org.l1ring.report.Units;
import org.l1ring.report.Xml;

/**
 * The drawing of a pipeline: its stages from left to right, as wide as their clock cycles, in rows
 * of at most twelve; a stage of many cycles has a break. Over the stages lie the layers that have
 * logic in them; a stage's bar is the longest path of its logic, to the scale of the clock period
 * whose end its registers take.
 */
public final class PipelineDrawing {
    /** Width of the drawing in pixels, without its margins. */
    static final int WIDTH = SvgPlot.WIDTH;

    private static final int MARGIN = 8;
    private static final int MOST_CYCLES = 12;
    private static final int TITLE = 18;
    private static final int LEGEND = 44;
    private static final int TOP = 64;
    private static final int BETWEEN = 34;
    private static final int SWATCH = 22;

    private final FirmwareFigures figures;
    private final List<PipelineColumn> columns;
    private final StringBuilder out = new StringBuilder();

    private PipelineDrawing(FirmwareFigures figures) {
        this.figures = figures;
        this.columns = PipelineColumn.of(figures);
    }

    /**
     * The drawing as one SVG element, with its style in it.
     *
     * @param figures of a design
     * @return SVG for a page or for a file of its own
     */
    public static String svg(FirmwareFigures figures) {
        return new PipelineDrawing(figures).draw();
    }

    private String draw() {
        int widest = columns.stream().mapToInt(PipelineColumn::width).max().orElse(1);
        int rows = ends(MOST_CYCLES).size();
        int most = widest;
        while (ends(most).size() > rows) {
            most++;
        }
        List<PipelineRow> drawn = new ArrayList<>();
        int top = TOP;
        int first = 0;
        for (int behind : ends(most)) {
            PipelineRow row = new PipelineRow(figures, columns, first, behind, most);
            top += (drawn.isEmpty() ? 0 : BETWEEN) + row.height();
            drawn.add(row);
            first = behind;
        }
        open(top);
        int at = TOP;
        for (PipelineRow row : drawn) {
            row.draw(out, at);
            at += row.height() + BETWEEN;
        }
        return out.append("</svg>\n").toString();
    }

    /** Columns behind the last of each row, where rows are filled up to a number of cycles. */
    private List<Integer> ends(int most) {
        List<Integer> ends = new ArrayList<>();
        int width = 0;
        for (int column = 0; column < columns.size(); column++) {
            int own = columns.get(column).width();
            if (width + own > most && width > 0) {
                ends.add(column);
                width = 0;
            }
            width += own;
        }
        ends.add(columns.size());
        return ends;
    }

    private void open(int height) {
        String title =
                ": %s at %s = %s = %s, %s"
                        .formatted(
                                Units.count(figures.latencyCycles(), "cycle"),
                                Wording.clock(figures),
                                Wording.nanos(figures),
                                Wording.crossings(figures),
                                Wording.interval(figures));
        // Bold letters are wider.
        double rest = WIDTH - 1.15 * SvgText.width(title);
        String name = SvgText.cut(figures.name(), rest / 1.15 - 4);
        out.append(
                ("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"pipeline\""
                                + " viewBox=\"%d 0 %d %d\" role=\"img\" aria-label=\"%s\">\n")
                        .formatted(
                                -MARGIN,
                                WIDTH + 2 * MARGIN,
                                height,
                                Xml.escape("Pipeline of " + figures.name())));
        out.append("<desc>circuit %s</desc>\n".formatted(Xml.escape(figures.digest())));
        out.append("<style>\n").append(styleSheet()).append("</style>\n");
        out.append("<rect class=\"page\" width=\"%d\" height=\"%d\"/>\n".formatted(WIDTH, height));
        out.append(
                "<text class=\"title\" x=\"0\" y=\"%d\">%s</text>\n"
                        .formatted(TITLE, Xml.escape(name + title)));
        legend();
    }

    private static String styleSheet() {
        try (InputStream in = PipelineDrawing.class.getResourceAsStream("pipeline.css")) {
            if (in == null) {
                throw new IllegalStateException("org/l1ring/firmware/pipeline.css is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void legend() {
        double at = key(0, "layer c0", "layer");
        at = key(at, "logic", "longest path of the logic");
        if (Wording.takesTurns(figures)) {
            at = key(at, "logic shared", "in stages where " + Wording.turns(figures));
        }
        at = key(at, "slack", "slack");
        String time =
                Wording.nanos(
                        figures.options().pipeline().periodPicos()
                                - figures.stages().getFirst().budgetPicos());
        key(at, "register", "register, %s ns of the period".formatted(time));
    }

    private double key(double at, String style, String text) {
        out.append(
                "<rect class=\"%s\" x=\"%s\" y=\"%d\" width=\"%d\" height=\"12\"/>"
                        .formatted(style, PipelineRow.number(at + 1), LEGEND - 11, SWATCH));
        out.append(
                "<text class=\"soft\" x=\"%s\" y=\"%d\">%s</text>\n"
                        .formatted(PipelineRow.number(at + SWATCH + 8), LEGEND, Xml.escape(text)));
        return at + SWATCH + 8 + SvgText.width(text) + 18;
    }
}
