package org.l1ring.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.l1ring.rtl.DelayModel;
import org.l1ring.rtl.Pipeline;
import org.l1ring.rtl.PipelineEmitter;
import org.l1ring.rtl.PipelineOptions;
import org.l1ring.rtl.SharedPipelines;
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

    private List<String> lint(Pipeline pipeline) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> file :
                PipelineEmitter.files(pipeline, "digest").entrySet()) {
            files.add(Files.writeString(folder.resolve(file.getKey()), file.getValue()));
        }
        return Lint.warnings(files, VerilogEmitter.moduleName(pipeline.circuit()), folder);
    }

    /** Model 197 has a cast that Verilator's own search for constants takes for undefined. */
    @Test
    void pipelineOfAModel() throws IOException {
        Circuit circuit = ExpandSums.expand(Lowering.lower(RandomModels.model(197)), 2);
        PipelineOptions options = new PipelineOptions(100, false, true, 9, 1);
        assertEquals(List.of(), lint(Pipeline.of(circuit, options, DelayModel.ULTRASCALE_PLUS)));
    }

    /** Seed 101 has sums of fewer bits than the logic on which they take turns. */
    @Test
    void sumsThatTakeTurns() throws IOException {
        Circuit circuit = RandomCircuits.make(101).circuit();
        PipelineOptions options = new PipelineOptions(200, false, true, 9, 3);
        assertEquals(
                List.of(),
                lint(
                        SharedPipelines.of(circuit, 1, options, DelayModel.ULTRASCALE_PLUS)
                                .pipeline()));
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
