package org.l1ring.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import org.l1ring.console.CountProgress;
import org.l1ring.frame.TextFile;
import org.l1ring.kafka.GroupOptions;
import org.l1ring.kafka.GroupProgress;
import org.l1ring.kafka.GroupReport;
import org.l1ring.kafka.GroupRun;
import org.l1ring.kafka.KafkaSettings;
import org.l1ring.kernel.Engine;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;
import org.l1ring.run.ModelSelection;
import org.l1ring.run.StreamModel;
import org.l1ring.wire.KafkaName;

/** A run from one Kafka topic to another, as a member of a group. */
final class GroupMember {
    private static final Logger LOG = Logger.getLogger(GroupMember.class.getName());
    private static final long LINE_NANOS = 5_000_000_000L;

    private final ModelSelection selection;
    private final Engine engine;
    private final Path output;
    private final boolean quiet;
    private final PrintWriter out;
    private final PrintWriter err;

    /**
     * A member.
     *
     * @param selection the model and its threshold
     * @param engine what computes
     * @param output folder for report.json
     * @param quiet whether to leave out progress
     * @param out where the report goes
     * @param err where progress goes
     */
    GroupMember(
            ModelSelection selection,
            Engine engine,
            Path output,
            boolean quiet,
            PrintWriter out,
            PrintWriter err) {
        this.selection = selection;
        this.engine = engine;
        this.output = output;
        this.quiet = quiet;
        this.out = out;
        this.err = err;
    }

    /**
     * Works until the run has been decided, or Ctrl-C.
     *
     * @param kafka topics and clients
     * @param group what the member does
     * @param source of the run
     * @param threads scoring threads
     */
    void run(KafkaArguments kafka, GroupArguments group, String source, int threads)
            throws InterruptedException {
        GroupOptions options =
                group.options(
                        KafkaName.topic(source),
                        one("--sink", kafka.sinks()).orElseThrow(GroupMember::noSink),
                        one("--sink-frames", kafka.frameSinks()),
                        threads);
        Model model = selection.read();
        long threshold = threshold(model);
        GroupRun member =
                new GroupRun(
                        KafkaSettings.read(kafka.config()),
                        options,
                        layouts(model),
                        threshold,
                        engine);
        member.prepare();
        LOG.info(
                "group %s: %s of %s to %s with %s >= %d"
                        .formatted(
                                options.group(),
                                options.role(),
                                options.frames(),
                                options.accepts(),
                                model.name(),
                                threshold));
        try (Interrupt interrupt =
                        new Interrupt("the member did not end in time; its report is missing");
                CountProgress progress = new CountProgress("crossings scored", 0, err, quiet)) {
            interrupt.stops(member::stop);
            long[] next = {System.nanoTime() + LINE_NANOS};
            GroupReport report =
                    member.run(now -> {
                        progress.at(now.crossings());
                        if (System.nanoTime() > next[0]) {
                            next[0] += LINE_NANOS;
                            LOG.info(line(now));
                        }
                    });
            Path json = output.resolve("report.json");
            TextFile.write(json, report.json());
            out.print(report.text());
            out.println("files        " + json);
            out.flush();
        }
    }

    private static Optional<String> one(String option, List<String> topics) {
        if (topics.size() > 1) {
            throw new IllegalArgumentException(
                    option + ": expected one topic for a group, got " + topics);
        }
        return topics.stream().findFirst();
    }

    private static IllegalArgumentException noSink() {
        return new IllegalArgumentException(
                "--sink: expected a topic for the accepts of a group, got none; add --sink"
                        + " kafka:TOPIC");
    }

    private static String line(GroupProgress now) {
        return "%,d crossings scored, %s left, run %s, orbit %,d%s, %d put aside, begun again %d times"
                .formatted(
                        now.crossings(),
                        now.backlog() < 0 ? "?" : "%,d records".formatted(now.backlog()),
                        now.run() < 0 ? "-" : String.valueOf(now.run()),
                        now.orbits(),
                        now.deciding() ? " decided here" : "",
                        now.deadLetters(),
                        now.retries());
    }

    /** All members must decide alike, so nothing is calibrated. */
    private long threshold(Model model) {
        if (selection.threshold() != null) {
            return selection.threshold();
        }
        if (selection.rateKhz() == null && model.threshold().isPresent()) {
            return model.threshold().get().raw();
        }
        throw new IllegalArgumentException(
                "--threshold: expected a raw score, as all members of a group must decide alike;"
                        + " `l1ring run --model` without Kafka calibrates one and prints it");
    }

    /** The model on Level-1 objects, if it can read them, and on its own columns. */
    private List<StreamModel> layouts(Model model) {
        List<StreamModel> layouts = new ArrayList<>();
        try {
            layouts.add(StreamModel.onObjects(model, selection.score()));
        } catch (ModelException e) {
            LOG.fine(e.getMessage());
        }
        layouts.add(StreamModel.onColumns(model, selection.score()));
        return layouts;
    }
}
