package org.l1ring.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.l1ring.ring.Rate;
import org.l1ring.sink.WhenFull;
import org.l1ring.wire.KafkaName;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a run that say which topics take part. */
final class KafkaArguments {

    @Option(
            names = "--sink",
            paramLabel = "kafka:TOPIC",
            description = "Topic that gets the accepts, beside accepts.l1a; may be repeated.")
    private List<String> sinks = new ArrayList<>();

    @Option(
            names = "--sink-frames",
            paramLabel = "kafka:TOPIC",
            description = "Topic that gets the frames of accepted crossings; may be repeated.")
    private List<String> frameSinks = new ArrayList<>();

    @Option(
            names = "--sink-full",
            paramLabel = "drop|wait",
            description =
                    "When a broker does not keep up: drop and count orbits, or let the run wait"
                            + " (default: drop in a paced run, else wait).")
    private WhenFull full;

    @Option(
            names = "--run",
            paramLabel = "N",
            description =
                    "Number of the run: to read from the source's topic (default: the newest), and"
                            + " of the records sent (default: that of the source, else the time in"
                            + " seconds).")
    private Long run;

    @Mixin private KafkaConfig config;

    /**
     * Checks what was given.
     *
     * @param source the run's source
     * @return whether any topic takes part
     */
    boolean check(String source) {
        List<String> outputs = new ArrayList<>(sinks);
        outputs.addAll(frameSinks);
        Set<String> seen = new HashSet<>();
        for (String output : outputs) {
            if (!seen.add(KafkaName.topic(output))) {
                throw new IllegalArgumentException(
                        "--sink, --sink-frames: expected each topic once, got "
                                + output
                                + " again; name another");
            }
        }
        boolean replay = KafkaName.isTopic(source);
        if (replay && seen.contains(KafkaName.topic(source))) {
            throw new IllegalArgumentException(
                    "--sink: expected another topic than that of --source, got " + source);
        }
        if (run != null && run < 0) {
            throw new IllegalArgumentException("--run: expected 0 or more, got " + run);
        }
        if (outputs.isEmpty() && full != null) {
            throw new IllegalArgumentException(
                    "--sink-full: expected a sink, got none; add --sink kafka:TOPIC");
        }
        boolean used = replay || !outputs.isEmpty();
        if (!used && (run != null || config.file() != null)) {
            throw new IllegalArgumentException(
                    (run != null ? "--run" : "--kafka-config")
                            + ": expected a topic, got none; add --source kafka:TOPIC or --sink"
                            + " kafka:TOPIC");
        }
        return used;
    }

    /** Whether the process is to be one of a group that shares the work. */
    boolean group(String source, Rate pace) {
        boolean sends = !sinks.isEmpty() || !frameSinks.isEmpty();
        boolean group = KafkaName.isTopic(source) && sends && !pace.paced();
        if (group && (run != null || full != null)) {
            throw new IllegalArgumentException(
                    "--run, --sink-full: expected neither, as a group takes every run and loses"
                            + " none; leave them out, or give a pace with --rate");
        }
        return group;
    }

    /** Topics for accepts. */
    List<String> sinks() {
        return sinks.stream().map(KafkaName::topic).toList();
    }

    /** Topics for accepted frames. */
    List<String> frameSinks() {
        return frameSinks.stream().map(KafkaName::topic).toList();
    }

    /** What happens when a broker does not keep up with a run of the given pace. */
    WhenFull full(Rate pace) {
        return full != null ? full : pace.paced() ? WhenFull.DROP : WhenFull.WAIT;
    }

    /** The number given. */
    OptionalLong run() {
        return run == null ? OptionalLong.empty() : OptionalLong.of(run);
    }

    /** File of client properties, or null. */
    Path config() {
        return config.file();
    }
}
