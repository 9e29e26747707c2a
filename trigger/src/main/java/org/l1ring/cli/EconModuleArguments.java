package org.l1ring.cli;

import picocli.CommandLine.Option;

/** The simulated module whose crossings go through a chain. */
final class EconModuleArguments {
    private static final double MOST = 500;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the module's crossings (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--pile-up",
            paramLabel = "N",
            defaultValue = "8",
            description =
                    "Mean number of pile-up deposits in a crossing, 0 to 500 (default:"
                            + " ${DEFAULT-VALUE}).")
    private double pileUp;

    @Option(
            names = "--showers",
            paramLabel = "N",
            defaultValue = "0.1",
            description =
                    "Mean number of showers in a crossing, 0 to 500 (default: ${DEFAULT-VALUE}).")
    private double showers;

    long seed() {
        return seed;
    }

    /**
     * Mean number of pile-up deposits in a crossing.
     *
     * @throws IllegalArgumentException if it is not 0 to 500
     */
    double pileUp() {
        return checked("--pile-up", pileUp);
    }

    /**
     * Mean number of showers in a crossing.
     *
     * @throws IllegalArgumentException if it is not 0 to 500
     */
    double showers() {
        return checked("--showers", showers);
    }

    private static double checked(String option, double mean) {
        if (!(mean >= 0 && mean <= MOST)) {
            throw new IllegalArgumentException(
                    "%s: expected 0 to 500, got %s".formatted(option, mean));
        }
        return mean;
    }
}
