package org.l1ring.menu;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The kinds of objects that conditions ask for, as the menu's grammar names them. */
public enum ObjectType {
    /** Muons. */
    MU(Family.MUON, 8),
    /** Electrons and photons. */
    EG(Family.CALORIMETER, 12),
    /** Taus. */
    TAU(Family.CALORIMETER, 12),
    /** Jets. */
    JET(Family.CALORIMETER, 12),
    /** Total transverse energy. */
    ETT(Family.SUM, 1),
    /** Total transverse energy of the electromagnetic calorimeter. */
    ETTEM(Family.SUM, 1),
    /** Sum of jet momenta. */
    HTT(Family.SUM, 1),
    /** Missing transverse energy, with its direction. */
    ETM(Family.SUM, 1),
    /** Missing jet momentum, with its direction. */
    HTM(Family.SUM, 1),
    /** Missing transverse energy, forward calorimeter included. */
    ETMHF(Family.SUM, 1),
    /** Missing jet momentum, forward calorimeter included. */
    HTMHF(Family.SUM, 1),
    /** Number of towers. */
    TOWERCOUNT(Family.COUNT, 1),
    /** Asymmetry of the transverse energy. */
    ASYMET(Family.COUNT, 1),
    /** Asymmetry of the jet momenta. */
    ASYMHT(Family.COUNT, 1),
    /** Asymmetry of the transverse energy, forward calorimeter included. */
    ASYMETHF(Family.COUNT, 1),
    /** Asymmetry of the jet momenta, forward calorimeter included. */
    ASYMHTHF(Family.COUNT, 1),
    /** Minimum bias count, threshold 0, plus side. */
    MBT0HFP(Family.COUNT, 1),
    /** Minimum bias count, threshold 0, minus side. */
    MBT0HFM(Family.COUNT, 1),
    /** Minimum bias count, threshold 1, plus side. */
    MBT1HFP(Family.COUNT, 1),
    /** Minimum bias count, threshold 1, minus side. */
    MBT1HFM(Family.COUNT, 1),
    /** Centrality bit 0. */
    CENT0(Family.BIT, 1),
    /** Centrality bit 1. */
    CENT1(Family.BIT, 1),
    /** Centrality bit 2. */
    CENT2(Family.BIT, 1),
    /** Centrality bit 3. */
    CENT3(Family.BIT, 1),
    /** Centrality bit 4. */
    CENT4(Family.BIT, 1),
    /** Centrality bit 5. */
    CENT5(Family.BIT, 1),
    /** Centrality bit 6. */
    CENT6(Family.BIT, 1),
    /** Centrality bit 7. */
    CENT7(Family.BIT, 1),
    /** Muon shower, nominal. */
    MUS0(Family.BIT, 1),
    /** Muon shower, tight. */
    MUS1(Family.BIT, 1),
    /** Muon shower, two loose. */
    MUS2(Family.BIT, 1),
    /** Muon shower out of time, nominal. */
    MUSOOT0(Family.BIT, 1),
    /** Muon shower out of time, tight. */
    MUSOOT1(Family.BIT, 1),
    /** Score of the AXOL1TL network. */
    AXO(Family.SCORE, 1),
    /** Score of a topology network. */
    TOPO(Family.SCORE, 1),
    /** Score of the first anomaly network, of which no version was published. */
    ADT(Family.ABSENT, 1),
    /** Score of the calorimeter's anomaly network. */
    CICADA(Family.ABSENT, 1),
    /** Zero degree calorimeter, plus side. */
    ZDCP(Family.ABSENT, 1),
    /** Zero degree calorimeter, minus side. */
    ZDCM(Family.ABSENT, 1);

    /** What objects of one kind have in common. */
    public enum Family {
        /** Several of them, with momentum, direction, quality, charge. */
        MUON,
        /** Several of them, with energy and direction. */
        CALORIMETER,
        /** One energy, some with a direction. */
        SUM,
        /** One number. */
        COUNT,
        /** One bit. */
        BIT,
        /** The score of a network over other objects of the crossing. */
        SCORE,
        /** Known to the grammar; its value is not among the Global Trigger's object words. */
        ABSENT
    }

    private static final List<ObjectType> LONGEST_FIRST =
            Arrays.stream(values())
                    .sorted(
                            Comparator.comparingInt((ObjectType type) -> type.name().length())
                                    .reversed())
                    .toList();

    private final Family family;
    private final int slots;

    ObjectType(Family family, int slots) {
        this.family = family;
        this.slots = slots;
    }

    /** What it has in common with other kinds. */
    public Family family() {
        return family;
    }

    /** How many a crossing has: 8 muons, 12 of each calorimeter object, 1 of the others. */
    public int slots() {
        return slots;
    }

    /** Whether it has a pseudorapidity. */
    public boolean hasEta() {
        return family == Family.MUON || family == Family.CALORIMETER;
    }

    /** Whether it has an azimuth. */
    public boolean hasPhi() {
        return switch (this) {
            case MU, EG, TAU, JET, ETM, HTM, ETMHF, HTMHF -> true;
            default -> false;
        };
    }

    /** The type of the scale that its threshold is on: ET or COUNT; nothing without a scale. */
    public Optional<String> thresholdScale() {
        return switch (family) {
            case MUON, CALORIMETER, SUM -> Optional.of("ET");
            case COUNT -> Optional.of("COUNT");
            case BIT, SCORE, ABSENT -> Optional.empty();
        };
    }

    /** The type of the longest name that a text begins with. */
    static Optional<ObjectType> beginning(String text) {
        return LONGEST_FIRST.stream().filter(type -> text.startsWith(type.name())).findFirst();
    }
}
