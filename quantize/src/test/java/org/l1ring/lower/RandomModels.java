package org.l1ring.lower;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;
import org.l1ring.model.ModelReader;

/**
 * Seeded models of every layer kind and option, as JSON text; and inputs for them.
 *
 * <p>Seed s always has a layer of kind {@code KINDS.get(s mod KINDS.size())}.
 */
public final class RandomModels {
    /** Kinds of layers. */
    public static final List<String> KINDS =
            List.of(
                    "dense",
                    "pointwise_conv1d",
                    "conv2d",
                    "pad2d",
                    "batchnorm",
                    "relu",
                    "linear",
                    "quantize",
                    "select",
                    "sigmoid",
                    "tanh",
                    "table",
                    "lookup",
                    "softmax",
                    "global_average_pooling1d",
                    "pool",
                    "embedding",
                    "concat_features",
                    "multiply_hls4ml",
                    "add",
                    "subtract",
                    "dot",
                    "matmul",
                    "sum_of_squares",
                    "argmax",
                    "recurrent",
                    "trees");

    private static final String TOO_WIDE = "within 64 bits";
    private static final String TOO_LONG = "power-of-two ratio";

    private final RandomValues values;
    private final ObjectNode root = JsonNodeFactory.instance.objectNode();
    private final ArrayNode layers = JsonNodeFactory.instance.arrayNode();
    private final List<Tensor> tensors = new ArrayList<>();

    private record Tensor(String name, int size, int least) {}

    private RandomModels(long seed, int attempt) {
        this.values = new RandomValues(new Random(seed * 1009 + attempt), 24 - 2 * attempt);
    }

    /** A model that lowers; some types of wide seeds are narrowed until it does. */
    public static Model model(long seed) {
        return read(json(seed));
    }

    /** The JSON text of {@link #model}. */
    public static String json(long seed) {
        for (int attempt = 0; attempt < 10; attempt++) {
            String text = new RandomModels(seed, attempt).make(seed);
            try {
                Lowering.lower(read(text));
                return text;
            } catch (ModelException e) {
                if (!e.getMessage().contains(TOO_WIDE) && !e.getMessage().contains(TOO_LONG)) {
                    throw new IllegalStateException("seed " + seed + ": " + text, e);
                }
            }
        }
        throw new IllegalStateException("seed " + seed + ": no attempt lowers");
    }

