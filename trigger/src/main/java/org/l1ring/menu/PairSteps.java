package org.l1ring.menu;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Contents;
import org.l1ring.circuit.Op;

/**
 * What two objects are to each other, as steps of a circuit: distances, masses, charges, all in the
 * firmware's integers.
 */
final class PairSteps {
    /**
     * No ratio of {@code cosh - cos} to the square of the distance exceeds it: with 3 and 5 digits
     * it is 2.8e10 at a distance of 11 in eta. The minimum with it never acts; it shows that the
     * product with two momenta fits 64 bits.
     */
    private static final long LARGEST_RATIO = 80_000_000_000L;

    private final WordSteps words;
    private final CircuitBuilder builder;
    private final Map<String, Contents> tables = new HashMap<>();
    private final Map<String, long[]> momenta = new HashMap<>();
    private MenuScales scales;

    PairSteps(WordSteps words) {
        this.words = words;
        this.builder = words.builder();
    }

    /** Takes the scales of an algorithm, whose name errors state. */
    void use(MenuScales algorithmScales) {
        this.scales = algorithmScales;
    }

    /** A window of a quantity in its integers. */
    record Window(int step, long low, long high) {}

    /** The bit of a cut on two objects. */
    int cut(Cut cut, FunctionKind kind, Particle a, Particle b) {
        if (!a.isBefore(b)) {
            return cut(cut, kind, b, a);
        }
        return switch (cut.type()) {
            case DETA -> bit(deltaWindow(cut, deltaEta(a, b, delta(a, b)), delta(a, b)));
            case DPHI -> bit(deltaWindow(cut, deltaPhi(a, b, delta(a, b)), delta(a, b)));
            case DR -> bit(distance(cut, a, b, delta(a, b)));
            case ORMDETA -> bit(deltaWindow(cut, deltaEta(a, b, overlap(a, b)), overlap(a, b)));
            case ORMDPHI -> bit(deltaWindow(cut, deltaPhi(a, b, overlap(a, b)), overlap(a, b)));
            case ORMDR -> bit(distance(cut, a, b, overlap(a, b)));
            case MASS, MASSUPT -> bit(massWindow(cut, mass(a, b, form(kind)), a, b, 0));
            case MASSDR -> massOverDistance(cut, a, b);
            case TBPT -> pairMomentum(cut, a, b);
            case CHGCOR -> charges(opposite(cut), a, b);
            default -> throw new IllegalStateException(cut.type() + " is no cut on two objects");
        };
    }

    private int bit(Window window) {
        return words.within(window.step(), window.low(), window.high());
    }

    private int delta(Particle a, Particle b) {
        return scales.digits(a.type(), b.type(), "Delta");
    }

    private int overlap(Particle a, Particle b) {
        return scales.overlapDigits(a.type(), b.type());
    }

    private static Window deltaWindow(Cut cut, int step, int digits) {
        return new Window(
                step,
                IntegerTables.floor(cut.minimum(), digits, 0),
                IntegerTables.ceiling(cut.maximum(), digits, 0));
    }

    private Window distance(Cut cut, Particle a, Particle b, int digits) {
        int eta = deltaEta(a, b, digits);
        int phi = deltaPhi(a, b, digits);
        int square = builder.plus(builder.multiply(eta, eta), builder.multiply(phi, phi));
        return new Window(
                square,
                IntegerTables.floor(cut.minimum() * cut.minimum(), digits, digits),
                IntegerTables.ceiling(cut.maximum() * cut.maximum(), digits, digits));
    }

    /** How a mass is made of momenta. */
    enum MassForm {
        /** From eta and phi. */
        INVARIANT,
        /** From phi alone. */
        TRANSVERSE,
        /** Invariant, from momenta without vertex constraint. */
        UNCONSTRAINED
    }

    private static MassForm form(FunctionKind kind) {
        return switch (kind) {
            case MASS_TRV, MASS_TRV_ORM -> MassForm.TRANSVERSE;
            case MASS_INV_UPT -> MassForm.UNCONSTRAINED;
            default -> MassForm.INVARIANT;
        };
    }

    /** Half the square of the mass, with {@link #massDigits} decimal digits. */
    int mass(Particle a, Particle b, MassForm form) {
        if (!a.isBefore(b)) {
            return mass(b, a, form);
        }
        int pt = scales.digits(a.type(), b.type(), "MassPt");
        return builder.multiply(momenta(a, b, pt, form), angle(a, b, form));
    }

    /** The product of the momenta. */
    private int momenta(Particle a, Particle b, int digits, MassForm form) {
        boolean unconstrained = form == MassForm.UNCONSTRAINED;
        return builder.multiply(
                momentum(a, digits, unconstrained), momentum(b, digits, unconstrained));
    }

