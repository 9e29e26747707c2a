package org.l1ring.rtl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.adders.ExpandSums;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.circuit.RandomCircuits;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.lower.Lowering;
import org.l1ring.lower.RandomModels;
import org.l1ring.model.Model;
import org.l1ring.model.ModelReader;

/** The emitted module in Icarus Verilog against the interpreter, every output bit of every row. */
@Timeout(300)
final class VerilogDifferentialTest {
    private static final int ROWS = 200;
    private static final int CIRCUITS = 24;

    @TempDir private Path folder;

    private final List<long[]> inputs = new ArrayList<>();
    private final List<long[]> expected = new ArrayList<>();

    @BeforeEach
    void simulator() {
        Icarus.require();
    }

    private static long[] interpret(CircuitInterpreter interpreter, Circuit circuit, long[] row) {
        long[] outputs = new long[circuit.outputs().size()];
        interpreter.run(row, outputs);
        return outputs;
    }

    /** Adds rows with the interpreter's answers: ends of the ranges and any value between. */
    private void addRows(Circuit circuit, Random random) {
        CircuitInterpreter interpreter = new CircuitInterpreter(circuit);
        while (inputs.size() < ROWS) {
            long[] row = new long[circuit.inputs().size()];
            int style = random.nextInt(4);
            for (int i = 0; i < row.length; i++) {
                Interval interval = circuit.inputs().get(i).interval();
                row[i] =
                        switch (style == 3 ? random.nextInt(3) : style == 0 ? 2 : 3) {
                            case 0 -> interval.min();
                            case 1 -> interval.max();
                            case 2 -> Math.clamp(0L, interval.min(), interval.max());
                            default -> random.nextLong(interval.min(), interval.max() + 1);
                        };
                if (style == 0 && random.nextInt(4) == 0) {
                    row[i] = random.nextLong(interval.min(), interval.max() + 1);
                }
            }
            inputs.add(row);
            expected.add(interpret(interpreter, circuit, row));
        }
    }

    private void assertNoMismatch(Circuit circuit) throws Exception {
        List<String> lines = Icarus.simulate(folder, circuit, inputs, expected);
        assertEquals(List.of("PASS: 0 mismatches in " + inputs.size() + " rows"), lines);
    }

