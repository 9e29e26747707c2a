package org.l1ring.menu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Evaluates expressions over the menus of {@link MenuText} by trying every assignment of objects,
 * with numbers and layouts written anew: the oracle of the circuit.
 */
final class DirectEvaluator {
    private static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT_UNALIGNED;

    private final MemorySegment frames;
    private final int crossings;
    private final boolean oneFreeReference;

    DirectEvaluator(MemorySegment frames, int crossings, boolean oneFreeReference) {
        this.frames = frames;
        this.crossings = crossings;
        this.oneFreeReference = oneFreeReference;
    }

    /** One object: kind, crossing and place in its list. */
    private record Item(ObjectType type, int crossing, int slot) {}

    boolean holds(Expression expression, int at) {
        return switch (expression) {
            case Expression.And(Expression a, Expression b) -> holds(a, at) && holds(b, at);
            case Expression.Or(Expression a, Expression b) -> holds(a, at) || holds(b, at);
            case Expression.Xor(Expression a, Expression b) -> holds(a, at) != holds(b, at);
            case Expression.Not(Expression a) -> !holds(a, at);
            case Expression.Single(Requirement one) -> !passing(one, at).isEmpty();
            case Expression.External(_, int channel, int offset) -> {
                int crossing = Math.floorMod(at + offset, crossings);
                yield (word(crossing, 64 + channel / 32) >> channel % 32 & 1) != 0;
            }
            case Expression.Function function -> holds(function, at);
        };
    }

    private boolean holds(Expression.Function function, int at) {
        List<Requirement> legs = function.objects();
        if (!function.kind().overlapRemoval()) {
            return some(function, legs, at, new ArrayList<>(), List.of());
        }
        List<Item> references = passing(legs.getLast(), at);
        List<Requirement> others = legs.subList(0, legs.size() - 1);
        if (!oneFreeReference) {
            return !references.isEmpty()
                    && some(function, others, at, new ArrayList<>(), references);
        }
        return references.stream()
                .anyMatch(one -> some(function, others, at, new ArrayList<>(), List.of(one)));
    }

