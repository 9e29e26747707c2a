package org.l1ring.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import org.l1ring.importer.ImportedModel;
import org.l1ring.importer.keras.KerasImporter;
import org.l1ring.importer.trees.TreeTypes;
import picocli.CommandLine.Option;

/** Options of import that are for files of Keras. */
final class KerasOptions {
    private static final Logger LOG = Logger.getLogger(KerasOptions.class.getName());

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description =
                    "Weights of a Keras model in HDF5 (default: those in the file, else NAME_weights.h5,"
                            + " NAME.weights.h5 or NAME.h5 beside it).")
    private Path weights;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Configuration of hls4ml in YAML: types, accumulators and tables as hls4ml builds"
                            + " them, instead of exact ones and --type.")
    private Path config;

    /** What another format gave, for which there must be no option of Keras. */
    Optional<ImportedModel> none(Optional<ImportedModel> other) {
        if (weights != null || config != null) {
            throw new IllegalArgumentException(
                    "--weights, --config: expected a file of Keras, got another; leave them out");
        }
        return other;
    }

    /**
     * Reads a file of Keras.
     *
     * @param options for what the file leaves real
     * @param types of the inputs; none for those that follow from the file
     */
    ImportedModel read(Path file, OnnxOptions options, TreeTypes types) throws IOException {
        if (config != null) {
            options.requireNoTypes();
            if (!types.equals(TreeTypes.CHOSEN)) {
                throw new IllegalArgumentException(
                        "--input-type, --score-type: expected no types beside --config; leave them"
                                + " out");
            }
            KerasImporter.Configured configured =
                    KerasImporter.configured(
                            file, Optional.ofNullable(weights), config, options.until());
            return new ImportedModel(configured.model(), configured.explanation());
        }
        KerasImporter.Opened opened =
                KerasImporter.open(file, Optional.ofNullable(weights), options.until());
        if (weights == null && !opened.weights().equals(file)) {
            LOG.info("%s: weights from %s beside it".formatted(file, opened.weights()));
        }
        ImportedModel read = options.read(file, opened.network().with(types));
        List<String> lines = new ArrayList<>();
        lines.add("format: Keras, weights from %s".formatted(opened.weights().getFileName()));
        lines.addAll(read.explanation());
        return new ImportedModel(read.model(), lines);
    }
}
