package org.l1ring.feed;

import java.util.HashMap;
import java.util.Map;

/**
 * One 16-bit field of the object frame: the record of one bunch crossing as 64 little-endian signed
 * 16-bit integers in the Global Trigger's hardware units.
 *
 * <p>Transverse momenta count half GeV (muon words are offset by one: 0 is no muon and k covers
 * [(k-1)/2, k/2) GeV), calorimeter eta counts 0.0435, calorimeter phi 2&pi;/144, muon eta 0.010875,
 * muon phi 2&pi;/576. Objects of a kind are sorted by pT, missing ones are all zero. Source:
 * mp7_ugt_legacy, MP7 uGT firmware specification, gtl.tex (object bit layouts).
 */
public enum FrameField {
    MET_PT("MET_pt", 0, 4095),
    MET_PHI("MET_phi", 0, 143),
    EG0_PT("EG0_pt", 0, 511),
    EG0_ETA("EG0_eta", -115, 114),
    EG0_PHI("EG0_phi", 0, 143),
    EG1_PT("EG1_pt", 0, 511),
    EG1_ETA("EG1_eta", -115, 114),
    EG1_PHI("EG1_phi", 0, 143),
    EG2_PT("EG2_pt", 0, 511),
    EG2_ETA("EG2_eta", -115, 114),
    EG2_PHI("EG2_phi", 0, 143),
    EG3_PT("EG3_pt", 0, 511),
    EG3_ETA("EG3_eta", -115, 114),
    EG3_PHI("EG3_phi", 0, 143),
    MU0_PT("MU0_pt", 0, 511),
    MU0_ETA("MU0_eta", -225, 225),
    MU0_PHI("MU0_phi", 0, 575),
    MU1_PT("MU1_pt", 0, 511),
    MU1_ETA("MU1_eta", -225, 225),
    MU1_PHI("MU1_phi", 0, 575),
    MU2_PT("MU2_pt", 0, 511),
    MU2_ETA("MU2_eta", -225, 225),
    MU2_PHI("MU2_phi", 0, 575),
    MU3_PT("MU3_pt", 0, 511),
    MU3_ETA("MU3_eta", -225, 225),
    MU3_PHI("MU3_phi", 0, 575),
    JET0_PT("JET0_pt", 0, 2047),
    JET0_ETA("JET0_eta", -115, 114),
    JET0_PHI("JET0_phi", 0, 143),
    JET1_PT("JET1_pt", 0, 2047),
    JET1_ETA("JET1_eta", -115, 114),
    JET1_PHI("JET1_phi", 0, 143),
    JET2_PT("JET2_pt", 0, 2047),
    JET2_ETA("JET2_eta", -115, 114),
    JET2_PHI("JET2_phi", 0, 143),
    JET3_PT("JET3_pt", 0, 2047),
    JET3_ETA("JET3_eta", -115, 114),
    JET3_PHI("JET3_phi", 0, 143),
    JET4_PT("JET4_pt", 0, 2047),
    JET4_ETA("JET4_eta", -115, 114),
    JET4_PHI("JET4_phi", 0, 143),
    JET5_PT("JET5_pt", 0, 2047),
    JET5_ETA("JET5_eta", -115, 114),
    JET5_PHI("JET5_phi", 0, 143),
    JET6_PT("JET6_pt", 0, 2047),
    JET6_ETA("JET6_eta", -115, 114),
    JET6_PHI("JET6_phi", 0, 143),
    JET7_PT("JET7_pt", 0, 2047),
    JET7_ETA("JET7_eta", -115, 114),
    JET7_PHI("JET7_phi", 0, 143),
    JET8_PT("JET8_pt", 0, 2047),
    JET8_ETA("JET8_eta", -115, 114),
    JET8_PHI("JET8_phi", 0, 143),
    JET9_PT("JET9_pt", 0, 2047),
    JET9_ETA("JET9_eta", -115, 114),
    JET9_PHI("JET9_phi", 0, 143),
    /** Scalar sum of jet pT above 30 GeV within |eta| below 2.5 (HTT). */
    HT_PT("HT_pt", 0, 4095),
    /** Total transverse energy (ETT). */
    ET_PT("ET_pt", 0, 4095),
    /** Missing HT, magnitude. */
    MHT_PT("MHT_pt", 0, 4095),
    /** Missing HT, direction. */
    MHT_PHI("MHT_phi", 0, 143),
    /** Isolation of the four e/gamma, two bits each, EG0 lowest. */
    EG_ISO("EG_iso", 0, 255),
    /** Quality of the four muons, four bits each, MU0 lowest; the 16 bits read as signed. */
    MU_QUALITY("MU_quality", Short.MIN_VALUE, Short.MAX_VALUE),
    /** Bits 0 to 3: charge signs of the four muons; bits 4 to 7: charge valid. */
    MU_CHARGE("MU_charge", 0, 255),
    /** Bit 0: colliding crossing; bits 8 to 11: number of the injected signal, 0 for none. */
    FLAGS("FLAGS", 0, 0xF01);

    /** Bytes of one crossing's frame. */
    public static final int FRAME_BYTES = 128;

    /** Crossings of one block, the unit that moves through the ring. */
    public static final int BLOCK_CROSSINGS = 64;

    /** Bunch crossings of one LHC orbit. */
    public static final int ORBIT_CROSSINGS = 3564;

    /** Blocks of one orbit: 55 of 64 crossings and a last one of 44. */
    public static final int ORBIT_BLOCKS =
            (ORBIT_CROSSINGS + BLOCK_CROSSINGS - 1) / BLOCK_CROSSINGS;

    /** e/gamma in a frame. */
    public static final int EGAMMAS = 4;

    /** Muons in a frame. */
    public static final int MUONS = 4;

    /** Jets in a frame. */
    public static final int JETS = 10;

    private static final Map<String, FrameField> BY_NAME = new HashMap<>();

    static {
        for (FrameField field : values()) {
            BY_NAME.put(field.fieldName, field);
        }
    }

    private final String fieldName;
    private final int minimum;
    private final int maximum;

    FrameField(String fieldName, int minimum, int maximum) {
        this.fieldName = fieldName;
        this.minimum = minimum;
        this.maximum = maximum;
    }

    /**
     * The field's name in model bindings and CSV headers, such as {@code JET3_pt}.
     *
     * @return the name, upper-case object and lower-case quantity
     */
    public String fieldName() {
        return fieldName;
    }

    /**
     * The field's place in the frame.
     *
     * @return index of the 16-bit word, 0 to 63
     */
    @SuppressWarnings("EnumOrdinal") // the constants' order is the layout, and a test holds it
    public int index() {
        return ordinal();
    }

    /**
     * The field's place in the frame in bytes.
     *
     * @return offset from the frame's start, 0 to 126, even
     */
    public int byteOffset() {
        return 2 * index();
    }

    /**
     * The smallest value the field may hold.
     *
     * @return hardware integer, inclusive
     */
    public int minimum() {
        return minimum;
    }

    /**
     * The largest value the field may hold.
     *
     * @return hardware integer, inclusive
     */
    public int maximum() {
        return maximum;
    }

    /**
     * The field of a name.
     *
     * @param name name as {@link #fieldName()} gives it, case matters
     * @return the field
     * @throws IllegalArgumentException when no field bears the name
     */
    public static FrameField named(String name) {
        FrameField field = BY_NAME.get(name);
        if (field == null) {
            throw new IllegalArgumentException(
                    "frame field: expected one of MET_pt, EG0_pt .. JET9_phi, FLAGS, got \""
                            + name
                            + "\"; see the frame table in docs/feed.md");
        }
        return field;
    }
}
