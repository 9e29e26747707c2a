package org.l1ring.hls;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.l1ring.circuit.Interval;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Model;
import org.l1ring.model.Preprocessing;

/** Writes what turns the columns of a crossing into the network's inputs. */
final class PreprocessingText {
    private final ModelText text;
    private final Model model;
    private final Names names;
    private final int columns;

    private PreprocessingText(ModelText text, Model model, Names names) {
        this.text = text;
        this.model = model;
        this.names = names;
        this.columns = model.columns();
    }

    /** The array of columns. */
    record Columns(Tensor tensor) {}

    static Columns write(ModelText text, Model model, Names names) {
        return new PreprocessingText(text, model, names).write();
    }

    private Columns write() {
        Preprocessing rule = model.preprocessing().orElseThrow();
        ElementTypes columnTypes = ElementTypes.all(model.columnType(0));
        Tensor in =
                new Tensor(
                        "columns",
                        "column_t",
                        ModelText.inputStorage(columnTypes),
                        columnTypes,
                        columns);
        text.size("N_COLUMNS", columns);
        text.typedef("column_t", in.storage(), "columns");
        ElementTypes scaledTypes = ElementTypes.all(rule.outputType());
        Tensor scaled =
                new Tensor(
                        "scaled", "scaled_t", ModelText.storage(scaledTypes), scaledTypes, columns);
        text.typedef("scaled_t", scaled.storage(), "preprocessing");
        text.use("nnet_preprocessing.h");
        text.comment("Preprocessing");
        text.array(scaled, "N_COLUMNS");
        switch (rule) {
            case Preprocessing.OffsetThenShift r -> offsetThenShift(r);
            case Preprocessing.SubtractDivide r -> subtractDivide(r);
        }
        slices(scaled);
        return new Columns(in);
    }

    private ConfigText config() {
        return new ConfigText("config1", "preprocessing_config").set("n_in", columns);
    }

    private void call(String function, List<String> constants) {
        List<String> arguments =
                Stream.concat(Stream.of("columns", "scaled"), constants.stream()).toList();
        text.call(function, List.of("column_t", "scaled_t", "config1"), arguments, "preprocessing");
    }

    private void offsetThenShift(Preprocessing.OffsetThenShift rule) {
        FixedType type = rule.inputType();
        text.constants("offset1", "offset1_t", rule.offsets());
        int[] shifts = rule.shifts().stream().mapToInt(Integer::intValue).toArray();
        text.constantsFile(
                "shift1", ConstantsText.integers(text.heading("Shifts"), "shift1", shifts));
        text.config(
                config().type("offset_t", "offset1_t")
                        .type("difference_t", CppType.cast(type))
                        .type("shifted_t", CppType.plain(type)));
        call("offset_then_shift", List.of("offset1", "shift1"));
    }

    private void subtractDivide(Preprocessing.SubtractDivide rule) {
        long[] bias = rule.bias().stream().mapToLong(Long::longValue).toArray();
        long least = Arrays.stream(bias).min().orElse(0);
        long most = Arrays.stream(bias).max().orElse(0);
        CppType whole = CppType.integers(new Interval(least, most));
        text.constants(
                "bias1", "offset1_t", new ConstantArray(whole.fixed(), new int[] {columns}, bias));
        int deepest = rule.normBits().stream().mapToInt(Integer::intValue).max().orElse(0);
        long[] scale = new long[columns];
        Arrays.setAll(scale, i -> 1L << (deepest - rule.normBits(i)));
        text.constants(
                "scale1",
                "scale1_t",
                new ConstantArray(FixedType.unsigned(deepest + 1, 1), new int[] {columns}, scale));
        text.config(config().type("offset_t", "offset1_t").type("scale_t", "scale1_t"));
        call("subtract_divide", List.of("bias1", "scale1"));
    }

    /** Each input's part of the columns; the whole serves where nothing changes. */
    private void slices(Tensor scaled) {
        int start = 0;
        for (int i = 0; i < model.inputs().size(); i++) {
            Model.Input input = model.inputs().get(i);
            String typeName = i == 0 ? "input_t" : "input%d_t".formatted(i + 1);
            CppType storage = ModelText.storage(input.types());
            text.size("N_INPUT_%d_1".formatted(i + 1), input.size());
            text.typedef(typeName, storage, "input " + input.name());
            Tensor tensor =
                    new Tensor(
                            names.unique(input.name()),
                            typeName,
                            storage,
                            input.types(),
                            input.size());
            boolean whole =
                    input.size() == columns
                            && input.types().uniform()
                            && input.types().get(0).equals(scaled.types().get(0))
                            && Tensor.castsAlike(input.types());
            if (whole) {
                text.bind(
                        input.name(),
                        new Tensor(scaled.variable(), typeName, storage, input.types(), columns));
            } else {
                slice(scaled, tensor, i + 1, start);
                text.bind(input.name(), tensor);
            }
            start += input.size();
        }
    }

    private void slice(Tensor scaled, Tensor input, int number, int start) {
        boolean alike = Tensor.castsAlike(input.types());
        String word = "input" + number;
        Tensor part =
                alike
                        ? input
                        : new Tensor(
                                word + "_columns",
                                scaled.typeName(),
                                scaled.storage(),
                                ElementTypes.all(scaled.types().get(0)),
                                input.size());
        text.comment("Input " + number);
        text.array(part, "N_INPUT_%d_1".formatted(number));
        ConfigText config =
                new ConfigText(word + "_config", "slice_config")
                        .set("start", start)
                        .set("n_in", input.size());
        text.config(config);
        text.call(
                "slice",
                List.of(scaled.typeName(), part.typeName(), config.name()),
                List.of(scaled.variable(), part.variable()),
                "columns %d to %d".formatted(start, start + input.size() - 1));
        if (!alike) {
            text.array(input, "N_INPUT_%d_1".formatted(number));
            text.elementCasts(word + "_types", part, input, input.types());
            text.statement("%s_types(%s, %s);".formatted(word, part.variable(), input.variable()));
        }
    }
}
