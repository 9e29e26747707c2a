package org.l1ring.menu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether distinct objects can be found for several requirements, as steps of a circuit.
 *
 * <p>They can exactly if every group of k requirements has at least k objects that fulfil one of
 * them (Hall's theorem): at most 15 counts for four requirements instead of thousands of
 * combinations.
 */
final class MatchingSteps {
    private final WordSteps words;
    private final ObjectSteps objects;

    MatchingSteps(WordSteps words, ObjectSteps objects) {
        this.words = words;
        this.objects = objects;
    }

    /** A further condition on the objects that fulfil requirements. */
    interface Gate {
        /**
         * The objects of a list that pass.
         *
         * @param requirement one of the list's
         * @param mask [slots] bits of the objects that are asked for
         * @return [slots] bits
         */
        int[] pass(Requirement requirement, int[] mask);
    }

    /** 1 when there are distinct objects for all requirements. */
    int distinct(List<Requirement> requirements, Gate gate) {
        List<Integer> lists = new ArrayList<>();
        for (List<Requirement> list : byList(requirements)) {
            lists.add(oneList(list, gate));
        }
        return words.all(lists);
    }

    /**
     * 1 when there are distinct muons for all requirements, of valid charge.
     *
     * @param opposite the charges not all equal; else all equal
     */
    int charged(List<Requirement> requirements, boolean opposite, Gate gate) {
        int patterns = 1 << requirements.size();
        List<Integer> ways = new ArrayList<>();
        for (int pattern = 0; pattern < patterns; pattern++) {
            boolean equal = pattern == 0 || pattern == patterns - 1;
            if (equal != opposite) {
                ways.add(
                        words.and(
                                distinct(some(requirements, pattern), sign(gate, 1)),
                                distinct(some(requirements, ~pattern), sign(gate, 0))));
            }
        }
        return words.any(ways);
    }

    private static List<Requirement> some(List<Requirement> requirements, int pattern) {
        List<Requirement> some = new ArrayList<>();
        for (int i = 0; i < requirements.size(); i++) {
            if ((pattern >> i & 1) == 1) {
                some.add(requirements.get(i));
            }
        }
        return some;
    }

    private Gate sign(Gate gate, int negative) {
        return (requirement, mask) -> {
            int[] passed = gate.pass(requirement, mask).clone();
            for (int slot = 0; slot < passed.length; slot++) {
                Particle muon = new Particle(requirement.type(), requirement.bxOffset(), slot);
                int charge = words.field(muon, Quantity.CHARGE);
                int wanted = negative == 1 ? charge : words.builder().not(charge);
                int valid = words.field(muon, Quantity.CHARGE_VALID);
                passed[slot] = words.and(passed[slot], words.and(valid, wanted));
            }
            return passed;
        };
    }

    private static List<List<Requirement>> byList(List<Requirement> requirements) {
        List<List<Requirement>> lists = new ArrayList<>();
        for (Requirement requirement : requirements) {
            lists.stream()
                    .filter(list -> list.getFirst().sameList(requirement))
                    .findFirst()
                    .orElseGet(() -> {
                        lists.add(new ArrayList<>());
                        return lists.getLast();
                    })
                    .add(requirement);
        }
        return lists;
    }

    private int oneList(List<Requirement> requirements, Gate gate) {
        Map<Set<Requirement>, Integer> needed = new LinkedHashMap<>();
        for (int group = 1; group < 1 << requirements.size(); group++) {
            List<Requirement> members = some(requirements, group);
            needed.merge(weakest(members), members.size(), Math::max);
        }
        List<Integer> conditions = new ArrayList<>();
        for (Map.Entry<Set<Requirement>, Integer> entry : needed.entrySet()) {
            conditions.add(words.count(gated(entry.getKey(), gate), entry.getValue()));
        }
        return words.all(conditions);
    }

    /** The requirements that no other one of the group follows from. */
    private static Set<Requirement> weakest(List<Requirement> group) {
        Set<Requirement> weakest = new LinkedHashSet<>(group);
        for (Requirement candidate : new HashSet<>(weakest)) {
            if (weakest.stream()
                    .anyMatch(other -> !other.equals(candidate) && candidate.implies(other))) {
                weakest.remove(candidate);
            }
        }
        return weakest;
    }

    private int[] gated(Set<Requirement> group, Gate gate) {
        Requirement first = group.iterator().next();
        List<int[]> masks = group.stream().map(objects::mask).toList();
        int[] union = new int[first.type().slots()];
        Arrays.setAll(
                union, slot -> words.any(masks.stream().mapToInt(mask -> mask[slot]).toArray()));
        return gate.pass(first, union);
    }
}
