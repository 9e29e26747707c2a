package org.l1ring.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.adders.ExpandSums;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.RandomCircuits;
import org.l1ring.lower.Lowering;
import org.l1ring.lower.RandomModels;
import org.l1ring.rtl.VerilogEmitter;
import org.l1ring.tool.Program;
import org.l1ring.tool.Programs;

/** Emitted modules have no warning of Verilator's lint. */
final class LintTest {
    @TempDir private Path folder;

    @BeforeEach
    void programs() {
        Programs.require(Program.VERILATOR);
    }

    private List<String> lint(Circuit circuit, String verilog) throws IOException {
        String top = VerilogEmitter.moduleName(circuit);
        Path file = folder.resolve(top + ".v");
        Files.writeString(file, verilog);
        return Lint.warnings(List.of(file), top, folder);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void randomCircuits(long seed) throws IOException {
        Circuit circuit = RandomCircuits.make(seed).circuit();
        assertEquals(List.of(), lint(circuit, VerilogEmitter.emit(circuit)));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomModels(long seed) throws IOException {
        Circuit circuit = ExpandSums.expand(Lowering.lower(RandomModels.model(seed)), 2);
        assertEquals(List.of(), lint(circuit, VerilogEmitter.emit(circuit)));
    }

    @Test
    void wrongWidthsAreFound() throws IOException {
        Circuit circuit = ProofTest.matrix(1, 2, 1, 4, 90);
        String text =
                VerilogEmitter.emit(circuit).replaceFirst("wire \\[\\d+:0\\] v", "wire [20:0] v");
        List<String> warnings = lint(circuit, text);
        assertTrue(warnings.getFirst().startsWith("%Warning-WIDTH: "), () -> warnings.toString());
    }
}
