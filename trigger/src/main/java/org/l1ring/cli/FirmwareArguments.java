package org.l1ring.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.l1ring.check.InputTable;
import org.l1ring.firmware.FirmwareInput;
import org.l1ring.lower.LoweredParts;
import org.l1ring.menu.Algorithm;
import org.l1ring.menu.AlgorithmChoice;
import org.l1ring.menu.Menu;
import org.l1ring.menu.MenuCircuit;
import org.l1ring.menu.MenuException;
import org.l1ring.menu.TestVectors;
import org.l1ring.model.Model;
import org.l1ring.project.TestRows;
import org.l1ring.run.ModelSelection;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say what firmware is made of and what it is tested with. */
final class FirmwareArguments {

    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL|MENU",
            description =
                    "Model file, or a folder with a model.json, or the XML of a menu, plain or gzip"
                            + " (default: the built-in model).")
    private Path file;

    @Option(
            names = "--algorithms",
            paramLabel = "LIST",
            description =
                    "Of a menu only these: indices, ranges of indices, names or regular expressions"
                            + " of names, separated by commas (default: all).")
    private String algorithms;

    @Option(
            names = "--model",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Networks that a menu names.")
    private List<Path> models = List.of();

    @Option(
            names = "--inputs",
            paramLabel = "FILE",
            description =
                    "Table whose first rows are the test vectors; for a menu, the Global Trigger's"
                            + " text vectors (default: seeded rows).")
    private Path inputs;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Test vectors (default: ${DEFAULT-VALUE}).")
    private int rows;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Seed of the test vectors (default: ${DEFAULT-VALUE}).")
    private long seed;

    /**
     * What to make, and its test vectors.
     *
     * @param input what firmware is made of
     * @param rows test vectors
     */
    record Source(FirmwareInput input, TestRows rows) {}

    /**
     * Reads the files.
     *
     * @throws IOException if one cannot be read
     */
    Source read() throws IOException {
        if (rows < 1) {
            throw new IllegalArgumentException("--rows: expected 1 or more, got " + rows);
        }
        if (file != null && Files.isRegularFile(file) && Menu.isXml(file)) {
            return menu();
        }
        if (algorithms != null || !models.isEmpty()) {
            throw new IllegalArgumentException(
                    "--algorithms, --model: expected the XML of a menu, got "
                            + (file == null ? "none" : file + ", which is none")
                            + "; leave them out for a model");
        }
        Model model = file == null ? ModelSelection.builtIn() : ModelFile.read(modelFile());
        FirmwareInput input = FirmwareInput.of(model);
        TestRows vectors =
                inputs == null
                        ? TestRows.random(input.circuit(), rows, seed)
                        : TestRows.of(input.circuit(), InputTable.rows(model, inputs, rows));
        return new Source(input, vectors);
    }

    private Path modelFile() {
        return Files.isDirectory(file) ? file.resolve("model.json") : file;
    }

    private Source menu() {
        Menu menu = Menu.read(file);
        AlgorithmChoice choice =
                algorithms == null
                        ? new AlgorithmChoice(indices(menu), Set.of())
                        : AlgorithmChoice.parse(menu, algorithms);
        List<Model> networks = models.stream().map(ModelFile::read).toList();
        MenuCircuit circuit = MenuCircuit.of(choice.of(menu), networks);
        choice.requireEvaluated(circuit);
        if (circuit.algorithms().isEmpty()) {
            throw new MenuException(
                    menu.file(),
                    "expected algorithms that can be evaluated, got none"
                            + circuit.notEvaluated().stream()
                                    .findFirst()
                                    .map(entry -> ": " + entry.reason())
                                    .orElse("")
                            + "; choose others");
        }
        FirmwareInput input =
                new FirmwareInput(
                        LoweredParts.whole(circuit.circuit()),
                        circuit.window(),
                        Optional.empty(),
                        Optional.empty(),
                        remarks(menu, circuit));
        return new Source(input, vectors(circuit));
    }

    private static Set<Integer> indices(Menu menu) {
        return Set.copyOf(menu.algorithms().stream().map(Algorithm::index).toList());
    }

    private static List<String> remarks(Menu menu, MenuCircuit circuit) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "menu         %s: %d of %d algorithms"
                        .formatted(
                                menu.name(),
                                circuit.algorithms().size(),
                                menu.algorithms().size()));
        for (MenuCircuit.NotEvaluated entry : circuit.notEvaluated()) {
            lines.add(
                    "left out     %d %s: %s"
                            .formatted(
                                    entry.algorithm().index(),
                                    entry.algorithm().name(),
                                    entry.reason()));
        }
        return lines;
    }

    private TestRows vectors(MenuCircuit circuit) {
        if (inputs == null) {
            return TestRows.random(circuit.circuit(), circuit.window(), rows, seed);
        }
        TestVectors vectors = TestVectors.read(inputs);
        int count = Math.min(rows, vectors.crossings());
        return TestRows.of(circuit.circuit(), circuit.window(), vectors.stream(count, circuit));
    }
}
