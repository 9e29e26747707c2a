package org.l1ring.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.l1ring.circuit.Circuit;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Model;
import org.l1ring.model.RealInterpreter;
import org.l1ring.table.Cell;
import org.l1ring.table.ColumnMatch;
import org.l1ring.table.TableReader;
import org.l1ring.table.TableWriter;

/** A model applied to a table of inputs. */
public final class Prediction {
    private static final int CHUNK = 4096;

    /** Real inputs of the engine float, which rounds none: 40 fraction bits. */
    private static final FixedType UNROUNDED =
            new FixedType(true, 64, 24, Quantization.RND, Overflow.SAT, 0);

    /** Largest part by which a number printed in ten digits is off, and some. */
    private static final double TEN_DIGITS = 1e-9;

    private final Model model;
    private final boolean real;
    private final List<List<String>> names;
    private final List<FixedType> outputTypes = new ArrayList<>();
    private final Optional<Evaluator> exact;

    /** Types that inputs are read as. */
    private final List<FixedType> inputTypes;

    /**
     * A prediction.
     *
     * @param model to apply
     * @param features names that a table may give the inputs besides {@code x0, x1 ...} and {@code
     *     <input>_0 ...}; may be empty
     * @param engine that evaluates
     * @param real whether tables hold real values, else raw integers
     */
    public Prediction(Model model, List<String> features, PredictEngine engine, boolean real) {
        this.model = model;
        this.real = real;
        names = new ArrayList<>(ModelColumns.inputNames(model));
        if (!features.isEmpty()) {
            names.add(features);
        }
        for (Model.Output output : model.outputs()) {
            for (int i = 0; i < output.size(); i++) {
                outputTypes.add(output.types().get(i));
            }
        }
        Circuit circuit = Lowering.lower(model);
        exact = engine.exact().map(kind -> kind.shared(model, circuit));
        boolean unrounded = real && exact.isEmpty();
        inputTypes =
                IntStream.range(0, model.columns())
                        .mapToObj(i -> unrounded ? UNROUNDED : model.columnType(i))
                        .toList();
    }

    /**
     * Evaluates every row of a table.
     *
     * @param input table of inputs, CSV or npy
     * @param output CSV or npy, by its ending
     * @param progress receives the number of rows done
     * @return rows
     * @throws IOException if a file cannot be read or written
     * @throws IllegalArgumentException if the table does not hold the model's inputs
     */
    public long run(Path input, Path output, LongConsumer progress) throws IOException {
        try (TableReader in = TableReader.open(input)) {
            int[] columns = ColumnMatch.match(in, model.columns(), names);
            in.select(
                    IntStream.range(0, columns.length)
                            .mapToObj(i -> new Cell(columns[i], inputTypes.get(i)))
                            .toList(),
                    real);
            try (TableWriter out =
                    TableWriter.open(output, ModelColumns.outputNames(model), real)) {
                long rows = run(in, out, progress);
                out.commit();
                return rows;
            }
        }
    }

    private long run(TableReader in, TableWriter out, LongConsumer progress) throws IOException {
        int width = outputTypes.size();
        long[] inputs = new long[CHUNK * model.columns()];
        long[] raw = new long[CHUNK * width];
        double[] values = new double[CHUNK * width];
        RealInterpreter interpreter = new RealInterpreter(model);
        long rows = 0;
        for (int count = in.read(inputs, CHUNK); count > 0; count = in.read(inputs, CHUNK)) {
            if (exact.isPresent()) {
                exact.get().run(inputs, 0, count, raw);
                for (int i = 0; real && i < count * width; i++) {
                    values[i] = outputTypes.get(i % width).toReal(raw[i]);
                }
            } else {
                evaluate(interpreter, inputs, count, values);
                for (int i = 0; !real && i < count * width; i++) {
                    raw[i] = outputTypes.get(i % width).fromReal(values[i]);
                }
            }
            if (real) {
                out.write(values, count);
            } else {
                out.write(raw, count);
            }
            rows += count;
            progress.accept(rows);
        }
        if (rows == 0) {
            throw new IllegalArgumentException(
                    in.name() + ": expected rows after the header, got none; add some");
        }
        return rows;
    }

    /** A value of the column's grid, where the text of one in ten digits is so close to it. */
    private static double printed(double value, int fraction) {
        double nearest = Math.scalb(Math.rint(Math.scalb(value, fraction)), -fraction);
        return Math.abs(value - nearest) <= TEN_DIGITS * Math.abs(value) ? nearest : value;
    }

    private void evaluate(RealInterpreter interpreter, long[] inputs, int rows, double[] values) {
        int columns = model.columns();
        int width = outputTypes.size();
        double[] row = new double[columns];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < columns; k++) {
                double value = inputTypes.get(k).toReal(inputs[i * columns + k]);
                row[k] = real ? printed(value, model.columnType(k).fraction()) : value;
            }
            System.arraycopy(interpreter.run(row), 0, values, i * width, width);
        }
    }
}
