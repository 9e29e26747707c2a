package org.l1ring.importer.trees;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.TypeText;

/** Cuts on a grid decide as the libraries' comparisons of floats and doubles do. */
final class CutTest {
    private static final int RANDOM_THRESHOLDS = 600;
    private static final int NEIGHBOURS = 3;

    static Stream<FixedType> types() {
        return Stream.of(
                        "ap_fixed<16,8>",
                        "ap_fixed<8,12>",
                        "ap_fixed<12,-3>",
                        "ap_ufixed<10,4>",
                        "ap_int<12>",
                        "ap_uint<1>",
                        "ap_fixed<24,10>",
                        "ap_fixed<32,16>",
                        "ap_fixed<48,3>",
                        "ap_fixed<64,32>",
                        "ap_fixed<63,-80>",
                        "ap_ufixed<63,200>")
                .map(TypeText::parse);
    }

    /** Raw values at the ends of a type, around zero, and around where the cut is expected. */
    private static Set<Long> raws(FixedType type, double threshold, Cut cut) {
        Set<Long> raws = new TreeSet<>();
        List<BigInteger> centres = new ArrayList<>();
        centres.add(BigInteger.ZERO);
        centres.add(BigInteger.valueOf(type.minimumRaw()));
        centres.add(BigInteger.valueOf(type.maximumRaw()));
        centres.add(cut.lastPassing(type));
        if (Double.isFinite(threshold)) {
            double scaled = Math.scalb(threshold, type.fraction());
            if (Math.abs(scaled) < 0x1p62) {
                centres.add(BigInteger.valueOf((long) Math.floor(scaled)));
            }
        }
        for (BigInteger centre : centres) {
            for (int step = -NEIGHBOURS; step <= NEIGHBOURS; step++) {
                BigInteger raw = centre.add(BigInteger.valueOf(step));
                if (raw.bitLength() < Long.SIZE && type.contains(raw.longValue())) {
                    raws.add(raw.longValue());
                }
            }
        }
        return raws;
    }

    private static BigDecimal value(long raw, FixedType type) {
        BigDecimal unit = new BigDecimal(BigInteger.ONE.shiftLeft(Math.abs(type.fraction())));
        BigDecimal number = BigDecimal.valueOf(raw);
        return type.fraction() < 0 ? number.multiply(unit) : number.divide(unit);
    }

    private static boolean passes(Cut cut, FixedType type, long raw) {
        return BigInteger.valueOf(raw).compareTo(cut.lastPassing(type)) <= 0;
    }

    private static List<Double> thresholds(FixedType type, boolean single) {
        List<Double> thresholds =
                new ArrayList<>(
                        List.of(
                                0.0,
                                -0.0,
                                Double.POSITIVE_INFINITY,
                                Double.NEGATIVE_INFINITY,
                                (double) Float.MIN_VALUE,
                                (double) -Float.MIN_VALUE,
                                (double) Float.MAX_VALUE,
                                (double) -Float.MAX_VALUE,
                                1e-35,
                                0.1,
                                -0.1));
        if (!single) {
            thresholds.addAll(
                    List.of(Double.MIN_VALUE, -Double.MIN_VALUE, Double.MAX_VALUE, 1e300));
        }
        Random random = new Random(type.hashCode() * 2L + (single ? 1 : 0));
        for (int i = 0; i < RANDOM_THRESHOLDS; i++) {
            long raw = type.cast(random.nextLong(), random.nextInt(8));
            double grid = type.toReal(raw);
            double step = Math.scalb(1.0, -type.fraction());
            double threshold =
                    switch (i % 6) {
                        case 0 -> grid;
                        case 1 -> grid + step / 2;
                        case 2 -> grid + step * random.nextDouble();
                        case 3 -> Math.nextUp(grid);
                        case 4 -> Math.nextDown((float) grid);
                        default -> grid * random.nextGaussian() * 3;
                    };
            thresholds.add(threshold);
        }
        return thresholds;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void floatsDecideAlike(FixedType type) {
        for (double wide : thresholds(type, true)) {
            float threshold = (float) wide;
            Cut less = Cut.less(threshold);
            Cut atMost = Cut.atMost(threshold);
            for (long raw : raws(type, threshold, less)) {
                float x = value(raw, type).floatValue();
                String place = x + " (raw " + raw + ") and " + threshold;
                assertEquals(x < threshold, passes(less, type, raw), "less " + place);
                assertEquals(x <= threshold, passes(atMost, type, raw), "at most " + place);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void doublesDecideAlike(FixedType type) {
        for (double threshold : thresholds(type, false)) {
            Cut less = Cut.less(threshold);
            Cut atMost = Cut.atMost(threshold);
            for (long raw : raws(type, threshold, atMost)) {
                double x = value(raw, type).doubleValue();
                String place = x + " (raw " + raw + ") and " + threshold;
                assertEquals(x < threshold, passes(less, type, raw), "less " + place);
                assertEquals(x <= threshold, passes(atMost, type, raw), "at most " + place);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void treesDecideAlikeWithTheZerosOfLightGbm(FixedType type) {
        for (double threshold : thresholds(type, false).subList(0, 60)) {
            for (SourceNode.Zeros zeros : SourceNode.Zeros.values()) {
                Cut cut = Cut.atMost(threshold);
                SourceTree tree =
                        new SourceTree(
                                "tree",
                                0,
                                List.of(
                                        new SourceNode.Split(0, cut, 1, 2, zeros),
                                        new SourceNode.Leaf(1, BigDecimal.ONE),
                                        new SourceNode.Leaf(2, BigDecimal.TWO)));
                GridTree grid = GridTree.of(tree, List.of(type));
                for (long raw : raws(type, threshold, cut)) {
                    double x = value(raw, type).doubleValue();
                    boolean zero = Math.abs(x) <= 1e-35f && zeros != SourceNode.Zeros.BY_CUT;
                    boolean pass = zero ? zeros == SourceNode.Zeros.PASS : x <= threshold;
                    int node = 0;
                    while (grid.nodes().get(node).feature() != GridTree.LEAF) {
                        GridTree.Node at = grid.nodes().get(node);
                        node = raw <= at.threshold() ? at.left() : at.right();
                    }
                    assertEquals(
                            pass ? 1 : 2,
                            grid.nodes().get(node).source(),
                            () -> x + " and " + threshold + " " + zeros);
                }
            }
        }
    }
}
