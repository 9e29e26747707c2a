package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The verb predict. */
final class PredictTest {
    private static final int ROWS = 4200;

    @TempDir private Path folder;
    private SmallModel model;
    private Path out;

    @BeforeEach
    void writeModel() throws IOException {
        model = new SmallModel(folder, ROWS);
        out = folder.resolve("out.csv");
    }

    private Path write(String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name), lines);
    }

    private Path npy(String type, int itemBytes, long[][] rows) throws IOException {
        String header =
                "{'descr': '%s', 'fortran_order': False, 'shape': (%d, %d), }"
                        .formatted(type, rows.length, rows[0].length);
        int length = 118;
        ByteBuffer bytes =
                ByteBuffer.allocate(128 + rows.length * rows[0].length * itemBytes)
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        bytes.put((byte) 1).put((byte) 0).putShort((short) length);
        bytes.put(
                (header + " ".repeat(length - 1 - header.length()) + "\n")
                        .getBytes(StandardCharsets.US_ASCII));
        for (long[] row : rows) {
            for (long raw : row) {
                switch (type) {
                    case "<i2" -> bytes.putShort((short) raw);
                    case "<i4" -> bytes.putInt((int) raw);
                    case "<i8" -> bytes.putLong(raw);
                    case "<f4" -> bytes.putFloat(raw / 4f);
                    default -> bytes.putDouble(raw / 4.0);
                }
            }
        }
        return Files.write(folder.resolve("in.npy"), bytes.array());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"interpreter", "scalar", "vector", "layers"})
    void engineWritesRawOutputs(String engine) throws IOException {
        Path in = write("in.csv", model.inputLines());
        Verb.succeed("predict", model.file, in, "-o", out, "--engine", engine);
        assertEquals(model.outputLines(), Files.readAllLines(out));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"x2,x0,x1", "in_2,in_0,in_1", "B_pt,A_pt,A_eta", "extra,x2,x0,x1"})
    void columnsAreMatchedByName(String header) throws IOException {
        List<String> lines = new ArrayList<>(List.of(header));
        for (long[] x : model.inputs) {
            String row = x[2] + "," + x[0] + "," + x[1];
            lines.add(header.startsWith("extra") ? "none," + row : row);
        }
        Verb.succeed("predict", model.file, write("in.csv", lines), "-o", out);
        assertEquals(model.outputLines(), Files.readAllLines(out));
    }

    @Test
    void columnsOfOtherNamesGoByOrder() throws IOException {
        Path in = write("in.csv", SmallModel.table("x2,b,x0", model.inputs));
        Verb.succeed("predict", model.file, in, "-o", out);
        assertEquals(model.outputLines(), Files.readAllLines(out));
    }

    @Test
    void gzipIsWrittenByName() throws IOException {
        Path in = write("in.csv", model.inputLines());
        out = folder.resolve("out.csv.gz");
        Verb.succeed("predict", model.file, in, "-o", out);
        try (GZIPInputStream bytes = new GZIPInputStream(Files.newInputStream(out))) {
            String text = new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(model.outputLines(), text.lines().toList());
        }
    }

    @Test
    void realValuesStandForRawOnes() throws IOException {
        List<String> lines = new ArrayList<>(List.of("x0,x1,x2"));
        for (long[] x : model.inputs) {
            lines.add(x[0] / 4.0 + "," + x[1] / 4.0 + "," + x[2] / 4.0);
        }
        Verb.succeed("predict", model.file, write("in.csv", lines), "-o", out, "--real");
        List<String> expected = new ArrayList<>(List.of("act_0,act_1,score"));
        for (long[] y : model.outputs) {
            expected.add(y[0] / 8.0 + "," + y[1] / 8.0 + "," + y[2] / 16.0);
        }
        assertEquals(expected, Files.readAllLines(out));
    }

    @Test
    void floatEngineDoesNotQuantize() throws IOException {
        Path in = write("in.csv", List.of("x0,x1,x2", "1.25,0.5,-1.75"));
        Verb.succeed("predict", model.file, in, "-o", out, "--real", "--engine", "float");
        // Inputs (x - offset) >> shift: (1.25 - 1) / 2, 0.5, (-1.75 + 2) / 4.
        double first = 0.125 * 5 / 8 + 0.0625 * 12 / 8 + 4 / 8.0;
        double second = -0.125 * 7 / 8 + 0.5 * 3 / 8 - 0.0625 / 8 - 9 / 8.0;
        assertTrue(second < 0);
        assertEquals(
                List.of("act_0,act_1,score", first + ",0.0," + first * first),
                Files.readAllLines(out));
    }

    @Test
    void floatEngineKnowsValuesOfTheGridInTenDigits() throws IOException {
        String rows = "1.25,0.5,-1.75;1.2500000001,0.5,-1.7499999999;1.2500001,0.5,-1.75";
        List<String> lines = new ArrayList<>(List.of("x0,x1,x2"));
        lines.addAll(List.of(rows.split(";")));
        Path in = write("in.csv", lines);
        Verb.succeed("predict", model.file, in, "-o", out, "--real", "--engine", "float");
        List<String> results = Files.readAllLines(out);
        assertEquals(results.get(1), results.get(2));
        assertFalse(results.get(1).equals(results.get(3)));
    }

    @ParameterizedTest
    @CsvSource({"<i2,2", "<i4,4", "<i8,8"})
    void integerArraysAreRead(String type, int itemBytes) throws IOException {
        Path in = npy(type, itemBytes, model.inputs);
        Verb.succeed("predict", model.file, in, "-o", out);
        assertEquals(model.outputLines(), Files.readAllLines(out));
    }

    @ParameterizedTest
    @CsvSource({"<f4,4", "<f8,8"})
    void realArraysAreReadAndWritten(String type, int itemBytes) throws IOException {
        Path in = npy(type, itemBytes, model.inputs);
        out = folder.resolve("out.npy");
        Verb.succeed("predict", model.file, in, "-o", out, "--real");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(out)).order(ByteOrder.LITTLE_ENDIAN);
        assertTrue(
                new String(bytes.array(), 10, 118, StandardCharsets.US_ASCII)
                        .startsWith(
                                "{'descr': '<f8', 'fortran_order': False, 'shape': (4200, 3), }"));
        assertEquals(128 + ROWS * 3 * 8, bytes.capacity());
        assertEquals(model.outputs[ROWS - 1][2] / 16.0, bytes.getDouble(bytes.capacity() - 8));
    }

    @Test
    void rawArraysAreWritten() throws IOException {
        out = folder.resolve("out.npy");
        Verb.succeed("predict", model.file, write("in.csv", model.inputLines()), "-o", out);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(out)).order(ByteOrder.LITTLE_ENDIAN);
        long[] last = new long[3];
        bytes.position(bytes.capacity() - 24).asLongBuffer().get(last);
        assertArrayEquals(model.outputs[ROWS - 1], last);
        Path again = folder.resolve("again.csv");
        String message =
                Verb.reject("predict", model.file, out, "-o", again).replaceAll("got -?\\d+", "");
        assertTrue(message.startsWith("out.npy: row "), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x0,x1;1,2|in.csv: expected 3 columns, or a header with x0 to x2, got 2 columns"
                        + " and no column x2; add what is missing, or remove other columns",
                "a,b,c;1,2,3;1,700,3|in.csv:3: column b: expected an integer of -512..511 (raw"
                        + " values of ap_fixed<10,8>), got 700; correct the value, or use a wider"
                        + " input type",
                "a,b,c;1,2,x|in.csv:2: column c: expected an integer, got 'x'; write a raw 64-bit"
                        + " integer",
                "a,b,c;1,2|in.csv:2: expected 3 columns, got 2; the row may be cut short",
                "a,b,c|in.csv: expected rows after the header, got none; add some",
                "a,b,c;;1,2,3|in.csv:2: expected 3 columns, got an empty line; remove it",
                "1,2,3;4,5,6|in.csv:1: expected a header line of column names, got numbers; put a"
                        + " line of names above them",
            })
    void badTableLeavesNothing(String table, String message) throws IOException {
        Path in = write("in.csv", List.of(table.split(";", -1)));
        assertEquals(message, Verb.reject("predict", model.file, in, "-o", out));
        assertEquals(List.of("in.csv", "model.json"), files());
    }

    @Test
    void lateErrorLeavesNothing() throws IOException {
        List<String> lines = new ArrayList<>(model.inputLines());
        lines.add("1,2,3,4");
        Path in = write("in.csv", lines);
        assertEquals(
                "in.csv:4202: expected 3 columns, got 4; the row may be cut short",
                Verb.reject("predict", model.file, in, "-o", out));
        assertFalse(Files.exists(out));
        assertEquals(List.of("in.csv", "model.json"), files());
    }

    @Test
    void realOutOfRangeIsOneLine() throws IOException {
        Path in = write("in.csv", List.of("a,b,c", "1,2,128"));
        assertEquals(
                "in.csv:2: column c: expected a real value of -128.0..127.75 (ap_fixed<10,8>), got"
                        + " 128.0; correct the value, or use a wider input type",
                Verb.reject("predict", model.file, in, "-o", out, "--real"));
    }

    @Test
    void badArraysAreOneLine() throws IOException {
        Path in = npy("<f8", 8, model.inputs);
        assertEquals(
                "in.npy: expected raw integers, got floats; use --real for real values, or"
                        + " astype('int64')",
                Verb.reject("predict", model.file, in, "-o", out));
        byte[] bytes = Files.readAllBytes(npy("<i2", 2, model.inputs));
        Files.write(in, java.util.Arrays.copyOf(bytes, bytes.length - 7));
        assertEquals(
                "in.npy: expected 4200 rows, got 4198; the file may be truncated",
                Verb.reject("predict", model.file, in, "-o", out));
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Files.writeString(in, text.replace("False,", "True, "), StandardCharsets.ISO_8859_1);
        assertEquals(
                "in.npy: expected an array in C order, got Fortran order; use ascontiguousarray",
                Verb.reject("predict", model.file, in, "-o", out));
        Files.writeString(in, text.replace("<i2", ">i2"), StandardCharsets.ISO_8859_1);
        assertEquals(
                "in.npy: expected little-endian integers or floats (<i2, <i4, <i8, <f4, <f8), got"
                        + " >i2; convert the array with astype",
                Verb.reject("predict", model.file, in, "-o", out));
        assertEquals(List.of("in.npy", "model.json"), files());
    }

    @Test
    void badOutputIsOneLine() throws IOException {
        Path in = write("in.csv", model.inputLines());
        assertEquals(
                folder.resolve("out.txt")
                        + ": expected a name in .csv, .csv.gz or .npy; rename the output",
                Verb.reject("predict", model.file, in, "-o", folder.resolve("out.txt")));
        Path nowhere = folder.resolve("absent").resolve("out.csv");
        assertEquals(
                nowhere
                        + ": cannot be written: its folder does not exist; choose a writable"
                        + " folder",
                Verb.reject("predict", model.file, in, "-o", nowhere));
        Files.createDirectory(out);
        assertEquals(
                out + ": cannot be written: it is a folder; choose a writable folder",
                Verb.reject("predict", model.file, in, "-o", out));
        assertTrue(Verb.reject("predict", model.file, in).startsWith("Missing required option"));
    }
}
