package org.l1ring.report;

import java.util.ArrayList;
import java.util.List;

/** Bars from left to right, one below the other, each with its name before it, drawn as SVG. */
public final class BarLadder {
    private static final int NAMES = 400;
    private static final int RIGHT = 24;
    private static final int ROW = 20;
    private static final int BAR = 14;
    private static final int LEGEND = 30;
    private static final int BOTTOM = 48;
    private static final int LONGEST = 54;
    private static final double CHARACTER = 7.6;

    private final Scale x;
    private final String label;
    private final List<Row> rows = new ArrayList<>();
    private final StringBuilder legend = new StringBuilder();
    private double legendAt = NAMES;

    private record Row(String name, String tip, List<Bar> bars, double error) {}

    /**
     * A bar; later ones of a row lie over earlier ones.
     *
     * @param style {@code s0} to {@code s7}, with {@code light} or {@code half}
     * @param value its right end
     * @param part of the row's height, 0 to 1
     */
    public record Bar(String style, double value, double part) {}

    /**
     * An empty drawing.
     *
     * @param x the axis below the bars
     * @param label its name and unit
     */
    public BarLadder(Scale x, String label) {
        this.x = x;
        this.label = label;
    }

    /** A name in the legend, with the look of a bar. */
    public BarLadder name(String style, String text) {
        legend.append(
                "<rect class=\"bar %s\" x=\"%s\" y=\"6\" width=\"22\" height=\"10\"/>"
                        .formatted(style, SvgPlot.number(legendAt)));
        legend.append(
                "<text class=\"key\" x=\"%s\" y=\"15\">%s</text>\n"
                        .formatted(SvgPlot.number(legendAt + 28), Xml.escape(text)));
        legendAt += 46 + text.length() * CHARACTER;
        return this;
    }

    /**
     * A row.
     *
     * @param name before the bars
     * @param bars the first one of which has the error
     * @param error of the first bar's value; 0 for none
     * @param tip what the pointer reads
     */
    public BarLadder row(String name, List<Bar> bars, double error, String tip) {
        rows.add(new Row(name, tip, List.copyOf(bars), error));
        return this;
    }

    private double left(double value) {
        double part = value > 0 ? x.part(value) : 0;
        return NAMES + part * (SvgPlot.WIDTH - NAMES - RIGHT);
    }

    /** The drawing as an SVG element. */
    public String svg(String description) {
        int height = rows.size() * ROW;
        StringBuilder out = new StringBuilder();
        out.append(
                ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
                                + " aria-label=\"%s\">\n")
                        .formatted(
                                SvgPlot.WIDTH, LEGEND + height + BOTTOM, Xml.escape(description)));
        out.append(legend);
        out.append("<g transform=\"translate(0 %d)\">\n".formatted(LEGEND));
        for (Scale.Tick tick : x.ticks()) {
            String at = SvgPlot.number(left(tick.value()));
            out.append("<path class=\"grid\" d=\"M%s 0V%d\"/>".formatted(at, height));
            out.append(
                    "<text class=\"tick\" x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s</text>\n"
                            .formatted(at, height + 16, Xml.escape(tick.label())));
        }
        for (int i = 0; i < rows.size(); i++) {
            row(rows.get(i), i * ROW, out);
        }
        out.append("<path class=\"axis\" d=\"M%d 0V%d\"/>".formatted(NAMES, height));
        out.append(
                "<text class=\"label\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n"
                        .formatted((NAMES + SvgPlot.WIDTH) / 2, height + 38, Xml.escape(label)));
        return out.append("</g>\n</svg>\n").toString();
    }

    private void row(Row row, int top, StringBuilder out) {
        out.append("<g><title>%s</title>".formatted(Xml.escape(row.tip())));
        out.append(
                "<text class=\"tick\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                        .formatted(NAMES - 8, top + 14, Xml.escape(shortened(row.name()))));
        double middle = top + ROW / 2.0;
        for (Bar bar : row.bars()) {
            double tall = BAR * bar.part();
            out.append(
                    "<rect class=\"bar %s\" x=\"%d\" y=\"%s\" width=\"%s\" height=\"%s\"/>"
                            .formatted(
                                    bar.style(),
                                    NAMES,
                                    SvgPlot.number(middle - tall / 2),
                                    SvgPlot.number(left(bar.value()) - NAMES),
                                    SvgPlot.number(tall)));
        }
        if (row.error() > 0) {
            double value = row.bars().getFirst().value();
            out.append(
                    "<path class=\"axis\" d=\"M%s %sH%s\"/>"
                            .formatted(
                                    SvgPlot.number(left(value - row.error())),
                                    SvgPlot.number(middle),
                                    SvgPlot.number(left(value + row.error()))));
        }
        out.append("</g>\n");
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST - 1) + "…";
    }
}
