package org.l1ring.menu;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of cuts of the menu's grammar, and what they may stand on. */
public enum CutType {
    /** Window of pseudorapidity. */
    ETA(Place.OBJECT),
    /** Window of azimuth; wraps when the lower end is above the upper. */
    PHI(Place.OBJECT),
    /** Window of the muon's track finder index. */
    INDEX(Place.OBJECT),
    /** Window of the muon's momentum without vertex constraint. */
    UPT(Place.OBJECT),
    /** Window of places in the list of objects. */
    SLICE(Place.OBJECT),
    /** Allowed isolations. */
    ISO(Place.OBJECT),
    /** Allowed muon qualities. */
    QLTY(Place.OBJECT),
    /** Allowed muon impact parameters. */
    IP(Place.OBJECT),
    /** The jet's displaced bit. */
    DISP(Place.OBJECT),
    /** The muon's charge. */
    CHG(Place.OBJECT),
    /** The version of a network. */
    MODEL(Place.OBJECT),
    /** Least score of a network. */
    SCORE(Place.OBJECT),
    /** Least score of the calorimeter's anomaly network. */
    CSCORE(Place.OBJECT),
    /** Least score of the first anomaly network. */
    ASCORE(Place.OBJECT),
    /** Window of the difference in pseudorapidity. */
    DETA(Place.PAIR),
    /** Window of the difference in azimuth. */
    DPHI(Place.PAIR),
    /** Window of the distance in both. */
    DR(Place.PAIR),
    /** Window of the mass: invariant or transverse as the function says. */
    MASS(Place.PAIR),
    /** Window of the invariant mass from momenta without vertex constraint. */
    MASSUPT(Place.PAIR),
    /** Window of the invariant mass over the distance. */
    MASSDR(Place.PAIR),
    /** Least momentum of the pair. */
    TBPT(Place.PAIR),
    /** Charges opposite (not all equal) or like (all equal). */
    CHGCOR(Place.MUONS),
    /** Overlap by the difference in pseudorapidity. */
    ORMDETA(Place.OVERLAP),
    /** Overlap by the difference in azimuth. */
    ORMDPHI(Place.OVERLAP),
    /** Overlap by the distance in both. */
    ORMDR(Place.OVERLAP);

    /** What a cut stands on. */
    public enum Place {
        /** One object. */
        OBJECT,
        /** Two objects, or three for a mass. */
        PAIR,
        /** Two to four muons. */
        MUONS,
        /** An object and the reference of an overlap removal. */
        OVERLAP
    }

    private final Place place;

    CutType(Place place) {
        this.place = place;
    }

    /** What it stands on. */
    public Place place() {
        return place;
    }

    /** Whether the grammar has it on single objects of a kind. */
    boolean isOn(ObjectType object) {
        return switch (this) {
            case ETA -> object.hasEta();
            case PHI -> object.hasPhi();
            case INDEX, UPT, QLTY, IP, CHG -> object == ObjectType.MU;
            case SLICE -> object.slots() > 1;
            case ISO ->
                    object == ObjectType.MU || object == ObjectType.EG || object == ObjectType.TAU;
            case DISP -> object == ObjectType.JET;
            case MODEL, SCORE, CSCORE, ASCORE ->
                    object.family() == ObjectType.Family.SCORE
                            || object.family() == ObjectType.Family.ABSENT;
            case DETA, DPHI, DR, MASS, MASSUPT, MASSDR, TBPT, CHGCOR, ORMDETA, ORMDPHI, ORMDR ->
                    false;
        };
    }

    /** The type of a name as the menu writes it. */
    static Optional<CutType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }
}
