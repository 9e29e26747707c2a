package org.l1ring.cli;

import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.logging.Logger;
import org.l1ring.console.CountProgress;
import org.l1ring.frame.FrameFileHeader;
import org.l1ring.frame.FrameFileWriter;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.OrbitWriter;
import org.l1ring.report.Units;
import org.l1ring.scouting.ScoutingWriter;
import org.l1ring.source.OrbitReader;
import org.l1ring.wire.KafkaName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verb feed: the simulated stream as a file or as a run of a topic. */
@Command(
        name = "feed",
        description = {
            "Writes a simulated stream of bunch crossings to a file or a Kafka topic.",
            "",
            "Every orbit has 3564 crossings, empty ones included; each crossing is generated anew"
                    + " unless --repeat says otherwise. docs/feed.md says what is in it,"
                    + " docs/stream-formats.md how a file is laid out, docs/kafka.md how a topic"
                    + " is used."
        },
        footer = {
            "",
            "Examples:",
            "  l1ring feed -o frames.l1f --orbits 100",
            "  l1ring feed -o ttbar.l1f --signal ttbar --signal-fraction 0.01 --seed 7",
            "  l1ring run --source frames.l1f --rate max",
            "  l1ring feed -o kafka:frames --repeat 256 --orbits 10000",
            "  l1ring feed --from frames.l1f -o kafka:frames --slice 640 --zero-suppress"
        })
final class FeedCommand implements Callable<Integer> {
    private static final Logger LOG = Logger.getLogger(FeedCommand.class.getName());
    private static final long DEFAULT_ORBITS = 100;

    @Mixin private CommonOptions common;
    @Mixin private FeedArguments feed;
    @Mixin private FeedTopicArguments topic;
    @Spec private CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE|kafka:TOPIC",
            required = true,
            description = "File to write (.l1f), or topic to write a run into.")
    private String output;

    @Option(
            names = "--orbits",
            paramLabel = "N",
            description = "Orbits to write (default: 100, or all of --from).")
    private Long orbits;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description =
                    "Write the crossings of a file instead of simulated ones: a frame file, the Global"
                            + " Trigger's text vectors or a raw file of L1 scouting.")
    private Path from;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            description = "Generate N orbits and repeat them, as run does with 256.")
    private Integer repeat;

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            defaultValue = "objects",
            description =
                    "objects: trigger objects as 64 fields of 16 bits; gt: the Global Trigger's own"
                            + " words, taus and all twelve objects of a kind included, 80 words of 32"
                            + " bits; scouting: the same as a raw file of L1 scouting (default: ${DEFAULT-VALUE}).")
    private FeedFrames.Layout layout;

    @Override
    public Integer call() {
        if (orbits != null && orbits < 1) {
            throw new IllegalArgumentException(
                    "--orbits: expected at least 1, got " + orbits + "; write one or more");
        }
        if (from != null && repeat != null) {
            throw new IllegalArgumentException(
                    "--from, --repeat: expected one of them, got both; leave one out");
        }
        if (scouting() && KafkaName.isTopic(output)) {
            throw new IllegalArgumentException(
                    "--layout scouting: expected a file to write, got a topic; topics take --layout"
                            + " gt");
        }
        PrintWriter err = spec.commandLine().getErr();
        if (KafkaName.isTopic(output)) {
            TopicFeed sender = new TopicFeed(KafkaName.topic(output), topic);
            try (FeedFrames frames = frames()) {
                sender.send(frames, planned(frames), err, common.quiet());
            }
        } else {
            FeedTopicArguments.checkUnused(spec);
            try (FeedFrames frames = frames()) {
                write(frames, planned(frames), err);
            }
        }
        return 0;
    }

    private boolean scouting() {
        return layout == FeedFrames.Layout.SCOUTING;
    }

    private OrbitWriter writer(FrameFileHeader header) {
        Path file = Path.of(output);
        if (!scouting()) {
            return new FrameFileWriter(file, header);
        }
        if (!header.layout().equals(FrameLayout.TRIGGER_WORDS)) {
            throw new IllegalArgumentException(
                    "%s: expected frames of layout words for --layout scouting, got %s; write them with"
                                    .formatted(from, header.layout().name())
                            + " feed --layout gt");
        }
        return new ScoutingWriter(file);
    }

    private FeedFrames frames() {
        if (from != null) {
            return FeedFrames.recorded(from);
        }
        if (repeat != null) {
            LOG.info("generating " + Units.count(repeat, "orbit"));
            return FeedFrames.repeated(feed.options(), layout, repeat);
        }
        return FeedFrames.generated(feed.options(), layout);
    }

    private long planned(FeedFrames frames) {
        long most = orbits != null ? orbits : from != null ? Long.MAX_VALUE : DEFAULT_ORBITS;
        return Math.min(most, frames.orbits());
    }

    private void write(FeedFrames frames, long planned, PrintWriter err) {
        FrameFileHeader header = frames.header();
        try (Arena arena = Arena.ofConfined();
                OrbitReader reader = new OrbitReader(frames.source());
                OrbitWriter writer = writer(header);
                CountProgress progress =
                        new CountProgress("orbits", planned, err, common.quiet())) {
            MemorySegment memory = arena.allocate(header.layout().orbitBytes(), 64);
            for (long orbit = 0; orbit < planned; orbit++) {
                if (reader.read(orbit, memory, 0)) {
                    writer.write(orbit, memory, 0);
                    progress.at(orbit + 1);
                }
            }
            writer.finish();
        }
        String what = header.scheme().isEmpty() ? header.source() : header.scheme();
        LOG.info("%s: %,d orbits of %s".formatted(output, planned, what));
    }
}
