package org.l1ring.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.l1ring.fixed.FixedType;

/** Reads the native model format (docs/model-format.md), plain or gzip. */
public final class ModelReader {
    /** Version of the format that this reads. */
    public static final int FORMAT = 1;

    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(32).build());
    }

    /** Most bytes of a model, unpacked. */
    private static final int MAX_BYTES = 64 << 20;

    /** Most elements of an input or of a layer's result. */
    static final int MAX_ELEMENTS = 1 << 20;

    private ModelReader() {}

    /**
     * Reads a model file.
     *
     * @param file JSON, or gzip of it
     * @throws ModelException when the file is absent, broken, or not a model
     */
    public static Model read(Path file) {
        try (InputStream in = open(file)) {
            if (Files.size(file) > MAX_BYTES) {
                throw new ModelException(
                        file.toString(),
                        "expected at most %d MB, got %d MB"
                                .formatted(MAX_BYTES >> 20, Files.size(file) >> 20));
            }
            return read(in, file.getFileName().toString());
        } catch (NoSuchFileException e) {
            throw new ModelException(
                    file.toString(), "expected a model file, found none; check the path");
        } catch (EOFException | ZipException e) {
            throw new ModelException(
                    file.toString(),
                    "expected a whole gzip file, got a broken one (" + e + "); copy it anew");
        } catch (IOException e) {
            throw new ModelException(
                    file.toString(),
                    "expected a readable file, got " + e.getMessage() + "; check the path");
        }
    }

    /**
     * Reads a model from a stream.
     *
     * @param in JSON text
     * @param name file name for messages
     * @throws IOException when reading fails
     * @throws ModelException when the text is not a model
     */
    public static Model read(InputStream in, String name) throws IOException {
        JsonNode root;
        try (JsonParser parser = MAPPER.createParser(in)) {
            root = MAPPER.readTree(parser);
            if (root != null && parser.nextToken() != null) {
                throw new ModelException(
                        place(name, parser.currentTokenLocation()),
                        "expected the end of the file, got more after the model; remove it");
            }
        } catch (JsonEOFException e) {
            throw new ModelException(
                    place(name, e.getLocation()),
                    "expected more JSON, got the end of the file; the file may be truncated");
        } catch (JacksonException e) {
            throw new ModelException(
                    place(name, e.getLocation()),
                    "expected JSON, got an error: "
                            + e.getOriginalMessage().replaceAll("\\s+", " ")
                            + "; correct it there, or the file may be truncated");
        }
        if (root == null || root.isMissingNode()) {
            throw new ModelException(name, "expected a model, got an empty file; write it anew");
        }
        return model(new Json(root, name));
    }

    private static String place(String name, JsonLocation place) {
        return place == null ? name : name + ":" + place.getLineNr() + ":" + place.getColumnNr();
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        in.mark(2);
        int magic = in.read() | in.read() << 8;
        in.reset();
        return magic == GZIPInputStream.GZIP_MAGIC ? unpacked(new GZIPInputStream(in), file) : in;
    }

    /** The whole content, which may be many times as large as the file. */
    private static InputStream unpacked(InputStream in, Path file) throws IOException {
        try (in) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new ModelException(
                        file.toString(),
                        "expected at most %d MB unpacked, got more".formatted(MAX_BYTES >> 20));
            }
            return new ByteArrayInputStream(content);
        }
    }

    private static Model model(Json root) {
        if (!root.node().isObject()) {
            throw root.error("expected a model object, got something else; check the file");
        }
        long format = root.at("format").integer();
        if (format != FORMAT) {
            throw root.error("expected format " + FORMAT + ", got " + format + "; convert it");
        }
        return network(root);
    }

    /** The cell of a recurrent layer: a model of inputs, layers and outputs that fit together. */
    static Model cell(Json root) {
        Model cell = network(root);
        for (String field : List.of("preprocessing", "binding", "threshold")) {
            if (root.has(field)) {
                throw root.at(field).error("expected none in a cell, got one; remove it");
            }
        }
        for (Layer layer : cell.layers()) {
            if (layer instanceof Layer.Recurrent) {
                throw root.error(
                        "layer "
                                + layer.head().name()
                                + ": expected no recurrent layer within a cell, got one");
            }
        }
        if (cell.outputs().size() != cell.inputs().size()) {
            throw root.error(
                    "outputs: expected the step's result and the next value of each state, %d, got %d"
                            .formatted(cell.inputs().size(), cell.outputs().size()));
        }
        for (int i = 1; i < cell.inputs().size(); i++) {
            Model.Input state = cell.inputs().get(i);
            Model.Output next = cell.outputs().get(i);
            if (next.size() != state.size() || !next.types().equals(state.types())) {
                throw root.error(
                        "outputs: expected %s of the size and type of the state %s, got others"
                                .formatted(next.name(), state.name()));
            }
        }
        return cell;
    }

    private static Model network(Json root) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        List<Model.Input> inputs = new ArrayList<>();
        for (Json json : root.at("inputs").list()) {
            int size = json.elements(json.count("size", 1));
            String name = json.at("name").text();
            ElementTypes types = json.types("type", size);
            inputs.add(new Model.Input(name, size, types));
            declare(json, tensors, name, new Tensor(size, types));
        }
        int columns = inputs.stream().mapToInt(Model.Input::size).sum();
        if (columns == 0) {
            throw root.error("inputs: expected at least one, got none");
        }
        Optional<Preprocessing> preprocessing =
                root.has("preprocessing")
                        ? Optional.of(preprocessing(root.at("preprocessing"), columns))
                        : Optional.empty();
        List<Layer> layers = new ArrayList<>();
        String file = root.where();
        for (Json json : root.at("layers").list()) {
            String name = json.at("name").text();
            Json place = new Json(json.node(), file + ": layer " + name);
            Layer layer = LayerReader.read(place, tensors);
            layers.add(layer);
            declare(
                    place,
                    tensors,
                    layer.head().output(),
                    new Tensor(layer.outputSize(), layer.head().resultTypes()));
        }
        return new Model(
                root.at("name").text(),
                inputs,
                preprocessing,
                layers,
                outputs(root.at("outputs"), tensors),
                root.has("binding")
                        ? Optional.of(binding(root.at("binding"), columns))
                        : Optional.empty(),
                root.has("threshold")
                        ? Optional.of(threshold(root.at("threshold")))
                        : Optional.empty());
    }

    private static void declare(
            Json place, Map<String, Tensor> tensors, String name, Tensor tensor) {
        if (tensors.put(name, tensor) != null) {
            throw place.error("expected a new output name, got \"" + name + "\" again; rename it");
        }
    }

    private static List<Model.Output> outputs(Json list, Map<String, Tensor> tensors) {
        List<Model.Output> outputs = new ArrayList<>();
        for (Json json : list.list()) {
            String from = json.at("from").text();
            Tensor tensor = tensors.get(from);
            if (tensor == null) {
                throw json.at("from")
                        .error("expected one of " + tensors.keySet() + ", got \"" + from + "\"");
            }
            int size = json.count("size", 1);
            if (size != tensor.size()) {
                throw json.at("size")
                        .error(
                                "expected "
                                        + tensor.size()
                                        + ", the size of "
                                        + from
                                        + ", got "
                                        + size);
            }
            outputs.add(
                    new Model.Output(json.at("name").text(), from, size, json.types("type", size)));
        }
        if (outputs.isEmpty()) {
            throw list.error("expected at least one output, got none");
        }
        return outputs;
    }

    private static List<Model.Binding> binding(Json list, int columns) {
        List<Model.Binding> binding = new ArrayList<>();
        for (Json json : list.list()) {
            int shift = json.has("shift") ? json.count("shift", 0) : 0;
            if (shift > 15) {
                throw json.error("shift: expected 0..15, got " + shift);
            }
            binding.add(new Model.Binding(json.at("field").text(), shift));
        }
        if (binding.size() != columns) {
            throw list.error(
                    "expected " + columns + " entries, one an input column, got " + binding.size());
        }
        return binding;
    }

    private static Model.Threshold threshold(Json json) {
        return new Model.Threshold(
                json.at("raw").integer(), json.has("rateKhz") ? json.at("rateKhz").real() : 0);
    }

    private static Preprocessing preprocessing(Json json, int columns) {
        FixedType inputType = json.at("input_type").type();
        FixedType outputType = json.at("output_type").type();
        Json kind = json.at("kind");
        return switch (kind.text()) {
            case "offset_then_shift" ->
                    new Preprocessing.OffsetThenShift(
                            inputType,
                            outputType,
                            json.constants("offsets", columns),
                            shifts(json, columns));
            case "subtract_divide" ->
                    new Preprocessing.SubtractDivide(
                            inputType, outputType, bias(json, columns), normBits(json, columns));
            default ->
                    throw kind.error(
                            "expected offset_then_shift or subtract_divide, got " + kind.text());
        };
    }

    private static List<Integer> shifts(Json json, int columns) {
        ConstantArray shifts = json.constants("shift", columns);
        List<Integer> bits = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            if (shifts.fraction() != 0 || Math.abs(shifts.raw(i)) > 63) {
                throw json.at("shift")
                        .error(
                                "value %d: expected whole bits in -63..63, got %d of %s"
                                        .formatted(i, shifts.raw(i), shifts.type()));
            }
            bits.add((int) shifts.raw(i));
        }
        return bits;
    }

    private static List<Long> bias(Json json, int columns) {
        long[] bias = json.at("bias").longs();
        if (bias.length != columns) {
            throw json.at("bias").error("expected " + columns + " values, got " + bias.length);
        }
        return Arrays.stream(bias).boxed().toList();
    }

    private static List<Integer> normBits(Json json, int columns) {
        long[] norm = json.at("norm").longs();
        if (norm.length != columns) {
            throw json.at("norm").error("expected " + columns + " values, got " + norm.length);
        }
        List<Integer> bits = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            if (Long.bitCount(norm[i]) != 1 || norm[i] < 0) {
                throw json.at("norm")
                        .error("value " + i + ": expected a power of two, got " + norm[i]);
            }
            bits.add(Long.numberOfTrailingZeros(norm[i]));
        }
        return bits;
    }

    /** Size and types of a named value. */
    record Tensor(int size, ElementTypes types) {}
}
