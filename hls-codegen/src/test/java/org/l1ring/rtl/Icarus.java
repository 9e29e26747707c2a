package org.l1ring.rtl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.l1ring.circuit.Circuit;
import org.l1ring.tool.Program;
import org.l1ring.tool.Programs;

/** Icarus Verilog as processes of their own: {@code iverilog} compiles, {@code vvp} simulates. */
final class Icarus {
    private static final long LIMIT_SECONDS = 120;

    private Icarus() {}

    /** Skips the test when the simulator is absent, or fails it with require.simulators. */
    static void require() {
        Programs.require(Program.IVERILOG, Program.VVP);
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
    static List<String> simulate(Path folder) {
        List<String> compiled =
                Program.IVERILOG.succeed(
                        folder,
                        LIMIT_SECONDS,
                        List.of("-g2001", "-o", "bench.vvp", "module.v", "bench.v"));
        assertEquals(List.of(), compiled, "the compiler's output");
        return Program.VVP.succeed(folder, LIMIT_SECONDS, List.of("-n", "bench.vvp"));
    }

    /** Simulates rows and returns all lines printed. */
    static List<String> simulate(
            Path folder, Circuit circuit, List<long[]> inputs, List<long[]> expected)
            throws IOException {
        write(folder, circuit, inputs, expected);
        return simulate(folder);
    }
}
