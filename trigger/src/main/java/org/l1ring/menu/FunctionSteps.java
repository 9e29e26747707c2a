package org.l1ring.menu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The functions of the grammar as steps of a circuit. */
final class FunctionSteps {
    private static final MatchingSteps.Gate OPEN = (_, mask) -> mask;

    /** From this grammar on an object may overlap some references as long as one is free. */
    private static final GrammarVersion ONE_FREE_REFERENCE = GrammarVersion.parse("0.10");

    private final WordSteps words;
    private final ObjectSteps objects;
    private final PairSteps pairs;
    private final MatchingSteps matching;
    private final boolean oneFreeReference;
    private String where = "";

    FunctionSteps(WordSteps words, ObjectSteps objects, PairSteps pairs, GrammarVersion grammar) {
        this.words = words;
        this.objects = objects;
        this.pairs = pairs;
        this.matching = new MatchingSteps(words, objects);
        this.oneFreeReference = grammar.compareTo(ONE_FREE_REFERENCE) >= 0;
    }

    /** 1 when objects of the crossing fulfil the function. */
    int fulfilled(Expression.Function function, String algorithm) {
        where = algorithm;
        if (!function.kind().overlapRemoval()) {
            return legs(function, function.objects(), function.cuts(), OPEN);
        }
        List<Cut> overlaps =
                function.cuts().stream()
                        .filter(cut -> cut.type().place() == CutType.Place.OVERLAP)
                        .toList();
        List<Cut> cuts = function.cuts().stream().filter(cut -> !overlaps.contains(cut)).toList();
        Requirement reference = function.objects().getLast();
        List<Requirement> legs = function.objects().subList(0, function.objects().size() - 1);
        int[] references = objects.mask(reference);
        if (legs.size() == 1) {
            return oneLeg(function.kind(), function.objects(), cuts, overlaps);
        }
        if (!oneFreeReference) {
            MatchingSteps.Gate away =
                    (leg, mask) -> awayFromAll(leg, mask, reference, references, overlaps);
            return words.and(words.any(references), legs(function, legs, cuts, away));
        }
        List<Integer> ways = new ArrayList<>();
        for (int k = 0; k < references.length; k++) {
            Particle one = new Particle(reference.type(), reference.bxOffset(), k);
            MatchingSteps.Gate away = (leg, mask) -> awayFrom(leg, mask, one, overlaps);
            ways.add(words.and(references[k], legs(function, legs, cuts, away)));
        }
        return words.any(ways);
    }

    /** One object and the reference: the cuts bind the two. */
    private int oneLeg(
            FunctionKind kind, List<Requirement> both, List<Cut> cuts, List<Cut> overlaps) {
        Requirement leg = both.getFirst();
        Requirement reference = both.getLast();
        int[] references = objects.mask(reference);
        int[] away =
                oneFreeReference
                        ? objects.mask(leg)
                        : awayFromAll(leg, objects.mask(leg), reference, references, overlaps);
        return pair(
                both,
                away,
                references,
                (a, b) -> words.and(together(kind, a, b, cuts), free(a, b, overlaps)));
    }

    private int[] awayFrom(Requirement leg, int[] mask, Particle reference, List<Cut> overlaps) {
        int[] away = new int[mask.length];
        Arrays.setAll(
                away,
                slot -> words.and(mask[slot], free(particle(leg, slot), reference, overlaps)));
        return away;
    }

    private int[] awayFromAll(
            Requirement leg,
            int[] mask,
            Requirement reference,
            int[] references,
            List<Cut> overlaps) {
        int[] away = new int[mask.length];
        for (int slot = 0; slot < mask.length; slot++) {
            List<Integer> overlapped = new ArrayList<>();
            for (int k = 0; k < references.length; k++) {
                int free = free(particle(leg, slot), particle(reference, k), overlaps);
                overlapped.add(words.and(references[k], words.builder().not(free)));
            }
            away[slot] = words.and(mask[slot], words.builder().not(words.any(overlapped)));
        }
        return away;
    }

    /** Whether an object does not overlap a reference; it overlaps when all cuts hold. */
    private int free(Particle leg, Particle reference, List<Cut> overlaps) {
        if (leg.equals(reference)) {
            return words.builder().constant(0);
        }
        List<Integer> bits =
                overlaps.stream()
                        .map(cut -> pairs.cut(cut, FunctionKind.COMB_ORM, leg, reference))
                        .toList();
        return bits.isEmpty() ? words.builder().constant(1) : words.builder().not(words.all(bits));
    }

    private int legs(
            Expression.Function function,
            List<Requirement> legs,
            List<Cut> cuts,
            MatchingSteps.Gate gate) {
        requireMuonsForCharges(legs, cuts);
        FunctionKind kind = function.kind();
        if (kind == FunctionKind.MASS_INV_3) {
            return three(legs, cuts);
        }
        boolean apart = cuts.stream().anyMatch(cut -> cut.type() != CutType.CHGCOR);
        if (!apart && (kind == FunctionKind.COMB || kind == FunctionKind.COMB_ORM)) {
            return combination(legs, cuts, gate);
        }
        if (legs.size() != 2) {
            throw new MenuException(
                    where,
                    "expected two objects for %s, got %d; correct the expression"
                            .formatted(cuts.getFirst().name(), legs.size()));
        }
        int[] left = gate.pass(legs.getFirst(), objects.mask(legs.getFirst()));
        int[] right = gate.pass(legs.getLast(), objects.mask(legs.getLast()));
        return pair(legs, left, right, (a, b) -> together(kind, a, b, cuts));
    }

