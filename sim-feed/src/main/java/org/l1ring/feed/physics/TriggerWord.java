package org.l1ring.feed.physics;

/**
 * Bit fields of the Global Trigger's object words, least significant bit first.
 *
 * <p>e/&gamma;, &tau; (32 bits): pT 8:0, eta 16:9, phi 24:17, isolation 26:25. Jet (32 bits): pT
 * 10:0, eta 18:11, phi 26:19. Muon (64 bits): phi at vertex 9:0, pT 18:10, quality 22:19, eta at
 * vertex 31:23, isolation 33:32, charge sign 34, charge valid 35, track finder index 42:36, phi at
 * the muon system 52:43, unconstrained pT 60:53. Source: mp7_ugt_legacy, MP7 uGT firmware
 * specification, gtl.tex.
 */
public final class TriggerWord {
    private TriggerWord() {}

    /**
     * An e/&gamma; or &tau; word.
     *
     * @param pt hardware pT, 0 to 511, half GeV
     * @param eta hardware eta, -115 to 114
     * @param phi hardware phi, 0 to 143
     * @param isolation 0 to 3
     * @return 32 bits in the low half
     */
    public static long egamma(int pt, int eta, int phi, int isolation) {
        return pt | ((eta & 0xffL) << 9) | ((long) phi << 17) | ((long) isolation << 25);
    }

    /**
     * pT of an e/&gamma; or &tau;.
     *
     * @param word the object's word
     * @return 0 to 511, half GeV
     */
    public static int egammaPt(long word) {
        return (int) word & 0x1ff;
    }

    /**
     * Eta of an e/&gamma; or &tau;.
     *
     * @param word the object's word
     * @return -128 to 127, units of 0.0435
     */
    public static int egammaEta(long word) {
        return (byte) (word >> 9);
    }

    /**
     * Phi of an e/&gamma; or &tau;.
     *
     * @param word the object's word
     * @return 0 to 255, units of 2 pi / 144
     */
    public static int egammaPhi(long word) {
        return (int) (word >> 17) & 0xff;
    }

    /**
     * Isolation of an e/&gamma; or &tau;.
     *
     * @param word the object's word
     * @return 0 to 3
     */
    public static int egammaIsolation(long word) {
        return (int) (word >> 25) & 3;
    }

    /**
     * A jet word.
     *
     * @param pt hardware pT, 0 to 2047, half GeV
     * @param eta hardware eta, -115 to 114
     * @param phi hardware phi, 0 to 143
     * @return 32 bits in the low half
     */
    public static long jet(int pt, int eta, int phi) {
        return pt | ((eta & 0xffL) << 11) | ((long) phi << 19);
    }

    /**
     * pT of a jet.
     *
     * @param word the object's word
     * @return 0 to 2047, half GeV
     */
    public static int jetPt(long word) {
        return (int) word & 0x7ff;
    }

    /**
     * Eta of a jet.
     *
     * @param word the object's word
     * @return -128 to 127, units of 0.0435
     */
    public static int jetEta(long word) {
        return (byte) (word >> 11);
    }

    /**
     * Phi of a jet.
     *
     * @param word the object's word
     * @return 0 to 255, units of 2 pi / 144
     */
    public static int jetPhi(long word) {
        return (int) (word >> 19) & 0xff;
    }

    /**
     * A muon word with a valid charge.
     *
     * @param pt hardware pT, 1 to 511; k covers [(k-1)/2, k/2) GeV
     * @param eta hardware eta, -225 to 225
     * @param phi hardware phi at the vertex, 0 to 575
     * @param phiOut hardware phi at the muon system, 0 to 575
     * @param quality 0 to 15
     * @param sign charge sign bit, 0 or 1
     * @return 64 bits
     */
    public static long muon(int pt, int eta, int phi, int phiOut, int quality, int sign) {
        return phi
                | ((long) pt << 10)
                | ((long) quality << 19)
                | ((eta & 0x1ffL) << 23)
                | (3L << 32)
                | ((long) sign << 34)
                | (1L << 35)
                | ((long) trackFinder(eta, phi) << 36)
                | ((long) phiOut << 43);
    }

    /** Index of the track finder output: endcap, overlap or barrel, first muon of its sector. */
    private static int trackFinder(int eta, int phi) {
        int reach = Math.abs(eta);
        int sector = phi / 96 * 3;
        if (reach < 76) {
            return 36 + phi / 48 * 3;
        }
        int side = reach < 114 ? 18 : 0;
        return eta > 0 ? side + sector : 90 - side + sector;
    }

    /**
     * pT of a muon.
     *
     * @param word the object's word
     * @return 0 to 511; k covers [(k-1)/2, k/2) GeV, 0 is no muon
     */
    public static int muonPt(long word) {
        return (int) (word >> 10) & 0x1ff;
    }

    /**
     * Eta of a muon at the vertex.
     *
     * @param word the object's word
     * @return -256 to 255, units of 0.010875
     */
    public static int muonEta(long word) {
        return (int) ((word << 32) >> 55);
    }

    /**
     * Phi of a muon at the vertex.
     *
     * @param word the object's word
     * @return 0 to 1023, units of 2 pi / 576
     */
    public static int muonPhi(long word) {
        return (int) word & 0x3ff;
    }

    /**
     * Phi of a muon where the muon system measures it.
     *
     * @param word the object's word
     * @return 0 to 1023, units of 2 pi / 576
     */
    public static int muonPhiOut(long word) {
        return (int) (word >> 43) & 0x3ff;
    }

    /**
     * Quality of a muon: 12 to 15 single, 8 to 15 double, 4 to 15 open.
     *
     * @param word the object's word
     * @return 0 to 15
     */
    public static int muonQuality(long word) {
        return (int) (word >> 19) & 15;
    }

    /**
     * Charge of a muon.
     *
     * @param word the object's word
     * @return bit 0 the sign, bit 1 set when the charge is valid
     */
    public static int muonCharge(long word) {
        return (int) (word >> 34) & 3;
    }
}