    /** {@code cosh(delta eta) - cos(delta phi)}, the first being 1 for transverse masses. */
    private int angle(Particle a, Particle b, MassForm form) {
        int digits = scales.digits(a.type(), b.type(), "Math");
        int phiStep = phiIndex(a, b);
        int bins = phiBins(a, b);
        double width = phiWidth(a, b);
        int cosine =
                lookup(
                        "cos " + width + " " + bins + " " + digits,
                        phiStep,
                        size ->
                                IntegerTables.of(
                                        size,
                                        digits,
                                        i ->
                                                StrictMath.cos(
                                                        width * IntegerTables.folded(i, bins))));
        int first = builder.constant(IntegerTables.power(digits));
        if (form != MassForm.TRANSVERSE) {
            double etaWidth = etaWidth(a, b);
            first =
                    lookup(
                            "cosh " + etaWidth + " " + digits,
                            etaIndex(a, b),
                            size ->
                                    IntegerTables.of(
                                            size, digits, i -> StrictMath.cosh(etaWidth * i)));
        }
        return builder.linear(new int[] {first, cosine}, new long[] {1, -1}, 0);
    }

    /** Decimal digits of {@link #mass}. */
    int massDigits(Particle a, Particle b) {
        return 2 * scales.digits(a.type(), b.type(), "MassPt")
                + scales.digits(a.type(), b.type(), "Math");
    }

    /** The window of half the square of a mass, {@code more} digits finer than that of a pair. */
    Window massWindow(Cut cut, int step, Particle a, Particle b, int more) {
        int digits = scales.digits(a.type(), b.type(), "Mass");
        int rest = massDigits(a, b) + more - digits;
        return new Window(
                step,
                IntegerTables.floor(cut.minimum() * cut.minimum() / 2, digits, rest),
                IntegerTables.ceiling(cut.maximum() * cut.maximum() / 2, digits, rest));
    }

    /** Half the square of the mass times a table of one over the square of the distance. */
    private int massOverDistance(Cut cut, Particle a, Particle b) {
        int digits = scales.digits(a.type(), b.type(), "InverseDeltaRMath");
        boolean muon = b.type() == ObjectType.MU;
        int half = muon ? 1 : 0;
        int bins = phiBins(a, b);
        int eta = builder.slice(etaIndex(a, b), half, 9);
        int around = phiIndex(a, b);
        int back = builder.linear(new int[] {around}, new long[] {-1}, bins);
        int phi = builder.slice(builder.minimum(around, builder.absolute(back)), half, 8);
        double etaWidth = etaWidth(a, b) * (1 << half);
        double phiWidth = phiWidth(a, b) * (1 << half);
        int inverse =
                lookup(
                        "inverse " + etaWidth + " " + phiWidth + " " + digits,
                        builder.concatenate(eta, phi, 8),
                        size ->
                                IntegerTables.of(
                                        size,
                                        digits,
                                        i ->
                                                inverseSquare(
                                                        (i >> 8) * etaWidth,
                                                        (i & 255) * phiWidth)));
        int none = builder.constant(0);
        int together =
                words.and(
                        builder.compare(Op.Relation.EQUAL, eta, none),
                        builder.compare(Op.Relation.EQUAL, phi, none));
        int angle = builder.multiply(angle(a, b, MassForm.INVARIANT), inverse);
        int bounded = builder.minimum(angle, builder.constant(LARGEST_RATIO));
        int pt = scales.digits(a.type(), b.type(), "MassPt");
        int ratio = builder.multiply(momenta(a, b, pt, MassForm.INVARIANT), bounded);
        return words.any(together, bit(massWindow(cut, ratio, a, b, digits)));
    }

    private static double inverseSquare(double eta, double phi) {
        double square = eta * eta + phi * phi;
        return square == 0 ? 0 : 1 / square;
    }

    /** At least a momentum of the vector sum of two in the transverse plane. */
    private int pairMomentum(Cut cut, Particle a, Particle b) {
        int pt = scales.digits(a.type(), b.type(), "TwoBodyPt");
        int digits = scales.digits(a.type(), b.type(), "TwoBodyPtMath");
        int first = momentum(a, pt, false);
        int second = momentum(b, pt, false);
        int cosines = builder.multiply(direction(a, digits, true), direction(b, digits, true));
        int sines = builder.multiply(direction(a, digits, false), direction(b, digits, false));
        long unit = IntegerTables.power(2 * digits);
        int mixed = builder.multiply(builder.multiply(first, second), builder.plus(cosines, sines));
        int square =
                builder.linear(
                        new int[] {
                            builder.multiply(first, first), builder.multiply(second, second), mixed
                        },
                        new long[] {unit, unit, 2},
                        0);
        return words.atLeast(
                square, IntegerTables.floor(cut.minimum() * cut.minimum(), pt, pt + 2 * digits));
    }

