package org.l1ring.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.l1ring.check.EngineKind;
import org.l1ring.check.Evaluator;
import org.l1ring.circuit.Circuit;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Model;
import org.l1ring.model.ModelReader;

/** A model of three inputs and two outputs as a file, with seeded inputs and their answers. */
final class SmallModel {
    static final int COLUMNS = 3;
    static final int OUTPUTS = 3;

    /** The model's text; tests break it in one place. */
    static final String JSON =
            """
            {"format": 1, "name": "small_v2", "feature_names": ["A_pt", "A_eta", "B_pt"],
             "inputs": [{"name": "in", "size": 3,
               "type": {"type": "ap_fixed", "W": 8, "I": 8}}],
             "preprocessing": {"kind": "offset_then_shift",
               "input_type": {"type": "ap_fixed", "W": 10, "I": 8},
               "output_type": {"type": "ap_fixed", "W": 8, "I": 8},
               "offsets": {"type": {"type": "ap_fixed", "W": 10, "I": 8}, "shape": [3],
                 "raw": [4, 0, -8]},
               "shift": {"type": {"type": "ap_int", "W": 4}, "shape": [3], "raw": [1, 0, 2]}},
             "layers": [
              {"name": "fc", "kind": "dense", "inputs": ["in"], "output": "fc_out",
               "n_in": 3, "n_out": 2,
               "weights": {"type": {"type": "ap_fixed", "W": 6, "I": 3}, "shape": [3, 2],
                 "raw": [5, -7, 0, 3, 12, -1]},
               "biases": {"type": {"type": "ap_fixed", "W": 6, "I": 3}, "shape": [2],
                 "raw": [4, -9]},
               "accum_type": {"type": "ap_fixed", "W": 16, "I": 10},
               "result_type": {"type": "ap_fixed", "W": 10, "I": 7, "Q": "RND", "O": "SAT"}},
              {"name": "act", "kind": "relu", "inputs": ["fc_out"], "output": "act_out",
               "size": 2, "result_type": {"type": "ap_ufixed", "W": 9, "I": 6}},
              {"name": "sq", "kind": "sum_of_squares", "inputs": ["act_out"],
               "output": "sq_out",
               "square_type": {"type": "ap_ufixed", "W": 18, "I": 14},
               "result_type": {"type": "ap_ufixed", "W": 18, "I": 14}}],
             "outputs": [
              {"name": "act", "from": "act_out", "size": 2,
               "type": {"type": "ap_ufixed", "W": 9, "I": 6}},
              {"name": "score", "from": "sq_out", "size": 1,
               "type": {"type": "ap_ufixed", "W": 18, "I": 14}}]}
            """;

    final Path file;
    final long[][] inputs;
    final long[][] outputs;
    private final Model model;
    private final Circuit circuit;
    private final Circuit layered;

    SmallModel(Path folder, int rows) throws IOException {
        file = Files.writeString(folder.resolve("model.json"), JSON);
        model = ModelReader.read(file);
        circuit = Lowering.lower(model);
        layered = Lowering.lowerWithLayers(model);
        inputs = new long[rows][COLUMNS];
        Random random = new Random(7);
        for (long[] row : inputs) {
            for (int i = 0; i < COLUMNS; i++) {
                row[i] = random.nextLong(-512, 512);
            }
        }
        outputs = answers(circuit, rows);
    }

    private long[][] answers(Circuit asked, int rows) {
        long[][] answers = new long[rows][asked.outputs().size()];
        Evaluator interpreter = EngineKind.INTERPRETER.evaluator(model, asked);
        for (int i = 0; i < rows; i++) {
            interpreter.run(inputs[i], 0, 1, answers[i]);
        }
        return answers;
    }

    /** The score of one row. */
    long score(long[] row) {
        long[] answer = new long[OUTPUTS];
        EngineKind.INTERPRETER.evaluator(model, circuit).run(row, 0, 1, answer);
        return answer[OUTPUTS - 1];
    }

    List<String> vectorLines() {
        List<String> lines = new ArrayList<>(List.of("x0,x1,x2,act_0,act_1,score"));
        for (int i = 0; i < inputs.length; i++) {
            lines.add(join(inputs[i]) + "," + join(outputs[i]));
        }
        return lines;
    }

    List<String> inputLines() {
        return table("x0,x1,x2", inputs);
    }

    List<String> outputLines() {
        return table("act_0,act_1,score", outputs);
    }

    /** Values of all layers but {@code act_out} in the first rows. */
    List<String> layerLines(int rows) {
        long[][] all = answers(layered, rows);
        List<Integer> chosen = new ArrayList<>();
        for (int i = OUTPUTS; i < layered.outputs().size(); i++) {
            if (!layered.outputs().get(i).name().startsWith("act_out")) {
                chosen.add(i);
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(
                chosen.stream()
                        .map(i -> layered.outputs().get(i).name())
                        .collect(Collectors.joining(",")));
        for (long[] row : all) {
            lines.add(
                    chosen.stream()
                            .map(i -> String.valueOf(row[i]))
                            .collect(Collectors.joining(",")));
        }
        return lines;
    }

    static List<String> table(String header, long[][] rows) {
        List<String> lines = new ArrayList<>(List.of(header));
        for (long[] row : rows) {
            lines.add(join(row));
        }
        return lines;
    }

    static String join(long[] row) {
        return Arrays.stream(row).mapToObj(String::valueOf).collect(Collectors.joining(","));
    }
}
