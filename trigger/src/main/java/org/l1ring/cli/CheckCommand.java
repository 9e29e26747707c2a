package org.l1ring.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.l1ring.check.DecisionTable;
import org.l1ring.check.EngineKind;
import org.l1ring.check.ModelCheck;
import org.l1ring.check.ModelColumns;
import org.l1ring.check.SetResult;
import org.l1ring.check.VectorFolder;
import org.l1ring.check.VectorSet;
import org.l1ring.model.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb check: engines against given answers and against each other. */
@Command(
        name = "check",
        description = {
            "Runs a model's engines over given inputs and compares every bit with given answers.",
            "",
            "Answers come as one file of inputs and outputs (--vectors), as two files (--inputs,"
                    + " --outputs), as a folder, or as recorded crossings with the experiment's"
                    + " decisions (--decisions). Tables are CSV (a header line, one crossing a"
                    + " row, raw integers) or npy, plain or gzip. Inputs are matched by the names"
                    + " x0, x1 ... or <input>_0, <input>_1 ... if all are there, else by order;"
                    + " outputs go by order."
        },
        footer = {
            "",
            "Examples:",
            "  l1ring check models/AXOL1TL_v4",
            "  l1ring check model.json --vectors vectors_physics.csv.gz",
            "  l1ring check model.json --inputs in.csv --outputs out.csv --engines scalar,vector",
            "  l1ring check model.json --decisions orbit.csv.gz --json",
            "",
            "A folder holds model.json and, for any tag T, vectors_T.csv, or outputs_T.csv with"
                    + " inputs_T.csv in it, in its parent or in the sibling <family>_inputs (family"
                    + " = the name up to the first underscore); layers_T.csv gives intermediate"
                    + " values of the first rows, in columns scaled_<i> (after preprocessing) and"
                    + " <layer output>_<i>. A folder of such folders is checked one by one.",
            "",
            "A mismatch is a row with any wrong value. Exits with 0 if there is none, else with 1."
        })
final class CheckCommand implements Callable<Integer> {

    @Mixin private CommonOptions common;

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "MODEL|DIR",
            description = "Model file, or a folder of a model and its answers.")
    private Path target;

    @Option(
            names = "--vectors",
            paramLabel = "FILE",
            description = "Table of inputs, then outputs.")
    private Path vectors;

    @Option(names = "--inputs", paramLabel = "FILE", description = "Table of inputs.")
    private Path inputs;

    @Option(
            names = "--outputs",
            paramLabel = "FILE",
            description =
                    "Table of outputs; without it the engines are compared with the first one.")
    private Path outputs;

    @Option(
            names = "--layers",
            paramLabel = "FILE",
            description = "Table of intermediate values of the first rows.")
    private Path layers;

    @Option(
            names = "--decisions",
            paramLabel = "FILE",
            description =
                    "Table of recorded crossings: integer features, and the experiment's answers"
                            + " in cms_bit<N>_thr<T> (1 when the raw score is at least T) and"
                            + " score_raw_v<K> (used for the model of that version only); other"
                            + " columns are ignored.")
    private Path decisions;

    @Option(
            names = "--engines",
            split = ",",
            paramLabel = "ENGINE",
            description =
                    "Engines to run: ${COMPLETION-CANDIDATES}; by default the first three. layers"
                            + " computes layer by layer with numbers of any size; hls is the"
                            + " generated C++ under g++, rtl the generated Verilog in Verilator.")
    private List<EngineKind> engines;

    @Option(
            names = "--json",
            description = "Print {sets: [{name, rows, engines: {vector: {mismatches}}}]}.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        boolean folder = Files.isDirectory(target);
        requireOneSource(folder);
        List<SetResult> results = folder ? checkFolder() : checkModel();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(toJson(results));
        } else {
            results.forEach(result -> print(result, out));
        }
        return results.stream().anyMatch(SetResult::differs) ? Failures.DIFFERENCES : 0;
    }

    private void requireOneSource(boolean folder) {
        int sources =
                (vectors != null ? 1 : 0) + (inputs != null ? 1 : 0) + (decisions != null ? 1 : 0);
        if (folder && (sources > 0 || outputs != null || layers != null)) {
            throw usage("a folder has its own tables; give a model file with --vectors and others");
        }
        if (!folder && sources != 1) {
            throw usage("expected one of --vectors, --inputs and --decisions, got " + sources);
        }
        if (outputs != null && inputs == null) {
            throw usage("--outputs goes with --inputs");
        }
        if (layers != null && decisions != null) {
            throw usage("--layers goes with --vectors or --inputs");
        }
    }

    private ParameterException usage(String what) {
        return new ParameterException(spec.commandLine(), what);
    }

    private List<EngineKind> chosenEngines() {
        return engines == null ? EngineKind.usual() : List.copyOf(new LinkedHashSet<>(engines));
    }

    private List<SetResult> checkModel() throws IOException {
        Model model = ModelFile.read(target);
        ModelCheck check = new ModelCheck(model, chosenEngines());
        if (decisions != null) {
            List<String> features = ModelColumns.featureNames(target, model.columns());
            try (DecisionTable table = new DecisionTable(decisions, model, features)) {
                return List.of(check.check(table));
            }
        }
        Optional<Path> layerFile = Optional.ofNullable(layers);
        return List.of(
                check.check(
                        vectors != null
                                ? VectorSet.joined(vectors, layerFile)
                                : VectorSet.separate(
                                        inputs, Optional.ofNullable(outputs), layerFile)));
    }

    private List<SetResult> checkFolder() throws IOException {
        List<SetResult> results = new ArrayList<>();
        List<Path> folders = VectorFolder.modelFolders(target);
        for (Path path : folders) {
            VectorFolder folder = new VectorFolder(path);
            ModelCheck check = new ModelCheck(ModelFile.read(folder.model()), chosenEngines());
            for (VectorSet set : folder.sets()) {
                SetResult result = check.check(set);
                String name = target.relativize(path).resolve(result.name()).toString();
                results.add(folders.size() == 1 ? result : result.named(name));
            }
        }
        return results;
    }

    private void print(SetResult result, PrintWriter out) {
        boolean wanted = !common.quiet() || result.differs();
        if (!wanted) {
            return;
        }
        out.printf("%s: %,d rows, %s%n", result.name(), result.rows(), result.compared());
        for (SetResult.EngineResult engine : result.engines()) {
            out.printf("  %-12s%d mismatches", engine.engine(), engine.mismatches());
            if (!engine.detail().isEmpty()) {
                out.print(", " + engine.detail());
            }
            engine.first().ifPresent(first -> out.print("; first: " + first));
            out.println();
        }
    }

    private static String toJson(List<SetResult> results) throws IOException {
        JsonMapper mapper = JsonMapper.builder().build();
        ObjectNode root = mapper.createObjectNode();
        ArrayNode sets = root.putArray("sets");
        for (SetResult result : results) {
            ObjectNode set = sets.addObject();
            set.put("name", result.name());
            set.put("rows", result.rows());
            ObjectNode engines = set.putObject("engines");
            for (SetResult.EngineResult engine : result.engines()) {
                engines.putObject(engine.engine().toString())
                        .put("mismatches", engine.mismatches());
            }
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }
}
