package org.l1ring.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plot drawn as SVG; the page's style sheet gives colours to its classes. */
public final class SvgPlot {
    /** Width of a plot in pixels. */
    public static final int WIDTH = 1040;

    private static final int LEFT = 78;
    private static final int RIGHT = 24;
    private static final int RIGHT_WITH_AXIS = 78;
    private static final int BOTTOM = 52;
    private static final int LEGEND_ROW = 20;
    private static final int SWATCH = 22;
    private static final double CHARACTER = 7.6;
    private static final int EMPTY_SPACE = 14;

    private final Scale x;
    private final Scale y;
    private final int height;
    private final StringBuilder back = new StringBuilder();
    private final StringBuilder marks = new StringBuilder();
    private final StringBuilder front = new StringBuilder();
    private final List<Entry> legend = new ArrayList<>();
    private String xLabel = "";
    private String yLabel = "";
    private String rightLabel = "";
    private Scale right;

    /** One name in the legend. */
    private record Entry(String style, String text) {}

    /**
     * An empty plot.
     *
     * @param x horizontal axis
     * @param y vertical axis
     * @param height height of the plotting area in pixels
     */
    public SvgPlot(Scale x, Scale y, int height) {
        this.x = x;
        this.y = y;
        this.height = height;
    }

    /** Names the axes, with units. */
    public SvgPlot labels(String horizontal, String vertical) {
        xLabel = horizontal;
        yLabel = vertical;
        return this;
    }

    /** A second vertical axis that shows the same heights in another unit; before any drawing. */
    SvgPlot rightAxis(Scale scale, String label) {
        right = scale;
        rightLabel = label;
        return this;
    }

    private double plotWidth() {
        return WIDTH - LEFT - (right == null ? RIGHT : RIGHT_WITH_AXIS);
    }

    private double left(double value) {
        return LEFT + x.part(value) * plotWidth();
    }

    private double top(double value) {
        return y.part(value) > 0 ? height * (1 - y.part(value)) : height;
    }

    /** A name in the legend, with the swatch of a style. */
    public SvgPlot name(String style, String text) {
        legend.add(new Entry(style, text));
        return this;
    }

    /** A histogram as an outline; on a logarithmic axis empty bins have none. */
    SvgPlot steps(double[] edges, double[] values, String style) {
        boolean logarithmic = Double.isInfinite(y.place().applyAsDouble(0));
        String path = logarithmic ? islands(edges, values) : outline(edges, values);
        marks.append("<path class=\"line %s\" d=\"%s\"/>\n".formatted(style, path));
        return this;
    }

    /** A histogram filled down to the axis. */
    SvgPlot area(double[] edges, double[] values, String style) {
        String path =
                "M%s %d%sV%dZ"
                        .formatted(
                                number(left(edges[0])),
                                height,
                                outline(edges, values).replaceFirst("M\\S+ ", "V"),
                                height);
        marks.append("<path class=\"area %s\" d=\"%s\"/>\n".formatted(style, path));
        return this;
    }

    private String outline(double[] edges, double[] values) {
        StringBuilder path = new StringBuilder();
        String before = "";
        for (int i = 0; i < values.length; i++) {
            String at = number(top(values[i]));
            if (i == 0) {
                path.append('M').append(number(left(edges[0]))).append(' ').append(at);
            } else if (!at.equals(before)) {
                path.append('H').append(number(left(edges[i]))).append('V').append(at);
            }
            before = at;
        }
        return path.append('H').append(number(left(edges[values.length]))).toString();
    }

