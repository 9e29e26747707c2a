package org.l1ring.firmware;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.l1ring.project.FirmwareFigures;
import org.l1ring.project.FirmwareFigures.Layer;
import org.l1ring.project.FirmwareFigures.Stage;
import org.l1ring.report.Units;
import org.l1ring.report.Xml;
import org.l1ring.rtl.PipelineOptions;

/** Some consecutive columns of a pipeline's drawing, side by side. */
final class PipelineRow {
    private static final int LEFT = 120;
    private static final int RIGHT = 34;
    private static final int HEAD = 24;
    private static final int LANE = 24;
    private static final int BAND = 20;
    private static final int BAR_ABOVE = 8;
    private static final int BAR = 26;
    private static final int LINE = 19;
    private static final int COLOURS = 6;
    private static final int ARROW = 9;
    private static final int AXES = 3;
    private static final double ZIGZAG = 6;
    private static final int INSIDE = 7;

    private final FirmwareFigures figures;
    private final List<PipelineColumn> columns;
    private final int first;
    private final int behind;
    private final double pitch;
    private final int stageOfFirst;
    private final int lines;
    private final List<Integer> layers = new ArrayList<>();
    private StringBuilder out = new StringBuilder();

    /**
     * A row.
     *
     * @param figures of the design
     * @param columns of the whole pipeline
     * @param first column of the row
     * @param behind column behind the row's last
     * @param most drawn cycles of any row: all are as wide
     */
    PipelineRow(
            FirmwareFigures figures,
            List<PipelineColumn> columns,
            int first,
            int behind,
            int most) {
        this.figures = figures;
        this.columns = columns;
        this.first = first;
        this.behind = behind;
        this.pitch = (PipelineDrawing.WIDTH - LEFT - RIGHT) / (double) most;
        this.stageOfFirst = first - (figures.options().pipeline().inputRegisters() ? 1 : 0);
        this.lines = Wording.takesTurns(figures) ? 6 : 5;
        for (int index = 0; index < figures.layers().size(); index++) {
            Layer layer = figures.layers().get(index);
            if (from(layer) < behind && to(layer) > first) {
                layers.add(index);
            }
        }
    }

    /** First column of a layer. */
    private int from(Layer layer) {
        return layer.firstStage() + first - stageOfFirst;
    }

    /** Column behind a layer. */
    private int to(Layer layer) {
        return layer.lastStage() + 1 + first - stageOfFirst;
    }

    /** Height in pixels. */
    int height() {
        return HEAD + layers.size() * LANE + BAR_ABOVE + BAR + (lines + AXES) * LINE + 12;
    }

    private double x(int column) {
        int before = 0;
        for (int other = first; other < column; other++) {
            before += columns.get(other).width();
        }
        return LEFT + before * pitch;
    }

    private double middle(int column) {
        return (x(column) + x(column + 1)) / 2;
    }

    /** Draws the row below a height. */
    void draw(StringBuilder to, int top) {
        out = to;
        out.append("<g transform=\"translate(0 %d)\">\n".formatted(top));
        int bars = HEAD + layers.size() * LANE + BAR_ABOVE;
        int axis = bars + BAR + lines * LINE + 6;
        for (int column = first; column <= behind; column++) {
            out.append(
                    "<path class=\"edge\" d=\"M%s %dV%d\"/>\n"
                            .formatted(number(x(column)), HEAD - 4, axis));
        }
        heads();
        for (int lane = 0; lane < layers.size(); lane++) {
            band(layers.get(lane), HEAD + lane * LANE);
        }
        bars(bars);
        lines(bars + BAR);
        axes(axis);
        breaks(bars, axis);
        tips(bars, axis);
        out.append("</g>\n");
    }

    private void heads() {
        text(0, 14, "start", "soft", "stage");
        for (int column = first; column < behind; column++) {
            PipelineColumn drawn = columns.get(column);
            String cycles = drawn.cycles() > 1 ? ": %d cycles".formatted(drawn.cycles()) : "";
            text(middle(column), 14, "middle", "", drawn.name() + cycles);
        }
    }

