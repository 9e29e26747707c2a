package org.l1ring.power;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The worst path of OpenSTA's report.
 *
 * @param slackNanos of it, negative if the clock is missed
 * @param arrivalNanos at its end, from the clock edge
 * @param from where it begins
 * @param to where it ends
 */
record TimingReport(double slackNanos, double arrivalNanos, String from, String to) {

    /**
     * Reads a report of paths.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it has no path to a setup check
     */
    static TimingReport read(Path file) throws IOException {
        try {
            return worst(file);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw none(file, "a damaged one", e);
        }
    }

    private static IllegalArgumentException none(Path file, String got, Exception cause) {
        return new IllegalArgumentException(
                "%s: expected OpenSTA's report of a path, got %s; run make sta anew"
                        .formatted(file, got),
                cause);
    }

    private static TimingReport worst(Path file) throws IOException {
        TimingReport worst = null;
        String from = "";
        String to = "";
        boolean setup = false;
        double arrival = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            String[] words = line.strip().split("\\s+", -1);
            if (line.startsWith("Startpoint: ")) {
                from = words[1];
            } else if (line.startsWith("Endpoint: ")) {
                to = words[1];
            } else if (line.startsWith("Path Type: ")) {
                setup = words[2].equals("max");
                arrival = 0;
            } else if (line.endsWith("data arrival time") && arrival == 0) {
                arrival = Double.parseDouble(words[0]);
            } else if (setup && words.length == 3 && words[1].equals("slack")) {
                double slack = Double.parseDouble(words[0]);
                if (worst == null || slack < worst.slackNanos) {
                    worst = new TimingReport(slack, arrival, from, to);
                }
            }
        }
        if (worst == null) {
            throw none(file, "none", null);
        }
        return worst;
    }
}
