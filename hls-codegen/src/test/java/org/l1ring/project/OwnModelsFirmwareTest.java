package org.l1ring.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.circuit.Circuit;
import org.l1ring.hls.HlsForm;
import org.l1ring.hls.HlsSimulator;
import org.l1ring.lower.Lowering;
import org.l1ring.lower.OwnModels;
import org.l1ring.model.Model;
import org.l1ring.rtl.PipelineBench;
import org.l1ring.rtl.RtlSimulator;
import org.l1ring.tool.Program;
import org.l1ring.tool.Programs;

/** Sets, attention, sequences, graphs and tables as C++ and as Verilog give the circuit's bits. */
@Timeout(300)
final class OwnModelsFirmwareTest {
    private static final int ROWS = 500;
    private static final long LIMIT_SECONDS = 120;

    @TempDir private Path folder;

    private static List<Model> small() {
        return List.of(
                OwnModels.deepSets(4, 3, 6),
                OwnModels.attention(3, 3, 4),
                OwnModels.gru(3, 3, 4),
                OwnModels.lstm(3, 2, 3),
                OwnModels.bidirectional(2, 2, 2),
                OwnModels.graph(3, 3, 4),
                OwnModels.kan(4, 3));
    }

    private static Model named(String name) {
        return small().stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deep_sets", "attention", "gru", "kan"})
    void verilogGivesTheSameBitsInVerilator(String name) {
        Programs.require(Program.VERILATOR, Program.GXX, Program.MAKE);
        Circuit circuit = Lowering.lower(named(name));
        FirmwareDesign design = FirmwareDesign.of(circuit, FirmwareOptions.standard());
        TestRows rows = TestRows.random(circuit, ROWS, 1);
        long[] in = rows.inputs().stream().flatMapToLong(Arrays::stream).toArray();
        long[] want = rows.outputs().stream().flatMapToLong(Arrays::stream).toArray();
        long[] got = new long[want.length];
        RtlSimulator.build(design.pipeline(), folder).run(in, 0, ROWS, got);
        assertArrayEquals(want, got);
    }

    /** A build of its own for each takes Verilator long. */
    @ParameterizedTest
    @ValueSource(strings = {"lstm", "bidirectional", "graph"})
    void verilogGivesTheSameBitsInIcarus(String name) throws Exception {
        Programs.require(Program.IVERILOG, Program.VVP);
        Circuit circuit = Lowering.lower(named(name));
        FirmwareDesign design = FirmwareDesign.of(circuit, FirmwareOptions.standard());
        TestRows rows = TestRows.random(circuit, ROWS, 1);
        PipelineBench bench = PipelineBench.of(design.pipeline(), rows.inputs(), rows.outputs());
        List<String> arguments = new ArrayList<>(List.of("-g2001", "-o", "bench.vvp", "bench.v"));
        for (Map.Entry<String, String> file : design.pipeline().files("digest").entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
            arguments.add(file.getKey());
        }
        Files.writeString(folder.resolve("bench.v"), bench.text());
        Files.writeString(folder.resolve(bench.vectorsFile()), bench.vectors());
        assertEquals(List.of(), Program.IVERILOG.succeed(folder, LIMIT_SECONDS, arguments));
        String last = Program.VVP.succeed(folder, LIMIT_SECONDS, List.of("bench.vvp")).getLast();
        assertTrue(last.startsWith("PASS: 0 mismatches in " + ROWS + " rows"), last);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"deep_sets", "attention", "gru", "lstm", "bidirectional", "graph", "kan"})
    void hlsGivesTheSameBits(String name) {
        Programs.require(Program.GXX);
        Model model = named(name);
        TestRows rows = TestRows.random(Lowering.lower(model), ROWS, 2);
        try (HlsSimulator simulator = HlsSimulator.build(model, HlsForm.ADDERS, folder)) {
            assertEquals(
                    List.of("PASS: 0 mismatches in " + ROWS + " rows"),
                    simulator.compare(rows.inputs(), rows.outputs()));
        }
    }
}
