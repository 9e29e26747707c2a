package org.l1ring.importer.trees;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.l1ring.model.ModelException;

/**
 * Reads files of boosted trees: conifer JSON, XGBoost JSON and UBJSON, LightGBM text and TMVA XML,
 * plain or gzip, known by their content.
 */
public final class TreeFiles {
    /** Largest file, unpacked; a thousand trees of depth six are a tenth of it. */
    private static final int MOST_BYTES = 64 << 20;

    private static final int FIRST_BYTES = 4096;
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(64).build());
    }

    /** What a file holds. */
    private enum Format {
        CONIFER,
        XGBOOST,
        XGBOOST_UBJSON,
        LIGHTGBM,
        TMVA
    }

    private TreeFiles() {}

    /**
     * The trees of a file, or nothing when its content is of another kind.
     *
     * @param file plain or gzip
     * @param types that the user declares
     * @throws ModelException when the file holds trees that are broken or not supported
     */
    public static Optional<ImportedForest> read(Path file, TreeTypes types) {
        String where = file.getFileName().toString();
        try {
            Optional<Format> format = format(file, where);
            if (format.isEmpty()) {
                return Optional.empty();
            }
            byte[] content = content(file, where);
            Forest forest =
                    switch (format.get()) {
                        case CONIFER ->
                                ConiferReader.read(
                                        new TreeJson(json(where, content), where),
                                        types.inputs().isEmpty() && types.score().isEmpty());
                        case XGBOOST ->
                                XgboostReader.read(
                                        new TreeJson(json(where, content), where), "JSON");
                        case XGBOOST_UBJSON ->
                                XgboostReader.read(
                                        new TreeJson(UbjsonReader.read(where, content), where),
                                        "UBJSON");
                        case LIGHTGBM ->
                                LightGbmReader.read(
                                        where, new String(content, StandardCharsets.UTF_8));
                        case TMVA ->
                                TmvaReader.read(where, new String(content, StandardCharsets.UTF_8));
                    };
            return Optional.of(ForestImport.model(where, name(where), forest, types));
        } catch (IOException e) {
            throw new ModelException(
                    where, "expected a readable file, got " + e.getMessage() + "; check it");
        }
    }

    /** The model's name: that of the file without its endings. */
    private static String name(String file) {
        String name = file.replaceFirst("(\\.(gz|json|ubj|txt|xml|model|bst|weights))+$", "");
        return name.isEmpty() ? "trees" : name;
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        in.mark(2);
        int magic = in.read() | in.read() << 8;
        in.reset();
        return magic == GZIPInputStream.GZIP_MAGIC ? new GZIPInputStream(in) : in;
    }

    private static byte[] content(Path file, String where) throws IOException {
        try (InputStream in = open(file)) {
            byte[] content = in.readNBytes(MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw new ModelException(
                        where, "expected at most 64 MB, unpacked, got more; train fewer trees");
            }
            return content;
        }
    }

    private static Optional<Format> format(Path file, String where) throws IOException {
        byte[] first;
        try (InputStream in = open(file)) {
            first = in.readNBytes(FIRST_BYTES);
        } catch (IOException e) {
            // Whoever reads the file next says what is wrong with it.
            return Optional.empty();
        }
        String text = new String(first, StandardCharsets.ISO_8859_1).stripLeading();
        if (LightGbmReader.recognises(text)) {
            return Optional.of(Format.LIGHTGBM);
        }
        if (text.startsWith("<")) {
            return Optional.of(Format.TMVA);
        }
        if (UbjsonReader.recognises(first)) {
            return Optional.of(Format.XGBOOST_UBJSON);
        }
        if (text.startsWith("[") && text.contains("\"nodeid\"")) {
            throw new ModelException(
                    where,
                    "expected a saved model, got XGBoost's dump; use save_model(\"m.json\")");
        }
        if (text.startsWith("binf") || text.startsWith("CONFIG-offset:")) {
            throw new ModelException(
                    where,
                    "expected JSON or UBJSON, got XGBoost's old binary format; load it there and"
                            + " use save_model(\"m.json\")");
        }
        return text.startsWith("{") ? jsonFormat(file, where) : Optional.empty();
    }

    /** The kind of a JSON file by the first of its own fields that tells. */
    private static Optional<Format> jsonFormat(Path file, String where) throws IOException {
        byte[] start;
        try (InputStream in = open(file)) {
            start = in.readNBytes(MOST_BYTES);
        }
        try (JsonParser parser = MAPPER.createParser(start)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                switch (parser.currentName()) {
                    case "learner" -> {
                        return Optional.of(Format.XGBOOST);
                    }
                    case "n_trees", "n_classes", "init_predict", "max_depth", "trees" -> {
                        return Optional.of(Format.CONIFER);
                    }
                    case "format", "layers", "inputs", "preprocessing" -> {
                        return Optional.empty();
                    }
                    case "tree_info" ->
                            throw new ModelException(
                                    where,
                                    "expected a saved model, got LightGBM's dump; use"
                                            + " save_model(\"m.txt\")");
                    default -> {
                        parser.nextToken();
                        parser.skipChildren();
                    }
                }
            }
        } catch (JacksonException e) {
            // The reader of native models says where the JSON is broken.
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static JsonNode json(String where, byte[] content) throws IOException {
        try (JsonParser parser = MAPPER.createParser(new ByteArrayInputStream(content))) {
            JsonNode root = MAPPER.readTree(parser);
            if (parser.nextToken() != null) {
                throw new ModelException(
                        where, "expected the end of the file, got more after the model; remove it");
            }
            return root;
        } catch (JacksonException e) {
            String place =
                    e.getLocation() == null
                            ? where
                            : where
                                    + ":"
                                    + e.getLocation().getLineNr()
                                    + ":"
                                    + e.getLocation().getColumnNr();
            throw new ModelException(
                    place,
                    "expected JSON, got an error: "
                            + e.getOriginalMessage().replaceAll("\\s+", " ")
                            + "; the file may be truncated");
        }
    }
}
