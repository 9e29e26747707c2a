package org.l1ring.importer.trees;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ModelException;

/** Leaf values and start values in the fixed-point type of the score. */
final class ScoreGrid {
    /** A score differs from the real one by less than its span divided by this. */
    private static final BigDecimal PRECISION = BigDecimal.valueOf(1 << 14);

    private static final int MOST_FRACTION = 48;
    private static final int LEAST_FRACTION = -64;
    private static final int MOST_BITS = 62;

    /** Binary places that a value has at least before its cast. */
    private static final int PLACES = 160;

    private final Forest forest;
    private final List<GridTree> trees;
    private final String reason;
    private FixedType type;
    private BigInteger lowest = BigInteger.ZERO;
    private BigInteger highest = BigInteger.ZERO;

    private ScoreGrid(Forest forest, List<GridTree> trees, FixedType type, String reason) {
        this.forest = forest;
        this.trees = trees;
        this.type = type;
        this.reason = reason;
    }

    /**
     * The score's grid: the declared type, else that of the file, else a type that holds every sum.
     *
     * @throws ModelException when sums leave the declared type, which does not saturate
     */
    static ScoreGrid of(
            String file, Forest forest, List<GridTree> trees, Optional<FixedType> declared) {
        if (declared.isPresent()) {
            ScoreGrid grid = new ScoreGrid(forest, trees, declared.get(), "as declared");
            grid.findRange();
            grid.refuseOverflow(file);
            return grid;
        }
        if (forest.types().isPresent()) {
            FixedType type = forest.types().get().score();
            ScoreGrid grid = new ScoreGrid(forest, trees, type, "as the file declares");
            grid.findRange();
            return grid;
        }
        int fraction = fraction(forest, trees);
        FixedType wide =
                new FixedType(true, 64, 64 - fraction, Quantization.RND_CONV, Overflow.WRAP, 0);
        ScoreGrid grid = new ScoreGrid(forest, trees, wide, "chosen: it holds every sum");
        grid.findRange();
        int width = grid.bits();
        if (width > MOST_BITS) {
            throw new ModelException(
                    file,
                    "expected scores of at most %d bits, got %d at %d fraction bits; declare"
                                    .formatted(MOST_BITS, width, fraction)
                            + " a coarser type with --score-type");
        }
        grid.type =
                new FixedType(
                        true, width, width - fraction, Quantization.RND_CONV, Overflow.WRAP, 0);
        return grid;
    }

    FixedType type() {
        return type;
    }

    /** Who chose the type. */
    String reason() {
        return reason;
    }

    /** The smallest sum, of the score's raw values. */
    BigInteger lowest() {
        return lowest;
    }

    /** The largest sum, of the score's raw values. */
    BigInteger highest() {
        return highest;
    }

    /** Whether no sum leaves the type. */
    boolean holdsEverySum() {
        return lowest.compareTo(BigInteger.valueOf(type.minimumRaw())) >= 0
                && highest.compareTo(BigInteger.valueOf(type.maximumRaw())) <= 0;
    }

    /** Raw start value of a group's score. */
    long start(int group) {
        return cast(forest.start().get(group), type);
    }

    /** Raw factor of the sum, where it is not in the leaves. */
    Optional<Long> normalisation() {
        return forest.normalisation().map(factor -> cast(factor, type));
    }

    /** Raw value of a leaf. */
    long leaf(GridTree tree, int node) {
        return cast(value(tree, tree.nodes().get(node)), type);
    }

    private static BigDecimal value(GridTree tree, GridTree.Node node) {
        return ((SourceNode.Leaf) tree.source().nodes().get(node.source())).value();
    }

