package org.l1ring.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.l1ring.model.Model;

/** One pass of all engines over recorded crossings with decisions. */
final class DecisionRun {
    private final DecisionTable table;
    private final Map<EngineKind, Evaluator> evaluators;
    private final Map<EngineKind, Tally> tallies = new EnumMap<>(EngineKind.class);
    private final Map<EngineKind, long[]> wrong = new EnumMap<>(EngineKind.class);
    private final int columns;
    private final int outputs;
    private final int score;
    private long rows;

    DecisionRun(Model model, DecisionTable table, Map<EngineKind, Evaluator> evaluators) {
        this.table = table;
        this.evaluators = evaluators;
        columns = model.columns();
        outputs = model.outputColumns();
        score = scoreColumn(model);
        for (EngineKind engine : evaluators.keySet()) {
            tallies.put(engine, new Tally(engine));
            wrong.put(engine, new long[2]);
        }
    }

    /** The output named score, else the last one. */
    private static int scoreColumn(Model model) {
        List<String> names = ModelColumns.outputNames(model);
        int named = names.indexOf("score");
        return named >= 0 ? named : names.size() - 1;
    }

    SetResult run() throws IOException {
        int width = columns + table.decisions().size() + (table.scored() ? 1 : 0);
        long[] values = new long[InputRows.CHUNK * width];
        long[] inputs = new long[InputRows.CHUNK * columns];
        long[] got = new long[InputRows.CHUNK * outputs];
        int count;
        while ((count = table.table().read(values, InputRows.CHUNK)) > 0) {
            for (int i = 0; i < count; i++) {
                System.arraycopy(values, i * width, inputs, i * columns, columns);
            }
            for (Map.Entry<EngineKind, Evaluator> entry : evaluators.entrySet()) {
                tallies.get(entry.getKey()).clear();
                entry.getValue().run(inputs, 0, count, got);
                for (int i = 0; i < count; i++) {
                    int answers = i * width + columns;
                    compare(i, got[i * outputs + score], values, answers, entry.getKey());
                }
            }
            rows += count;
        }
        if (rows == 0) {
            throw new IllegalArgumentException(
                    table.table().name() + ": expected rows after the header, got none; add some");
        }
        return result();
    }

    private void compare(int row, long raw, long[] values, int answers, EngineKind engine) {
        Tally tally = tallies.get(engine);
        long number = rows + row + 1;
        int decisions = table.decisions().size();
        if (table.scored() && values[answers + decisions] != raw) {
            wrong.get(engine)[1]++;
            tally.wrong(row, new Difference(number, "score", values[answers + decisions], raw));
        }
        for (int k = 0; k < decisions; k++) {
            DecisionTable.Decision decision = table.decisions().get(k);
            long bit = raw >= decision.threshold() ? 1 : 0;
            if (bit != values[answers + k]) {
                wrong.get(engine)[0]++;
                tally.wrong(
                        row, new Difference(number, decision.column(), values[answers + k], bit));
            }
        }
    }

    private SetResult result() {
        long decisions = rows * table.decisions().size();
        List<SetResult.EngineResult> results = new ArrayList<>();
        for (EngineKind engine : tallies.keySet()) {
            long[] counts = wrong.get(engine);
            String detail = "%d of %d decisions wrong".formatted(counts[0], decisions);
            if (table.scored()) {
                detail += ", %d of %d scores".formatted(counts[1], rows);
            }
            results.add(tallies.get(engine).result(detail));
        }
        String compared =
                "%d decisions each%s"
                        .formatted(
                                table.decisions().size(),
                                table.scored() ? " and the score" : "; no score of this version");
        return new SetResult(table.name(), rows, compared, results);
    }
}
