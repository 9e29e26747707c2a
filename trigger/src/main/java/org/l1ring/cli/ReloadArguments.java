package org.l1ring.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.l1ring.kernel.Engine;
import org.l1ring.model.ParameterImage;
import org.l1ring.ring.ScorerSchedule;
import org.l1ring.run.StreamModel;
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

    /** The model with the weights of an image, and the first orbit that they serve. */
    private record Reload(long orbit, StreamModel model) {}

    /**
     * The model's own weights and those that follow.
     *
     * @param threshold of all of them
     * @throws org.l1ring.model.ModelException if an image is none or one of another layout
     */
    ScorerSchedule schedule(StreamModel model, long threshold, Engine engine) throws IOException {
        List<Reload> read = new ArrayList<>();
        for (String reload : reloads) {
            int at = reload.lastIndexOf('@');
            String orbit = reload.substring(at + 1);
            if (at < 1 || !orbit.matches("[1-9]\\d{0,11}")) {
                throw new IllegalArgumentException(
                        "--reload: expected FILE@ORBIT with an orbit from 1 on, got '%s'"
                                .formatted(reload));
            }
            String file = reload.substring(0, at);
            long[] raw = ParameterImage.read(Path.of(file)).raw(model.model(), file);
            read.add(new Reload(Long.parseLong(orbit), model.reloaded(raw)));
        }
        ScorerSchedule schedule = ScorerSchedule.of(() -> model.scorer(threshold, engine));
        for (Reload reload : read) {
            schedule =
                    schedule.then(reload.orbit(), () -> reload.model().scorer(threshold, engine));
        }
        return schedule;
    }
}