    /** Whether the remaining requirements find objects that go with the chosen ones. */
    private boolean some(
            Expression.Function function,
            List<Requirement> legs,
            int at,
            List<Item> chosen,
            List<Item> references) {
        if (chosen.size() == legs.size()) {
            return chosen.size() > 1
                    ? together(function, chosen)
                    : references.stream()
                            .anyMatch(one -> together(function, List.of(chosen.getFirst(), one)));
        }
        for (Item item : passing(legs.get(chosen.size()), at)) {
            boolean free =
                    references.stream().noneMatch(reference -> overlap(function, item, reference));
            if (free && !chosen.contains(item)) {
                chosen.add(item);
                boolean found = some(function, legs, at, chosen, references);
                chosen.removeLast();
                if (found) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean overlap(Expression.Function function, Item item, Item reference) {
        return function.cuts().stream()
                .filter(cut -> cut.type().name().startsWith("ORM"))
                .allMatch(cut -> inside(cut, item, reference));
    }

    private boolean together(Expression.Function function, List<Item> items) {
        for (Cut cut : function.cuts()) {
            boolean holds =
                    switch (cut.type()) {
                        case CHGCOR -> charges(cut, items);
                        case ORMDR, ORMDPHI, ORMDETA -> true;
                        case MASS, MASSUPT, MASSDR -> mass(function.kind(), cut, items);
                        default -> inside(cut, items.get(0), items.get(1));
                    };
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    private boolean charges(Cut cut, List<Item> items) {
        long negative = items.stream().filter(item -> (muon(item) >> 34 & 1) != 0).count();
        boolean valid = items.stream().allMatch(item -> (muon(item) >> 35 & 1) != 0);
        boolean equal = negative == 0 || negative == items.size();
        return valid && equal == cut.data().equals("ls");
    }

    private boolean mass(FunctionKind kind, Cut cut, List<Item> items) {
        long value = 0;
        for (int i = 0; i < items.size(); i++) {
            for (int j = i + 1; j < items.size(); j++) {
                value += mass(kind, items.get(i), items.get(j));
            }
        }
        boolean muon = items.stream().anyMatch(item -> item.type() == ObjectType.MU);
        long unit = 10L * (muon ? 10_000 : 1000);
        if (cut.type() == CutType.MASSDR) {
            double half = muon ? 2 : 1;
            int cellEta = (int) (etaBins(items.get(0), items.get(1)) / half);
            int cellPhi = (int) (phiBins(items.get(0), items.get(1)) / half);
            double eta = etaStep(muon) * half * cellEta;
            double phi = phiStep(muon) * half * cellPhi;
            if (cellEta == 0 && cellPhi == 0) {
                return true;
            }
            value *= half(1 / (eta * eta + phi * phi) * 100_000);
            unit *= 100_000;
        }
        double low = Math.floor(cut.minimum() * cut.minimum() / 2 * 10);
        double high = Math.ceil(cut.maximum() * cut.maximum() / 2 * 10);
        return value >= low * unit && value <= high * unit;
    }

    private long mass(FunctionKind kind, Item a, Item b) {
        boolean muon = a.type() == ObjectType.MU || b.type() == ObjectType.MU;
        double scale = muon ? 10_000 : 1000;
        long cosh =
                kind == FunctionKind.MASS_TRV || kind == FunctionKind.MASS_TRV_ORM
                        ? (long) scale
                        : half(StrictMath.cosh(etaStep(muon) * etaBins(a, b)) * scale);
        long cos = half(StrictMath.cos(phiStep(muon) * phiBins(a, b)) * scale);
        boolean upt = kind == FunctionKind.MASS_INV_UPT;
        return pt(a, upt) * pt(b, upt) * (cosh - cos);
    }

    private long pt(Item item, boolean unconstrained) {
        if (unconstrained) {
            long upt = muon(item) >> 53 & 255;
            return upt == 0 ? 0 : 10 * upt - 5;
        }
        return item.type() == ObjectType.MU ? 5 * value(item) - 2 : 5 * value(item) + 3;
    }

    private boolean inside(Cut cut, Item a, Item b) {
        boolean muon = a.type() == ObjectType.MU || b.type() == ObjectType.MU;
        boolean noEta = !a.type().hasEta() || !b.type().hasEta();
        long eta = noEta ? 0 : half(etaStep(muon) * etaBins(a, b) * 1000);
        long phi = half(phiStep(muon) * phiBins(a, b) * 1000);
        double low = cut.minimum();
        double high = cut.maximum();
        return switch (cut.type()) {
            case DETA, ORMDETA -> eta >= Math.floor(low * 1000) && eta <= Math.ceil(high * 1000);
            case DPHI, ORMDPHI -> phi >= Math.floor(low * 1000) && phi <= Math.ceil(high * 1000);
            case DR, ORMDR -> {
                long square = eta * eta + phi * phi;
                yield square >= Math.floor(low * low * 1000) * 1000
                        && square <= Math.ceil(high * high * 1000) * 1000;
            }
            case TBPT -> {
                double unit = muon ? 10_000 : 1000;
                long cosines = wave(a, unit, true) * wave(b, unit, true);
                long sines = wave(a, unit, false) * wave(b, unit, false);
                long squares = pt(a, false) * pt(a, false) + pt(b, false) * pt(b, false);
                yield squares * unit * unit + 2 * pt(a, false) * pt(b, false) * (cosines + sines)
                        >= Math.floor(low * low * 10) * 10 * unit * unit;
            }
            default -> throw new AssertionError(cut);
        };
    }

    private long wave(Item item, double unit, boolean cosine) {
        double angle = phiStep(item.type() == ObjectType.MU) * (phi(item) + 0.5);
        return half((cosine ? StrictMath.cos(angle) : StrictMath.sin(angle)) * unit);
    }

    private static long half(double value) {
        return (long) Math.floor(value + 0.5);
    }

    private static double etaStep(boolean muon) {
        return muon ? MenuText.MUON_ETA_STEP : MenuText.ETA_STEP;
    }

    private static double phiStep(boolean muon) {
        return muon ? MenuText.MUON_PHI_STEP : MenuText.PHI_STEP;
    }

    private int etaBins(Item a, Item b) {
        boolean mixed = (a.type() == ObjectType.MU) != (b.type() == ObjectType.MU);
        return Math.abs(fine(eta(a), a, mixed) - fine(eta(b), b, mixed));
    }

    private int phiBins(Item a, Item b) {
        boolean mixed = (a.type() == ObjectType.MU) != (b.type() == ObjectType.MU);
        int bins = mixed || a.type() == ObjectType.MU ? 576 : 144;
        int apart = Math.abs(fine(phi(a), a, mixed) - fine(phi(b), b, mixed));
        return Math.min(apart, bins - apart);
    }

    private static int fine(int bin, Item item, boolean mixed) {
        return mixed && item.type() != ObjectType.MU ? 4 * bin + 2 : bin;
    }

    private List<Item> passing(Requirement requirement, int at) {
        List<Item> items = new ArrayList<>();
        int crossing = at + requirement.bxOffset();
        for (int slot = 0; slot < requirement.type().slots(); slot++) {
            Item item = new Item(requirement.type(), crossing, slot);
            boolean passes =
                    requirement.cuts().stream()
                            .map(Cut::type)
                            .distinct()
                            .allMatch(type ->
                                    requirement.cuts().stream()
                                            .filter(cut -> cut.type() == type)
                                            .anyMatch(cut -> passes(cut, item)));
            if (passes && reaches(requirement, item)) {
                items.add(item);
            }
        }
        return items;
    }

    private boolean reaches(Requirement requirement, Item item) {
        long raw =
                switch (requirement.type().family()) {
                    case MUON -> (long) (2 * requirement.threshold() + 1);
                    case CALORIMETER, SUM -> (long) (2 * requirement.threshold());
                    case COUNT -> (long) requirement.threshold();
                    default -> 1;
                };
        return switch (requirement.comparison()) {
            case AT_LEAST -> value(item) >= raw;
            case EQUAL -> value(item) == raw;
            case NOT_EQUAL -> value(item) != raw;
        };
    }

    private boolean passes(Cut cut, Item item) {
        boolean muon = item.type() == ObjectType.MU;
        return switch (cut.type()) {
            case QLTY -> cut.allowed().contains(String.valueOf(muon(item) >> 19 & 15));
            case IP -> cut.allowed().contains(String.valueOf(muon(item) >> 62 & 3));
            case ISO ->
                    cut.allowed()
                            .contains(
                                    String.valueOf(
                                            muon ? muon(item) >> 32 & 3 : calo(item) >> 25 & 3));
            case DISP -> (calo(item) >> 27 & 1) == 1;
            case CHG -> (muon(item) >> 34 & 3) == 3;
            case SLICE -> item.slot() <= cut.maximum();
            case INDEX -> between(muon(item) >> 36 & 127, cut.minimum(), cut.maximum());
            case UPT -> between(muon(item) >> 53 & 255, cut.minimum() + 1, cut.maximum());
            case ETA -> {
                double step = etaStep(muon);
                double shift = muon ? 0.5 : 0;
                yield between(
                        eta(item),
                        Math.floor(cut.minimum() / step + shift),
                        Math.floor(cut.maximum() / step + shift));
            }
            case PHI -> {
                boolean above = phi(item) >= Math.floor(cut.minimum() / phiStep(muon));
                boolean below = phi(item) <= Math.floor(cut.maximum() / phiStep(muon));
                yield cut.minimum() > cut.maximum() ? above || below : above && below;
            }
            default -> throw new AssertionError(cut);
        };
    }

    private static boolean between(long value, double low, double high) {
        return value >= low && value <= high;
    }

    private long value(Item item) {
        return switch (item.type()) {
            case MU -> muon(item) >> 10 & 511;
            case EG, TAU -> calo(item) & 511;
            case JET -> calo(item) & 2047;
            case ETT, HTT, ETM, HTM, ETMHF, HTMHF -> calo(item) & 4095;
            case ETTEM -> word(item.crossing(), 52) >> 12 & 4095;
            case TOWERCOUNT -> word(item.crossing(), 53) >> 12 & 8191;
            case ASYMET -> word(item.crossing(), 54) >> 20 & 255;
            case MBT0HFP -> word(item.crossing(), 52) >>> 28;
            case CENT2 -> word(item.crossing(), 56) >> 30 & 1;
            case CENT7 -> word(item.crossing(), 57) >> 31 & 1;
            case MUS1 -> word(item.crossing(), 5) >> 29 & 1;
            default -> throw new AssertionError(item);
        };
    }

    private int eta(Item item) {
        return item.type() == ObjectType.MU
                ? (int) (muon(item) << 32 >> 55)
                : (byte) (item.type() == ObjectType.JET ? calo(item) >> 11 : calo(item) >> 9);
    }

    private int phi(Item item) {
        return switch (item.type()) {
            case MU -> (int) (muon(item) & 1023);
            case EG, TAU -> calo(item) >> 17 & 255;
            case JET -> calo(item) >> 19 & 255;
            default -> calo(item) >> 12 & 255;
        };
    }

    private long muon(Item item) {
        long low = word(item.crossing(), 2 * item.slot()) & 0xffffffffL;
        return (long) word(item.crossing(), 2 * item.slot() + 1) << 32 | low;
    }

    private int calo(Item item) {
        int first =
                switch (item.type()) {
                    case EG -> 16;
                    case TAU -> 28;
                    case JET -> 40;
                    default -> 52 + sum(item.type());
                };
        return word(item.crossing(), first + item.slot());
    }

    private static int sum(ObjectType type) {
        return List.of("ETT", "HTT", "ETM", "HTM", "ETMHF", "HTMHF").indexOf(type.name());
    }

    private int word(int crossing, int field) {
        if (crossing < 0 || crossing >= crossings) {
            return 0;
        }
        return frames.get(WORD, 320L * crossing + 4L * field);
    }
}
