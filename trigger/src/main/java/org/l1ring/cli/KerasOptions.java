package org.l1ring.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import org.l1ring.fixed.FixedType;
import org.l1ring.importer.ImportedModel;
import org.l1ring.importer.keras.KerasImporter;
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

    /** Refuses options of Keras for a file of another kind. */
    void requireNone() {
        if (weights != null) {
            throw new IllegalArgumentException(
                    "--weights: expected a file of Keras, got another; leave it out");
        }
    }

    /**
     * Reads a file of Keras.
     *
     * @param types of the inputs; none for those that follow from the file
     */
    ImportedModel read(Path file, OnnxOptions options, List<FixedType> types) throws IOException {
        KerasImporter.Opened opened =
                KerasImporter.open(file, Optional.ofNullable(weights), options.until());
        if (weights == null && !opened.weights().equals(file)) {
            LOG.info("%s: weights from %s beside it".formatted(file, opened.weights()));
        }
        ImportedModel read = options.read(opened.network().withInputTypes(types), file);
        List<String> lines = new ArrayList<>();
        lines.add("format: Keras, weights from %s".formatted(opened.weights().getFileName()));
        lines.addAll(read.explanation());
        return new ImportedModel(read.model(), lines);
    }
}
