package org.l1ring.menu;

import java.util.Arrays;
import java.util.Optional;

/** The functions of the menu's grammar. */
public enum FunctionKind {
    /** Distinct objects. */
    COMB("comb", 2, 5, false),
    /** Distinct objects away from a reference, the last object. */
    COMB_ORM("comb_orm", 2, 5, true),
    /** Two objects and their distance. */
    DIST("dist", 2, 2, false),
    /** Two objects and their distance, away from a reference. */
    DIST_ORM("dist_orm", 2, 3, true),
    /** Invariant mass of two, as the first grammars name it. */
    MASS("mass", 2, 2, false),
    /** Invariant mass of two. */
    MASS_INV("mass_inv", 2, 2, false),
    /** Invariant mass of three. */
    MASS_INV_3("mass_inv_3", 3, 3, false),
    /** Invariant mass of two over their distance. */
    MASS_INV_DR("mass_inv_dr", 2, 2, false),
    /** Invariant mass of two muons from momenta without vertex constraint. */
    MASS_INV_UPT("mass_inv_upt", 2, 2, false),
    /** Transverse mass of two. */
    MASS_TRV("mass_trv", 2, 2, false),
    /** Invariant mass of two, away from a reference. */
    MASS_INV_ORM("mass_inv_orm", 2, 3, true),
    /** Transverse mass of two, away from a reference. */
    MASS_TRV_ORM("mass_trv_orm", 2, 3, true);

    private final String word;
    private final int fewest;
    private final int most;
    private final boolean overlapRemoval;

    FunctionKind(String word, int fewest, int most, boolean overlapRemoval) {
        this.word = word;
        this.fewest = fewest;
        this.most = most;
        this.overlapRemoval = overlapRemoval;
    }

    /** The name in expressions. */
    public String word() {
        return word;
    }

    /** Least number of objects, the reference included. */
    public int fewest() {
        return fewest;
    }

    /** Greatest number of objects, the reference included. */
    public int most() {
        return most;
    }

    /** Whether its last object is the reference of an overlap removal. */
    public boolean overlapRemoval() {
        return overlapRemoval;
    }

    /** Whether the grammar has this cut on it. */
    public boolean allows(CutType cut) {
        return switch (cut.place()) {
            case OBJECT -> false;
            case MUONS -> true;
            case OVERLAP -> overlapRemoval;
            case PAIR ->
                    switch (cut) {
                        case MASSUPT -> this == MASS_INV_UPT;
                        case MASSDR -> this == MASS_INV_DR;
                        case MASS -> isMass();
                        default -> this != COMB_ORM && this != MASS_INV_3;
                    };
        };
    }

    private boolean isMass() {
        return switch (this) {
            case MASS, MASS_INV, MASS_INV_3, MASS_TRV, MASS_INV_ORM, MASS_TRV_ORM -> true;
            case COMB, COMB_ORM, DIST, DIST_ORM, MASS_INV_DR, MASS_INV_UPT -> false;
        };
    }

    /** The function of a name. */
    static Optional<FunctionKind> named(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
}
