package org.l1ring.importer.hls4ml;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.l1ring.importer.ImportedModel;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;
import org.l1ring.model.Preprocessing;

/** Reads an hls4ml firmware folder as a model that gives the compiled folder's results. */
public final class FirmwareImporter {
    private static final String PARAMETERS = "parameters.h";

    private FirmwareImporter() {}

    /** Whether a path is a folder. */
    public static boolean recognizes(Path path) {
        return Files.isDirectory(path);
    }

    /**
     * Reads a folder.
     *
     * @param path a project, its firmware folder, or an emulator's folder
     * @return a model that lowers, and what each call became
     * @throws ModelException naming file and line, when the folder is not one of hls4ml or holds
     *     something that cannot be read exactly
     */
    public static ImportedModel read(Path path) {
        SourceFolder folder = SourceFolder.open(path);
        Path file = topFile(folder);
        Path project = file.getParent();
        TopFunction top = top(folder, file, project);
        Optional<Wrapper> wrapper = Wrapper.find(folder, project, top);
        Model model = model(folder, top, wrapper);
        List<String> explanation = new ArrayList<>();
        explanation.add(
                "format: hls4ml firmware folder, top function %s in %s"
                        .formatted(top.name(), folder.name(file)));
        wrapper.ifPresent(w -> explanation.add("wrapper: " + w.explanation()));
        explanation.addAll(top.network().explanation());
        try {
            Lowering.lower(model);
        } catch (ModelException e) {
            throw top.place().error(e.getMessage());
        }
        return new ImportedModel(model, explanation);
    }

    /** The source file of the top function: it includes parameters.h and calls the utilities. */
    private static Path topFile(SourceFolder folder) {
        List<Path> files =
                folder.own(".*\\.(cpp|cc|cxx)").stream()
                        .filter(file -> folder.text(file).contains('"' + PARAMETERS + '"'))
                        .toList();
        if (files.isEmpty()) {
            throw new ModelException(
                    folder.root().toString(),
                    "expected an hls4ml firmware folder with a source file that includes"
                            + " parameters.h, got none");
        }
        if (files.size() > 1) {
            throw new ModelException(
                    folder.root().toString(),
                    "expected one top function, got the source files %s; give the folder of one"
                            .formatted(files.stream().map(folder::name).toList()));
        }
        return files.getFirst();
    }

    private static TopFunction top(SourceFolder folder, Path file, Path project) {
        Map<String, String> comments = new HashMap<>();
        boolean texts = folder.own(".*\\.txt").stream().anyMatch(FirmwareImporter::holdsWeights);
        Set<String> defined = texts ? Set.of() : Set.of("__SYNTHESIS__");
        List<Token> words = Preprocessor.run(folder, file, project, defined, comments);
        Declarations declarations = DeclarationReader.read(words);
        String name = folder.name(file);
        List<Declarations.CppFunction> functions =
                declarations.functions.values().stream()
                        .filter(f -> f.place().file().equals(name))
                        .toList();
        if (functions.size() != 1) {
            throw new ModelException(
                    name + ":1",
                    "expected one function, the top one, got %d".formatted(functions.size()));
        }
        return TopFunction.read(folder, project, declarations, comments, functions.getFirst());
    }

    private static boolean holdsWeights(Path file) {
        Path parent = file.getParent().getFileName();
        return parent != null && parent.toString().equals("weights");
    }

    private static Model model(SourceFolder folder, TopFunction top, Optional<Wrapper> wrapper) {
        Network network = top.network();
        List<Model.Input> inputs = new ArrayList<>();
        List<String> order = wrapper.map(w -> w.inputs(network)).orElse(top.inputs());
        for (String name : order) {
            Tensor input = network.inputs().get(name);
            if (input.size() == 0) {
                throw top.place().error("expected a size of input " + name + ", got none");
            }
            inputs.add(new Model.Input(input.name(), input.size(), input.types()));
        }
        List<Layer> layers = network.layers();
        List<Model.Output> outputs =
                wrapper.isPresent() ? wrapper.get().outputs(top) : outputs(top);
        if (outputs.isEmpty() || inputs.isEmpty()) {
            throw top.place().error("expected calls from inputs to outputs, got none");
        }
        Optional<Preprocessing> preprocessing =
                wrapper.flatMap(Wrapper::preprocessing).or(network::preprocessing);
        int columns = inputs.stream().mapToInt(Model.Input::size).sum();
        int scaled = preprocessing.map(FirmwareImporter::columns).orElse(columns);
        if (scaled != columns) {
            throw top.place()
                    .error(
                            "expected preprocessing of all %d columns, got one of %d"
                                    .formatted(columns, scaled));
        }
        return new Model(
                name(folder, top, wrapper.isPresent()),
                inputs,
                preprocessing,
                layers,
                outputs,
                Optional.empty(),
                Optional.empty());
    }

    private static int columns(Preprocessing preprocessing) {
        return switch (preprocessing) {
            case Preprocessing.OffsetThenShift rule -> rule.shifts().size();
            case Preprocessing.SubtractDivide rule -> rule.bias().size();
        };
    }

    private static String name(SourceFolder folder, TopFunction top, boolean wrapped) {
        Path name = folder.root().getFileName();
        boolean named = wrapped && name != null && !name.toString().matches("firmware|NN");
        return named ? name.toString() : top.name();
    }

    /** The ports that calls wrote: a single one is the result. */
    static List<Model.Output> outputs(TopFunction top) {
        List<String> ports = top.outputs();
        List<Model.Output> outputs = new ArrayList<>();
        for (String port : ports) {
            Tensor tensor = top.network().variable(port, top.place());
            String name = ports.size() == 1 ? "result" : port;
            outputs.add(new Model.Output(name, tensor.name(), tensor.size(), tensor.types()));
        }
        return outputs;
    }
}
