package org.l1ring.rtl;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.l1ring.tool.Program;
import org.l1ring.tool.SourceFiles;
import org.l1ring.tool.ToolException;

/** A pipeline built by Verilator, as a program that turns rows of inputs into rows of outputs. */
public final class RtlSimulator {
    private static final long BUILD_SECONDS = 1200;
    private static final long RUN_SECONDS = 3600;

    /**
     * How Verilator builds programs here: without a fault of 5.006, which takes some constant bits
     * for undefined ones; few files, as each reads one large header, of many functions, as the
     * compiler's time grows faster than their size. Measured with menus, 2026-11.
     */
    public static final List<String> BUILD_FLAGS =
            List.of(
                    "--cc",
                    "--exe",
                    "--build",
                    "-j",
                    "0",
                    "-O3",
                    "--x-assign",
                    "fast",
                    "-Wno-fatal",
                    "-fno-const-bit-op-tree",
                    "--output-split",
                    "20000",
                    "--output-split-cfuncs",
                    "2000");

    private final Path folder;
    private final List<Signal> inputs;
    private final List<Signal> outputs;
    private final int lead;

    private RtlSimulator(Path folder, ModulePorts ports, int lead) {
        this.lead = lead;
        this.folder = folder;
        this.inputs = ports.inputs();
        this.outputs = ports.outputs();
    }

    /**
     * Writes and builds modules.
     *
     * @param hardware to simulate
     * @param folder that exists and receives sources and program
     * @throws ToolException if Verilator or a C++ compiler is absent or fails
     */
    public static RtlSimulator build(Clocked hardware, Path folder) {
        for (Program program : List.of(Program.VERILATOR, Program.GXX, Program.MAKE)) {
            program.require();
        }
        VerilatorBench bench = VerilatorBench.of(hardware);
        try {
            Map<String, String> files = new TreeMap<>(hardware.files(hardware.circuit().digest()));
            files.put(bench.module() + ".v", bench.wrapper());
            files.put("sim_main.cpp", bench.program());
            SourceFiles.write(folder, files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Program.VERILATOR.succeed(folder, BUILD_SECONDS, arguments(bench.module()));
        return new RtlSimulator(folder, ModulePorts.of(hardware), hardware.window().lead());
    }

    /** What Verilator is called with, in the folder of the sources. */
    static List<String> arguments(String module) {
        List<String> arguments = new ArrayList<>(BUILD_FLAGS);
        arguments.addAll(List.of("-CFLAGS", "-O1", "-MAKEFLAGS", "OPT_FAST=-O1"));
        arguments.addAll(List.of("--top-module", module, "-y", ".", "-Mdir", "obj_dir"));
        arguments.addAll(List.of("-o", "sim", module + ".v", "sim_main.cpp"));
        return arguments;
    }

    /**
     * Simulates rows, one a clock cycle. Of a stream of crossings the first rows fill the window
     * and have no results.
     *
     * @param rows [rows][columns] raw values within the intervals of their ports, row-major
     * @param from first row
     * @param to end of the rows, exclusive
     * @param results [rows][outputs] receives raw values at the row that completed them
     * @throws ToolException if the simulation fails
     */
    public void run(long[] rows, int from, int to, long[] results) {
        Path packed = folder.resolve("inputs.bin");
        Path answers = folder.resolve("outputs.bin");
        try {
            write(rows, from, to, packed);
            Program.Run run =
                    Program.runBuilt(
                            folder.resolve("obj_dir").resolve("sim"),
                            folder,
                            RUN_SECONDS,
                            List.of("--raw", packed.toString(), answers.toString()));
            if (run.exitCode() != 0) {
                throw new ToolException(
                        "simulation: exit code %d: %s".formatted(run.exitCode(), run.lines()));
            }
            read(answers, from + lead, to, results);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] words(List<Signal> signals) {
        return new byte[(BenchRows.bits(signals) + 31) / 32 * 4];
    }

    private void write(long[] rows, int from, int to, Path file) throws IOException {
        byte[] bytes = words(inputs);
        int[] lows = BenchRows.lows(inputs);
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int row = from; row < to; row++) {
                Arrays.fill(bytes, (byte) 0);
                for (int i = 0; i < lows.length; i++) {
                    long value = rows[row * lows.length + i];
                    for (int bit = 0; bit < inputs.get(i).width(); bit++) {
                        if ((value >> bit & 1) != 0) {
                            set(bytes, lows[i] + bit);
                        }
                    }
                }
                stream.write(bytes);
            }
        }
    }

    private static void set(byte[] bytes, int bit) {
        bytes[bit >> 3] |= (byte) (1 << (bit & 7));
    }

    private void read(Path file, int from, int to, long[] results) throws IOException {
        byte[] bytes = words(outputs);
        int[] lows = BenchRows.lows(outputs);
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
            for (int row = from; row < to; row++) {
                if (stream.readNBytes(bytes, 0, bytes.length) < bytes.length) {
                    throw new ToolException(
                            "simulation: expected %d rows, got %d"
                                    .formatted(to - from, row - from));
                }
                for (int i = 0; i < lows.length; i++) {
                    Signal port = outputs.get(i);
                    long value = 0;
                    for (int bit = 0; bit < port.width(); bit++) {
                        int at = lows[i] + bit;
                        value |= (long) (bytes[at >> 3] >> (at & 7) & 1) << bit;
                    }
                    int spare = Long.SIZE - port.width();
                    results[row * lows.length + i] =
                            port.signed() ? value << spare >> spare : value;
                }
            }
        }
    }
}
