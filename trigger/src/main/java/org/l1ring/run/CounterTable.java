package org.l1ring.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.l1ring.decision.FinalDecision;
import org.l1ring.frame.PendingText;
import org.l1ring.menu.Algorithm;
import org.l1ring.table.CsvCell;

/**
 * The counters of a menu's algorithms as CSV, a line for each luminosity section and algorithm; the
 * last section may be cut short.
 */
final class CounterTable implements AutoCloseable {
    private final PendingText file;
    private final List<Algorithm> algorithms;
    private long section = 1;

    CounterTable(Path path, List<Algorithm> algorithms) {
        this.algorithms = algorithms;
        try {
            this.file = new PendingText(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        line("section,index,name,before,after,accepted");
    }

    private void line(String text) {
        try {
            file.writer().write(text + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the luminosity section that has just ended. */
    void ended(FinalDecision decision) {
        write(
                decision.beforePrescale().latched(),
                decision.afterPrescale().latched(),
                decision.afterDeadTime().latched());
    }

    /** Writes the section that goes on, and completes the file. */
    void finish(FinalDecision decision) {
        write(
                decision.beforePrescale().running(),
                decision.afterPrescale().running(),
                decision.afterDeadTime().running());
        try {
            file.commit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(List<Long> before, List<Long> after, List<Long> accepted) {
        for (int i = 0; i < algorithms.size(); i++) {
            Algorithm algorithm = algorithms.get(i);
            line(
                    "%d,%d,%s,%d,%d,%d"
                            .formatted(
                                    section,
                                    algorithm.index(),
                                    CsvCell.of(algorithm.name()),
                                    before.get(i),
                                    after.get(i),
                                    accepted.get(i)));
        }
        section++;
    }

    @Override
    public void close() {
        file.close();
    }
}
