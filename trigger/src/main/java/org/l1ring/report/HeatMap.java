package org.l1ring.report;

import java.util.List;

/** A square of parts, each cell as dark as its part, drawn as SVG. */
public final class HeatMap {
    private static final int NAMES = 430;
    private static final int TOP = 44;
    private static final int LARGEST = 26;
    private static final int LONGEST = 54;

    private final List<String> names;
    private final List<String> shortNames;
    private final int cell;
    private final StringBuilder cells = new StringBuilder();

    /**
     * An empty square.
     *
     * @param names of the rows
     * @param shortNames of the same things over the columns, a few characters
     */
    public HeatMap(List<String> names, List<String> shortNames) {
        this.names = List.copyOf(names);
        this.shortNames = List.copyOf(shortNames);
        int room = (SvgPlot.WIDTH - NAMES) / Math.max(1, names.size());
        this.cell = Math.min(LARGEST, room);
    }

    /**
     * A cell.
     *
     * @param row from 0
     * @param column from 0
     * @param part 0 to 1
     * @param tip what the pointer reads
     */
    public HeatMap cell(int row, int column, double part, String tip) {
        int left = NAMES + column * cell;
        int top = TOP + row * cell;
        cells.append(
                ("<g><title>%s</title><rect class=\"cell\" x=\"%d\" y=\"%d\" width=\"%d\""
                                + " height=\"%d\" fill-opacity=\"%s\"/>")
                        .formatted(
                                Xml.escape(tip),
                                left,
                                top,
                                cell - 1,
                                cell - 1,
                                Math.round(100 * (0.04 + 0.8 * part)) / 100.0));
        long percent = Math.round(100 * part);
        if (percent > 0 && cell >= 20) {
            cells.append(
                    "<text class=\"part\" x=\"%d\" y=\"%d\">%d</text>"
                            .formatted(left + cell / 2, top + cell / 2 + 4, percent));
        }
        cells.append("</g>\n");
        return this;
    }

    /** The drawing as an SVG element. */
    public String svg(String description) {
        StringBuilder out = new StringBuilder();
        out.append(
                ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
                                + " aria-label=\"%s\">\n")
                        .formatted(
                                SvgPlot.WIDTH,
                                TOP + names.size() * cell + 8,
                                Xml.escape(description)));
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            String shown = name.length() <= LONGEST ? name : name.substring(0, LONGEST - 1) + "…";
            int middle = TOP + i * cell + cell / 2 + 4;
            out.append(
                    "<text class=\"tick\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                            .formatted(NAMES - 8, middle, Xml.escape(shown)));
            out.append(
                    "<text class=\"tick\" transform=\"translate(%d %d) rotate(-90)\">%s</text>\n"
                            .formatted(
                                    NAMES + i * cell + cell / 2 + 4,
                                    TOP - 6,
                                    Xml.escape(shortNames.get(i))));
        }
        return out.append(cells).append("</svg>\n").toString();
    }
}
