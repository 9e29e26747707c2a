package org.l1ring.menu;

import java.util.List;
import java.util.Set;

/**
 * One object that a condition asks for.
 *
 * @param text as the expression has it, without its cuts
 * @param type of the object
 * @param comparison with the threshold
 * @param threshold in the units of its scale: GeV or a number
 * @param bxOffset crossing relative to the one that is decided, -2 to 2
 * @param cuts on the object, in the order of the expression
 */
public record Requirement(
        String text,
        ObjectType type,
        Comparison comparison,
        double threshold,
        int bxOffset,
        List<Cut> cuts) {

    /** Copies the cuts. */
    public Requirement {
        cuts = List.copyOf(cuts);
    }

    /** How an object's value is compared with the threshold. */
    public enum Comparison {
        /** {@code .ge.}: at least the threshold. */
        AT_LEAST,
        /** {@code .eq.}: in the threshold's bin. */
        EQUAL,
        /** {@code .ne.}: in another bin than the threshold's. */
        NOT_EQUAL
    }

    /** Whether another asks for objects of the same list: one kind in one crossing. */
    boolean sameList(Requirement other) {
        return type == other.type && bxOffset == other.bxOffset;
    }

    /** Whether every object that fulfils this also fulfils the other, as seen from both texts. */
    boolean implies(Requirement other) {
        return sameList(other)
                && comparison == Comparison.AT_LEAST
                && other.comparison == Comparison.AT_LEAST
                && threshold >= other.threshold
                && Set.copyOf(cuts).equals(Set.copyOf(other.cuts));
    }
}
