package org.l1ring.cli;

import java.nio.file.Path;
import java.util.List;
import org.l1ring.ring.Rate;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The options of a feed that goes to a topic. */
final class FeedTopicArguments {
    private static final List<String> NAMES =
            List.of(
                    "--kafka-config",
                    "--run",
                    "--partitions",
                    "--slice",
                    "--zero-suppress",
                    "--rate");

    @Mixin private KafkaConfig config;

    @Option(
            names = "--run",
            paramLabel = "N",
            description =
                    "Number of the run, above those in the topic (default: the time in seconds, or"
                            + " more).")
    private Long run;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "4",
            description = "Partitions of a topic that does not exist yet (default: 4).")
    private int partitions;

    @Option(
            names = "--slice",
            paramLabel = "CROSSINGS",
            defaultValue = "3564",
            description =
                    "Crossings of a record: a multiple of 64, or 3564, one orbit (default: 3564).")
    private int slice;

    @Option(names = "--zero-suppress", description = "Leave out empty crossings.")
    private boolean suppress;

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            defaultValue = "max",
            description = "max, realtime (40.08 MHz), or a number of MHz (default: max).")
    private String rate;

    /** Checks that none of the options was given without a topic. */
    static void checkUnused(CommandSpec spec) {
        ParseResult parsed = spec.commandLine().getParseResult();
        for (String name : NAMES) {
            if (parsed.hasMatchedOption(name)) {
                throw new IllegalArgumentException(
                        name + ": expected a topic to write to, got a file; use -o kafka:TOPIC");
            }
        }
    }

    Path config() {
        return config.file();
    }

    /** The number given, or null. */
    Long run() {
        return run;
    }

    int partitions() {
        return partitions;
    }

    int slice() {
        return slice;
    }

    boolean suppress() {
        return suppress;
    }

    Rate rate() {
        return Rate.parse(rate);
    }
}
