package org.l1ring.adders;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.l1ring.adders.AdderGraph.Term;
import org.l1ring.adders.SumGraph.Sum;

/** Sizes of adders, against bits that are seen to vary. */
final class AdderSizeTest {
    private static final int INPUT_BITS = 3;

    static LongStream seeds() {
        return LongStream.range(0, 12);
    }

    private static long[][] matrix(Random random, int size, int bits) {
        long[][] matrix = new long[size][size];
        for (long[] row : matrix) {
            for (int o = 0; o < size; o++) {
                row[o] = random.nextLong() >> (64 - bits);
            }
        }
        return matrix;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void lutBitsAreThoseInWhichOperandsVary(long seed) {
        long[][] matrix = matrix(new Random(seed), 3, 7);
        AdderCost cost = AdderCost.values()[(int) seed % 3];
        AdderGraph graph = AdderSearch.find(matrix, AdderSearch.FREE, cost, INPUT_BITS);
        assertArrayEquals(matrix, graph.matrix());
        for (SumGraph sums : List.of(graph.sums(), ThreeInput.merge(graph))) {
            assertEquals(seenLutBits(sums), sums.size(INPUT_BITS).lutBits(), sums::toString);
        }
    }

    /** Evaluates every vector of inputs, and counts bits of which two operands take both values. */
    private static long seenLutBits(SumGraph graph) {
        int values = graph.inputs() + graph.sums().size();
        int vectors = 1 << (INPUT_BITS * graph.inputs());
        long[][] value = new long[values][vectors];
        long bits = 0;
        for (int v = 0; v < values; v++) {
            if (v < graph.inputs()) {
                for (int i = 0; i < vectors; i++) {
                    int field = (i >> (INPUT_BITS * v)) & ((1 << INPUT_BITS) - 1);
                    value[v][i] = field - (1L << (INPUT_BITS - 1));
                }
                continue;
            }
            List<Term> terms = graph.sums().get(v - graph.inputs()).terms();
            long[] varying = new long[terms.size()];
            int width = 0;
            for (int i = 0; i < vectors; i++) {
                for (int t = 0; t < varying.length; t++) {
                    Term term = terms.get(t);
                    long shifted = value[term.value()][i] << term.shift();
                    value[v][i] += term.negative() ? -shifted : shifted;
                    varying[t] |= shifted ^ (value[term.value()][0] << term.shift());
                }
                long y = value[v][i];
                width = Math.max(width, 65 - Long.numberOfLeadingZeros(y < 0 ? ~y : y));
            }
            for (int bit = 0; bit < width; bit++) {
                int at = bit;
                long count = LongStream.of(varying).filter(mask -> (mask >> at & 1) != 0).count();
                bits += count > 1 ? 1 : 0;
            }
        }
        return bits;
    }

    private static AdderSize size(Term output, Term... terms) {
        return new SumGraph(3, List.of(new Sum(List.of(terms))), List.of(output)).size(8);
    }

    @Test
    void cellsFollowWhatVaries() {
        Term plain = new Term(3, 0, false);
        Term x = new Term(0, 0, false);
        Term y = new Term(1, 4, false);
        // 13 bits, of which 4 pass.
        assertEquals(new AdderSize(1, 9, 9, 0, 0), size(plain, x, y));
        assertEquals(new AdderSize(1, 9, 9, 0, 8), size(plain, x, new Term(1, 4, true)));
        // The subtracted bits below the other operand carry.
        assertEquals(new AdderSize(1, 9, 9, 4, 8), size(plain, new Term(0, 0, true), y));
        assertEquals(new AdderSize(1, 9, 9, 13, 13), size(new Term(3, 2, true), x, y));
        // Three vary from bit 6, two from bit 4; 15 bits hold 81 x.
        assertEquals(new AdderSize(1, 11, 11 + 9, 0, 0), size(plain, x, y, new Term(2, 6, false)));
        assertEquals(9 + 4 * 80 / 120.0 + 8 * 16 / 120.0, new AdderSize(1, 9, 9, 4, 8).area());
    }

    @Test
    void cancelledInputsNeedNoBits() {
        Term left = new Term(2, 0, false);
        SumGraph graph =
                new SumGraph(
                        2,
                        List.of(
                                new Sum(List.of(new Term(0, 0, false), new Term(1, 0, false))),
                                new Sum(List.of(left, new Term(1, 0, true)))),
                        List.of(new Term(3, 0, false)));
        // Nine bits, and eight that hold x0 again.
        assertEquals(9 + 8, graph.size(8).lutBits());
        assertEquals(9 + 10, graph.bits(8));
    }

    @Test
    void eachCostMakesItsFigureSmall() {
        double[][] total = new double[3][3];
        for (int seed = 0; seed < 3; seed++) {
            long[][] matrix = matrix(new Random(seed), 8, 8);
            int depth = seed == 0 ? AdderSearch.FREE : AdderSearch.leastDepth(matrix) + 1;
            for (AdderCost cost : AdderCost.values()) {
                AdderGraph graph = AdderSearch.find(matrix, depth, cost, 8);
                assertArrayEquals(matrix, graph.matrix());
                assertTrue(depth < 0 || graph.depth() <= depth);
                for (AdderCost seen : AdderCost.values()) {
                    total[cost.ordinal()][seen.ordinal()] += seen.of(graph.sums().size(8));
                }
            }
        }
        for (int cost = 1; cost < 3; cost++) {
            assertTrue(total[0][0] <= total[cost][0], "adders");
            assertTrue(total[cost][cost] < total[0][cost], AdderCost.values()[cost].toString());
        }
    }
}
