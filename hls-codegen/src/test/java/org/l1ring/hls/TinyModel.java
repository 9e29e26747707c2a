package org.l1ring.hls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.l1ring.model.Model;
import org.l1ring.model.ModelReader;

/** A small model made by hand: preprocessing, adders, types of single elements, a table. */
final class TinyModel {
    private static final String TEXT =
            """
            {"format": 1, "name": "tiny", "inputs": [{"name": "x", "size": 4, "type": INPUT}],
             "preprocessing": {"kind": "offset_then_shift", "input_type": {"type": "ap_fixed", "W": 9, "I": 7},
              "output_type": INPUT,
              "offsets": {"type": {"type": "ap_int", "W": 6}, "shape": [4], "raw": [0, 3, -5, 12]},
              "shift": {"type": {"type": "ap_int", "W": 5}, "shape": [4], "raw": [1, 2, 0, -1]}},
             "layers": [
              {"name": "first", "kind": "dense", "inputs": ["x"], "output": "a", "n_in": 4, "n_out": 3,
               "weights": {"type": {"type": "ap_fixed", "W": 6, "I": 2}, "shape": [4, 3],
                "raw": [3, -7, 0, 12, 5, -9, 21, 1, WEIGHT, -13, 30, 6]},
               "biases": {"type": {"type": "ap_fixed", "W": 6, "I": 2}, "shape": [3], "raw": [5, -6, 0]},
               "accum_type": {"type": "ap_fixed", "W": 16, "I": 9},
               "result_type": {"type": "ap_fixed", "W": 16, "I": 9}},
              {"name": "clip", "kind": "relu", "inputs": ["a"], "output": "b", "size": 3, "result_types": [
               {"type": "ap_ufixed", "W": 6, "I": 3, "Q": "RND_CONV", "O": "SAT"},
               {"type": "ap_ufixed", "W": 0, "I": 0},
               {"type": "ap_ufixed", "W": 4, "I": 4}]},
              {"name": "logit", "kind": "dense", "inputs": ["b"], "output": "c", "n_in": 3, "n_out": 1,
               "weights": {"type": {"type": "ap_fixed", "W": 5, "I": 1}, "shape": [3, 1], "raw": [7, 3, -11]},
               "biases": {"type": {"type": "ap_fixed", "W": 5, "I": 1}, "shape": [1], "raw": [9]},
               "accumulation": "exact", "result_type": {"type": "ap_fixed", "W": 8, "I": 4, "O": "SAT"}},
              {"name": "score", "kind": "sigmoid", "inputs": ["c"], "output": "d", "size": 1,
               "table": {"type": {"type": "ap_ufixed", "W": 6, "I": 0}, "size": 8, "range": 8,
                "raw": [1, 3, 8, 17, 32, 47, 56, 61]},
               "result_type": {"type": "ap_ufixed", "W": 6, "I": 0}}],
             "outputs": [{"name": "score", "from": "d", "size": 1, "type": {"type": "ap_ufixed", "W": 6, "I": 0}},
              {"name": "logit", "from": "c", "size": 1, "type": {"type": "ap_fixed", "W": 8, "I": 4, "O": "SAT"}}]}
            """;

    private static final String INPUT =
            "{\"type\": \"ap_fixed\", \"W\": 6, \"I\": 4, \"O\": \"SAT\"}";

    private TinyModel() {}

    /** The model. */
    static Model make() {
        return withWeight(17);
    }

    /** The model with one weight of the first layer changed. */
    static Model withWeight(int raw) {
        String json = TEXT.replace("INPUT", INPUT).replace("WEIGHT", Integer.toString(raw));
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        try {
            return ModelReader.read(new ByteArrayInputStream(text), "tiny.json");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
