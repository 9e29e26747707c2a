package org.l1ring.menu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.l1ring.circuit.Contents;
import org.l1ring.circuit.Op;

/** Which objects of a list fulfil a requirement, as steps of a circuit. */
final class ObjectSteps {
    private final WordSteps words;
    private final ScoreSteps scores;
    private final Map<Requirement, int[]> masks = new HashMap<>();
    private MenuScales scales;

    ObjectSteps(WordSteps words, ScoreSteps scores) {
        this.words = words;
        this.scores = scores;
    }

    /** Takes the scales of an algorithm, whose name errors state. */
    void use(MenuScales algorithmScales) {
        this.scales = algorithmScales;
    }

    /**
     * A bit for each object of the list.
     *
     * @return [slots] steps
     */
    int[] mask(Requirement requirement) {
        int[] known = masks.get(requirement);
        if (known == null) {
            known = new int[requirement.type().slots()];
            Arrays.setAll(known, slot -> bit(requirement, slot));
            masks.put(requirement, known);
        }
        return known;
    }

    private int bit(Requirement requirement, int slot) {
        ObjectType type = requirement.type();
        Particle particle = new Particle(type, requirement.bxOffset(), slot);
        return switch (type.family()) {
            case BIT -> words.field(particle, Quantity.VALUE);
            case SCORE -> scores.passes(requirement, scales.where());
            case MUON, CALORIMETER, SUM, COUNT ->
                    words.and(threshold(requirement, particle), cuts(requirement, particle));
            case ABSENT -> throw new IllegalStateException(type + " is not among the words");
        };
    }

    private int threshold(Requirement requirement, Particle particle) {
        String type = requirement.type().thresholdScale().orElseThrow();
        Scale scale = scales.scale(requirement.type(), type);
        long raw = scales.threshold(requirement, scale);
        int value = words.field(particle, Quantity.VALUE);
        return switch (requirement.comparison()) {
            case AT_LEAST -> words.atLeast(value, raw);
            case EQUAL -> words.within(value, raw, raw);
            case NOT_EQUAL -> words.builder().not(words.within(value, raw, raw));
        };
    }

    /**
     * Whether an object passes the cuts beside the threshold: those of one type are alternatives,
     * those of different types all hold.
     */
    int cuts(Requirement requirement, Particle particle) {
        Map<CutType, List<Integer>> alternatives = new EnumMap<>(CutType.class);
        for (Cut cut : requirement.cuts()) {
            alternatives
                    .computeIfAbsent(cut.type(), _ -> new ArrayList<>())
                    .add(cut(cut, particle));
        }
        return words.all(alternatives.values().stream().map(words::any).toList());
    }

    private int cut(Cut cut, Particle particle) {
        return switch (cut.type()) {
            case ETA -> window(cut, particle, Quantity.ETA, "ETA");
            case PHI -> window(cut, particle, Quantity.PHI, "PHI");
            case INDEX -> window(cut, particle, Quantity.INDEX, "INDEX");
            case UPT -> window(cut, particle, Quantity.UNCONSTRAINED, "UPT");
            case ISO -> oneOf(cut, words.field(particle, Quantity.ISOLATION));
            case QLTY -> oneOf(cut, words.field(particle, Quantity.QUALITY));
            case IP -> oneOf(cut, words.field(particle, Quantity.IMPACT));
            case DISP -> oneOf(cut, words.field(particle, Quantity.DISPLACED));
            case CHG -> charge(cut, particle);
            case SLICE -> {
                boolean inside =
                        particle.slot() >= cut.minimum() && particle.slot() <= cut.maximum();
                yield words.builder().constant(inside ? 1 : 0);
            }
            default -> throw new IllegalStateException(cut.type() + " is no cut on one object");
        };
    }

    private int window(Cut cut, Particle particle, Quantity quantity, String type) {
        Scale scale = scales.scale(particle.type(), type);
        long low = scales.lower(cut, scale);
        long high = scales.upper(cut, scale);
        int step = words.field(particle, quantity);
        if (quantity == Quantity.PHI && low > high) {
            int most = words.within(step, 0, high);
            return words.any(words.atLeast(step, low), most);
        }
        return words.within(step, low, high);
    }

    /** Whether a field has one of the values that a cut lists. */
    private int oneOf(Cut cut, int step) {
        int size = (int) words.builder().interval(step).max() + 1;
        boolean[] allowed = new boolean[size];
        for (String text : cut.allowed()) {
            int value = text.matches("\\d{1,4}") ? Integer.parseInt(text) : size;
            if (value >= size) {
                throw new MenuException(
                        scales.where() + ": cut " + cut.name(),
                        "expected values from 0 to %d, got \"%s\"; change the cut"
                                .formatted(size - 1, text));
            }
            allowed[value] = true;
        }
        int first = 0;
        while (first < size && !allowed[first]) {
            first++;
        }
        int end = first;
        while (end < size && allowed[end]) {
            end++;
        }
        for (int i = end; i < size; i++) {
            if (allowed[i]) {
                return table(allowed, step);
            }
        }
        return words.within(step, first, end - 1L);
    }

    private int table(boolean[] allowed, int step) {
        long[] bits = new long[allowed.length];
        Arrays.setAll(bits, i -> allowed[i] ? 1 : 0);
        return words.builder().table(step, new Contents(bits));
    }

    private int charge(Cut cut, Particle particle) {
        int valid = words.field(particle, Quantity.CHARGE_VALID);
        int negative = words.field(particle, Quantity.CHARGE);
        String data = cut.data().toLowerCase(Locale.ROOT);
        if (data.startsWith("pos")) {
            return words.and(valid, words.builder().not(negative));
        }
        if (data.startsWith("neg")) {
            return words.builder().logic(Op.Gate.AND, valid, negative);
        }
        throw new MenuException(
                scales.where() + ": cut " + cut.name(),
                "expected positive or negative, got \"" + cut.data() + "\"; change the cut");
    }
}
