package org.l1ring.rtl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.l1ring.circuit.Circuit;

/** Icarus Verilog as processes of their own: {@code iverilog} compiles, {@code vvp} simulates. */
final class Icarus {
    private static final long LIMIT_SECONDS = 120;
    private static final Set<String> PRINTED = ConcurrentHashMap.newKeySet();

    private Icarus() {}

    /** Skips the test when the simulator is absent, or fails it with require.simulators. */
    static void require() {
        for (String program : List.of("iverilog", "vvp")) {
            if (onPath(program)) {
                continue;
            }
            String absent = "simulator absent: " + program + " (Debian package iverilog)";
            if (Boolean.getBoolean("require.simulators")) {
                fail(absent);
            }
            if (PRINTED.add(program)) {
                System.out.println("skipped, " + absent);
            }
            abort(absent);
        }
    }

    private static boolean onPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
    }

    /** Writes module, bench and vectors to a folder. */
    static void write(Path folder, Circuit circuit, List<long[]> inputs, List<long[]> expected)
            throws IOException {
        VerilogBench bench = VerilogBench.of(circuit, inputs, expected);
        Files.writeString(folder.resolve("module.v"), VerilogEmitter.emit(circuit));
        Files.writeString(folder.resolve("bench.v"), bench.text());
        Files.writeString(folder.resolve(bench.vectorsFile()), bench.vectors());
    }

    /** Compiles and simulates what was written; all lines printed. */
    static List<String> simulate(Path folder) throws IOException, InterruptedException {
        List<String> compiled =
                run(folder, "iverilog", "-g2001", "-o", "bench.vvp", "module.v", "bench.v");
        assertEquals(List.of(), compiled, "the compiler's output");
        return run(folder, "vvp", "-n", "bench.vvp");
    }

    /** Simulates rows and returns all lines printed. */
    static List<String> simulate(
            Path folder, Circuit circuit, List<long[]> inputs, List<long[]> expected)
            throws IOException, InterruptedException {
        write(folder, circuit, inputs, expected);
        return simulate(folder);
    }

    private static List<String> run(Path folder, String... command)
            throws IOException, InterruptedException {
        Path log = folder.resolve(command[0] + ".log");
        Process process =
                new ProcessBuilder(new ArrayList<>(List.of(command)))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            assertTrue(
                    process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS),
                    () -> command[0] + ": not done after " + LIMIT_SECONDS + " s");
        } finally {
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(log);
        assertEquals(0, process.exitValue(), () -> command[0] + ": " + lines);
        return lines;
    }
}
