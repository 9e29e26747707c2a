package org.l1ring.adders;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Graphs multiply by their matrix, within their limit of depth. */
final class AdderSearchTest {

    static LongStream seeds() {
        return LongStream.range(0, 24);
    }

    private static long[][] matrix(Random random) {
        int inputs = 1 + random.nextInt(12);
        int outputs = 1 + random.nextInt(12);
        int bits = 1 + random.nextInt(random.nextInt(4) == 0 ? 40 : 9);
        double density = random.nextDouble();
        long[][] matrix = new long[inputs][outputs];
        for (long[] row : matrix) {
            for (int o = 0; o < outputs; o++) {
                row[o] = random.nextDouble() < density ? random.nextLong() >> (64 - bits) : 0;
            }
        }
        return matrix;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void graphsMultiplyByTheirMatrix(long seed) {
        Random random = new Random(seed);
        long[][] matrix = matrix(random);
        int least = AdderSearch.leastDepth(matrix);
        int depth = seed % 3 == 0 ? AdderSearch.FREE : least + random.nextInt(3);
        AdderGraph graph = AdderSearch.find(matrix, depth);
        assertArrayEquals(matrix, graph.matrix());
        assertTrue(depth == AdderSearch.FREE || graph.depth() <= depth, "depth " + graph.depth());
        assertTrue(graph.adders().size() <= AdderSearch.naiveAdders(matrix));
        long[] x = random.longs(matrix.length, -1000, 1000).toArray();
        long[] y = new long[matrix[0].length];
        for (int i = 0; i < x.length; i++) {
            for (int o = 0; o < y.length; o++) {
                y[o] += x[i] * matrix[i][o];
            }
        }
        assertArrayEquals(y, graph.evaluate(x));
    }

    @Test
    void pairsOfTheirOwnNeedNoSearch() {
        long[][] matrix = {
            {4, 0, -8, -1, 0, 0}, {-1, 2, 0, 0, 0, 1}, {0, -16, -4, 0, 0, 0}, {0, 0, 0, 2, 0, 0}
        };
        AdderGraph graph = AdderSearch.find(matrix, 1);
        assertArrayEquals(matrix, graph.matrix());
        assertEquals(
                "a0 = +x0<<2 - x1<<0, a1 = +x1<<0 - x2<<3, a2 = +x0<<1 + x2<<0, a3 = +x3<<1 - x0<<0,"
                        + " out 0 = +a0<<0, out 1 = +a1<<1, out 2 = -a2<<2, out 3 = +a3<<0,"
                        + " out 4 = 0, out 5 = +x1<<0",
                String.join(", ", graph.lines()));
        // A pair that two outputs have is searched for.
        long[][] twice = {{1, 2}, {1, 2}};
        assertEquals(1, AdderSearch.find(twice, 1).adders().size());
        // Hundreds of objects, each with each: in no time.
        assertEquals(7140, AdderSearch.find(allPairs(120), 3).adders().size());
    }

    private static long[][] allPairs(int inputs) {
        long[][] matrix = new long[inputs][inputs * (inputs - 1) / 2];
        int output = 0;
        for (int i = 0; i < inputs; i++) {
            for (int k = 0; k < i; k++) {
                matrix[i][output] = 4;
                matrix[k][output++] = -1;
            }
        }
        return matrix;
    }

    @Test
    void sameMatrixGivesTheSameGraph() {
        long[][] matrix = matrix(new Random(99));
        assertEquals(
                AdderSearch.find(matrix, AdderSearch.FREE),
                AdderSearch.find(matrix, AdderSearch.FREE));
    }

    @SuppressWarnings("ArrayRecordComponent") // read only
    record Known(String name, long[][] matrix, int adders) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Known> known() {
        return Stream.of(
                new Known("zero", new long[][] {{0, 0}, {0, 0}}, 0),
                new Known("power of two", new long[][] {{-64}}, 0),
                new Known("sum", new long[][] {{1}, {1}, {-1}, {8}}, 3),
                new Known("equal columns", new long[][] {{5, 5, -10}, {3, 3, -6}}, 3),
                new Known("difference of a column", new long[][] {{1, 1}, {1, 1}, {0, 1}}, 2),
                new Known("transposed sum", new long[][] {{1, 1, 2, -4}}, 0),
                new Known("one constant", new long[][] {{45}}, 2));
    }

    @ParameterizedTest
    @MethodSource("known")
    void smallMatricesNeedTheirFewestAdders(Known known) {
        AdderGraph graph = AdderSearch.find(known.matrix(), AdderSearch.FREE);
        assertArrayEquals(known.matrix(), graph.matrix());
        assertEquals(known.adders(), graph.adders().size(), graph::toString);
    }

    @Test
    void tooShallowLimitIsRefused() {
        long[][] sum = {{1}, {1}, {1}};
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> AdderSearch.find(sum, 1));
        assertEquals("depth limit: expected 2 or more for this matrix, got 1", e.getMessage());
    }

    @Test
    void bitsAreThoseThatHoldEveryValue() {
        AdderGraph graph = AdderSearch.find(new long[][] {{1}, {1}, {1}}, 2);
        // -384 to 381 after -256 to 254.
        assertEquals(9 + 10, graph.bits(8));
    }
}
