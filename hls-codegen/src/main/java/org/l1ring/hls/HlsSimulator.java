package org.l1ring.hls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.l1ring.circuit.Circuit;
import org.l1ring.model.Model;
import org.l1ring.tool.Program;
import org.l1ring.tool.SourceFiles;
import org.l1ring.tool.ToolException;

/** Emitted C++ compiled by g++ with the header that stands in for the vendor's, run on rows. */
public final class HlsSimulator implements AutoCloseable {
    private static final long COMPILE_SECONDS = 600;
    private static final long RUN_SECONDS = 3600;
    private static final String BINARY = "hls_test";
    private static final String VECTORS = "vectors.txt";

    private final Path folder;
    private final int inputs;
    private final int outputs;

    private HlsSimulator(Path folder, int inputs, int outputs) {
        this.folder = folder;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /**
     * Writes and compiles a model.
     *
     * @param folder to write into; it is made if absent
     * @throws ToolException if g++ is absent or fails
     */
    public static HlsSimulator build(Model model, HlsForm form, Path folder) {
        return build(
                HlsProject.files(model, form),
                HlsProject.top(model.name()),
                folder,
                model.columns(),
                model.outputColumns());
    }

    /**
     * Writes and compiles a circuit.
     *
     * @param folder to write into; it is made if absent
     * @throws ToolException if g++ is absent or fails
     */
    public static HlsSimulator build(Circuit circuit, Path folder) {
        return build(
                HlsProject.files(circuit),
                HlsProject.top(circuit.name()),
                folder,
                circuit.inputs().size(),
                circuit.outputs().size());
    }

    private static HlsSimulator build(
            Map<String, String> files, String top, Path folder, int inputs, int outputs) {
        Program.GXX.require();
        try {
            SourceFiles.write(folder, files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        compile(folder, top, "firmware/ap_types", "c++11");
        return new HlsSimulator(folder, inputs, outputs);
    }

    /**
     * Compiles the files of a project that was written.
     *
     * @param top name of the top function
     * @param types folder of {@code ap_fixed.h}
     * @param standard of C++
     */
    static void compile(Path folder, String top, String types, String standard) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-std=" + standard,
                                "-Og",
                                "-w",
                                "-I",
                                types,
                                "hls_test.cpp",
                                "-o",
                                BINARY));
        String source = "firmware/" + top + ".cpp";
        if (Files.exists(folder.resolve(source))) {
            arguments.add(source);
        }
        Program.GXX.succeed(folder, COMPILE_SECONDS, arguments);
    }

    /**
     * Evaluates rows.
     *
     * @param in [rows][input columns] raw values, row-major
     * @param from first row
     * @param to end of the rows, exclusive
     * @param out [rows][output columns] receives raw values at the same rows
     * @throws ToolException if the program fails
     */
    public void run(long[] in, int from, int to, long[] out) {
        try {
            StringBuilder text = new StringBuilder();
            for (int row = from; row < to; row++) {
                BenchText.appendRow(text, in, row * inputs, (row + 1) * inputs);
                text.append('\n');
            }
            Files.writeString(folder.resolve("in.txt"), text);
            Program.Run run =
                    Program.runBuilt(
                            folder.resolve(BINARY),
                            folder,
                            RUN_SECONDS,
                            List.of("--run", "in.txt", "out.txt"));
            if (run.exitCode() != 0) {
                throw new ToolException(
                        BINARY + ": exit code " + run.exitCode() + ": " + run.lines());
            }
            read(from, to, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(int from, int to, long[] out) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("out.txt"));
        if (lines.size() != to - from) {
            throw new ToolException(
                    "%s: expected %d rows, got %d".formatted(BINARY, to - from, lines.size()));
        }
        int next = from * outputs;
        for (String line : lines) {
            for (int start = 0; start < line.length(); ) {
                int end = line.indexOf(' ', start);
                end = end < 0 ? line.length() : end;
                out[next++] = Long.parseLong(line, start, end, 10);
                start = end + 1;
            }
        }
    }

    /**
     * Compares rows with answers in the bench itself.
     *
     * @param rows of raw inputs
     * @param expected rows of raw outputs
     * @return the lines that the bench prints, a verdict last
     */
    public List<String> compare(List<long[]> rows, List<long[]> expected) {
        try {
            Files.writeString(folder.resolve(VECTORS), BenchText.vectors(rows, expected));
            return Program.runBuilt(folder.resolve(BINARY), folder, RUN_SECONDS, List.of(VECTORS))
                    .lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the rows that were exchanged; the project stays. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(folder.resolve("in.txt"));
            Files.deleteIfExists(folder.resolve("out.txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
