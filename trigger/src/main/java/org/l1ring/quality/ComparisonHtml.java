package org.l1ring.quality;

import java.util.List;
import org.l1ring.concentrator.Algorithm;
import org.l1ring.report.BuildInfo;
import org.l1ring.report.HtmlPage;
import org.l1ring.report.Units;

/** A comparison as one page that needs no other file: a table to sort, and plots. */
final class ComparisonHtml {
    private ComparisonHtml() {}

    /** HTML that is well-formed XML, too. */
    static String of(ComparisonReport report, String command) {
        HtmlPage page = new HtmlPage("L1Ring ECON-T algorithms at equal links");
        page.element("h1", "ECON-T algorithms at equal links");
        page.element("p class=\"lead\"", ComparisonText.sample(report.options()));
        page.open("ul");
        report.notes().forEach(note -> page.element("li", note));
        page.close("ul");
        table(report, page);
        ComparisonPlots plots = new ComparisonPlots(report);
        page.figure(
                "Energy Mover's Distance against links",
                plots.distanceByLinks(),
                "Mean over crossings of which something was decoded, in distances of neighbouring"
                        + " sensor cells. Broken line: the repeater.");
        page.figure(
                "Energy resolution against links",
                plots.resolutionByLinks(),
                "Standard deviation of (decoded - true) / true, of the sum of the decoded cells."
                        + " Broken line: the repeater.");
        for (int links : report.options().links()) {
            String on = " on " + Units.count(links, "link");
            page.figure(
                    "Distance against occupancy" + on,
                    plots.distanceByOccupancy(links),
                    "Mean with its error in bins of cells with at least one minimum-ionising"
                            + " particle.");
            page.figure(
                    "Resolution against energy" + on,
                    plots.resolutionByEnergy(links),
                    "Standard deviation of (decoded - true) / true in bins of the module's true"
                            + " energy, of the sum of the decoded cells.");
        }
        settings(command, page);
        page.sortable();
        return page.text();
    }

    private static void table(ComparisonReport report, HtmlPage page) {
        page.element(
                "p class=\"lead\"",
                "Values: cells, sums or latent values that are sent in the mean. Use: part of the"
                        + " links' bits that frames fill. EMD and RMS: mean and root mean square of"
                        + " the distance. Empty: crossings of which no cell was decoded, which have"
                        + " no distance. Bias and resolution: mean and standard deviation of"
                        + " (decoded - true) / true, of the sum of the decoded cells, then of the"
                        + " module sum where one is sent. Dropped: crossings whose content the"
                        + " buffer dropped.");
        page.openTable("figures named sortable", ComparisonText.heads());
        for (ChannelFigures channel : report.channels()) {
            List<String> cells = ComparisonText.row(channel);
            page.row(cells.getFirst(), cells.subList(1, cells.size()));
        }
        page.closeTable();
        page.openTable("settings", List.of());
        for (ChannelFigures channel : report.of(Algorithm.THRESHOLD)) {
            page.row(
                    "threshold on " + Units.count(channel.links(), "link"),
                    List.of(ComparisonText.threshold(channel)));
        }
        page.closeTable();
    }

    private static void settings(String command, HtmlPage page) {
        BuildInfo build = BuildInfo.current();
        page.element("h2", "Settings");
        page.openTable("settings", List.of());
        page.row("command", List.of(command));
        page.row("L1Ring", List.of("%s, commit %s".formatted(build.version(), build.commit())));
        page.row("JDK", List.of(build.jdk()));
        page.closeTable();
    }
}
