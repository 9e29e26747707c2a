package org.l1ring.rtl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.adders.ExpandSums;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.circuit.RandomCircuits;
import org.l1ring.tool.Program;
import org.l1ring.tool.Programs;

/** Pipelines in simulators against the interpreter: bits, valid and latency. */
@Timeout(300)
final class PipelineTest {
    private static final long LIMIT_SECONDS = 120;

    @TempDir private Path folder;

    private static Pipeline pipeline(Circuit circuit, double mhz, boolean in, boolean out) {
        return Pipeline.of(
                ExpandSums.expand(circuit, 1),
                new PipelineOptions(mhz, in, out, PipelineOptions.STANDARD_DSP_BITS),
                DelayModel.ULTRASCALE_PLUS);
    }

    private static List<long[]> answers(Circuit circuit, List<long[]> inputs) {
        CircuitInterpreter interpreter = new CircuitInterpreter(circuit);
        List<long[]> outputs = new ArrayList<>();
        for (long[] row : inputs) {
            long[] output = new long[circuit.outputs().size()];
            interpreter.run(row, output);
            outputs.add(output);
        }
        return outputs;
    }

    private String inIcarus(Pipeline pipeline, List<long[]> inputs, List<long[]> expected)
            throws Exception {
        PipelineBench bench = PipelineBench.of(pipeline, inputs, expected);
        List<String> arguments = new ArrayList<>(List.of("-g2001", "-o", "bench.vvp", "bench.v"));
        for (Map.Entry<String, String> file :
                PipelineEmitter.files(pipeline, "digest").entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
            arguments.add(file.getKey());
        }
        Files.writeString(folder.resolve("bench.v"), bench.text());
        Files.writeString(folder.resolve(bench.vectorsFile()), bench.vectors());
        assertEquals(List.of(), Program.IVERILOG.succeed(folder, LIMIT_SECONDS, arguments));
        return Program.VVP.succeed(folder, LIMIT_SECONDS, List.of("-n", "bench.vvp")).getLast();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void randomCircuitsInIcarus(long seed) throws Exception {
        Programs.require(Program.IVERILOG, Program.VVP);
        RandomCircuits.Sampled sampled = RandomCircuits.make(seed);
        Pipeline pipeline =
                pipeline(sampled.circuit(), seed % 2 == 0 ? 360 : 700, seed % 3 == 0, seed % 4 > 0);
        List<long[]> inputs = Arrays.asList(sampled.inputs());
        String last = inIcarus(pipeline, inputs, Arrays.asList(sampled.expected()));
        assertEquals(
                "PASS: 0 mismatches in %d rows, latency %d cycles"
                        .formatted(inputs.size(), pipeline.latencyCycles()),
                last);
    }

    @Test
    void aWrongAnswerFailsTheBench() throws Exception {
        Programs.require(Program.IVERILOG, Program.VVP);
        RandomCircuits.Sampled sampled = RandomCircuits.make(3);
        List<long[]> expected = new ArrayList<>();
        Arrays.stream(sampled.expected()).forEach(row -> expected.add(row.clone()));
        expected.get(1)[0] ^= 1;
        Pipeline pipeline = pipeline(sampled.circuit(), 360, false, true);
        String last = inIcarus(pipeline, Arrays.asList(sampled.inputs()), expected);
        assertTrue(last.startsWith("FAIL: 1 mismatches"), last);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23})
    void randomCircuitsInVerilator(long seed) {
        Programs.require(Program.VERILATOR, Program.GXX, Program.MAKE);
        RandomCircuits.Sampled sampled = RandomCircuits.make(seed);
        Circuit circuit = sampled.circuit();
        RtlSimulator simulator =
                RtlSimulator.build(pipeline(circuit, 500, seed % 2 == 0, seed % 3 > 0), folder);
        long[] rows = Arrays.stream(sampled.inputs()).flatMapToLong(Arrays::stream).toArray();
        long[] expected =
                answers(circuit, Arrays.asList(sampled.inputs())).stream()
                        .flatMapToLong(Arrays::stream)
                        .toArray();
        long[] got = new long[expected.length];
        simulator.run(rows, 0, sampled.inputs().length, got);
        assertArrayEquals(expected, got);
    }

    @Test
    void textIsTheSameTwice() {
        Circuit circuit = RandomCircuits.make(5).circuit();
        assertEquals(
                PipelineEmitter.files(pipeline(circuit, 240, false, true), "digest"),
                PipelineEmitter.files(pipeline(circuit, 240, false, true), "digest"));
    }
}
