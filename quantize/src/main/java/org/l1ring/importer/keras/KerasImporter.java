package org.l1ring.importer.keras;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.l1ring.importer.onnx.OnnxImporter;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;

/**
 * Reads networks of Keras 2 and 3, QKeras and HGQ.
 *
 * <p>Quantizers become types, so that quantized networks are read exactly; what the file leaves
 * real gets a type as that of an ONNX file does.
 */
public final class KerasImporter {
    private KerasImporter() {}

    /**
     * Whether a file is meant to be one of Keras, by its content: HDF5, an archive, or JSON with a
     * class and a configuration.
     *
     * @param file to look at
     */
    public static boolean recognizes(Path file) {
        return KerasFile.recognizes(file);
    }

    /**
     * A network that was read.
     *
     * @param network what it computes, and the model made of it
     * @param weights the file whose weights it has
     */
    public record Opened(OnnxImporter network, Path weights) {}

    /**
     * Opens a file.
     *
     * @param file a model in JSON or HDF5, or a {@code .keras} archive
     * @param weights file of weights; empty for those in the file or beside it
     * @param until name of the layer whose result is to be the model's only output; empty for the
     *     model's own outputs
     * @throws ModelException when a file is damaged, or has what is not supported
     */
    public static Opened open(Path file, Optional<Path> weights, String until) {
        KerasFile source = KerasFile.open(file, weights);
        String label = file.getFileName().toString();
        OnnxImporter network =
                OnnxImporter.of(Layers.graph(source, label), label, source.name(), until);
        return new Opened(network, source.weightsFile());
    }

    /**
     * A network with the types of a configuration.
     *
     * @param model that lowers
     * @param explanation a line for each input and layer
     */
    public record Configured(Model model, List<String> explanation) {
        /** Copies the list. */
        public Configured {
            explanation = List.copyOf(explanation);
        }
    }

    /**
     * Reads a file with the types of an hls4ml configuration: what hls4ml builds of both, its
     * accumulators and its rounding of weights included.
     *
     * @param file a model in JSON or HDF5, or a {@code .keras} archive
     * @param weights file of weights; empty for those in the file or beside it
     * @param config YAML with {@code HLSConfig}
     * @param until name of the layer whose result is to be the model's only output; empty for the
     *     model's own outputs
     * @return a model that lowers, and a line for each layer
     * @throws ModelException when a file is damaged, or has what is not supported
     */
    public static Configured configured(
            Path file, Optional<Path> weights, Path config, String until) {
        KerasFile source = KerasFile.open(file, weights);
        String label = file.getFileName().toString();
        Configured read = HlsNetwork.read(source, label, HlsConfig.read(config), until);
        Lowering.lower(read.model());
        List<String> lines = new ArrayList<>();
        lines.add(
                "format: Keras, weights from %s, types from %s"
                        .formatted(source.weightsFile().getFileName(), config.getFileName()));
        lines.addAll(read.explanation());
        return new Configured(read.model(), lines);
    }
}
