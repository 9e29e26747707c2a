package org.l1ring.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.l1ring.kernel.BlockScorer;
import org.l1ring.model.Model;
import org.l1ring.model.ParameterImage;
import org.l1ring.ring.ScorerSchedule;
import picocli.CommandLine.Option;

/** The option that loads weights into a running stream. */
final class ReloadArguments {

    @Option(
            names = "--reload",
            paramLabel = "FILE@ORBIT",
            description =
                    "Parameter image whose weights serve from crossing 0 of this orbit on;"
                            + " repeatable, orbits ascending.")
    private List<String> reloads = List.of();

    /** Refuses the option where no single model decides. */
    void requireNone(String what) {
        if (!reloads.isEmpty()) {
            throw new IllegalArgumentException(
                    "--reload: expected a model in one process, got %s; leave it out"
                            .formatted(what));
        }
    }

    /**
     * A model's own weights and those that follow. All images are read and checked here.
     *
     * @param model that the images are for
     * @param own what serves from the beginning
     * @param orbits of the run, if it is not over before
     * @param reloaded makes what serves with other raw parameters
     * @throws IllegalArgumentException if an orbit is not above the one before, or not in the run
     * @throws org.l1ring.model.ModelException if an image is none or one of another layout
     */
    ScorerSchedule schedule(
            Model model,
            ScorerSchedule own,
            long orbits,
            Function<long[], Supplier<? extends BlockScorer>> reloaded)
            throws IOException {
        ScorerSchedule schedule = own;
        long last = 0;
        for (String reload : reloads) {
            int at = reload.lastIndexOf('@');
            String orbit = reload.substring(at + 1);
            if (at < 1 || !orbit.matches("[1-9]\\d{0,11}")) {
                throw new IllegalArgumentException(
                        "--reload: expected FILE@ORBIT with an orbit from 1 on, got '%s'"
                                .formatted(reload));
            }
            String file = reload.substring(0, at);
            long from = Long.parseLong(orbit);
            if (from <= last) {
                throw new IllegalArgumentException(
                        "--reload: expected an orbit above %d, that of the image before, got '%s'"
                                .formatted(last, reload));
            }
            if (from >= orbits) {
                throw new IllegalArgumentException(
                        "--reload: expected an orbit below %d, as the run has so many, got '%s'"
                                .formatted(orbits, reload));
            }
            last = from;
            long[] raw = ParameterImage.read(Path.of(file)).raw(model, file);
            schedule = schedule.then(from, reloaded.apply(raw));
        }
        return schedule;
    }
}
