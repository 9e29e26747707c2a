package org.l1ring.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Logger;
import org.l1ring.check.ModelColumns;
import org.l1ring.check.PredictEngine;
import org.l1ring.check.Prediction;
import org.l1ring.console.CountProgress;
import org.l1ring.model.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb predict: batch inference. */
@Command(
        name = "predict",
        description = {
            "Applies a model to a table of inputs and writes its outputs.",
            "",
            "Tables are CSV (a header line, then one crossing a row) or npy (two-dimensional, C"
                    + " order, little-endian); inputs may be gzip. Columns are matched by name if"
                    + " all names are in the header - x0, x1 ..., or <input>_0, <input>_1 ..., or"
                    + " the model's feature names - else by order if their number is right. Every"
                    + " value is checked against the type of its column."
        },
        footer = {
            "",
            "Examples:",
            "  l1ring predict model.json crossings.csv.gz -o scores.csv",
            "  l1ring predict model.json crossings.npy -o scores.npy --real --engine float",
            "",
            "A raw integer stands for raw * 2^-(width - integer bits) of its type; npy outputs are"
                    + " int64, or float64 with --real."
        })
final class PredictCommand implements Callable<Integer> {
    private static final Logger LOG = Logger.getLogger(PredictCommand.class.getName());

    @Mixin private CommonOptions common;

    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL", description = "Model file.")
    private Path modelFile;

    @Parameters(index = "1", paramLabel = "INPUT", description = "Table of inputs.")
    private Path input;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            required = true,
            description = "Table to write: .csv, .csv.gz or .npy.")
    private Path output;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "vector",
            description =
                    "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}); float is double"
                            + " precision without quantization, the others agree in every bit.")
    private PredictEngine engine;

    @Option(names = "--real", description = "Inputs and outputs are real values, not raw integers.")
    private boolean real;

    @Override
    public Integer call() throws Exception {
        Model model = ModelFile.read(modelFile);
        List<String> features = ModelColumns.featureNames(modelFile, model.columns());
        Prediction prediction = new Prediction(model, features, engine, real);
        PrintWriter err = spec.commandLine().getErr();
        long rows;
        try (CountProgress progress = new CountProgress("rows", 0, err, common.quiet())) {
            rows = prediction.run(input, output, progress::at);
        }
        LOG.info("%s: %,d rows".formatted(output, rows));
        return 0;
    }
}
