package org.l1ring.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The layer interpreter gives the reference emulators' outputs and intermediate values. */
final class ReferenceModelsTest {
    private static final int ROWS = 60;

    private static Path folder() {
        String variable = System.getenv("L1RING_REFERENCE");
        if (variable != null) {
            return Path.of(variable).resolve("models");
        }
        Path root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.isRegularFile(root.resolve("l1ring"))) {
            root = root.getParent();
        }
        return root.resolve("../shared/reference/models").normalize();
    }

    @TestFactory
    Stream<DynamicTest> rowsAndLayersAgree() throws IOException {
        Path models = folder();
        assumeTrue(Files.isDirectory(models), "skipped, no reference data: " + models);
        try (Stream<Path> files = Files.walk(models, 3)) {
            List<Path> found =
                    files.filter(f -> f.getFileName().toString().equals("model.json"))
                            .sorted()
                            .toList();
            return found.stream()
                    .map(file ->
                            DynamicTest.dynamicTest(
                                    models.relativize(file.getParent()).toString(),
                                    () -> check(file)));
        }
    }

    private static void check(Path file) throws IOException {
        Model model = ModelReader.read(file);
        int sets = 0;
        try (Stream<Path> files = Files.list(file.getParent())) {
            for (Path path : files.sorted().toList()) {
                String name = path.getFileName().toString();
                if (name.startsWith("vectors_") || name.startsWith("outputs_")) {
                    String tag = name.substring(8);
                    check(model, path, inputs(path, tag), path.resolveSibling("layers_" + tag));
                    sets++;
                }
            }
        }
        assertTrue(sets > 0, "no vectors");
    }

    /** The file with a set's inputs: itself, or one beside it, above it, or in the family's. */
    private static Path inputs(Path answers, String tag) {
        Path folder = answers.getParent();
        String family = folder.getFileName().toString().replaceFirst("_.*", "") + "_inputs";
        return Stream.of(folder, folder.getParent(), folder.resolveSibling(family))
                .map(place -> place.resolve("inputs_" + tag))
                .filter(Files::exists)
                .findFirst()
                .orElse(answers);
    }

    private static void check(Model model, Path answers, Path inputs, Path layers)
            throws IOException {
        LayerInterpreter interpreter = new LayerInterpreter(model);
        List<long[]> columns = rows(inputs, new ArrayList<>());
        List<long[]> expected = rows(answers, new ArrayList<>());
        assertEquals(expected.size(), columns.size());
        boolean own = inputs.equals(answers);
        for (int k = 0; k < columns.size(); k++) {
            long[] outputs = expected.get(k);
            long[] wanted =
                    own ? Arrays.copyOfRange(outputs, model.columns(), outputs.length) : outputs;
            long[] given = Arrays.copyOf(columns.get(k), model.columns());
            assertArrayEquals(wanted, interpreter.run(given), answers + " row " + k);
        }
        if (Files.exists(layers)) {
            List<String> names = new ArrayList<>();
            List<long[]> values = rows(layers, names);
            for (int k = 0; k < Math.min(values.size(), columns.size()); k++) {
                Map<String, Long> traced = new LinkedHashMap<>();
                interpreter
                        .trace(Arrays.copyOf(columns.get(k), model.columns()))
                        .forEach((layer, raw) -> {
                            for (int i = 0; i < raw.length; i++) {
                                traced.put(layer + "_" + i, raw[i]);
                            }
                        });
                for (int i = 0; i < names.size(); i++) {
                    String place = layers + " row " + k + " " + names.get(i);
                    assertEquals(values.get(k)[i], traced.get(names.get(i)), place);
                }
            }
        }
    }

    /** The first rows of a table; its header goes to {@code names}. */
    private static List<long[]> rows(Path file, List<String> names) throws IOException {
        List<long[]> rows = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8))) {
            names.addAll(Arrays.asList(reader.readLine().split(",", -1)));
            for (String line = reader.readLine();
                    line != null && rows.size() < ROWS;
                    line = reader.readLine()) {
                rows.add(Stream.of(line.split(",", -1)).mapToLong(Long::parseLong).toArray());
            }
        }
        return rows;
    }
}