    /** Cosine or sine of the azimuth at the centre of its bin. */
    private int direction(Particle particle, int digits, boolean cosine) {
        Scale scale = scales.scale(particle.type(), "PHI");
        double width = scale.step();
        return lookup(
                (cosine ? "cos of " : "sin of ") + width + " " + digits,
                words.field(particle, Quantity.PHI),
                size ->
                        IntegerTables.of(
                                size,
                                digits,
                                i ->
                                        cosine
                                                ? StrictMath.cos(width * (i + 0.5))
                                                : StrictMath.sin(width * (i + 0.5))));
    }

    /** Whether a cut on charges asks for opposite ones; like ones otherwise. */
    boolean opposite(Cut cut) {
        return switch (cut.data()) {
            case "os", "1" -> true;
            case "ls", "0" -> false;
            default ->
                    throw new MenuException(
                            scales.where() + ": cut " + cut.name(),
                            "expected os or ls, got \"" + cut.data() + "\"; change the cut");
        };
    }

    private int charges(boolean opposite, Particle a, Particle b) {
        int valid =
                words.and(
                        words.field(a, Quantity.CHARGE_VALID),
                        words.field(b, Quantity.CHARGE_VALID));
        int differ =
                builder.logic(
                        Op.Gate.XOR,
                        words.field(a, Quantity.CHARGE),
                        words.field(b, Quantity.CHARGE));
        return words.and(valid, opposite ? differ : builder.not(differ));
    }

    /** Momentum at the centre of its bin, with decimal digits. */
    private int momentum(Particle particle, int digits, boolean unconstrained) {
        Scale scale = scales.scale(particle.type(), unconstrained ? "UPT" : "ET");
        if (scale.bins().isEmpty()) {
            throw new MenuException(
                    scales.where(),
                    "expected bins on the scale " + scale.label() + ", got none; add them");
        }
        long[] centres =
                momenta.computeIfAbsent(
                        scale.label() + " " + digits, _ -> IntegerTables.centres(scale, digits));
        int raw = words.field(particle, unconstrained ? Quantity.UNCONSTRAINED : Quantity.VALUE);
        long slope = centres[1] - centres[0];
        for (int i = 1; i < centres.length; i++) {
            if (centres[i] - centres[i - 1] != slope) {
                return builder.table(raw, new Contents(centres));
            }
        }
        return builder.linear(new int[] {raw}, new long[] {slope}, centres[0]);
    }

    private int deltaEta(Particle a, Particle b, int digits) {
        double width = etaWidth(a, b);
        return lookup(
                "eta " + width + " " + digits,
                etaIndex(a, b),
                size -> IntegerTables.differences(size, width, digits));
    }

    private int deltaPhi(Particle a, Particle b, int digits) {
        double width = phiWidth(a, b);
        int bins = phiBins(a, b);
        return lookup(
                "phi " + width + " " + bins + " " + digits,
                phiIndex(a, b),
                size -> IntegerTables.angles(size, bins, width, digits));
    }

    private double etaWidth(Particle a, Particle b) {
        require(a.type().hasEta() && b.type().hasEta(), "pseudorapidity", a, b);
        return width(a, b, "ETA");
    }

    private double phiWidth(Particle a, Particle b) {
        require(a.type().hasPhi() && b.type().hasPhi(), "azimuth", a, b);
        return width(a, b, "PHI");
    }

    private double width(Particle a, Particle b, String type) {
        return Math.min(scales.scale(a.type(), type).step(), scales.scale(b.type(), type).step());
    }

    private int phiBins(Particle a, Particle b) {
        return Math.max(scales.scale(a.type(), "PHI").size(), scales.scale(b.type(), "PHI").size());
    }

    private int etaIndex(Particle a, Particle b) {
        return difference(a, b, Quantity.ETA, "ETA");
    }

    private int phiIndex(Particle a, Particle b) {
        return difference(a, b, Quantity.PHI, "PHI");
    }

    /** The number of fine bins between two objects; a coarse bin counts by its middle. */
    private int difference(Particle a, Particle b, Quantity quantity, String type) {
        double coarse = scales.scale(a.type(), type).step();
        double fine = scales.scale(b.type(), type).step();
        long ratio = Math.max(1, Math.round(coarse / fine));
        return builder.absolute(
                builder.linear(
                        new int[] {words.field(a, quantity), words.field(b, quantity)},
                        new long[] {ratio, -1},
                        ratio / 2));
    }

    private void require(boolean has, String what, Particle a, Particle b) {
        if (!has) {
            throw new MenuException(
                    scales.where(),
                    "expected objects with a %s, got %s and %s; correct the expression"
                            .formatted(what, a.type(), b.type()));
        }
    }

    private int lookup(String name, int index, IntFunction<Contents> contents) {
        int size = Math.toIntExact(builder.interval(index).max() + 1);
        Contents table = tables.computeIfAbsent(name + " " + size, _ -> contents.apply(size));
        return builder.table(index, table);
    }
}
