package org.l1ring.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import org.l1ring.importer.ModelImporter;
import org.l1ring.importer.onnx.OnnxImporter;
import org.l1ring.model.Model;

/** A model file of any supported format, for verbs that have no options of their own for it. */
final class ModelFile {
    private static final Logger LOG = Logger.getLogger(ModelFile.class.getName());

    private ModelFile() {}

    /**
     * Reads a file; what is real in it gets the default type, and that is said.
     *
     * @throws org.l1ring.model.ModelException if the format is not supported, or the file is not a
     *     valid model
     */
    static Model read(Path file) {
        Optional<OnnxImporter> network = ModelImporter.network(file, "");
        if (network.isEmpty()) {
            return ModelImporter.read(file);
        }
        OnnxImporter.Result result = network.get().model(OnnxImporter.DEFAULT_TYPE);
        List<String> real = result.realParts();
        if (!real.isEmpty()) {
            LOG.info(
                    "%s: %d real values got types by %s, the default: declare others with l1ring import"
                            .formatted(file, real.size(), OnnxImporter.DEFAULT_TYPE));
        }
        return result.model();
    }
}