    private String islands(double[] edges, double[] values) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            if (values[i] <= 0) {
                continue;
            }
            if (i == 0 || values[i - 1] <= 0) {
                path.append('M').append(number(left(edges[i]))).append(' ').append(height);
            }
            path.append('V').append(number(top(values[i])));
            path.append('H').append(number(left(edges[i + 1])));
            if (i == values.length - 1 || values[i + 1] <= 0) {
                path.append('V').append(height);
            }
        }
        return path.toString();
    }

    /** A band between two histograms. */
    SvgPlot band(double[] edges, double[] low, double[] high, String style) {
        StringBuilder path = new StringBuilder(outline(edges, high));
        for (int i = low.length - 1; i >= 0; i--) {
            path.append('V').append(number(top(low[i])));
            path.append('H').append(number(left(edges[i])));
        }
        marks.append("<path class=\"band %s\" d=\"%sZ\"/>\n".formatted(style, path));
        return this;
    }

    /** A line through points. */
    public SvgPlot line(double[] xs, double[] ys, String style) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < xs.length; i++) {
            path.append(i == 0 ? 'M' : 'L').append(number(left(xs[i])));
            path.append(' ').append(number(top(ys[i])));
        }
        marks.append("<path class=\"line %s\" d=\"%s\"/>\n".formatted(style, path));
        return this;
    }

    /**
     * Points with their errors.
     *
     * @param xs horizontal places
     * @param ys vertical places
     * @param errors standard deviations of {@code ys}
     * @param style of the points
     */
    public SvgPlot points(double[] xs, double[] ys, double[] errors, String style) {
        for (int i = 0; i < xs.length; i++) {
            String at = number(left(xs[i]));
            marks.append(
                    "<path class=\"line %s\" d=\"M%s %sV%s\"/>"
                            .formatted(
                                    style,
                                    at,
                                    number(top(ys[i] - errors[i])),
                                    number(top(ys[i] + errors[i]))));
            marks.append(
                    "<circle class=\"point %s\" cx=\"%s\" cy=\"%s\" r=\"3\"/>\n"
                            .formatted(style, at, number(top(ys[i]))));
        }
        return this;
    }

    /** A marked value on the horizontal axis. */
    public SvgPlot vertical(double value, String label) {
        double at = left(value);
        boolean leftOf = x.part(value) > 0.6;
        front.append("<path class=\"mark\" d=\"M%s 0V%d\"/>\n".formatted(number(at), height));
        front.append(
                "<text class=\"note\" x=\"%s\" y=\"14\" text-anchor=\"%s\">%s</text>\n"
                        .formatted(
                                number(at + (leftOf ? -6 : 6)),
                                leftOf ? "end" : "start",
                                Xml.escape(label)));
        return this;
    }

    /** A marked value on the vertical axis. */
    public SvgPlot horizontal(double value) {
        front.append(
                "<path class=\"mark\" d=\"M%d %sH%s\"/>\n"
                        .formatted(LEFT, number(top(value)), number(LEFT + plotWidth())));
        return this;
    }

    /** A shaded stretch of the horizontal axis with a note in it. */
    SvgPlot shade(double from, double to, String label) {
        back.append(
                "<rect class=\"shade\" x=\"%s\" y=\"0\" width=\"%s\" height=\"%d\"/>\n"
                        .formatted(number(left(from)), number(left(to) - left(from)), height));
        front.append(
                ("<text class=\"note\" transform=\"translate(%s 8) rotate(-90)\""
                                + " text-anchor=\"end\">%s</text>\n")
                        .formatted(number((left(from) + left(to)) / 2 + 4), Xml.escape(label)));
        return this;
    }

    /** A stretch of a strip along the lower edge. */
    SvgPlot strip(double from, double to, String style) {
        marks.append(
                "<rect class=\"%s\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"6\"/>\n"
                        .formatted(
                                style,
                                number(left(from)),
                                height - 6,
                                number(Math.max(0.2, left(to) - left(from)))));
        return this;
    }

    /** What the pointer reads in a stretch of the horizontal axis. */
    SvgPlot tip(double from, double to, String text) {
        front.append(
                ("<rect class=\"tip\" x=\"%s\" y=\"0\" width=\"%s\" height=\"%d\">"
                                + "<title>%s</title></rect>\n")
                        .formatted(
                                number(left(from)),
                                number(left(to) - left(from)),
                                height,
                                Xml.escape(text)));
        return this;
    }

    /** The plot as an SVG element. */
    public String svg(String description) {
        List<String> rows = legendRows();
        int above = EMPTY_SPACE + rows.size() * LEGEND_ROW;
        StringBuilder out = new StringBuilder();
        out.append(
                ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
                                + " aria-label=\"%s\">\n")
                        .formatted(WIDTH, above + height + BOTTOM, Xml.escape(description)));
        rows.forEach(out::append);
        out.append("<g transform=\"translate(0 %d)\">\n".formatted(above));
        out.append(back);
        axes(out);
        out.append(marks).append(front);
        return out.append("</g>\n</svg>\n").toString();
    }

    private List<String> legendRows() {
        List<String> rows = new ArrayList<>();
        StringBuilder row = new StringBuilder();
        double at = LEFT;
        for (Entry entry : legend) {
            double width = SWATCH + 8 + entry.text().length() * CHARACTER + 18;
            if (at > LEFT && at + width > WIDTH - RIGHT) {
                rows.add(row.toString());
                row.setLength(0);
                at = LEFT;
            }
            int middle = LEGEND_ROW * rows.size() + LEGEND_ROW / 2;
            row.append(
                    "<path class=\"swatch %s\" d=\"M%s %dh%d\"/>"
                            .formatted(entry.style(), number(at), middle, SWATCH));
            row.append(
                    "<text class=\"key\" x=\"%s\" y=\"%d\">%s</text>\n"
                            .formatted(
                                    number(at + SWATCH + 8), middle + 4, Xml.escape(entry.text())));
            at += width;
        }
        if (!row.isEmpty()) {
            rows.add(row.toString());
        }
        return rows;
    }

    private void axes(StringBuilder out) {
        double end = LEFT + plotWidth();
        for (Scale.Tick tick : y.ticks()) {
            String at = number(top(tick.value()));
            out.append("<path class=\"grid\" d=\"M%d %sH%s\"/>".formatted(LEFT, at, number(end)));
            text(out, LEFT - 8, top(tick.value()) + 4, "end", tick.label());
        }
        for (double value : y.minor()) {
            out.append(
                    "<path class=\"axis\" d=\"M%d %sh-3\"/>".formatted(LEFT, number(top(value))));
        }
        for (Scale.Tick tick : x.ticks()) {
            String at = number(left(tick.value()));
            out.append("<path class=\"axis\" d=\"M%s %dv5\"/>".formatted(at, height));
            text(out, left(tick.value()), height + 19, "middle", tick.label());
        }
        if (right != null) {
            for (Scale.Tick tick : right.ticks()) {
                double at = height * (1 - right.part(tick.value()));
                out.append(
                        "<path class=\"axis\" d=\"M%s %sh5\"/>".formatted(number(end), number(at)));
                text(out, end + 9, at + 4, "start", tick.label());
            }
            title(out, WIDTH - 10, rightLabel, 90);
            out.append("<path class=\"axis\" d=\"M%s 0V%d\"/>\n".formatted(number(end), height));
        }
        out.append(
                "<path class=\"axis\" d=\"M%d 0V%dH%s\"/>\n".formatted(LEFT, height, number(end)));
        out.append(
                "<text class=\"label\" x=\"%s\" y=\"%d\" text-anchor=\"end\">%s</text>\n"
                        .formatted(number(end), height + 42, Xml.escape(xLabel)));
        title(out, 14, yLabel, -90);
    }

    private void title(StringBuilder out, int at, String label, int turn) {
        out.append(
                ("<text class=\"label\" transform=\"translate(%d %s) rotate(%d)\""
                                + " text-anchor=\"middle\">%s</text>\n")
                        .formatted(at, number(height / 2.0), turn, Xml.escape(label)));
    }

    private static void text(StringBuilder out, double x, double y, String anchor, String text) {
        out.append(
                "<text class=\"tick\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
                        .formatted(number(x), number(y), anchor, Xml.escape(text)));
    }

    static String number(double value) {
        long tenths = Math.round(value * 10);
        return tenths % 10 == 0
                ? Long.toString(tenths / 10)
                : String.format(Locale.ROOT, "%.1f", tenths / 10.0);
    }
}