    private static Model read(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return ModelReader.read(new ByteArrayInputStream(bytes), "random.json");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One crossing of input columns.
     *
     * @param model whose columns to fill
     * @param random its source
     * @param style 0: full range; 1: sparse; 2: extremes; 3: one extreme; 4: near zero
     */
    public static long[] inputs(Model model, Random random, int style) {
        long[] columns = new long[model.columns()];
        int hot = random.nextInt(columns.length);
        for (int i = 0; i < columns.length; i++) {
            FixedType type = model.columnType(i);
            long low = type.minimumRaw();
            long high = type.maximumRaw();
            long any = low + (long) (random.nextDouble() * (high - low + 1));
            columns[i] =
                    switch (style) {
                        case 0 -> any;
                        case 1 -> random.nextInt(4) == 0 ? any : 0;
                        case 2 -> random.nextBoolean() ? low : high;
                        case 3 -> i != hot ? 0 : random.nextBoolean() ? low : high;
                        default -> Math.clamp(random.nextInt(5) - 2L, low, high);
                    };
        }
        return columns;
    }

    private String make(long seed) {
        root.put("format", 1);
        root.put("name", "random_" + seed);
        root.put("source", "random");
        int columns = inputs();
        preprocessing(columns);
        if (values.chance(0.3)) {
            binding(columns);
        }
        root.set("layers", layers);
        if (values.chance(0.5)) {
            add(values.oneOf(KINDS.toArray(String[]::new)));
        }
        add(KINDS.get((int) Math.floorMod(seed, (long) KINDS.size())));
        for (int more = values.between(1, 5); more > 0; more--) {
            add(values.oneOf(KINDS.toArray(String[]::new)));
        }
        outputs();
        return root.toString();
    }

    private int inputs() {
        ArrayNode list = root.putArray("inputs");
        int columns = 0;
        for (int group = values.between(1, 3); group > 0; group--) {
            int size = values.between(1, 8);
            ObjectNode input = list.addObject();
            input.put("name", "in" + group);
            input.put("size", size);
            declare(input, "in" + group, size, "type");
            columns += size;
        }
        return columns;
    }

    /** Gives a tensor its type or types. */
    private void declare(ObjectNode node, String name, int size, String field) {
        int least = 64;
        if (values.chance(0.3)) {
            ArrayNode types = node.putArray(field + "s");
            for (int i = 0; i < size; i++) {
                FixedType type = values.maybeNothing();
                least = Math.min(least, type.width());
                types.add(values.json(type));
            }
        } else {
            FixedType type = values.type();
            least = type.width();
            node.set(field, values.json(type));
        }
        tensors.add(new Tensor(name, size, least));
    }

    private void preprocessing(int columns) {
        if (values.chance(0.5)) {
            root.putNull("preprocessing");
            return;
        }
        ObjectNode node = root.putObject("preprocessing");
        node.set("input_type", values.json(values.type()));
        node.set("output_type", values.json(values.type()));
        if (values.chance(0.6)) {
            node.put("kind", "offset_then_shift");
            node.set("offsets", values.constants(columns));
            node.set("shift", values.constants(FixedType.signed(values.between(2, 5), 5), columns));
            // The type of shifts is whole, whatever its width.
            ObjectNode type = ((ObjectNode) node.get("shift")).putObject("type");
            type.put("type", "ap_int").put("W", 5);
        } else {
            node.put("kind", "subtract_divide");
            ArrayNode bias = node.putArray("bias");
            ArrayNode norm = node.putArray("norm");
            for (int i = 0; i < columns; i++) {
                bias.add(values.between(-200, 200));
                norm.add(1 << values.between(0, 9));
            }
        }
    }

    private void binding(int columns) {
        ArrayNode binding = root.putArray("binding");
        for (int i = 0; i < columns; i++) {
            ObjectNode entry = binding.addObject();
            entry.put("field", values.oneOf("MET_pt", "EG0_eta", "ZERO"));
            if (values.chance(0.5)) {
                entry.put("shift", values.between(0, 3));
            }
        }
        root.putObject("threshold").put("raw", values.between(-9, 99)).put("rateKhz", 1.5);
    }

    private void outputs() {
        ArrayNode list = root.putArray("outputs");
        for (int i = values.between(1, 3); i > 0; i--) {
            int pick = Math.max(0, tensors.size() - values.between(1, 3));
            Tensor from = tensors.get(pick);
            ObjectNode output = list.addObject();
            output.put("name", "out" + i);
            output.put("from", from.name());
            output.put("size", from.size());
            declare(output, "unused", from.size(), "type");
            tensors.remove(tensors.size() - 1);
        }
    }

    private Tensor pick() {
        return tensors.get(
                values.chance(0.7) ? tensors.size() - 1 : values.between(0, tensors.size() - 1));
    }

    /** A tensor of a size: a suitable one, else a dense layer's output. */
    private Tensor sized(int size) {
        for (Tensor tensor : tensors) {
            if (tensor.size() == size && values.chance(0.8)) {
                return tensor;
            }
        }
        ObjectNode layer = layer("dense", pick());
        dense(layer, tensors(layer).size(), size);
        return finish(layer, size);
    }

    private Tensor tensors(ObjectNode layer) {
        String name = layer.get("inputs").get(0).textValue();
        return tensors.stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
    }

    private ObjectNode layer(String kind, Tensor... inputs) {
        ObjectNode layer = JsonNodeFactory.instance.objectNode();
        layer.put("name", kind + "_" + layers.size());
        layer.put("kind", kind);
        ArrayNode names = layer.putArray("inputs");
        for (Tensor input : inputs) {
            names.add(input.name());
        }
        layer.put("output", "layer" + layers.size() + "_out");
        return layer;
    }

    private Tensor finish(ObjectNode layer, int size) {
        declare(layer, layer.get("output").textValue(), size, "result_type");
        layers.add(layer);
        return tensors.get(tensors.size() - 1);
    }

    private void accumulation(ObjectNode layer) {
        boolean exact = values.chance(0.3);
        if (exact) {
            layer.put("accumulation", "exact");
        }
        if (!exact || values.chance(0.3)) {
            layer.set("accum_type", values.json(values.type()));
        }
    }

    private void dense(ObjectNode layer, int in, int out) {
        layer.put("n_in", in);
        layer.put("n_out", out);
        layer.set("weights", values.constants(in, out));
        layer.set("biases", values.constants(out));
        accumulation(layer);
    }

    private void add(String kind) {
        if (kind.equals("softmax") || kind.equals("lookup")) {
            byBits(kind);
            return;
        }
        Tensor x = pick();
        int size = x.size();
        ObjectNode layer = layer(kind, x);
        switch (kind) {
            case "dense" -> {
                int out = values.between(1, 6);
                dense(layer, size, out);
                finish(layer, out);
            }
            case "pointwise_conv1d" -> {
                int positions = values.divisor(size);
                int out = values.between(1, 4);
                layer.put("positions", positions);
                dense(layer, size / positions, out);
                finish(layer, positions * out);
            }
            case "conv2d" -> {
                int results = RandomConvolutions.fill(layer, size, values);
                accumulation(layer);
                finish(layer, results);
            }
            case "pad2d" -> finish(layer, RandomConvolutions.pad(layer, size, values));
            case "batchnorm" -> {
                layer.set("scale", values.constants(values.divisor(size)));
                layer.set("bias", values.constants(values.divisor(size)));
                finish(layer, size);
            }
            case "sigmoid", "tanh", "table" -> {
                layer.put("function", kind.equals("table") ? values.oneOf("exp", "x") : kind);
                table(layer);
                finish(layer, size);
            }
            case "pool" -> pool(layer, size);
            case "matmul" -> matMul(x);
            case "argmax" -> {
                int positions = values.divisor(size);
                layer.put("positions", positions);
                finish(layer, positions);
            }
            case "recurrent" -> finish(layer, RandomCells.fill(layer, size, values));
            case "select" -> select(layer, size);
            case "global_average_pooling1d" -> pooling(layer, size);
            case "embedding" -> embedding(layer, size);
            case "sum_of_squares" -> {
                layer.set("square_type", values.json(values.type()));
                finish(layer, 1);
            }
            case "trees" -> {
                RandomTrees.fill(layer, size, values);
                finish(layer, 1);
            }
            case "concat_features", "multiply_hls4ml", "add", "subtract", "dot" -> pair(kind, x);
            default -> finish(layer, size);
        }
    }

    private void select(ObjectNode layer, int size) {
        ArrayNode indices = layer.putArray("indices");
        for (int i = values.between(1, 2 * size); i > 0; i--) {
            indices.add(values.between(-1, size - 1));
        }
        finish(layer, indices.size());
    }

    private void pool(ObjectNode layer, int size) {
        String operation = values.oneOf("maximum", "minimum", "sum", "average");
        layer.put("operation", operation);
        ArrayNode windows = layer.putArray("windows");
        for (int i = values.between(1, 6); i > 0; i--) {
            ArrayNode window = windows.addArray();
            for (int k = values.between(1, 7); k > 0; k--) {
                window.add(values.between(0, size - 1));
            }
        }
        if (operation.equals("average")) {
            layer.set("accum_type", values.json(values.type()));
        } else {
            accumulation(layer);
        }
        finish(layer, windows.size());
    }

    private void matMul(Tensor x) {
        int rows = values.divisor(x.size());
        int inner = x.size() / rows;
        int columns = values.between(1, 3);
        Tensor y = sized(inner * columns);
        ObjectNode layer = layer("matmul", x, y);
        layer.put("rows", rows).put("inner", inner).put("columns", columns);
        accumulation(layer);
        finish(layer, rows * columns);
    }

    private void pooling(ObjectNode layer, int size) {
        int positions = values.divisor(size);
        layer.put("positions", positions).put("channels", size / positions);
        layer.set("accum_type", values.json(values.type()));
        if (values.chance(0.5)) {
            layer.set("post_type", values.json(values.type()));
        }
        finish(layer, size / positions);
    }

    private void embedding(ObjectNode layer, int size) {
        int width = values.between(1, 3);
        layer.put("positions", size);
        layer.set("embeddings", values.constants(values.between(1, 9), width));
        finish(layer, size * width);
    }

    private void pair(String kind, Tensor x) {
        int size = x.size();
        Tensor y =
                switch (kind) {
                    case "concat_features" -> sized(size * values.between(1, 2));
                    case "multiply_hls4ml" -> sized(2 * size);
                    default -> sized(size);
                };
        ObjectNode layer = layer(kind, x, y);
        switch (kind) {
            case "concat_features" -> {
                layer.put("positions", values.divisor(size));
                finish(layer, size + y.size());
            }
            case "multiply_hls4ml" -> finish(layer, y.size());
            case "add", "subtract" -> finish(layer, size);
            default -> {
                accumulation(layer);
                finish(layer, 1);
            }
        }
    }

    private void table(ObjectNode layer) {
        int size = values.oneOf(1, 2, 8, 37, 64, 100, 128);
        ObjectNode table = values.constants(size);
        table.put("size", size);
        table.put("range", values.oneOf(0.5, 4.0, 8.0, 16.0, 3.0, 10.0, 6.3, 0.7));
        if (values.chance(0.5)) {
            table.put("index_negative", values.oneOf("wraps_to_last", "clamps"));
        }
        layer.set("table", table);
    }

    /** A layer whose argument's bits index a table. */
    private void byBits(String kind) {
        Tensor x = pick();
        if (x.least() < 1) {
            ObjectNode linear = layer("linear", x);
            FixedType type = values.type(4);
            linear.set("result_type", values.json(type));
            layers.add(linear);
            x = new Tensor(linear.get("output").textValue(), x.size(), type.width());
            tensors.add(x);
        }
        ObjectNode layer = layer(kind, x);
        if (kind.equals("lookup")) {
            int entries = 1 << values.between(0, Math.min(x.least(), 6));
            layer.set("tables", values.constants(values.divisor(x.size()), entries));
            finish(layer, x.size());
            return;
        }
        int argument = x.least();
        if (values.chance(0.5)) {
            FixedType difference = values.type(values.between(1, 12));
            layer.put("implementation", "stable");
            layer.put("difference", values.oneOf("maximum_minus_x", "x_minus_maximum"));
            layer.set("difference_type", values.json(difference));
            argument = difference.width();
        }
        FixedType exp = values.type(values.between(1, 8));
        FixedType sum = exp;
        if (values.chance(0.5)) {
            layer.put("positions", values.divisor(x.size()));
            sum = values.type(values.between(1, 10));
            layer.set("sum_type", values.json(exp));
            layer.set("inv_input_type", values.json(sum));
        }
        int last = Math.min(argument, 7);
        layer.set("exp_table", values.constants(exp, 1 << values.between(0, last)));
        layer.set("inv_table", values.constants(1 << values.between(0, Math.min(sum.width(), 7))));
        finish(layer, x.size());
    }
}
