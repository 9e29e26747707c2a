package org.l1ring.rates;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.l1ring.frame.TextFile;

/** The files of a report. */
public final class RateFiles {
    private final Path folder;
    private final List<Path> written = new ArrayList<>();

    private RateFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes rates.csv, overlap.csv, rates.json and rates.html, and efficiency.csv and pileup.csv
     * if there are any; each has its name once it is whole.
     *
     * @param report to write
     * @param folder that exists
     * @return the files
     * @throws java.io.UncheckedIOException if one cannot be written
     */
    public static List<Path> write(RateReport report, Path folder) {
        RateFiles files = new RateFiles(folder);
        files.add("rates.csv", RateCsv.rates(report));
        files.add("overlap.csv", RateCsv.overlaps(report));
        if (!report.pileUps().isEmpty()) {
            files.add("pileup.csv", RateCsv.pileUps(report));
        }
        if (!report.signals().isEmpty()) {
            files.add("efficiency.csv", RateCsv.efficiencies(report));
        }
        files.add("rates.json", RateJson.of(report));
        files.add("rates.html", RateHtml.of(report));
        return List.copyOf(files.written);
    }

    private void add(String name, String text) {
        Path file = folder.resolve(name);
        TextFile.write(file, text);
        written.add(file);
    }
}
