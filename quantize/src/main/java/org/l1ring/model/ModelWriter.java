package org.l1ring.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.l1ring.fixed.FixedType;

/** Writes the native model format (docs/model-format.md). */
public final class ModelWriter {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ModelWriter() {}

    /**
     * Writes a model file; it appears under its name only when it is whole.
     *
     * @param file to write; a link is followed
     * @throws UncheckedIOException when the file cannot be written
     * @throws ModelException when there is something else than a file in its place
     */
    public static void write(Model model, Path file) {
        if (Files.isSymbolicLink(file) && Files.exists(file)) {
            write(model, target(file));
            return;
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new ModelException(
                    file.toString(), "expected a file to write, got a folder or a device there");
        }
        Path part =
                file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid());
        try {
            try {
                Files.writeString(part, text(model));
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    file + ": expected a file that can be written, got " + e, e);
        }
    }

    private static Path target(Path link) {
        try {
            return link.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(link + ": expected a link to a file, got " + e, e);
        }
    }

    /** The JSON text of a model: one line a field, the same for the same model. */
    public static String text(Model model) {
        ObjectNode root = NODES.objectNode();
        root.put("format", ModelReader.FORMAT);
        network(root, model);
        model.binding().ifPresent(binding -> root.set("binding", binding(binding)));
        model.threshold()
                .ifPresent(threshold ->
                        root.putObject("threshold")
                                .put("raw", threshold.raw())
                                .put("rateKhz", threshold.rateKhz()));
        return print(root);
    }

    /** The cell of a recurrent layer. */
    static ObjectNode cell(Model cell) {
        ObjectNode root = NODES.objectNode();
        network(root, cell);
        root.remove("preprocessing");
        return root;
    }

    private static void network(ObjectNode root, Model model) {
        root.put("name", model.name());
        ArrayNode inputs = root.putArray("inputs");
        for (Model.Input input : model.inputs()) {
            ObjectNode node = inputs.addObject();
            node.put("name", input.name()).put("size", input.size());
            types(node, "type", input.types());
        }
        root.set("preprocessing", NODES.nullNode());
        model.preprocessing().ifPresent(rule -> root.set("preprocessing", preprocessing(rule)));
        ArrayNode layers = root.putArray("layers");
        model.layers().forEach(layer -> layers.add(LayerWriter.write(layer)));
        ArrayNode outputs = root.putArray("outputs");
        for (Model.Output output : model.outputs()) {
            ObjectNode node = outputs.addObject();
            node.put("name", output.name()).put("from", output.from()).put("size", output.size());
            types(node, "type", output.types());
        }
    }

    /** One line for each field of the root and each entry of its lists. */
    private static String print(ObjectNode root) {
        StringBuilder text = new StringBuilder("{");
        String separator = "\n";
        for (var field : root.properties()) {
            text.append(separator).append("  \"").append(field.getKey()).append("\": ");
            separator = ",\n";
            if (!field.getValue().isArray()) {
                text.append(line(field.getValue()));
                continue;
            }
            text.append('[');
            String inner = "\n    ";
            for (JsonNode item : field.getValue()) {
                text.append(inner).append(line(item));
                inner = ",\n    ";
            }
            text.append("\n  ]");
        }
        return text.append("\n}\n").toString();
    }

    private static String line(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ArrayNode binding(List<Model.Binding> binding) {
        ArrayNode list = NODES.arrayNode();
        for (Model.Binding entry : binding) {
            list.addObject().put("field", entry.field()).put("shift", entry.shift());
        }
        return list;
    }

    private static ObjectNode preprocessing(Preprocessing rule) {
        ObjectNode node = NODES.objectNode();
        switch (rule) {
            case Preprocessing.OffsetThenShift r -> {
                node.put("kind", "offset_then_shift");
                ObjectNode shift = NODES.objectNode();
                shift.set("type", type(FixedType.signed(7, 7)));
                ArrayNode bits = shift.putArray("raw");
                for (int i = 0; i < r.offsets().size(); i++) {
                    bits.add(r.shift(i));
                }
                node.set("shift", shift);
                node.set("offsets", constants(r.offsets()));
            }
            case Preprocessing.SubtractDivide r -> {
                node.put("kind", "subtract_divide");
                ArrayNode bias = node.putArray("bias");
                r.bias().forEach(bias::add);
                ArrayNode norm = node.putArray("norm");
                r.normBits().forEach(bits -> norm.add(1L << bits));
            }
        }
        node.set("input_type", type(rule.inputType()));
        node.set("output_type", type(rule.outputType()));
        return node;
    }

    /** A type object. */
    static ObjectNode type(FixedType type) {
        return NODES.objectNode()
                .put("type", type.signed() ? "ap_fixed" : "ap_ufixed")
                .put("W", type.width())
                .put("I", type.integer())
                .put("signed", type.signed())
                .put("Q", "AP_" + type.quantization())
                .put("O", "AP_" + type.overflow())
                .put("N", type.saturationBits());
    }

    /** The types of elements, under {@code field} or {@code field + "s"}. */
    static void types(ObjectNode node, String field, ElementTypes types) {
        if (types.uniform()) {
            node.set(field, type(types.get(0)));
            return;
        }
        ArrayNode list = node.putArray(field + "s");
        types.types().forEach(type -> list.add(type(type)));
    }

    /** A constant array, its values nested by shape. */
    static ObjectNode constants(ConstantArray array) {
        ObjectNode node = NODES.objectNode();
        node.set("type", type(array.type()));
        ArrayNode shape = node.putArray("shape");
        for (int extent : array.shape()) {
            shape.add(extent);
        }
        node.set("raw", nested(array, array.shape(), 0, 0, array.size()));
        if (array.hasReal()) {
            ArrayNode real = node.putArray("real");
            for (int i = 0; i < array.size(); i++) {
                real.add(array.real(i));
            }
        }
        return node;
    }

    private static ArrayNode nested(
            ConstantArray array, int[] shape, int depth, int start, int size) {
        ArrayNode list = NODES.arrayNode();
        int step = size / shape[depth];
        for (int i = 0; i < shape[depth]; i++) {
            if (depth == shape.length - 1) {
                list.add(array.raw(start + i));
            } else {
                list.add(nested(array, shape, depth + 1, start + i * step, step));
            }
        }
        return list;
    }
}
