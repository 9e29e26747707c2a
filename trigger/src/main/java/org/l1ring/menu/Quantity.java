package org.l1ring.menu;

import org.l1ring.frame.FrameLayout;

/** What the Global Trigger's words say of an object. */
enum Quantity {
    /** Momentum, energy, count or bit: what the threshold is compared with. */
    VALUE,
    /** Pseudorapidity, signed. */
    ETA,
    /** Azimuth; of muons, that at the vertex. */
    PHI,
    /** Azimuth of muons at the detector. */
    PHI_RAW,
    /** Isolation. */
    ISOLATION,
    /** Quality of muons. */
    QUALITY,
    /** Charge of muons: 1 is negative. */
    CHARGE,
    /** Whether the charge of a muon is valid. */
    CHARGE_VALID,
    /** Track finder index of muons. */
    INDEX,
    /** Momentum of muons without vertex constraint. */
    UNCONSTRAINED,
    /** Impact parameter of muons. */
    IMPACT,
    /** Displaced bit of jets. */
    DISPLACED;

    /**
     * Where it is.
     *
     * @param word field of {@link FrameLayout#TRIGGER_WORDS}
     * @param low lowest bit in the word
     * @param width bits
     */
    record Place(int word, int low, int width) {}

    /** Whether it is in two's complement. */
    boolean signed() {
        return this == ETA;
    }

    /**
     * Its place.
     *
     * @param type of object that has it
     * @param slot place in the list of such objects
     */
    Place place(ObjectType type, int slot) {
        return switch (type) {
            case MU -> muon(slot);
            case EG, TAU -> energy(word(type.name() + slot), 9);
            case JET ->
                    this == DISPLACED ? at("JET" + slot, 27, 1) : energy(word("JET" + slot), 11);
            case ETT, HTT -> at(type.name(), 0, 12);
            case ETM, HTM, ETMHF, HTMHF ->
                    this == PHI ? at(type.name(), 12, 8) : at(type.name(), 0, 12);
            case ETTEM -> at("ETT", 12, 12);
            case TOWERCOUNT -> at("HTT", 12, 13);
            case ASYMET -> at("ETM", 20, 8);
            case ASYMHT -> at("HTM", 20, 8);
            case ASYMETHF -> at("ETMHF", 20, 8);
            case ASYMHTHF -> at("HTMHF", 20, 8);
            case MBT0HFP -> at("ETT", 28, 4);
            case MBT0HFM -> at("HTT", 28, 4);
            case MBT1HFP -> at("ETM", 28, 4);
            case MBT1HFM -> at("HTM", 28, 4);
            case CENT0, CENT1, CENT2, CENT3 ->
                    at("ETMHF", 28 + type.ordinal() - ObjectType.CENT0.ordinal(), 1);
            case CENT4, CENT5, CENT6, CENT7 ->
                    at("HTMHF", 28 + type.ordinal() - ObjectType.CENT4.ordinal(), 1);
            case MUS0 -> shower(0);
            case MUS1 -> shower(2);
            case MUS2 -> shower(3);
            case MUSOOT0 -> shower(4);
            case MUSOOT1 -> shower(6);
            case AXO, TOPO, ADT, CICADA, ZDCP, ZDCM ->
                    throw new IllegalStateException(type + " is not among the words");
        };
    }

    private Place muon(int slot) {
        String low = "MU" + slot + "_low";
        String high = "MU" + slot + "_high";
        return switch (this) {
            case PHI -> at(low, 0, 10);
            case VALUE -> at(low, 10, 9);
            case QUALITY -> at(low, 19, 4);
            case ETA -> at(low, 23, 9);
            case ISOLATION -> at(high, 0, 2);
            case CHARGE -> at(high, 2, 1);
            case CHARGE_VALID -> at(high, 3, 1);
            case INDEX -> at(high, 4, 7);
            case PHI_RAW -> at(high, 11, 10);
            case UNCONSTRAINED -> at(high, 21, 8);
            case IMPACT -> at(high, 30, 2);
            case DISPLACED -> throw new IllegalStateException("muons have no " + this);
        };
    }

    /** An object of the calorimeter: energy, then eta, phi and isolation. */
    private Place energy(int word, int width) {
        return switch (this) {
            case VALUE -> new Place(word, 0, width);
            case ETA -> new Place(word, width, 8);
            case PHI -> new Place(word, width + 8, 8);
            case ISOLATION -> new Place(word, width + 16, 2);
            case PHI_RAW, QUALITY, CHARGE, CHARGE_VALID, INDEX, UNCONSTRAINED, IMPACT, DISPLACED ->
                    throw new IllegalStateException("calorimeter objects have no " + this);
        };
    }

    private static Place shower(int slot) {
        return at("MU" + slot + "_high", 29, 1);
    }

    private static Place at(String word, int low, int width) {
        return new Place(word(word), low, width);
    }

    private static int word(String name) {
        return FrameLayout.TRIGGER_WORDS.fieldNames().indexOf(name);
    }
}
