package org.l1ring.econ;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitInterpreter;

/** Algorithms as circuits give the words that the Java classes write. */
final class EconCircuitTest {
    private static final int CROSSINGS = 1500;
    private static final int ORBIT = 3564;
    private static final int CELLS = LinkFrame.CELLS;

    /** Codes of crossings: of modules, of many equal cells, of any. */
    static int[] codes(Random random, ModuleGenerator modules, int crossing) {
        int[] codes = new int[CELLS];
        switch (crossing % 4) {
            case 0, 1 -> modules.next(codes);
            case 2 -> Arrays.setAll(codes, i -> random.nextInt(3) * random.nextInt(3) * 25);
            default -> {
                int few = random.nextInt(CELLS + 1);
                Arrays.setAll(codes, i -> random.nextInt(CELLS) < few ? random.nextInt(128) : 0);
            }
        }
        return codes;
    }

    static int[] factors(Random random) {
        int[] factors = new int[CELLS];
        Arrays.setAll(factors, i -> i % 3 == 0 ? random.nextInt(4096) : 1 << 11);
        return factors;
    }

    private static void check(CellAlgorithm algorithm, int seed, int dropped) {
        Random random = new Random(seed);
        int[] factors = factors(random);
        Circuit circuit = EconCircuit.of("econ", algorithm, factors, dropped);
        for (Circuit.Step step : circuit.steps()) {
            assertTrue(step.interval().max() <= Integer.MAX_VALUE, step.toString());
        }
        CircuitInterpreter interpreter = new CircuitInterpreter(circuit);
        Calibration calibration = new Calibration(factors, dropped);
        ModuleGenerator modules = new ModuleGenerator(seed, 6, 0.3);
        LinkFrame frame = new LinkFrame();
        long[] charges = new long[CELLS];
        int[] words = new int[LinkFormat.MOST_WORDS];
        long[] out = new long[circuit.outputs().size()];
        boolean counts = circuit.outputs().getLast().name().equals("words");
        for (int i = 0; i < CROSSINGS; i++) {
            int[] codes = codes(random, modules, i);
            calibration.apply(codes, charges);
            int bx = i * 7 % ORBIT;
            algorithm.select(charges, bx, frame);
            int count = algorithm.write(frame, words);
            long[] in = Arrays.copyOf(Arrays.stream(codes).asLongStream().toArray(), CELLS + 1);
            in[CELLS] = bx;
            interpreter.run(in, out);
            long[] expected = new long[out.length];
            Arrays.setAll(expected, k -> k < count ? words[k] : 0);
            if (counts) {
                expected[out.length - 1] = count;
            } else {
                assertEquals(count, out.length);
            }
            assertArrayEquals(expected, out, "crossing " + i);
        }
    }

    @Test
    void thresholdSum() {
        Random random = new Random(3);
        long[] thresholds = new long[CELLS];
        Arrays.setAll(thresholds, i -> i == 9 ? 0 : random.nextInt(1 << (i % 17)));
        check(new ThresholdSum(thresholds, 1, true), 1, 1);
        Arrays.fill(thresholds, 47);
        check(new ThresholdSum(thresholds, 0, false), 2, 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5, 9, 13})
    void bestChoice(int links) {
        check(new BestChoice(links, links % 5, links % 2 == 0), links, 1);
    }

    @ParameterizedTest
    @EnumSource(SuperTriggerCell.Kind.class)
    void superTriggerCells(SuperTriggerCell.Kind kind) {
        for (int links = 1; links <= kind.mostLinks(); links++) {
            check(new SuperTriggerCell(kind, links, 2), links, 1 + links % 2 * 2);
        }
    }

    @Test
    void repeater() {
        check(new Repeater(0), 7, 1);
        check(new Repeater(3), 8, 3);
    }
}
