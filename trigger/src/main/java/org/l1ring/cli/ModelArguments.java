package org.l1ring.cli;

import java.nio.file.Path;
import org.l1ring.run.ModelSelection;
import picocli.CommandLine.Option;

/** The options that say which model decides, and from which score on. */
final class ModelArguments {

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "Model file (default: the built-in anomaly autoencoder).")
    private Path file;

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

    /** What was chosen. */
    ModelSelection selection() {
        if (threshold != null && rateKhz != null) {
            throw new IllegalArgumentException(
                    "--threshold, --accept-rate: expected one of them, got both; leave one out");
        }
        return new ModelSelection(file, score, threshold, rateKhz);
    }
}
