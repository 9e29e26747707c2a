package org.l1ring.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A page of a report, well-formed XML, too. It needs no other file and no network, and follows the
 * reader's choice of light or dark. Scripts only sort tables; all that it says is there without.
 */
public final class HtmlPage {
    private final StringBuilder out = new StringBuilder();

    /**
     * A page with nothing on it.
     *
     * @param title its name in lists of pages
     */
    public HtmlPage(String title) {
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
        out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        element("title", title);
        out.append("<style>\n").append(styleSheet()).append("</style>\n</head>\n<body>\n<main>\n");
    }

    private static String styleSheet() {
        return resource("report.css");
    }

    private static String resource(String name) {
        try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("org/l1ring/report/" + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets readers sort the tables of style {@code sortable} by a click on a column's head. */
    public void sortable() {
        out.append("<script>\n").append(resource("sortable.js")).append("</script>\n");
    }

    /** Opens an element, given with its attributes. */
    public void open(String tag) {
        out.append('<').append(tag).append(">\n");
    }

    /** Closes an element. */
    public void close(String name) {
        out.append("</").append(name).append(">\n");
    }

    /** An element, given with its attributes, that holds a text. */
    public void element(String tag, String text) {
        String name = tag.split(" ", 2)[0];
        out.append('<').append(tag).append('>').append(Xml.escape(text));
        close(name);
    }

    /** A figure in large with what it means, within an element of class {@code tiles}. */
    public void tile(String figure, String meaning) {
        out.append("<div class=\"tile\">");
        out.append("<b>").append(Xml.escape(figure)).append("</b>");
        out.append("<span>").append(Xml.escape(meaning)).append("</span></div>\n");
    }

    /**
     * A drawing.
     *
     * @param heading what it shows
     * @param svg the drawing
     * @param caption how to read it
     */
    public void figure(String heading, String svg, String caption) {
        open("figure");
        element("h2", heading);
        out.append(svg);
        element("figcaption", caption);
        close("figure");
    }

    /**
     * Opens a table.
     *
     * @param style {@code figures} or {@code settings}, and {@code sortable} with one of them
     * @param heads of its columns, empty for none
     */
    public void openTable(String style, List<String> heads) {
        out.append("<div class=\"scroll\"><table class=\"").append(style).append("\">");
        if (!heads.isEmpty()) {
            out.append("<thead><tr>");
            heads.forEach(head -> element("th", head));
            out.append("</tr></thead>");
        }
        out.append("<tbody>\n");
    }

    /** A row of a table: its name and its cells. */
    public void row(String name, List<String> cells) {
        out.append("<tr>");
        element("th", name);
        cells.forEach(cell -> element("td", cell));
        out.append("</tr>\n");
    }

    /** Closes a table. */
    public void closeTable() {
        out.append("</tbody></table></div>\n");
    }

    /** The whole page. */
    public String text() {
        return out + "</main>\n</body>\n</html>\n";
    }
}
