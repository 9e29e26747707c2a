package org.l1ring.rtl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.l1ring.adders.ExpandSums;
import org.l1ring.circuit.Circuit;

/** The whole text of one small module and its bench. */
final class VerilogGoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden/tiny/rtl");

    private static void assertGolden(String file, String text) throws IOException {
        Path golden = FOLDER.resolve(file);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(FOLDER);
            Files.writeString(golden, text);
        }
        assertEquals(Files.readString(golden), text, file);
    }

    @Test
    void moduleIsAsReviewed() throws IOException {
        assertGolden("tiny.v", VerilogEmitter.emit(TinyCircuit.make()));
    }

    @Test
    void benchIsAsReviewed() throws IOException {
        List<long[]> inputs = List.of(new long[] {-20, 0}, new long[] {35, 200});
        List<long[]> expected = List.of(new long[] {-2048, -8, -64, 0}, new long[] {1, 2, 3, 1});
        VerilogBench bench = VerilogBench.of(TinyCircuit.make(), inputs, expected);
        assertGolden("tiny_bench.v", bench.text());
        assertGolden(bench.vectorsFile(), bench.vectors());
    }

    @Test
    void pipelineIsAsReviewed() throws IOException {
        Circuit circuit = TinyCircuit.make();
        Pipeline pipeline =
                Pipeline.of(
                        ExpandSums.expand(circuit, 0),
                        new PipelineOptions(360, true, true, 4, 1),
                        DelayModel.ULTRASCALE_PLUS);
        StringBuilder text = new StringBuilder();
        PipelineEmitter.files(pipeline, circuit.digest())
                .forEach((name, module) ->
                        text.append("// ").append(name).append('\n').append(module));
        assertGolden("tiny_pipeline.v", text.toString());
        long[] row = {-20, 0};
        long[] expected = {-2048, -8, -64, 0};
        PipelineBench bench = PipelineBench.of(pipeline, List.of(row), List.of(expected));
        assertGolden("tiny_pipeline_bench.v", bench.text());
        VerilatorBench flat = VerilatorBench.of(pipeline);
        assertGolden("tiny_flat.v", flat.wrapper());
    }

    @Test
    void equalCircuitsGiveEqualBytes() {
        assertEquals(
                VerilogEmitter.emit(TinyCircuit.make()), VerilogEmitter.emit(TinyCircuit.make()));
    }
}
