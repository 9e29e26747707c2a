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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.adders.ExpandSums;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.circuit.RandomCircuits;
import org.l1ring.fixed.FixedType;
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
                new PipelineOptions(mhz, in, out, PipelineOptions.STANDARD_DSP_BITS, 1),
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

    /** Two layers of weights, the first one at four positions: turns of both kinds. */
    private static Circuit positions(Random random, int taps, int kinds) {
        CircuitBuilder builder = new CircuitBuilder();
        List<Circuit.Port> ports = new ArrayList<>();
        Interval range = new Interval(-60, 63);
        long[][] weights = new long[kinds][taps];
        for (long[] row : weights) {
            Arrays.setAll(row, _ -> random.nextInt(3) == 0 ? 0 : random.nextInt(-31, 32));
        }
        List<Integer> hidden = new ArrayList<>();
        for (int position = 0; position < 4; position++) {
            int[] inputs = new int[taps];
            for (int i = 0; i < taps; i++) {
                ports.add(new Circuit.Port("x" + ports.size(), range, 0));
                inputs[i] = builder.input(ports.size() - 1, range);
            }
            for (int kind = 0; kind < kinds; kind++) {
                int sum = builder.linear(inputs, weights[kind], 7L * kind - 5);
                hidden.add(builder.cast(sum, 3, FixedType.signed(7, 7)));
            }
        }
        List<Circuit.Output> outputs = new ArrayList<>();
        int[] inputs = hidden.stream().mapToInt(Integer::intValue).toArray();
        for (int i = 0; i < 3; i++) {
            long[] row = new long[inputs.length];
            Arrays.setAll(row, _ -> random.nextInt(-500, 500));
            int sum = builder.linear(inputs, row, 11L * i);
            outputs.add(new Circuit.Output("y" + i, sum, FixedType.signed(30, 30)));
        }
        outputs.add(new Circuit.Output("first", hidden.getFirst(), FixedType.signed(7, 7)));
        return builder.build("turns", ports, outputs);
    }

    @ParameterizedTest(name = "interval {0}")
    @ValueSource(ints = {2, 3, 4, 8, 16})
    void sumsTakeTurns(int interval) throws Exception {
        Programs.require(Program.IVERILOG, Program.VVP);
        Circuit circuit = positions(new Random(interval), 5, 3);
        PipelineOptions options = new PipelineOptions(320, interval == 4, true, 9, interval);
        SharedPipelines.Shared shared =
                SharedPipelines.of(circuit, 1, options, DelayModel.ULTRASCALE_PLUS);
        assertTrue(
                shared.expanded().circuit().steps().stream()
                        .anyMatch(step ->
                                step.op() instanceof Op.Linear sum && sum.terms().size() > 2),
                "nothing is shared");
        Random random = new Random(interval);
        List<long[]> inputs = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            inputs.add(random.longs(circuit.inputs().size(), -60, 64).toArray());
        }
        String last = inIcarus(shared.pipeline(), inputs, answers(circuit, inputs));
        assertEquals(
                "PASS: 0 mismatches in 60 rows, latency %d cycles"
                        .formatted(shared.pipeline().latencyCycles()),
                last);
    }

    /** Seed 156 has lanes whose products would need more than 64 bits. */
    @ParameterizedTest(name = "seed {0}, interval {1}")
    @CsvSource({"101, 3", "156, 2"})
    void sumsOfRandomCircuitsTakeTurns(long seed, int interval) throws Exception {
        Programs.require(Program.IVERILOG, Program.VVP);
        RandomCircuits.Sampled sampled = RandomCircuits.make(seed);
        PipelineOptions options = new PipelineOptions(200, false, true, 9, interval);
        Pipeline pipeline =
                SharedPipelines.of(sampled.circuit(), 1, options, DelayModel.ULTRASCALE_PLUS)
                        .pipeline();
        List<long[]> inputs = Arrays.asList(sampled.inputs());
        String last = inIcarus(pipeline, inputs, Arrays.asList(sampled.expected()));
        assertTrue(last.startsWith("PASS: 0 mismatches"), last);
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
