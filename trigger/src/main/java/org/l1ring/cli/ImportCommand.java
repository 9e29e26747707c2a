package org.l1ring.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Logger;
import org.l1ring.importer.ImportedModel;
import org.l1ring.importer.ModelImporter;
import org.l1ring.importer.keras.KerasImporter;
import org.l1ring.kernel.FrameBinding;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Model;
import org.l1ring.model.ModelWriter;
import org.l1ring.model.TableErrors;
import org.l1ring.table.InputFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb import: any supported format to the native one. */
@Command(
        name = "import",
        description = {
            "Reads a model of any supported format, checks it and writes it in the native format.",
            "",
            "Supported: native JSON (docs/model-format.md); ONNX, QONNX and QCDQ; Keras, QKeras and"
                    + " HGQ (JSON with HDF5 weights, whole HDF5, .keras); formulas, as text or"
                    + " PySR's table of equations; hls4ml firmware folders; trees of conifer (JSON),"
                    + " XGBoost (JSON, UBJSON), LightGBM (text) and TMVA (XML); native models and"
                    + " trees plain or gzip. docs/formats.md says how each is mapped.",
            "",
            "The binding says which frame field each input column comes from when a stream of"
                    + " Level-1 objects runs through the model: column = field >> shift. AXOL1TL"
                    + " and TOPO models get the binding of their family by their name."
        },
        footer = {
            "",
            "Examples:",
            "  l1ring import AXOL1TL_v4/model.json -o axol1tl.json",
            "  l1ring import my-hls-project -o my.json --explain",
            "  l1ring import my.json -o bound.json --binding binding.json",
            "  l1ring import tagger.onnx -o tagger.json --type 'ap_fixed<18,8>' --explain",
            "  l1ring import qkeras.json --weights trained.h5 -o tagger.json",
            "  l1ring import mass.formula -o mass.json --calibrate sample.csv",
            "  l1ring import xgboost.json -o trees.json --input-type 'ap_fixed<16,8>' --explain",
            "",
            "A binding file is a JSON list with one entry an input column:",
            "  [{\"field\": \"MET_pt\", \"shift\": 1}, {\"field\": \"ZERO\"},"
                    + " {\"field\": \"EG0_eta\"}]"
        })
final class ImportCommand implements Callable<Integer> {
    private static final Logger LOG = Logger.getLogger(ImportCommand.class.getName());
    private static final int LARGEST_SHIFT = 15;

    @Mixin private CommonOptions unusedCommon;
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Model file to read.")
    private Path input;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "MODEL",
            description = "Native model file to write; only --explain needs none.")
    private Path output;

    @Option(
            names = "--binding",
            paramLabel = "axol1tl|topo|FILE",
            description = "Binding of a family, or a file (default: the model's own or family's).")
    private String binding;

    @Option(names = "--explain", description = "Print how the file was mapped.")
    private boolean explain;

    @Mixin private OnnxOptions onnx;
    @Mixin private KerasOptions keras;
    @Mixin private TreeOptions trees;

    @Override
    public Integer call() throws Exception {
        if (output == null && !explain) {
            throw new IllegalArgumentException(
                    "expected a file to write, -o MODEL, or --explain, got neither");
        }
        Optional<ImportedModel> network =
                KerasImporter.recognizes(input)
                        ? Optional.of(keras.read(input, onnx, trees.types()))
                        : keras.none(onnx.read(input, trees.types()));
        ImportedModel imported;
        if (network.isPresent()) {
            imported = network.get();
        } else {
            ImportedModel other = ModelImporter.read(input, trees.types());
            imported = new ImportedModel(onnx.unused(other.model()), other.explanation());
        }
        Model read = imported.model();
        if (explain) {
            PrintWriter out = spec.commandLine().getOut();
            explanation(imported).forEach(out::println);
            out.flush();
        }
        if (output == null) {
            return 0;
        }
        Optional<List<Model.Binding>> bound =
                binding == null ? FrameBinding.of(read) : Optional.of(binding(read));
        Model model =
                new Model(
                        read.name(),
                        read.inputs(),
                        read.preprocessing(),
                        read.layers(),
                        read.outputs(),
                        bound,
                        read.threshold());
        if (bound.isPresent()) {
            FrameBinding.bind(model, Lowering.lower(model), 0);
        }
        ModelWriter.write(model, output);
        LOG.info(
                "%s: %s, %d inputs%s, %d outputs, circuit %s"
                        .formatted(
                                output,
                                model.name(),
                                model.columns(),
                                bound.isPresent() ? " bound to frame fields" : "",
                                model.outputColumns(),
                                Lowering.lower(model).digest()));
        return 0;
    }

    private static List<String> explanation(ImportedModel imported) {
        List<String> lines =
                new ArrayList<>(
                        imported.explanation().isEmpty()
                                ? List.of("format: native JSON; every layer is kept as it is")
                                : imported.explanation());
        TableErrors.of(imported.model()).forEach(table -> lines.add("table " + table.text()));
        return lines;
    }

    private List<Model.Binding> binding(Model model) throws IOException {
        String family = binding.toLowerCase(Locale.ROOT);
        if (!family.equals("axol1tl") && !family.equals("topo")) {
            return fromFile(Path.of(binding), model.columns());
        }
        return FrameBinding.ofFamily(family, model.columns())
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "--binding %s: expected a model of %d inputs, got %d; bind it with"
                                                .formatted(
                                                        binding,
                                                        family.equals("topo") ? 20 : 57,
                                                        model.columns())
                                        + " a file"));
    }

    private static List<Model.Binding> fromFile(Path file, int columns) throws IOException {
        JsonNode list;
        try (InputStream in = InputFile.open(file)) {
            list = JsonMapper.builder().build().readTree(in);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    file + ": expected a JSON list, got an error: " + e.getOriginalMessage(), e);
        }
        if (!list.isArray() || list.size() != columns) {
            throw new IllegalArgumentException(
                    "%s: expected a list of %d entries, one an input column, got %s"
                            .formatted(
                                    file,
                                    columns,
                                    list.isArray() ? String.valueOf(list.size()) : "no list"));
        }
        List<Model.Binding> entries = new ArrayList<>();
        for (JsonNode node : list) {
            JsonNode shift = node.path("shift");
            boolean inRange =
                    shift.isInt() && shift.intValue() >= 0 && shift.intValue() <= LARGEST_SHIFT;
            boolean valid = node.path("field").isTextual() && (shift.isMissingNode() || inRange);
            if (!valid) {
                throw new IllegalArgumentException(
                        "%s: entry %d: expected {\"field\": NAME, \"shift\": 0..15}, got %s"
                                .formatted(file, entries.size(), node));
            }
            entries.add(new Model.Binding(node.get("field").textValue(), shift.asInt(0)));
        }
        return entries;
    }
}
