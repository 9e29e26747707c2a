package org.l1ring.importer.keras;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import io.jhdf.api.WritableNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes small files of Keras: descriptions of our own and random weights. */
final class SampleFile {
    private final Path folder;
    private final Random random = new Random(7);
    private final List<String> layers = new ArrayList<>();
    private final Map<String, Map<String, Object>> weights = new LinkedHashMap<>();

    SampleFile(Path folder) {
        this.folder = folder;
    }

    /** A layer of a sequence, as JSON. */
    SampleFile layer(String kind, String name, String settings) {
        layers.add(
                "{\"class_name\": \"%s\", \"config\": {\"name\": \"%s\"%s}}"
                        .formatted(kind, name, settings.isEmpty() ? "" : ", " + settings));
        weights.put(name, new LinkedHashMap<>());
        return this;
    }

    /** A weight of the last layer: numbers of one to four dimensions. */
    SampleFile weight(String role, Object numbers) {
        weights.get(List.copyOf(weights.keySet()).getLast()).put(role, numbers);
        return this;
    }

    /** A random weight of the last layer, in steps of 1/64. */
    SampleFile random(String role, int... shape) {
        return weight(role, numbers(shape, 0));
    }

    private Object numbers(int[] shape, int axis) {
        if (axis == shape.length - 1) {
            float[] row = new float[shape[axis]];
            for (int i = 0; i < row.length; i++) {
                row[i] = (random.nextInt(129) - 64) / 64f;
            }
            return row;
        }
        Object first = numbers(shape, axis + 1);
        Object all = java.lang.reflect.Array.newInstance(first.getClass(), shape[axis]);
        for (int i = 0; i < shape[axis]; i++) {
            java.lang.reflect.Array.set(all, i, i == 0 ? first : numbers(shape, axis + 1));
        }
        return all;
    }

    /** The description of a sequence. */
    String sequence() {
        return "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s\", \"layers\": [%s]},"
                        .formatted(String.join(", ", layers))
                + " \"keras_version\": \"2.13.1\"}";
    }

    /** A description and weights beside it. */
    Path described(String json) throws IOException {
        Path file = Files.writeString(folder.resolve("sample.json"), json);
        try (WritableHdfFile hdf = HdfFile.write(folder.resolve("sample_weights.h5"))) {
            earlier(hdf);
        }
        return file;
    }

    Path described() throws IOException {
        return described(sequence());
    }

    /** A whole model in HDF5. */
    Path whole() {
        Path file = folder.resolve("sample.h5");
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            text(hdf, "model_config", sequence());
            text(hdf, "keras_version", "2.13.1");
            earlier(hdf.putGroup("model_weights"));
        }
        return file;
    }

    /** An archive of Keras 3. */
    Path archive() throws IOException {
        Path hdf5 = folder.resolve("model.weights.h5");
        try (WritableHdfFile hdf = HdfFile.write(hdf5)) {
            WritableGroup all = hdf.putGroup("layers");
            int index = 0;
            for (Map.Entry<String, Map<String, Object>> layer : weights.entrySet()) {
                if (layer.getValue().isEmpty()) {
                    continue;
                }
                WritableGroup vars = all.putGroup("layer_" + index++).putGroup("vars");
                text(vars, "name", layer.getKey());
                int number = 0;
                for (Object numbers : layer.getValue().values()) {
                    vars.putDataset(String.valueOf(number++), numbers);
                }
            }
        }
        Path file = folder.resolve("sample.keras");
        Files.write(file, zip(Files.readAllBytes(hdf5)));
        return file;
    }

    private byte[] zip(byte[] hdf5) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            entry(zip, "metadata.json", bytes("{\"keras_version\": \"3.4.0\"}"));
            entry(zip, "config.json", bytes(sequence()));
            entry(zip, "model.weights.h5", hdf5);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void text(WritableNode node, String name, String value) {
        node.putAttribute(name, value);
    }

    private void earlier(WritableGroup root) {
        for (Map.Entry<String, Map<String, Object>> layer : weights.entrySet()) {
            WritableGroup group = root.putGroup(layer.getKey());
            if (layer.getValue().isEmpty()) {
                continue;
            }
            WritableGroup inner = group.putGroup(layer.getKey());
            List<String> names = new ArrayList<>();
            layer.getValue()
                    .forEach((role, numbers) -> {
                        names.add(layer.getKey() + "/" + role + ":0");
                        String[] path = role.split("/", -1);
                        WritableGroup at = inner;
                        for (String part : Arrays.asList(path).subList(0, path.length - 1)) {
                            at =
                                    at.getChildren().containsKey(part)
                                            ? (WritableGroup) at.getChild(part)
                                            : at.putGroup(part);
                        }
                        at.putDataset(path[path.length - 1] + ":0", numbers);
                    });
            // Keras splits long lists so; the writer damages some of more than one text.
            for (int i = 0; i < names.size(); i++) {
                text(group, "weight_names" + i, names.get(i));
            }
        }
    }

    /** JSON of an object, for settings. */
    static String json(Object value) {
        try {
            return JsonMapper.builder().build().writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
