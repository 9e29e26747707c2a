package org.l1ring.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.fixed.TypeText;
import org.l1ring.importer.ImportedModel;
import org.l1ring.importer.onnx.OnnxImporter;
import org.l1ring.model.Model;
import org.l1ring.table.Cell;
import org.l1ring.table.ColumnMatch;
import org.l1ring.table.TableReader;
import picocli.CommandLine.Option;

/** Options of import that are for networks in ONNX or of Keras. */
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
                    "Type of what a file leaves real, ap_fixed<18,8> for example; weights get"
                            + " its width (default: ap_fixed<16,6,RND,SAT>).")
    private String type;

    @Option(
            names = "--calibrate",
            paramLabel = "FILE",
            description =
                    "Table of real inputs; what a file leaves real gets as many integer bits"
                            + " as the first 1000 rows need.")
    private Path sample;

    @Option(
            names = "--until",
            paramLabel = "NAME",
            description =
                    "Node or result of an ONNX file, or layer of a Keras file, that is to be the only output: the logits"
                            + " before a softmax, for example.")
    private String until;

    /** The model, unless options were given that are not for its format. */
    Model unused(Model model) {
        if (type != null || sample != null || until != null) {
            throw new IllegalArgumentException(
                    "--type, --calibrate, --until: expected a file of ONNX or Keras, got another;"
                            + " leave them out");
        }
        return model;
    }

    /** The node or layer whose result is to be the only output; empty for the file's own. */
    String until() {
        return until == null ? "" : until;
    }

    /** Makes a model of a network; what got a type by choice is said. */
    ImportedModel read(OnnxImporter onnx, Path file) throws IOException {
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
