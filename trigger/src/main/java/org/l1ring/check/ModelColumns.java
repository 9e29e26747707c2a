package org.l1ring.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.l1ring.model.Model;
import org.l1ring.table.Cell;
import org.l1ring.table.InputFile;

/** Names and cells of a model's input columns in tables. */
public final class ModelColumns {
    private ModelColumns() {}

    /**
     * The lists of names that a table may give the inputs: {@code x0, x1 ...} and {@code <input>_0,
     * <input>_1 ...}.
     */
    public static List<List<String>> inputNames(Model model) {
        List<String> numbered = IntStream.range(0, model.columns()).mapToObj(i -> "x" + i).toList();
        List<String> named = new ArrayList<>();
        for (Model.Input input : model.inputs()) {
            for (int i = 0; i < input.size(); i++) {
                named.add(input.size() == 1 ? input.name() : input.name() + "_" + i);
            }
        }
        return List.of(numbered, named);
    }

    /**
     * The features that a model file names, which only inform.
     *
     * @param file model; other than native ones name none
     * @param columns number of input columns
     * @return [columns] names, or an empty list if the file names none or another number
     * @throws IOException if the file cannot be read
     */
    public static List<String> featureNames(Path file, int columns) throws IOException {
        try (InputStream in = InputFile.open(file)) {
            JsonNode list = JsonMapper.builder().build().readTree(in).path("feature_names");
            List<String> names = new ArrayList<>();
            list.forEach(name -> names.add(name.asText()));
            return names.size() == columns ? names : List.of();
        } catch (JsonProcessingException | CharConversionException _) {
            return List.of();
        }
    }

    /**
     * The cells of the inputs, each of its column's type.
     *
     * @param model whose inputs they are
     * @param columns [inputs] columns of the table
     */
    public static List<Cell> inputCells(Model model, int[] columns) {
        return IntStream.range(0, columns.length)
                .mapToObj(i -> new Cell(columns[i], model.columnType(i)))
                .toList();
    }

    /** Names of the output columns, in order. */
    public static List<String> outputNames(Model model) {
        List<String> names = new ArrayList<>();
        for (Model.Output output : model.outputs()) {
            for (int i = 0; i < output.size(); i++) {
                names.add(output.size() == 1 ? output.name() : output.name() + "_" + i);
            }
        }
        return names;
    }
}
