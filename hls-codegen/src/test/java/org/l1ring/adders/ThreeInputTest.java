package org.l1ring.adders;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.l1ring.adders.AdderGraph.Adder;
import org.l1ring.adders.AdderGraph.Term;
import org.l1ring.adders.SumGraph.Sum;

/** Three-input adders compute the same matrix, as few as a matching allows and no deeper. */
final class ThreeInputTest {
    private static final Pattern TERM = Pattern.compile("([+-]) ?([xa]\\d+)<<(\\d+)");

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    /** Any graph: operands are mostly late values, so that many are read once. */
    private static AdderGraph graph(Random random) {
        int inputs = 1 + random.nextInt(5);
        List<Adder> adders = new ArrayList<>();
        int count = random.nextInt(20);
        for (int i = 0; i < count; i++) {
            adders.add(new Adder(term(random, inputs + i), term(random, inputs + i)));
        }
        List<Term> outputs = new ArrayList<>();
        for (int o = 0; o < 3; o++) {
            outputs.add(term(random, inputs + count));
        }
        outputs.add(Term.ZERO);
        return new AdderGraph(inputs, adders, outputs);
    }

    private static Term term(Random random, int values) {
        int back = random.nextInt(random.nextBoolean() ? Math.min(values, 4) : values);
        return new Term(values - 1 - back, random.nextInt(3), random.nextInt(3) == 0);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void mergedGraphComputesTheSame(long seed) {
        Random random = new Random(seed);
        AdderGraph graph = graph(random);
        SumGraph merged = ThreeInput.merge(graph);
        assertArrayEquals(graph.matrix(), merged.matrix());
        assertTrue(merged.depth() <= graph.depth());
        assertEquals(mostPairs(graph), merged.threeInputAdders());
        assertEquals(graph.adders().size(), merged.sums().size() + merged.threeInputAdders());
        long[] x = random.longs(graph.inputs(), -1000, 1000).toArray();
        assertArrayEquals(graph.evaluate(x), evaluated(merged.lines(), x));
    }

    /** The outputs from the text alone. */
    private static long[] evaluated(List<String> lines, long[] x) {
        Map<String, Long> values = new HashMap<>();
        for (int i = 0; i < x.length; i++) {
            values.put("x" + i, x[i]);
        }
        List<Long> outputs = new ArrayList<>();
        for (String line : lines) {
            String[] sides = line.split(" = ", 2);
            long sum = 0;
            int terms = 0;
            for (Matcher m = TERM.matcher(sides[1]); m.find(); terms++) {
                long value = values.get(m.group(2)) << Integer.parseInt(m.group(3));
                sum += m.group(1).equals("-") ? -value : value;
            }
            if (line.startsWith("out")) {
                assertTrue(terms == 1 || sides[1].equals("0"), line);
                outputs.add(sum);
            } else {
                assertTrue(terms == 2 || terms == 3, line);
                values.put(sides[0], sum);
            }
        }
        return outputs.stream().mapToLong(y -> y).toArray();
    }

    /** The size of a largest matching of adders that are read once with their readers. */
    private static int mostPairs(AdderGraph graph) {
        int values = graph.inputs() + graph.adders().size();
        List<List<Integer>> readers = new ArrayList<>();
        for (int v = 0; v < values; v++) {
            readers.add(new ArrayList<>());
        }
        for (int i = 0; i < graph.adders().size(); i++) {
            readers.get(graph.adders().get(i).left().value()).add(graph.inputs() + i);
            readers.get(graph.adders().get(i).right().value()).add(graph.inputs() + i);
        }
        for (Term output : graph.outputs()) {
            if (output.value() >= 0) {
                readers.get(output.value()).add(-1);
            }
        }
        // Pairs in the tree below an adder: when it must stay free, and when it need not.
        int[] free = new int[values];
        int[] gain = new int[values];
        int pairs = 0;
        for (int v = graph.inputs(); v < values; v++) {
            List<Integer> own = readers.get(v);
            int most = free[v] + gain[v];
            if (own.size() == 1 && own.get(0) >= 0) {
                free[own.get(0)] += most;
                gain[own.get(0)] = Math.max(gain[own.get(0)], 1 - gain[v]);
            } else {
                pairs += most;
            }
        }
        return pairs;
    }

    @Test
    void deeperChildIsMerged() {
        Term x = new Term(0, 0, false);
        AdderGraph graph =
                new AdderGraph(
                        1,
                        List.of(
                                new Adder(x, new Term(0, 1, false)),
                                new Adder(new Term(1, 0, false), new Term(1, 2, true)),
                                new Adder(x, new Term(0, 3, false)),
                                new Adder(new Term(3, 0, false), new Term(2, 4, true))),
                        List.of(new Term(4, 1, false)));
        SumGraph merged = ThreeInput.merge(graph);
        assertEquals(
                List.of(
                        "a0 = +x0<<0 + x0<<1",
                        "a1 = +x0<<0 + x0<<3",
                        "a2 = +a1<<0 - a0<<4 + a0<<6",
                        "out 0 = +a2<<1"),
                merged.lines());
        assertEquals(2, merged.depth());
    }

    @Test
    void adderOfFourInputsIsRefused() {
        Term x = new Term(0, 0, false);
        assertThrows(IllegalStateException.class, () -> new Sum(List.of(x, x, x, x)));
    }
}
