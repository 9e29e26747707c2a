package org.l1ring.importer.keras;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.l1ring.model.ModelException;

/**
 * A network's description and its weights, from one file or two.
 *
 * @param name of the file without its ending
 * @param model what Keras writes as JSON: {@code class_name} and {@code config}
 * @param version of Keras, empty if the file does not say
 * @param weights of all layers
 * @param weightsFile where they are
 */
record KerasFile(
        String name, JsonNode model, String version, WeightSource weights, Path weightsFile) {
    private static final int MAX_FILE_BYTES = 64 << 20;
    private static final int MAX_JSON_BYTES = 16 << 20;
    private static final int MAX_ENTRIES = 1000;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CLASS = "class_name";
    private static final String CONFIG = "config";

    /** What the object of a description may have. */
    private static final Set<String> FIELDS =
            Set.of(
                    CLASS,
                    CONFIG,
                    "keras_version",
                    "backend",
                    "module",
                    "registered_name",
                    "build_config",
                    "compile_config");

    /** Whether a file is meant to be one of Keras, by its content. */
    static boolean recognizes(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] first = in.readNBytes(Hdf5File.SIGNATURE.length);
            if (Hdf5File.recognizes(first)) {
                return true;
            }
            if (first.length > 3 && first[0] == 'P' && first[1] == 'K') {
                return true;
            }
        } catch (IOException e) {
            return false;
        }
        return describes(file);
    }

    /** Whether a JSON object has a class and a configuration, and nothing that Keras has not. */
    private static boolean describes(Path file) {
        boolean classed = false;
        boolean configured = false;
        try (InputStream in = Files.newInputStream(file);
                JsonParser parser = JSON.createParser(in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                if (!FIELDS.contains(field)) {
                    return false;
                }
                parser.nextToken();
                classed |= field.equals(CLASS) && parser.currentToken() == JsonToken.VALUE_STRING;
                configured |= field.equals(CONFIG);
                if (classed && configured) {
                    return true;
                }
                parser.skipChildren();
            }
        } catch (IOException e) {
            return classed || configured;
        }
        return false;
    }

    /**
     * Opens a file.
     *
     * @param file a description in JSON, a whole model in HDF5, or a {@code .keras} archive
     * @param weights file of weights; looked for beside a description when empty
     */
    static KerasFile open(Path file, Optional<Path> weights) {
        byte[] bytes = bytes(file);
        String name = file.getFileName().toString().replaceFirst("\\.(json|h5|hdf5|keras)$", "");
        if (Hdf5File.recognizes(bytes)) {
            return whole(file, bytes, name, weights);
        }
        if (bytes.length > 1 && bytes[0] == 'P' && bytes[1] == 'K') {
            return archive(file, bytes, name, weights);
        }
        JsonNode model = json(bytes, label(file));
        Path beside = weights.orElseGet(() -> beside(file, name));
        return new KerasFile(
                name, model, model.path("keras_version").asText(""), read(beside), beside);
    }

    private static String label(Path file) {
        return file.getFileName().toString();
    }

    private static WeightSource read(Path file) {
        byte[] bytes = bytes(file);
        if (bytes.length > 1 && bytes[0] == 'P' && bytes[1] == 'K') {
            byte[] inner = entries(bytes, label(file)).get("model.weights.h5");
            if (inner != null) {
                return WeightSource.of(label(file), Hdf5File.read(inner, label(file)));
            }
        }
        if (!Hdf5File.recognizes(bytes)) {
            throw new ModelException(
                    file.toString(), "expected weights in HDF5, got a file of another kind");
        }
        return WeightSource.of(label(file), Hdf5File.read(bytes, label(file)));
    }

    private static Path beside(Path file, String name) {
        List<String> endings = List.of("_weights.h5", ".weights.h5", ".h5", "_weights.hdf5");
        for (String ending : endings) {
            Path candidate = file.resolveSibling(name + ending);
            if (Files.isRegularFile(candidate)) {
                return candidate;
            }
        }
        throw new ModelException(
                file.toString(),
                "expected its weights beside it, %s or %s, got none; give them with --weights"
                        .formatted(name + endings.get(0), name + endings.get(2)));
    }

    private static KerasFile whole(Path file, byte[] bytes, String name, Optional<Path> weights) {
        Hdf5Node root = Hdf5File.read(bytes, label(file));
        String config =
                root.text("model_config")
                        .orElseThrow(() ->
                                new ModelException(
                                        file.toString(),
                                        "expected a whole model, got weights without its"
                                                + " description; import the model's JSON file and"
                                                + " give this one with --weights"));
        JsonNode model = json(config.getBytes(StandardCharsets.UTF_8), label(file));
        return new KerasFile(
                name,
                model,
                root.text("keras_version").orElse(""),
                weights.map(KerasFile::read).orElseGet(() -> WeightSource.of(label(file), root)),
                weights.orElse(file));
    }

    private static KerasFile archive(Path file, byte[] bytes, String name, Optional<Path> weights) {
        Map<String, byte[]> entries = entries(bytes, label(file));
        byte[] config = entries.get("config.json");
        byte[] inner = entries.get("model.weights.h5");
        if (config == null || (inner == null && weights.isEmpty())) {
            throw new ModelException(
                    file.toString(),
                    "expected config.json and model.weights.h5 in the archive, got %s"
                            .formatted(
                                    entries.isEmpty()
                                            ? "neither"
                                            : "only " + String.join(", ", entries.keySet())));
        }
        byte[] metadata = entries.getOrDefault("metadata.json", new byte[] {'{', '}'});
        String version =
                json(metadata, label(file) + ": metadata.json").path("keras_version").asText("3");
        return new KerasFile(
                name,
                json(config, label(file) + ": config.json"),
                version,
                weights.map(KerasFile::read)
                        .orElseGet(() ->
                                WeightSource.of(label(file), Hdf5File.read(inner, label(file)))),
                weights.orElse(file));
    }

    /** The entries that matter, each within bounds whatever it claims. */
    private static Map<String, byte[]> entries(byte[] bytes, String file) {
        Map<String, byte[]> entries = new HashMap<>();
        Map<String, Integer> limits =
                Map.of(
                        "config.json", MAX_JSON_BYTES,
                        "metadata.json", 1 << 16,
                        "model.weights.h5", MAX_FILE_BYTES);
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            int count = 0;
            for (ZipEntry entry = zip.getNextEntry();
                    entry != null && entries.size() < limits.size();
                    entry = zip.getNextEntry()) {
                count++;
                Integer limit = limits.get(entry.getName());
                if (limit == null || count > MAX_ENTRIES) {
                    throw new ModelException(
                            file,
                            "expected an archive of Keras, got one with "
                                    + Names.line(entry.getName()));
                }
                byte[] content = zip.readNBytes(limit + 1);
                if (content.length > limit) {
                    throw new ModelException(
                            file,
                            "%s: expected at most %d MB, got more"
                                    .formatted(entry.getName(), limit >> 20));
                }
                entries.put(entry.getName(), content);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new ModelException(
                    file,
                    "expected an archive of Keras, got an error: %s; the file may be damaged"
                            .formatted(oneLine(e)));
        }
        return entries;
    }

    private static byte[] bytes(Path file) {
        try {
            long size = Files.size(file);
            if (size > MAX_FILE_BYTES) {
                throw new ModelException(
                        file.toString(),
                        "expected a file of at most %d MB, got %d MB"
                                .formatted(MAX_FILE_BYTES >> 20, size >> 20));
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new ModelException(
                    file.toString(), "expected a file of weights, found none; check the path");
        } catch (IOException e) {
            throw new ModelException(
                    file.toString(), "expected a readable file, got " + oneLine(e));
        }
    }

    private static JsonNode json(byte[] bytes, String file) {
        if (bytes.length > MAX_JSON_BYTES) {
            throw new ModelException(file, "expected at most 16 MB of JSON, got more");
        }
        try {
            JsonNode node = JSON.readTree(bytes);
            if (node == null || !node.isObject()) {
                throw new ModelException(file, "expected a JSON object, got none");
            }
            return node;
        } catch (IOException e) {
            throw new ModelException(
                    file,
                    "expected JSON, got an error: " + oneLine(e) + "; the file may be damaged");
        }
    }

    private static String oneLine(Exception e) {
        String text = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
        return text.substring(0, Math.min(200, text.length()));
    }
}
