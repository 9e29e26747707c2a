package org.l1ring.lower;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.l1ring.fixed.FixedType;

/** Cells of recurrent layers: a gate of x and h, a product with a second state. */
final class RandomCells {
    private RandomCells() {}

    /**
     * Fills a recurrent layer.
     *
     * @return elements of its result
     */
    static int fill(ObjectNode layer, int size, RandomValues values) {
        int steps = values.divisor(size);
        boolean allSteps = values.chance(0.5);
        layer.put("steps", steps).put("backwards", values.chance(0.5));
        layer.put("all_steps", allSteps);
        int units = values.between(1, 3);
        layer.set("cell", cell(values, size / steps, units));
        return (allSteps ? steps : 1) * units;
    }

    /**
     * A cell.
     *
     * @param values its source
     * @param features elements of a step
     * @param units elements of each state and of the result
     */
    private static ObjectNode cell(RandomValues values, int features, int units) {
        ObjectNode cell = JsonNodeFactory.instance.objectNode();
        cell.put("name", "cell");
        FixedType h = values.type(values.between(1, 9));
        FixedType c = values.type(values.between(1, 9));
        ArrayNode inputs = cell.putArray("inputs");
        port(values, inputs, "x", features, values.type(values.between(1, 9)));
        port(values, inputs, "h", units, h);
        port(values, inputs, "c", units, c);
        ArrayNode layers = cell.putArray("layers");
        ObjectNode joined = layer(layers, "concat_features", "xh", "x", "h");
        joined.put("positions", 1).set("result_type", values.json(values.type(8)));
        ObjectNode gate = layer(layers, "dense", "gate", "xh");
        gate.put("n_in", features + units).put("n_out", units);
        gate.set("weights", values.constants(values.type(4), features + units, units));
        gate.set("biases", values.constants(values.type(4), units));
        gate.put("accumulation", "exact").set("result_type", values.json(values.type(8)));
        layer(layers, "multiply_hls4ml", "kept", "gate", "c")
                .set("result_type", values.json(values.type(8)));
        layer(layers, "subtract", "next", "kept", "h")
                .set("result_type", values.json(values.type(8)));
        ArrayNode outputs = cell.putArray("outputs");
        port(values, outputs, "y", units, values.type(6)).put("from", "kept");
        port(values, outputs, "h_next", units, h).put("from", "next");
        port(values, outputs, "c_next", units, c).put("from", "gate");
        return cell;
    }

    private static ObjectNode port(
            RandomValues values, ArrayNode list, String name, int size, FixedType type) {
        ObjectNode port = list.addObject().put("name", name).put("size", size);
        port.set("type", values.json(type));
        return port;
    }

    private static ObjectNode layer(ArrayNode layers, String kind, String name, String... inputs) {
        ObjectNode layer = layers.addObject().put("name", name).put("kind", kind);
        ArrayNode names = layer.putArray("inputs");
        for (String input : inputs) {
            names.add(input);
        }
        return layer.put("output", name);
    }
}
