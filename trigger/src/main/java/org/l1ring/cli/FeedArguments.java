package org.l1ring.cli;

import org.l1ring.feed.FeedOptions;
import org.l1ring.feed.lhc.FillingScheme;
import org.l1ring.feed.physics.Signal;
import picocli.CommandLine.Option;

/** The options that say what a simulated stream is made of. */
final class FeedArguments {

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Seed of the stream; the same seed gives the same bits (default: 1).")
    private long seed;

    @Option(
            names = "--scheme",
            paramLabel = "SCHEME",
            defaultValue = "default",
            description = {
                "Filling scheme: default (2760 bunches), a JSON or LPC CSV file, or run lengths",
                "such as \"(112,72)(191,72)\"."
            })
    private String scheme;

    @Option(
            names = "--pile-up",
            paramLabel = "MU",
            defaultValue = "60",
            description = "Mean number of collisions in a colliding crossing (default: 60).")
    private double pileUp;

    @Option(
            names = "--signal",
            paramLabel = "NAME",
            description = "Signal to inject: ttbar, h-aa-4b, z-mumu, vbf-h, suep, black-hole.")
    private String signal;

    @Option(
            names = "--signal-fraction",
            paramLabel = "F",
            description =
                    "Part of the colliding crossings that get the signal (default: 0.001 when a"
                            + " signal is named).")
    private Double signalFraction;

    long seed() {
        return seed;
    }

    /** The feed's options. */
    FeedOptions options() {
        FeedOptions options =
                FeedOptions.standard()
                        .withSeed(seed)
                        .withScheme(FillingScheme.parse(scheme))
                        .withPileUp(pileUp);
        if (signal == null) {
            return signalFraction == null
                    ? options
                    : options.withSignal(Signal.NONE, signalFraction);
        }
        return options.withSignal(
                Signal.named(signal), signalFraction == null ? 0.001 : signalFraction);
    }
}
