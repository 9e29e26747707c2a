package org.l1ring.cli;

import java.nio.file.Path;
import java.util.List;
import org.l1ring.run.ModelSelection;
import picocli.CommandLine.Option;

/** The options that say which model decides, and from which score on. */
final class ModelArguments {

    @Option(
            names = "--model",
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "Model file, or built-in for the built-in anomaly autoencoder; with --menu the"
                            + " networks that the menu names.")
    private List<Path> files = List.of();

    @Option(
            names = "--score",
            paramLabel = "COLUMN",
            defaultValue = "",
            description = "Output column that decides (default: score, else the first).")
    private String score;

    @Option(
            names = "--threshold",
            paramLabel = "RAW",
            description = "Accept from this raw score on (default: the model's, else calibrated).")
    private Long threshold;

    @Option(
            names = "--accept-rate",
            paramLabel = "KHZ",
            description = "Calibrate the threshold for this rate in kHz (default: 100).")
    private Double rateKhz;

    /** The networks of a menu. */
    List<Path> files() {
        return files;
    }

    /** Whether any of the options says that a model decides. */
    boolean given() {
        return !files.isEmpty() || cutGiven();
    }

    /** Whether any of the options says how the score of a model decides. */
    boolean cutGiven() {
        return threshold != null || rateKhz != null || !score.isEmpty();
    }

    /** What was chosen. */
    ModelSelection selection() {
        if (files.size() > 1) {
            throw new IllegalArgumentException(
                    "--model: expected one model without --menu, got %d; leave the others out"
                            .formatted(files.size()));
        }
        Path file =
                files.isEmpty() || files.getFirst().toString().equals(ModelSelection.BUILT_IN)
                        ? null
                        : files.getFirst();
        if (threshold != null && rateKhz != null) {
            throw new IllegalArgumentException(
                    "--threshold, --accept-rate: expected one of them, got both; leave one out");
        }
        return new ModelSelection(file, score, threshold, rateKhz);
    }
}
