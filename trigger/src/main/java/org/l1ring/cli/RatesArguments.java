package org.l1ring.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.l1ring.feed.FeedOptions;
import org.l1ring.feed.lhc.FillingScheme;
import org.l1ring.feed.physics.Signal;
import org.l1ring.rates.FeedStream;
import org.l1ring.rates.FileStream;
import org.l1ring.rates.OrbitStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that say over which crossings rates are counted. */
final class RatesArguments {
    private static final long DEFAULT_ORBITS = 200;
    private static final List<String> FEED_OPTIONS =
            List.of("--pile-up", "--pile-ups", "--seed", "--scheme", "--signal");

    @Option(
            names = "--source",
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "Test vectors or frame files of the layout gt instead of the simulated feed.")
    private List<Path> files = List.of();

    @Option(
            names = "--orbits",
            paramLabel = "N",
            description = "Orbits to count (default: 200, or all of --source).")
    private Long orbits;

    @Option(
            names = "--pile-up",
            paramLabel = "MU",
            defaultValue = "60",
            description = "Mean number of collisions in a colliding crossing (default: 60).")
    private double pileUp;

    @Option(
            names = "--pile-ups",
            split = ",",
            paramLabel = "MU",
            description =
                    "Count as many orbits at each of these pile-ups, too, and fit the rates as"
                            + " a mu + b mu^2.")
    private List<Double> pileUps = List.of();

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Seed of the feed; the same seed gives the same rates (default: 1).")
    private long seed;

    @Option(
            names = "--scheme",
            paramLabel = "SCHEME",
            defaultValue = "default",
            description = "Filling scheme, as for feed (default: 2760 bunches).")
    private String scheme;

    @Option(
            names = "--signal",
            arity = "1..*",
            split = ",",
            paramLabel = "NAME",
            description = {
                "Efficiencies for these signals: ttbar, h-aa-4b, z-mumu, vbf-h, suep, black-hole,",
                "or all of them: all."
            })
    private List<String> signals = List.of();

    @Option(
            names = "--signal-orbits",
            paramLabel = "N",
            defaultValue = "4",
            description =
                    "Orbits of each signal; all of their colliding crossings hold it (default:"
                            + " ${DEFAULT-VALUE}).")
    private long signalOrbits;

    /** Checks what can be checked before any work. */
    void check(CommandSpec spec) {
        positive("--orbits", orbits());
        positive("--signal-orbits", signalOrbits);
        if (!files.isEmpty()) {
            for (String option : FEED_OPTIONS) {
                if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                    throw new IllegalArgumentException(
                            "--source, %s: expected one of them, got both; leave one out"
                                    .formatted(option));
                }
            }
        }
        for (double each : pileUps) {
            if (!(each > 0)) {
                throw new IllegalArgumentException(
                        "--pile-ups: expected numbers above 0, got %s; correct it".formatted(each));
            }
            options().withPileUp(each);
        }
        if (pileUps.stream().distinct().count() == 1) {
            throw new IllegalArgumentException(
                    "--pile-ups: expected two different ones or more, got one; give more");
        }
        signals();
    }

    private static void positive(String option, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "%s: expected at least 1, got %d; count one or more".formatted(option, value));
        }
    }

    /** The feed's options. */
    FeedOptions options() {
        return FeedOptions.standard()
                .withSeed(seed)
                .withScheme(FillingScheme.parse(scheme))
                .withPileUp(pileUp);
    }

    /** Whether the crossings come from the simulated feed. */
    boolean simulated() {
        return files.isEmpty();
    }

    /** The stream whose rates are counted. */
    OrbitStream stream() {
        return simulated()
                ? new FeedStream(options(), orbits())
                : new FileStream(files, orbits == null ? Long.MAX_VALUE : orbits);
    }

    long orbits() {
        return orbits == null ? DEFAULT_ORBITS : orbits;
    }

    List<Double> pileUps() {
        return pileUps;
    }

    long signalOrbits() {
        return signalOrbits;
    }

    /** The signals that are asked for. */
    List<Signal> signals() {
        List<Signal> found = new ArrayList<>();
        for (String name : signals) {
            if (name.equals("all")) {
                found.addAll(List.of(Signal.values()));
            } else {
                found.add(Signal.named(name));
            }
        }
        return found.stream().filter(signal -> signal != Signal.NONE).distinct().toList();
    }
}