    /**
     * A value in a type, exactly rounded: what lies below the kept places sets the last of them.
     */
    private static long cast(BigDecimal value, FixedType type) {
        int places = Math.max(PLACES, type.fraction() + 2);
        BigDecimal scaled = value.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(places)));
        BigDecimal floor = scaled.setScale(0, RoundingMode.FLOOR);
        BigInteger raw = floor.toBigIntegerExact();
        return type.cast(floor.compareTo(scaled) == 0 ? raw : raw.setBit(0), places);
    }

    /** Finds the range of all partial sums, each leaf rounded but never wrapped or saturated. */
    private void findRange() {
        FixedType wide =
                new FixedType(true, 64, 64 - type.fraction(), type.quantization(), Overflow.SAT, 0);
        BigInteger[] low = new BigInteger[forest.groups()];
        BigInteger[] high = new BigInteger[forest.groups()];
        for (int group = 0; group < low.length; group++) {
            long start = cast(forest.start().get(group), wide);
            low[group] = BigInteger.valueOf(start);
            high[group] = low[group];
            include(low[group], high[group]);
        }
        for (GridTree tree : trees) {
            long least = Long.MAX_VALUE;
            long most = Long.MIN_VALUE;
            for (GridTree.Node node : tree.nodes()) {
                if (node.feature() == GridTree.LEAF) {
                    long raw = cast(value(tree, node), wide);
                    least = Math.min(least, raw);
                    most = Math.max(most, raw);
                }
            }
            int group = tree.source().group();
            low[group] = low[group].add(BigInteger.valueOf(least));
            high[group] = high[group].add(BigInteger.valueOf(most));
            include(low[group], high[group]);
            include(BigInteger.valueOf(least), BigInteger.valueOf(most));
        }
    }

    private void include(BigInteger low, BigInteger high) {
        lowest = lowest.min(low);
        highest = highest.max(high);
    }

    /** Bits of a signed type for the range. */
    private int bits() {
        return Math.max(lowest.bitLength(), highest.bitLength()) + 1;
    }

    private void refuseOverflow(String file) {
        boolean wraps = type.overflow() == Overflow.WRAP || type.overflow() == Overflow.WRAP_SM;
        if (type.width() == 0 || (!type.signed() && type.width() == FixedType.MAX_WIDTH)) {
            throw new ModelException(
                    file, "expected a score type of 1 to 64 bits, 63 without a sign, got " + type);
        }
        if (wraps && !holdsEverySum()) {
            throw new ModelException(
                    file,
                    "expected a score type that holds every sum, at least ap_fixed<%d,%d>, or one"
                                    .formatted(bits(), bits() - type.fraction())
                            + " that saturates, got %s; mend --score-type".formatted(type));
        }
    }

    /** Fraction bits that keep sums precise, or fewer when all values are on a coarser grid. */
    private static int fraction(Forest forest, List<GridTree> trees) {
        BigDecimal span = BigDecimal.ZERO;
        int exact = Integer.MIN_VALUE;
        int most = 0;
        BigDecimal[] spans = new BigDecimal[forest.groups()];
        int[] counts = new int[forest.groups()];
        Arrays.fill(spans, BigDecimal.ZERO);
        for (GridTree tree : trees) {
            BigDecimal least = null;
            BigDecimal largest = null;
            for (GridTree.Node node : tree.nodes()) {
                if (node.feature() == GridTree.LEAF) {
                    BigDecimal value = value(tree, node);
                    exact = Math.max(exact, binaryPlaces(value));
                    least = least == null ? value : least.min(value);
                    largest = largest == null ? value : largest.max(value);
                }
            }
            int group = tree.source().group();
            spans[group] = spans[group].add(largest.subtract(least));
            counts[group]++;
            span = span.max(spans[group]);
            most = Math.max(most, counts[group]);
        }
        for (BigDecimal start : forest.start()) {
            exact = Math.max(exact, binaryPlaces(start));
        }
        int fine = MOST_FRACTION;
        if (span.signum() > 0) {
            double steps =
                    PRECISION
                            .multiply(BigDecimal.valueOf(most + 1L))
                            .divide(span, MathContext.DECIMAL64)
                            .doubleValue();
            fine = Math.clamp(Math.getExponent(steps), LEAST_FRACTION, MOST_FRACTION);
        }
        return Math.max(LEAST_FRACTION, Math.min(exact, fine));
    }

    /** Binary places of a number, many when it has no end in binary. */
    private static int binaryPlaces(BigDecimal value) {
        if (value.signum() == 0) {
            return 0;
        }
        BigDecimal plain = value.stripTrailingZeros();
        int places = Math.max(0, plain.scale());
        BigDecimal steps = plain.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(places)));
        return steps.stripTrailingZeros().scale() <= 0 ? places : Integer.MAX_VALUE;
    }
}
