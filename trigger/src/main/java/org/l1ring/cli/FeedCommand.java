package org.l1ring.cli;

import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.logging.Logger;
import org.l1ring.console.CountProgress;
import org.l1ring.feed.FeedOptions;
import org.l1ring.feed.OrbitGenerator;
import org.l1ring.frame.FrameFileHeader;
import org.l1ring.frame.FrameFileWriter;
import org.l1ring.frame.FrameLayout;
import org.l1ring.source.SimulatedSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verb feed: the simulated stream as a file. */
@Command(
        name = "feed",
        description = {
            "Writes a simulated stream of bunch crossings to a frame file.",
            "",
            "Every orbit has 3564 crossings, empty ones included; each crossing is generated anew."
                    + " docs/feed.md says what is in it, docs/stream-formats.md how it is laid"
                    + " out."
        },
        footer = {
            "",
            "Examples:",
            "  l1ring feed -o frames.l1f --orbits 100",
            "  l1ring feed -o ttbar.l1f --signal ttbar --signal-fraction 0.01 --seed 7",
            "  l1ring run --source frames.l1f --rate max"
        })
final class FeedCommand implements Callable<Integer> {
    private static final Logger LOG = Logger.getLogger(FeedCommand.class.getName());

    @Mixin private CommonOptions common;
    @Mixin private FeedArguments feed;
    @Spec private CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "Frame file to write (.l1f).")
    private Path output;

    @Option(
            names = "--orbits",
            paramLabel = "N",
            defaultValue = "100",
            description = "Orbits to write (default: ${DEFAULT-VALUE}).")
    private int orbits;

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            defaultValue = "objects",
            description =
                    "objects: trigger objects as 64 fields of 16 bits; gt: the Global Trigger's own"
                            + " words, taus and all twelve objects of a kind included, 80 words of 32"
                            + " bits (default: ${DEFAULT-VALUE}).")
    private Layout layout;

    /** What a frame holds. */
    enum Layout {
        OBJECTS,
        GT;

        private FrameLayout frames() {
            return switch (this) {
                case OBJECTS -> FrameLayout.OBJECTS;
                case GT -> FrameLayout.TRIGGER_WORDS;
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() {
        if (orbits < 1) {
            throw new IllegalArgumentException(
                    "--orbits: expected at least 1, got " + orbits + "; write one or more");
        }
        FeedOptions options = feed.options();
        OrbitGenerator generator = new OrbitGenerator(options);
        PrintWriter err = spec.commandLine().getErr();
        FrameFileHeader header =
                new FrameFileHeader(
                        layout.frames(),
                        SimulatedSource.describe(options),
                        options.scheme().name(),
                        options.seed());
        try (Arena arena = Arena.ofConfined();
                FrameFileWriter writer = new FrameFileWriter(output, header);
                CountProgress progress = new CountProgress("orbits", orbits, err, common.quiet())) {
            MemorySegment frames = arena.allocate(layout.frames().orbitBytes(), 64);
            for (int orbit = 0; orbit < orbits; orbit++) {
                switch (layout) {
                    case OBJECTS -> generator.fillOrbit(orbit, frames, 0);
                    case GT -> generator.fillWords(orbit, frames, 0);
                }
                writer.write(orbit, frames, 0);
                progress.at(orbit + 1L);
            }
            writer.finish();
        }
        LOG.info("%s: %,d orbits of %s".formatted(output, orbits, options.scheme().name()));
        return 0;
    }
}