    private void band(int index, int top) {
        Layer layer = figures.layers().get(index);
        boolean before = from(layer) < first;
        boolean after = to(layer) > behind;
        double left = before ? x(first) : x(from(layer)) + 2;
        double right = after ? x(behind) : x(to(layer)) - 2;
        out.append("<g><title>%s</title>".formatted(Xml.escape(describe(layer))));
        out.append(
                "<path class=\"layer c%d\" d=\"M%s %dH%s%sH%s%sZ\"/>\n"
                        .formatted(
                                index % COLOURS,
                                number(left),
                                top,
                                number(right),
                                after
                                        ? "l%d %dl-%d %d"
                                                .formatted(ARROW, BAND / 2, ARROW, BAND / 2)
                                        : "v" + BAND,
                                number(left),
                                before ? "l-%d -%d".formatted(ARROW, BAND / 2) : ""));
        name(layer.name(), left, right, top + 15, before, after);
        out.append("</g>\n");
    }

    /** In the band if it fits there, else beside it; where it fits nowhere, cut. */
    private void name(
            String name, double left, double right, int y, boolean before, boolean after) {
        double inside = right - left - 2 * INSIDE;
        double behindBand = after ? 0 : PipelineDrawing.WIDTH - right - 2 * INSIDE;
        double beforeBand = before ? 0 : left - x(first) - 2 * INSIDE;
        double width = SvgText.width(name);
        double most = Math.max(inside, Math.max(behindBand, beforeBand));
        String shown = Xml.escape(SvgText.cut(name, most));
        if (inside >= width || inside == most) {
            text(left + INSIDE, y, "start", "", shown);
        } else if (behindBand >= width || behindBand == most) {
            text(right + INSIDE, y, "start", "halo", shown);
        } else {
            text(left - INSIDE, y, "end", "halo", shown);
        }
    }

    private String describe(Layer layer) {
        return "%s: stages %s, %s, depth %d, %s LUT estimated, widest value %s"
                .formatted(
                        layer.name(),
                        Wording.stages(layer),
                        Units.count(layer.adders(), "adder"),
                        layer.depth(),
                        Cells.LOOKUP_TABLES.text(layer.estimate()),
                        Units.count(layer.widestBits(), "bit"));
    }

    private void bars(int top) {
        text(0, top + BAR / 2 + 5, "start", "soft", "clock period");
        double pixelsPerPico = pitch / figures.options().pipeline().periodPicos();
        for (int column = first; column < behind; column++) {
            PipelineColumn drawn = columns.get(column);
            int budget = figures.stages().getFirst().budgetPicos();
            double fits = budget * pixelsPerPico;
            for (int cycle : drawn.drawnCycles()) {
                double left = x(column) + cycle * pitch;
                rect("slack", left + 1, top + 3, fits - 2, BAR - 6);
                if (drawn.stage().isPresent()) {
                    Stage stage = drawn.stage().get();
                    double width = stage.picos() * pixelsPerPico - 2;
                    String style = stage.sharedBlocks() > 0 ? "logic shared" : "logic";
                    rect(style, left + 1, top + 3, Math.max(0, width), BAR - 6);
                }
                if (drawn.registered()) {
                    rect("register", left + fits, top, pitch - fits, BAR);
                }
            }
        }
    }

    /** Two zigzags from bars to axis where cycles are left out. */
    private void breaks(int top, int axis) {
        for (int column = first; column < behind; column++) {
            if (!columns.get(column).broken()) {
                continue;
            }
            double left = x(column) + PipelineColumn.AROUND * pitch;
            for (double at : new double[] {left + pitch / 3, left + pitch * 2 / 3}) {
                zigzag(at, top, BAR);
                zigzag(at, axis - ZIGZAG, 2 * ZIGZAG);
            }
            text(left + pitch / 2, top + BAR / 2 + 5, "middle", "soft", "…");
        }
    }

    private void zigzag(double at, double top, double height) {
        String side = number(ZIGZAG / 2);
        String down = number(height / 4);
        out.append(
                "<path class=\"axis\" d=\"M%s %sl%s %sl-%s %sl%s %sl-%s %s\"/>\n"
                        .formatted(
                                number(at),
                                number(top),
                                side,
                                down,
                                side,
                                down,
                                side,
                                down,
                                side,
                                down));
    }

    private void lines(int top) {
        double register =
                pitch
                        * figures.stages().getFirst().budgetPicos()
                        / figures.options().pipeline().periodPicos();
        int y = top + LINE - 3;
        text(0, y, "start", "soft", "register bits");
        for (int column = first; column < behind; column++) {
            if (columns.get(column).registered()) {
                text(
                        x(column + 1) - (pitch - register) / 2,
                        y,
                        "middle",
                        "halo",
                        Units.count(columns.get(column).registerBits()));
            }
        }
        line(y + LINE, "logic [ns]", Wording::logicNanos);
        line(y + 2 * LINE, "adders", stage -> Units.count(stage.adders()));
        line(y + 3 * LINE, "adder depth", stage -> Units.count(stage.depth()));
        line(y + 4 * LINE, "LUT, estimated", stage -> Cells.LOOKUP_TABLES.text(stage.estimate()));
        if (lines > 5) {
            line(
                    y + 5 * LINE,
                    Wording.shared(figures) + "s",
                    stage -> Units.count(stage.sharedBlocks()));
        }
    }