    static LongStream circuitSeeds() {
        return LongStream.rangeClosed(1, CIRCUITS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("circuitSeeds")
    void randomCircuits(long seed) throws Exception {
        RandomCircuits.Sampled sampled = RandomCircuits.make(seed);
        inputs.addAll(Arrays.asList(sampled.inputs()));
        expected.addAll(Arrays.asList(sampled.expected()));
        addRows(sampled.circuit(), new Random(seed));
        assertNoMismatch(sampled.circuit());
    }

    /** Gates rarely survive in the random circuits: here are many, on comparisons. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void gates(long seed) throws Exception {
        Circuit circuit = gates(new Random(seed));
        addRows(circuit, new Random(seed));
        assertNoMismatch(circuit);
    }

    private static Circuit gates(Random random) {
        CircuitBuilder builder = new CircuitBuilder();
        Interval range = new Interval(-8, 7);
        List<Circuit.Port> ports = new ArrayList<>();
        List<Integer> bits = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ports.add(new Circuit.Port("x" + i, range, 0));
            int bound = builder.constant(random.nextInt(-4, 4));
            int input = builder.input(i, range);
            bits.add(builder.compare(Op.Relation.LESS_OR_EQUAL, input, bound));
        }
        for (int i = 0; i < 30; i++) {
            Op.Gate gate = Op.Gate.values()[i % Op.Gate.values().length];
            int left = bits.get(random.nextInt(bits.size()));
            int right = bits.get(random.nextInt(bits.size()));
            bits.add(builder.logic(gate, left, i % 4 == 0 ? builder.not(right) : right));
        }
        List<Circuit.Output> outputs = new ArrayList<>();
        for (int bit : bits) {
            outputs.add(new Circuit.Output("bit", bit, FixedType.unsigned(1, 1)));
        }
        return builder.build("gates", ports, outputs);
    }

    @Test
    void everyOperationAndModeIsSimulated() {
        Set<Class<?>> operations = new HashSet<>();
        Set<Quantization> quantizations = EnumSet.noneOf(Quantization.class);
        Set<Overflow> overflows = EnumSet.noneOf(Overflow.class);
        List<Circuit> circuits = new ArrayList<>(List.of(gates(new Random(1))));
        circuitSeeds().forEach(seed -> circuits.add(RandomCircuits.make(seed).circuit()));
        for (Circuit circuit : circuits) {
            for (Circuit.Step step : circuit.steps()) {
                operations.add(step.op().getClass());
                if (step.op() instanceof Op.Cast cast) {
                    quantizations.add(cast.quantization());
                    overflows.add(cast.overflow());
                }
            }
        }
        assertEquals(Set.of(Op.class.getPermittedSubclasses()), operations);
        assertEquals(EnumSet.allOf(Quantization.class), quantizations);
        assertEquals(EnumSet.allOf(Overflow.class), overflows);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void randomModels(long seed) throws Exception {
        Model model = RandomModels.model(seed);
        Circuit circuit = Lowering.lower(model);
        CircuitInterpreter interpreter = new CircuitInterpreter(circuit);
        Random random = new Random(seed);
        for (int row = 0; row < ROWS; row++) {
            long[] columns = RandomModels.inputs(model, random, row % 5);
            inputs.add(columns);
            expected.add(interpret(interpreter, circuit, columns));
        }
        assertNoMismatch(circuit);
    }

    /** Every combination of modes, small widths and dropped bits, on every 7-bit value. */
    @ParameterizedTest
    @EnumSource
    void casts(Quantization quantization) throws Exception {
        Circuit circuit = casts(quantization, new Interval(-64, 63), new Interval(0, 127));
        CircuitInterpreter interpreter = new CircuitInterpreter(circuit);
        for (int i = 0; i < 128; i++) {
            long[] row = {i - 64, i};
            inputs.add(row);
            expected.add(interpret(interpreter, circuit, row));
        }
        assertNoMismatch(circuit);
    }

    private static Circuit casts(Quantization quantization, Interval... intervals) {
        CircuitBuilder builder = new CircuitBuilder();
        List<Circuit.Port> ports = new ArrayList<>();
        List<Circuit.Output> outputs = new ArrayList<>();
        for (Interval interval : intervals) {
            int arg = builder.input(ports.size(), interval);
            ports.add(new Circuit.Port("x", interval, 0));
            for (FixedType type : types(quantization)) {
                for (int drop : new int[] {0, 1, 2, 5, 7, 9}) {
                    outputs.add(new Circuit.Output("y", builder.cast(arg, drop, type), type));
                }
            }
        }
        return builder.build("casts " + quantization, ports, outputs);
    }

    private static List<FixedType> types(Quantization quantization) {
        List<FixedType> types = new ArrayList<>();
        for (Overflow overflow : Overflow.values()) {
            boolean wraps = overflow == Overflow.WRAP || overflow == Overflow.WRAP_SM;
            for (int width : new int[] {1, 3, 5}) {
                for (int saturated = 0;
                        saturated <= (wraps ? Math.min(width, 3) : 0);
                        saturated++) {
                    types.add(new FixedType(true, width, width, quantization, overflow, saturated));
                    types.add(
                            new FixedType(false, width, width, quantization, overflow, saturated));
                }
            }
        }
        return types;
    }

    @Test
    void oneWrongBitFails() throws Exception {
        Circuit circuit = TinyCircuit.make();
        addRows(circuit, new Random(1));
        long right = expected.get(150)[0];
        expected.get(150)[0] ^= 4;
        List<String> lines = Icarus.simulate(folder, circuit, inputs, expected);
        assertEquals(
                List.of(
                        "row 150: score: expected %d, got %d".formatted(right ^ 4, right),
                        "FAIL: 1 mismatches in 200 rows"),
                lines);
        expected.get(150)[0] ^= 4;
        assertNoMismatch(circuit);
    }

    @Test
    void missingVectorsFail() throws Exception {
        Circuit circuit = TinyCircuit.make();
        addRows(circuit, new Random(2));
        Icarus.write(folder, circuit, inputs, expected);
        Files.delete(folder.resolve("tiny_bench.hex"));
        List<String> lines = Icarus.simulate(folder);
        assertTrue(lines.contains("row 0: expected a vector in tiny_bench.hex, got none"));
        assertTrue(lines.getLast().startsWith("FAIL: "), lines.getLast());
    }

    @ParameterizedTest
    @ValueSource(strings = {"AXOL1TL_v4", "BDT_track_quality_40x3"})
    void referenceModels(String name) throws Exception {
        Path file = reference().resolve("models/" + name + "/model.json");
        assumeTrue(Files.exists(file), "skipped, no reference data: " + file);
        Circuit circuit = Lowering.lower(ModelReader.read(file));
        addRows(circuit, new Random(4));
        assertNoMismatch(circuit);
        assertNoMismatch(ExpandSums.expand(circuit, 2));
    }

    /** The reference folder: L1RING_REFERENCE, else ../shared/reference beside the project. */
    private static Path reference() {
        String variable = System.getenv("L1RING_REFERENCE");
        if (variable != null) {
            return Path.of(variable);
        }
        Path root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.isRegularFile(root.resolve("l1ring"))) {
            root = root.getParent();
        }
        return root.resolve("../shared/reference").normalize();
    }
}
