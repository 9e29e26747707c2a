package org.l1ring.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.l1ring.asic.AsicOptions;
import picocli.CommandLine.Option;

/** The options of firmware for standard cells. */
final class AsicArguments {

    @Option(
            names = "--weights",
            paramLabel = "registers|constant",
            description =
                    "asic: weights in registers, loaded over I2C, or part of the logic"
                            + " (default: registers).")
    private AsicOptions.Weights weights;

    @Option(
            names = "--protection",
            paramLabel = "none|state|full",
            description =
                    "asic: nothing; three replicas of every register and a voter; a voter for each"
                            + " replica, and held state voted in every cycle (default: full).")
    private AsicOptions.Protection protection;

    @Option(
            names = "--liberty",
            paramLabel = "FILE",
            description =
                    "asic: cell library of the scripts (default: that of qflow-tech-osu018, 180"
                            + " nm).")
    private Path liberty;

    @Option(
            names = "--second-image",
            paramLabel = "FILE",
            description =
                    "asic: parameter image that the bench swaps to in mid-stream (default: seeded"
                            + " weights).")
    private Path second;

    /**
     * What the design is made for; a library that was given by its absolute path, as the scripts
     * run in the project's folder.
     *
     * @throws IllegalArgumentException if it is no file, or there are no registers for an image
     */
    AsicOptions options(double clockMhz) {
        if (second != null && weights == AsicOptions.Weights.CONSTANT) {
            throw new IllegalArgumentException(
                    "--second-image: expected --weights registers, got constant; leave one out");
        }
        if (liberty != null && !Files.isRegularFile(liberty)) {
            throw new IllegalArgumentException(
                    "--liberty: expected a cell library, got %s, which is no file; check the path"
                            .formatted(liberty));
        }
        return new AsicOptions(
                clockMhz,
                weights == null ? AsicOptions.Weights.REGISTERS : weights,
                protection == null ? AsicOptions.Protection.FULL : protection,
                liberty == null
                        ? Path.of(AsicOptions.STANDARD_LIBERTY)
                        : liberty.toAbsolutePath().normalize());
    }

    /** The image that the bench swaps to. */
    Optional<Path> second() {
        return Optional.ofNullable(second);
    }

    /** Whether any of the options is there. */
    boolean given() {
        return weights != null || protection != null || liberty != null || second != null;
    }
}