    private void line(int y, String label, Function<Stage, String> figure) {
        text(0, y, "start", "soft", label);
        for (int column = first; column < behind; column++) {
            double middle = middle(column);
            columns.get(column)
                    .stage()
                    .ifPresent(stage -> text(middle, y, "middle", "", figure.apply(stage)));
        }
    }

    private void axes(int top) {
        double from = x(first);
        for (int column = first; column < behind; column++) {
            if (columns.get(column).broken()) {
                double left = x(column) + PipelineColumn.AROUND * pitch;
                line(from, left + pitch / 3, top);
                from = left + pitch * 2 / 3;
            }
        }
        line(from, x(behind), top);
        double nanos = 1000 / figures.options().pipeline().clockMhz();
        axis(top, 0, "clock cycles", 1, 0);
        axis(top, 1, "time [ns]", nanos, 2);
        axis(top, 2, "time [BX]", nanos * PipelineOptions.CROSSING_MHZ / 1000, 2);
        edges((x, _) ->
                out.append("<path class=\"axis\" d=\"M%s %dv5\"/>\n".formatted(number(x), top)));
    }

    private void line(double from, double to, int y) {
        out.append(
                "<path class=\"axis\" d=\"M%s %dH%s\"/>\n".formatted(number(from), y, number(to)));
    }

    /** What is drawn at a clock edge. */
    private interface AtEdge {
        void draw(double x, int cycle);
    }

    /** Each clock edge of the row once: where a column ends, the next begins. */
    private void edges(AtEdge drawn) {
        for (int column = first; column < behind; column++) {
            for (PipelineColumn.Edge edge : columns.get(column).edges()) {
                boolean end = edge.at() == columns.get(column).width();
                if (!end || column == behind - 1) {
                    drawn.draw(x(column) + edge.at() * pitch, edge.cycle());
                }
            }
        }
    }

    private void axis(int top, int line, String label, double each, int decimals) {
        int y = top + LINE + line * LINE;
        text(0, y, "start", "soft", label);
        String format = "%,." + decimals + "f";
        edges((x, cycle) ->
                text(x, y, "middle", "soft", String.format(Locale.ROOT, format, cycle * each)));
    }

    private void tips(int top, int bottom) {
        for (int column = first; column < behind; column++) {
            int number = column - first + stageOfFirst + 1;
            String at = number(x(column));
            double width = x(column + 1) - x(column);
            columns.get(column)
                    .stage()
                    .ifPresent(stage ->
                            out.append(
                                    ("<rect class=\"tip\" x=\"%s\" y=\"%d\" width=\"%s\""
                                                    + " height=\"%d\"><title>%s</title>"
                                                    + "</rect>\n")
                                            .formatted(
                                                    at,
                                                    top,
                                                    number(width),
                                                    bottom - top,
                                                    Xml.escape(describe(stage, number)))));
        }
    }

    private String describe(Stage stage, int number) {
        String turns =
                stage.sharedBlocks() == 0
                        ? ""
                        : "%s, %s, "
                                .formatted(
                                        Units.count(stage.cycles(), "cycle"),
                                        Units.count(stage.sharedBlocks(), Wording.shared(figures)));
        return "stage %d: %s%s ns of %s ns, layers %s"
                .formatted(
                        number,
                        turns,
                        Wording.logicNanos(stage),
                        Wording.nanos(stage.budgetPicos()),
                        Wording.layers(figures, stage));
    }

    private void rect(String style, double left, double top, double width, double height) {
        out.append(
                "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n"
                        .formatted(
                                style, number(left), number(top), number(width), number(height)));
    }

    private void text(double left, double y, String anchor, String style, String text) {
        out.append(
                "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
                        .formatted(style, number(left), number(y), anchor, text));
    }

    /** A length in tenths of a pixel. */
    static String number(double value) {
        long tenths = Math.round(value * 10);
        return tenths % 10 == 0
                ? Long.toString(tenths / 10)
                : String.format(Locale.ROOT, "%.1f", tenths / 10.0);
    }
}
