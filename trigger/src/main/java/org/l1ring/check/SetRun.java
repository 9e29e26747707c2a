package org.l1ring.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.l1ring.circuit.Circuit;

/** One pass of all engines over the rows of a set. */
final class SetRun {
    private final Circuit circuit;
    private final InputRows inputs;
    private final Map<EngineKind, Evaluator> evaluators;
    private final Map<EngineKind, Tally> tallies = new EnumMap<>(EngineKind.class);
    private final int outputs;
    private long rows;

    SetRun(Circuit circuit, InputRows inputs, Map<EngineKind, Evaluator> evaluators) {
        this.circuit = circuit;
        this.inputs = inputs;
        this.evaluators = evaluators;
        this.outputs = circuit.outputs().size();
        evaluators.keySet().forEach(engine -> tallies.put(engine, new Tally(engine)));
    }

    SetResult run(String name, Optional<LayerRun> layers) throws IOException {
        long[] reference = inputs.answered() ? null : new long[InputRows.CHUNK * outputs];
        long[] got = new long[InputRows.CHUNK * outputs];
        for (int count = inputs.next(); count > 0; count = inputs.next()) {
            tallies.values().forEach(Tally::clear);
            boolean first = true;
            for (Map.Entry<EngineKind, Evaluator> entry : evaluators.entrySet()) {
                long[] result = first && reference != null ? reference : got;
                entry.getValue().run(inputs.inputs(), 0, count, result);
                long[] expected = reference == null ? inputs.expected() : reference;
                compare(expected, result, count, tallies.get(entry.getKey()));
                first = false;
            }
            if (layers.isPresent()) {
                layers.get().run(inputs.inputs(), count, rows, tallies);
            }
            rows += count;
        }
        if (layers.isPresent()) {
            layers.get().finish();
        }
        List<SetResult.EngineResult> results = new ArrayList<>();
        tallies.values().forEach(tally -> results.add(tally.result("")));
        return new SetResult(name, rows, compared(layers), results);
    }

    private void compare(long[] expected, long[] got, int count, Tally tally) {
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < outputs; k++) {
                int at = i * outputs + k;
                if (expected[at] != got[at]) {
                    String column = circuit.outputs().get(k).name();
                    tally.wrong(i, new Difference(rows + i + 1, column, expected[at], got[at]));
                }
            }
        }
    }

    private String compared(Optional<LayerRun> layers) {
        String text = outputs == 1 ? "1 output" : outputs + " outputs";
        if (!inputs.answered()) {
            text += " of each engine against the first";
        }
        return layers.isEmpty() ? text : text + ", " + layers.get().compared();
    }
}
