package org.l1ring.rtl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.adders.ExpandSums;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.CrossingWindow;
import org.l1ring.circuit.CrossingWindow.Column;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.RandomCircuits;
import org.l1ring.fixed.FixedType;
import org.l1ring.project.TestRows;
import org.l1ring.proof.Lint;
import org.l1ring.tool.Program;
import org.l1ring.tool.Programs;

/** Pipelines behind delay lines: rows are the words of one crossing after the other. */
@Timeout(300)
final class StreamTest {
    private static final long LIMIT_SECONDS = 120;
    private static final Interval BYTE = new Interval(-128, 127);

    @TempDir private Path folder;

    /** A circuit of columns of two words, one of which is looked at in four crossings. */
    private static Pipeline mixed(int... offsets) {
        CircuitBuilder builder = new CircuitBuilder();
        List<Circuit.Port> ports = new ArrayList<>();
        List<Column> columns = new ArrayList<>(List.of(new Column(1, 0)));
        ports.add(new Circuit.Port("b", BYTE, 0));
        int sum = builder.input(0, BYTE);
        for (int offset : offsets) {
            int slice = builder.slice(builder.input(ports.size(), BYTE), ports.size() % 3, 4);
            sum = builder.linear(new int[] {sum, slice}, new long[] {3, 1}, 0);
            columns.add(new Column(0, offset));
            ports.add(new Circuit.Port("a" + ports.size(), BYTE, 0));
        }
        Circuit built =
                builder.build(
                        "mixed",
                        ports,
                        List.of(
                                new Circuit.Output(
                                        "sum",
                                        builder.cast(sum, 0, FixedType.signed(14, 14)),
                                        FixedType.signed(14, 14))));
        Circuit.Port a = new Circuit.Port("a", BYTE, 0);
        return pipeline(built).streamed(new CrossingWindow(List.of(a, ports.get(0)), columns));
    }

    private static Pipeline pipeline(Circuit circuit) {
        return Pipeline.of(
                ExpandSums.expand(circuit, 1),
                new PipelineOptions(360, false, true, PipelineOptions.STANDARD_DSP_BITS, 1),
                DelayModel.ULTRASCALE_PLUS);
    }

    private static TestRows rows(Pipeline pipeline, int rows) {
        return TestRows.random(pipeline.circuit(), pipeline.window(), rows, 5);
    }

    private List<Path> write(Pipeline pipeline) throws Exception {
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> file :
                PipelineEmitter.files(pipeline, "digest").entrySet()) {
            files.add(Files.writeString(folder.resolve(file.getKey()), file.getValue()));
        }
        return files;
    }

    private String inIcarus(Pipeline pipeline, TestRows rows) throws Exception {
        PipelineBench bench = PipelineBench.of(pipeline, rows.inputs(), rows.outputs());
        List<String> arguments = new ArrayList<>(List.of("-g2001", "-o", "bench.vvp", "bench.v"));
        write(pipeline).forEach(file -> arguments.add(file.toString()));
        Files.writeString(folder.resolve("bench.v"), bench.text());
        Files.writeString(folder.resolve(bench.vectorsFile()), bench.vectors());
        assertEquals(List.of(), Program.IVERILOG.succeed(folder, LIMIT_SECONDS, arguments));
        return Program.VVP.succeed(folder, LIMIT_SECONDS, List.of("-n", "bench.vvp")).getLast();
    }

    @Test
    void neighboursInIcarus() throws Exception {
        Programs.require(Program.IVERILOG, Program.VVP);
        Pipeline pipeline = mixed(-2, 2, -1, 0);
        // Bits 1 to 4 of word a wait four crossings, bit 0 three; word b waits two.
        assertEquals(4 * 4 + 3 + 2 * 8, pipeline.delayBits());
        TestRows rows = rows(pipeline, 50);
        assertEquals(54, rows.inputs().size());
        assertEquals(
                "PASS: 0 mismatches in 50 rows, latency %d cycles"
                        .formatted(pipeline.latencyCycles()),
                inIcarus(pipeline, rows));
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, -1, 1, 2})
    void oneNeighbourInIcarus(int offset) throws Exception {
        Programs.require(Program.IVERILOG, Program.VVP);
        Pipeline pipeline = mixed(offset);
        TestRows rows = rows(pipeline, 20);
        assertEquals(20 + Math.abs(offset), rows.inputs().size());
        assertEquals(
                "PASS: 0 mismatches in 20 rows, latency %d cycles"
                        .formatted(pipeline.latencyCycles()),
                inIcarus(pipeline, rows));
    }

    @Test
    void aDelayTooLongFails() throws Exception {
        Programs.require(Program.IVERILOG, Program.VVP);
        Pipeline pipeline = mixed(-2, 2, -1, 0);
        List<Column> columns = new ArrayList<>(pipeline.window().columns());
        columns.set(3, new Column(0, -2));
        Pipeline wrong = pipeline.streamed(new CrossingWindow(pipeline.window().words(), columns));
        String last = inIcarus(wrong, rows(pipeline, 50));
        assertTrue(last.startsWith("FAIL: "), last);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 31)
    void randomCircuitsInVerilator(long seed) {
        Programs.require(Program.VERILATOR, Program.GXX, Program.MAKE);
        Circuit circuit = RandomCircuits.make(seed).circuit();
        Random random = new Random(seed);
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < circuit.inputs().size(); i++) {
            columns.add(new Column(i, random.nextInt(-2, 3)));
        }
        Pipeline pipeline =
                pipeline(circuit).streamed(new CrossingWindow(circuit.inputs(), columns));
        TestRows rows = rows(pipeline, 100);
        int lead = pipeline.window().lead();
        int outputs = circuit.outputs().size();
        long[] got = new long[(lead + 100) * outputs];
        long[] expected = new long[got.length];
        for (int row = 0; row < 100; row++) {
            System.arraycopy(rows.outputs().get(row), 0, expected, (lead + row) * outputs, outputs);
        }
        long[] inputs = rows.inputs().stream().flatMapToLong(Arrays::stream).toArray();
        RtlSimulator.build(pipeline, folder).run(inputs, 0, lead + 100, got);
        assertArrayEquals(expected, got);
    }

    @Test
    void lintFindsNothing() throws Exception {
        Programs.require(Program.VERILATOR);
        Pipeline pipeline = mixed(-2, 2, -1, 0);
        assertEquals(
                List.of(),
                Lint.warnings(write(pipeline), PipelineEmitter.topModule(pipeline), folder));
    }

    @Test
    void anotherWindowIsRefused() {
        Pipeline pipeline = mixed(1);
        CrossingWindow other =
                new CrossingWindow(pipeline.window().words(), List.of(new Column(0, 0)));
        assertEquals(
                "mixed: window: expected one of this circuit, got another one",
                assertThrows(IllegalArgumentException.class, () -> pipeline.streamed(other))
                        .getMessage());
    }
}
