package org.l1ring.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The report as one self-contained page. */
public final class ReportHtml {
    private ReportHtml() {}

    /**
     * The page as text.
     *
     * @param report what the run has to say
     * @return HTML that is well-formed XML, too
     */
    public static String of(RunReport report) {
        return """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"/><title>%s</title></head>
        <body><pre>%s</pre></body></html>
        """
                .formatted(
                        escape("L1Ring run of " + report.trigger().model()),
                        escape(ReportText.of(report, StandardCharsets.UTF_8)));
    }

    /**
     * Writes the page; the file has its name once it is whole.
     *
     * @param report what the run has to say
     * @param file the file to write
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public static void write(RunReport report, Path file) {
        ReportFile.write(file, of(report));
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
