package org.l1ring.importer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.l1ring.importer.formula.FormulaFile;
import org.l1ring.importer.hls4ml.FirmwareImporter;
import org.l1ring.importer.keras.KerasImporter;
import org.l1ring.importer.onnx.OnnxImporter;
import org.l1ring.importer.trees.ImportedForest;
import org.l1ring.importer.trees.TreeFiles;
import org.l1ring.importer.trees.TreeTypes;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;
import org.l1ring.model.ModelReader;

/** Reads a model file of any supported format and makes sure that it lowers to a circuit. */
public final class ModelImporter {
    private static final String SUPPORTED =
            "expected a model in a supported format: native JSON (docs/model-format.md), ONNX, Keras,"
                    + " formulas, hls4ml firmware folders, or trees of conifer, XGBoost, LightGBM or TMVA (docs/formats.md)";
    private static final int FIRST_BYTES = 8;

    private ModelImporter() {}

    /**
     * Reads a model file; its format is known by its content.
     *
     * @param file to read
     * @return a model that lowers
     * @throws ModelException if the format is not supported, or the file is not a valid model
     */
    public static Model read(Path file) {
        return network(file, "")
                .map(network -> network.model(OnnxImporter.DEFAULT_TYPE).model())
                .orElseGet(() -> read(file, TreeTypes.CHOSEN).model());
    }

    /**
     * Opens a file that holds a network whose values may be real.
     *
     * @param file to read
     * @param until as for {@link OnnxImporter#open}
     * @return nothing for files of other kinds
     * @throws ModelException if the file is not a valid network
     */
    public static Optional<OnnxImporter> network(Path file, String until) {
        if (KerasImporter.recognizes(file)) {
            return Optional.of(KerasImporter.open(file, Optional.empty(), until).network());
        }
        if (OnnxImporter.recognizes(file)) {
            return Optional.of(OnnxImporter.open(file, until));
        }
        if (FormulaFile.recognizes(file)) {
            return Optional.of(FormulaFile.open(file, until));
        }
        return Optional.empty();
    }

    /**
     * Reads a model file; its format is known by its content.
     *
     * @param file to read
     * @param types of inputs and score for trees with real thresholds and leaves
     * @return a model that lowers, and how the file was mapped
     * @throws ModelException if the format is not supported, or the file is not a valid model
     */
    public static ImportedModel read(Path file, TreeTypes types) {
        if (Files.isRegularFile(file)) {
            Optional<ImportedForest> trees = TreeFiles.read(file, types);
            if (trees.isPresent()) {
                Lowering.lower(trees.get().model());
                return new ImportedModel(trees.get().model(), trees.get().explanation());
            }
        }
        if (!types.equals(TreeTypes.CHOSEN)) {
            throw new ModelException(
                    file.toString(),
                    "expected trees with real thresholds for --input-type and --score-type, got a"
                            + " file of another kind; leave them out");
        }
        if (FirmwareImporter.recognizes(file)) {
            return FirmwareImporter.read(file);
        }
        String kind = kind(file);
        if (!kind.isEmpty()) {
            throw new ModelException(
                    file.toString(), SUPPORTED + "; got " + kind + "; convert it first");
        }
        Model model = ModelReader.read(file);
        Lowering.lower(model);
        return new ImportedModel(model, List.of());
    }

    /** What the file is if it is not JSON; empty if it may be. */
    private static String kind(Path file) {
        byte[] first;
        try (InputStream in = Files.newInputStream(file)) {
            first = in.readNBytes(FIRST_BYTES);
        } catch (NoSuchFileException e) {
            throw new ModelException(
                    file.toString(), "expected a model file, found none; check the path");
        } catch (IOException e) {
            throw new ModelException(
                    file.toString(), "expected a readable file, got " + e.getMessage());
        }
        String text = new String(first, StandardCharsets.ISO_8859_1);
        boolean gzip =
                first.length > 1
                        && ((first[0] & 0xff) | (first[1] & 0xff) << 8)
                                == GZIPInputStream.GZIP_MAGIC;
        if (gzip || text.startsWith("\u00ef\u00bb\u00bf") || text.stripLeading().startsWith("{")) {
            return "";
        }
        if (text.isEmpty()) {
            return "an empty file";
        }
        if (text.startsWith("\u0089HDF")) {
            return "a damaged HDF5 file";
        }
        return "a file of another kind";
    }
}
