package org.l1ring.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.Model;
import org.l1ring.table.Cell;
import org.l1ring.table.ColumnMatch;
import org.l1ring.table.TableReader;

/**
 * Recorded crossings with the experiment's own decisions: integer features, {@code cms_bitN_thrT}
 * (1 when the raw score is at least T) and {@code score_raw_vK} (the raw score of version K).
 *
 * <p>{@code raw = feature * 2^fraction} of the input type. Other columns are ignored.
 */
public final class DecisionTable implements AutoCloseable {
    private static final Pattern DECISION = Pattern.compile("cms_bit(\\d{1,4})_thr(\\d{1,18})");
    private static final Pattern SCORE = Pattern.compile("score_raw_v(\\w+)");
    private static final Pattern VERSION = Pattern.compile(".*_v(\\w+)");
    private static final FixedType BIT = FixedType.unsigned(1, 1);

    private final String name;
    private final TableReader table;
    private final List<Decision> decisions = new ArrayList<>();
    private final boolean scored;

    /**
     * A decision of the experiment.
     *
     * @param column its name in the file
     * @param threshold raw score from which it is 1
     */
    record Decision(String column, long threshold) {}

    /**
     * Opens a table of decisions.
     *
     * @param file CSV, or gzip of it
     * @param model that decides
     * @param features names of the model's inputs in such tables; may be empty
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it holds no features of the model or no decisions
     */
    public DecisionTable(Path file, Model model, List<String> features) throws IOException {
        name = VectorSet.tag(file, "decisions_");
        table = TableReader.open(file);
        try {
            List<Cell> cells = new ArrayList<>();
            int[] columns = featureColumns(model, features);
            for (int i = 0; i < columns.length; i++) {
                FixedType type = model.columnType(i);
                if (type.fraction() < 0 || type.fraction() >= Long.SIZE) {
                    throw new IllegalArgumentException(
                            "%s: expected inputs of 0..63 fraction bits for integer features, got %s"
                                    .formatted(model.name(), type));
                }
                cells.add(new Cell(columns[i], type, type.fraction()));
            }
            Matcher version = VERSION.matcher(model.name());
            int score = version.matches() ? scoreColumn(version.group(1)) : -1;
            for (int i = 0; i < table.width(); i++) {
                Matcher decision = DECISION.matcher(table.columns().get(i));
                if (decision.matches()) {
                    cells.add(new Cell(i, BIT));
                    decisions.add(
                            new Decision(
                                    table.columns().get(i), Long.parseLong(decision.group(2))));
                }
            }
            scored = score >= 0;
            if (scored) {
                cells.add(new Cell(score, Cell.ANY));
            }
            if (decisions.isEmpty()) {
                throw new IllegalArgumentException(
                        table.name()
                                + ": expected columns cms_bit<N>_thr<T>, got none;"
                                + " give a table of decisions");
            }
            table.select(cells, false);
        } catch (RuntimeException e) {
            table.close();
            throw e;
        }
    }

    private int scoreColumn(String version) {
        return table.columns().indexOf("score_raw_v" + version);
    }

    /** Features by the model's names, else the columns that are nothing else, in order. */
    private int[] featureColumns(Model model, List<String> features) {
        List<List<String>> names = new ArrayList<>(ModelColumns.inputNames(model));
        if (!features.isEmpty()) {
            names.addFirst(features);
        }
        for (List<String> list : names) {
            int[] found = ColumnMatch.byName(table.columns(), list);
            if (found.length == model.columns()) {
                return found;
            }
        }
        int[] rest =
                IntStream.range(0, table.columns().size())
                        .filter(i -> isFeature(table.columns().get(i)))
                        .toArray();
        if (rest.length != model.columns()) {
            throw new IllegalArgumentException(
                    "%s: expected %d feature columns beside bx, cms_bit<N>_thr<T> and score_raw_v<K>, got %d; give a table of this model's features"
                            .formatted(table.name(), model.columns(), rest.length));
        }
        return rest;
    }

    private static boolean isFeature(String column) {
        return !column.equals("bx")
                && !column.equals("orbit")
                && !DECISION.matcher(column).matches()
                && !SCORE.matcher(column).matches();
    }

    String name() {
        return name;
    }

    TableReader table() {
        return table;
    }

    List<Decision> decisions() {
        return decisions;
    }

    /** Whether the model's own score is given. */
    boolean scored() {
        return scored;
    }

    @Override
    public void close() throws IOException {
        table.close();
    }
}
