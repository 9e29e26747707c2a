package org.l1ring.proof;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.l1ring.tool.Program;

/** Lint of Verilog by Verilator with all its warnings. */
public final class Lint {
    private static final long LIMIT_SECONDS = 300;

    private Lint() {}

    /**
     * The warnings and errors of {@code verilator --lint-only -Wall}.
     *
     * @param verilog the files
     * @param top name of the top module
     * @param folder where Verilator works and leaves its log
     * @return one line each; empty when clean
     * @throws org.l1ring.tool.ToolException if Verilator is absent
     */
    public static List<String> warnings(List<Path> verilog, String top, Path folder) {
        List<String> arguments =
                new ArrayList<>(List.of("--lint-only", "-Wall", "--language", "1364-2001"));
        // A fault of 5.006, which takes some constant bits for undefined ones.
        arguments.add("-fno-const-bit-op-tree");
        arguments.addAll(List.of("--top-module", top));
        verilog.forEach(file -> arguments.add(file.toAbsolutePath().toString()));
        Program.Run run = Program.VERILATOR.run(folder, LIMIT_SECONDS, arguments);
        List<String> warnings = run.lines().stream().filter(line -> line.startsWith("%")).toList();
        return warnings.isEmpty() && run.exitCode() != 0
                ? List.of("%Error: exit code " + run.exitCode())
                : warnings;
    }
}
