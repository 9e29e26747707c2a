package org.l1ring.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.fixed.TypeText;
import org.l1ring.importer.ImportedModel;
import org.l1ring.importer.ModelImporter;
import org.l1ring.importer.onnx.OnnxImporter;
import org.l1ring.importer.trees.TreeTypes;
import org.l1ring.model.Model;
import org.l1ring.table.Cell;
import org.l1ring.table.ColumnMatch;
import org.l1ring.table.TableReader;
import picocli.CommandLine.Option;

/** Options of import for networks whose values may be real. */
final class OnnxOptions {
    private static final Logger LOG = Logger.getLogger(OnnxOptions.class.getName());

    /** Rows of a sample that are looked at. */
    private static final int SAMPLE = 1000;

    private static final int NAMED = 6;

    /** What real values of a sample are read as: 32 fraction bits. */
    private static final FixedType SAMPLE_TYPE =
            new FixedType(true, 63, 31, Quantization.RND, Overflow.SAT, 0);

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description =
                    "Type of what a network leaves real, ap_fixed<18,8> for example; weights get"
                            + " its width (default: ap_fixed<16,6,RND,SAT>).")
    private String type;

    @Option(
            names = "--calibrate",
            paramLabel = "FILE",
            description =
                    "Table of real inputs; what a network leaves real gets as many integer bits"
                            + " as the first 1000 rows need.")
    private Path sample;

    @Option(
            names = "--until",
            paramLabel = "NAME",
            description =
                    "Node or result of a network that is to be the only output: the logits"
                            + " before a softmax, for example.")
    private String until;

    /** The model, unless options were given that are not for its format. */
    Model unused(Model model) {
        if (type != null || sample != null || until != null) {
            throw new IllegalArgumentException(
                    "--type, --calibrate, --until: expected a network of real values, as ONNX, got"
                            + " another file; leave them out");
        }
        return model;
    }

    /** Reads a file that holds a network of real values; nothing for files of other kinds. */
    Optional<ImportedModel> read(Path file, TreeTypes types) throws IOException {
        Optional<OnnxImporter> network = ModelImporter.network(file, until());
        return network.isPresent()
                ? Optional.of(read(file, network.get().with(types)))
                : Optional.empty();
    }

    /** Refuses types beside a file that declares all. */
    void requireNoTypes() {
        if (type != null || sample != null) {
            throw new IllegalArgumentException(
                    "--type, --calibrate: expected neither beside --config; leave them out");
        }
    }

    /** What is to be the only output; empty for the file's own outputs. */
    String until() {
        return until == null ? "" : until;
    }

    /** What got a type by choice is said. */
    ImportedModel read(Path file, OnnxImporter onnx) throws IOException {
        FixedType chosen = type == null ? OnnxImporter.DEFAULT_TYPE : TypeText.parse(type);
        OnnxImporter.Result result =
                sample == null ? onnx.model(chosen) : onnx.model(chosen, rows(onnx));
        List<String> real = result.realParts();
        boolean declared = type != null || sample != null;
        if (!real.isEmpty()) {
            String named = String.join(", ", real.subList(0, Math.min(NAMED, real.size())));
            LOG.info(
                    "%s: %d real values got types by %s: %s%s%s"
                            .formatted(
                                    file,
                                    real.size(),
                                    sample != null
                                            ? "the sample"
                                            : chosen + (declared ? "" : ", the default"),
                                    named,
                                    real.size() > NAMED ? " ..." : "",
                                    declared
                                            ? ""
                                            : "; declare one with --type, or give a sample with"
                                                    + " --calibrate"));
        }
        List<String> lines = new ArrayList<>(result.mapping());
        real.forEach(part -> lines.add("real, type by choice: " + part));
        return new ImportedModel(result.model(), lines);
    }

    private List<double[]> rows(OnnxImporter onnx) throws IOException {
        List<double[]> rows = new ArrayList<>();
        int width = onnx.columns();
        try (TableReader in = TableReader.open(sample)) {
            int[] columns = ColumnMatch.match(in, width, onnx.columnNames());
            in.select(IntStream.of(columns).mapToObj(c -> new Cell(c, SAMPLE_TYPE)).toList(), true);
            long[] raw = new long[SAMPLE * width];
            int count = in.read(raw, SAMPLE);
            for (int i = 0; i < count; i++) {
                double[] row = new double[width];
                for (int k = 0; k < width; k++) {
                    row[k] = SAMPLE_TYPE.toReal(raw[i * width + k]);
                }
                rows.add(row);
            }
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(
                    sample + ": expected rows after the header, got none; add some");
        }
        return rows;
    }
}
