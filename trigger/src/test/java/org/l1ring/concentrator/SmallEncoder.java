package org.l1ring.concentrator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An encoder of one layer with seeded weights, as a file: 64 inputs, 16 latent values of 9 bits.
 */
public final class SmallEncoder {
    private SmallEncoder() {}

    /**
     * Writes the model.
     *
     * @param folder that receives it
     * @return its file
     */
    public static Path write(Path folder) throws IOException {
        String text =
                """
                {"format": 1, "name": "small_encoder",
                 "inputs": [{"name": "in", "size": 64,
                   "type": {"type": "ap_ufixed", "W": 8, "I": 1}}],
                 "layers": [
                  {"name": "fc", "kind": "dense", "inputs": ["in"], "output": "fc_out",
                   "n_in": 64, "n_out": 16,
                   "weights": {"type": {"type": "ap_fixed", "W": 6, "I": 1}, "shape": [64, 16],
                     "raw": [%s]},
                   "biases": {"type": {"type": "ap_fixed", "W": 6, "I": 1}, "shape": [16],
                     "raw": [%s]},
                   "accum_type": {"type": "ap_fixed", "W": 24, "I": 10},
                   "result_type": {"type": "ap_fixed", "W": 24, "I": 10}},
                  {"name": "act", "kind": "relu", "inputs": ["fc_out"], "output": "act_out",
                   "size": 16, "result_type": {"type": "ap_ufixed", "W": 9, "I": 1, "O": "SAT"}}],
                 "outputs": [
                  {"name": "latent", "from": "act_out", "size": 16,
                   "type": {"type": "ap_ufixed", "W": 9, "I": 1, "O": "SAT"}}]}
                """
                        .formatted(numbers(64 * 16), numbers(16));
        return Files.writeString(folder.resolve("encoder.json"), text);
    }

    /** Numbers of 6 bits, half of them zero. */
    private static String numbers(int count) {
        Random random = new Random(count);
        return IntStream.range(0, count)
                .map(_ -> random.nextBoolean() ? 0 : random.nextInt(64) - 32)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", "));
    }
}
