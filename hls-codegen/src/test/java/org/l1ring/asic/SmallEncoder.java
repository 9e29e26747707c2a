package org.l1ring.asic;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.l1ring.model.Model;
import org.l1ring.model.ModelReader;

/** An encoder with the layers of ECON-T's, on an image of 4 by 4 values. */
public final class SmallEncoder {
    private static final String TEXT =
            """
            {"format": 1, "name": "small_encoder", "inputs": [{"name": "x", "size": 16, "type": VALUE}],
             "layers": [
              {"name": "pad", "kind": "pad2d", "inputs": ["x"], "output": "p", "in_height": 4, "in_width": 4,
               "pad_bottom": 1, "pad_right": 1, "result_type": VALUE},
              {"name": "conv", "kind": "conv2d", "inputs": ["p"], "output": "c", "in_height": 5, "in_width": 5,
               "in_channels": 1, "filters": 8, "kernel": [3, 3], "stride_height": 2, "stride_width": 2,
               "out_height": 2, "out_width": 2,
               "weights": {"type": WEIGHT, "shape": [3, 3, 1, 8], "raw": [RAW72]},
               "biases": {"type": WEIGHT, "shape": [8], "raw": [RAW8]},
               "accumulation": "exact", "result_type": VALUE},
              {"name": "dense", "kind": "dense", "inputs": ["c"], "output": "y", "n_in": 32, "n_out": 4,
               "weights": {"type": WEIGHT, "shape": [32, 4], "raw": [RAW128]},
               "biases": {"type": WEIGHT, "shape": [4], "raw": [RAW4]},
               "accumulation": "exact", "result_type": {"type": "ap_fixed", "W": 9, "I": 2, "Q": "RND_CONV", "O": "SAT"}}],
             "outputs": [{"name": "y", "from": "y", "size": 4,
              "type": {"type": "ap_fixed", "W": 9, "I": 2, "Q": "RND_CONV", "O": "SAT"}}]}
            """;

    private SmallEncoder() {}

    /** The encoder with seeded weights. */
    public static Model make(long seed) {
        Random random = new Random(seed);
        String json =
                TEXT.replace(
                                "VALUE",
                                "{\"type\": \"ap_fixed\", \"W\": 8, \"I\": 2, \"Q\": \"RND_CONV\", \"O\": \"SAT\"}")
                        .replace("WEIGHT", "{\"type\": \"ap_fixed\", \"W\": 6, \"I\": 1}");
        for (int count : new int[] {72, 128, 8, 4}) {
            String raw =
                    IntStream.range(0, count)
                            .mapToObj(_ -> Integer.toString(random.nextInt(-32, 32)))
                            .collect(Collectors.joining(", "));
            json = json.replace("RAW" + count, raw);
        }
        try {
            byte[] text = json.getBytes(StandardCharsets.UTF_8);
            return ModelReader.read(new ByteArrayInputStream(text), "small.json");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