    private int combination(List<Requirement> legs, List<Cut> cuts, MatchingSteps.Gate gate) {
        List<Integer> all = new ArrayList<>();
        for (Cut cut : cuts) {
            all.add(matching.charged(legs, pairs.opposite(cut), gate));
        }
        return all.isEmpty() ? matching.distinct(legs, gate) : words.all(all);
    }

    private void requireMuonsForCharges(List<Requirement> legs, List<Cut> cuts) {
        boolean charges = cuts.stream().anyMatch(cut -> cut.type() == CutType.CHGCOR);
        if (charges && legs.stream().anyMatch(leg -> leg.type() != ObjectType.MU)) {
            throw new MenuException(
                    where, "expected muons for CHGCOR, got other objects; correct the expression");
        }
    }

    /** A condition on two objects. */
    private interface Condition {
        int bit(Particle a, Particle b);
    }

    /** Some object of the first list and another one of the second that meet a condition. */
    private int pair(List<Requirement> both, int[] left, int[] right, Condition condition) {
        Requirement first = both.getFirst();
        Requirement second = both.getLast();
        boolean alike = first.sameList(second);
        boolean symmetric = alike && Arrays.equals(left, right);
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < left.length; i++) {
            List<Integer> partners = new ArrayList<>();
            for (int j = symmetric ? i + 1 : 0; j < right.length; j++) {
                if ((alike && i == j) || words.isZero(left[i]) || words.isZero(right[j])) {
                    continue;
                }
                int together = condition.bit(particle(first, i), particle(second, j));
                partners.add(words.and(right[j], together));
            }
            rows.add(words.and(left[i], words.any(partners)));
        }
        return words.any(rows);
    }

    private int together(FunctionKind kind, Particle a, Particle b, List<Cut> cuts) {
        return words.all(cuts.stream().map(cut -> pairs.cut(cut, kind, a, b)).toList());
    }

    /** Three objects: the sum of the squares of their masses. */
    private int three(List<Requirement> legs, List<Cut> cuts) {
        Set<Set<Particle>> done = new HashSet<>();
        List<Integer> ways = new ArrayList<>();
        int[] first = objects.mask(legs.get(0));
        int[] second = objects.mask(legs.get(1));
        int[] third = objects.mask(legs.get(2));
        for (int i = 0; i < first.length; i++) {
            for (int j = 0; j < second.length; j++) {
                for (int k = 0; k < third.length; k++) {
                    List<Particle> triple =
                            List.of(
                                    particle(legs.get(0), i),
                                    particle(legs.get(1), j),
                                    particle(legs.get(2), k));
                    if (new HashSet<>(triple).size() == 3 && done.add(Set.copyOf(triple))) {
                        ways.add(words.and(orders(legs, triple), massOfThree(triple, cuts)));
                    }
                }
            }
        }
        return words.any(ways);
    }

    /** Whether three objects fulfil three requirements in any order. */
    private int orders(List<Requirement> legs, List<Particle> triple) {
        Set<Set<Integer>> orders = new HashSet<>();
        List<Integer> ways = new ArrayList<>();
        int[][] permutations = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
        for (int[] order : permutations) {
            Set<Integer> bits = new TreeSet<>();
            for (int leg = 0; leg < 3; leg++) {
                Particle particle = triple.get(order[leg]);
                Requirement requirement = legs.get(leg);
                boolean fits =
                        particle.type() == requirement.type()
                                && particle.bxOffset() == requirement.bxOffset();
                bits.add(
                        fits
                                ? objects.mask(requirement)[particle.slot()]
                                : words.builder().constant(0));
            }
            if (orders.add(bits)) {
                ways.add(words.all(List.copyOf(bits)));
            }
        }
        return words.any(ways);
    }

    private int massOfThree(List<Particle> triple, List<Cut> cuts) {
        Particle a = triple.get(0);
        Particle b = triple.get(1);
        Particle c = triple.get(2);
        List<Integer> bits = new ArrayList<>();
        for (Cut cut : cuts) {
            if (cut.type() == CutType.CHGCOR) {
                bits.add(charges(triple, pairs.opposite(cut)));
                continue;
            }
            int digits = pairs.massDigits(a, b);
            if (pairs.massDigits(a, c) != digits || pairs.massDigits(b, c) != digits) {
                throw new MenuException(
                        where,
                        "expected objects of equal precision for a mass of three, got %s, %s, %s; correct the expression"
                                .formatted(a.type(), b.type(), c.type()));
            }
            PairSteps.MassForm form = PairSteps.MassForm.INVARIANT;
            int sum =
                    words.builder()
                            .plus(
                                    words.builder()
                                            .plus(pairs.mass(a, b, form), pairs.mass(a, c, form)),
                                    pairs.mass(b, c, form));
            PairSteps.Window window = pairs.massWindow(cut, sum, a, b, 0);
            bits.add(words.within(sum, window.low(), window.high()));
        }
        return words.all(bits);
    }

    /** Three muons are alike when each pair is; opposite when all are valid and some pair is. */
    private int charges(List<Particle> triple, boolean opposite) {
        int valid =
                words.all(
                        triple.stream()
                                .map(muon -> words.field(muon, Quantity.CHARGE_VALID))
                                .toList());
        int positive =
                words.all(
                        triple.stream()
                                .map(muon ->
                                        words.builder().not(words.field(muon, Quantity.CHARGE)))
                                .toList());
        int negative =
                words.all(triple.stream().map(muon -> words.field(muon, Quantity.CHARGE)).toList());
        int equal = words.any(positive, negative);
        return words.and(valid, opposite ? words.builder().not(equal) : equal);
    }

    private static Particle particle(Requirement requirement, int slot) {
        return new Particle(requirement.type(), requirement.bxOffset(), slot);
    }
}
