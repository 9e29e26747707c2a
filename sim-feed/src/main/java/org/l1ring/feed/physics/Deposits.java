package org.l1ring.feed.physics;

import org.l1ring.feed.physics.Level1Objects.Ranking;
import org.l1ring.feed.physics.Level1Objects.Sum;

/** One crossing while it is being made: objects in hardware units, energies in GeV. */
final class Deposits {
    /** Bins of eta that er2p5 contains: hardware -58 to 57. */
    static final int CENTRAL_ETA = 57;

    static final int LAST_EGAMMA_ETA = 66;
    static final double ETA_UNIT = 0.087 / 2;
    static final double MUON_ETA_UNIT = 0.087 / 8;
    static final double MUON_ETA_REACH = 2.4;
    private static final int CALORIMETER_ETA_BINS = 115;
    private static final int PHI_BINS = 144;
    private static final int MUON_PHI_BINS = 576;
    private static final int HTT_PT = 60;
    private static final int SUM_MAXIMUM = 4095;
    private static final double[] COSINE = new double[PHI_BINS];
    private static final double[] SINE = new double[PHI_BINS];

    static {
        for (int i = 0; i < PHI_BINS; i++) {
            double angle = 2 * StrictMath.PI * (i + 0.5) / PHI_BINS;
            COSINE[i] = StrictMath.cos(angle);
            SINE[i] = StrictMath.sin(angle);
        }
    }

    private Level1Objects out;

    /** Total transverse energy in the calorimeter, its electromagnetic part, towers hit. */
    double total;

    double electromagnetic;
    double towers;

    /** Missing transverse momentum seen without the forward calorimeter, and the latter's share. */
    double missingX;

    double missingY;
    double forwardX;
    double forwardY;

    void begin(Level1Objects objects) {
        out = objects;
        total = 0;
        electromagnetic = 0;
        towers = 0;
        missingX = 0;
        missingY = 0;
        forwardX = 0;
        forwardY = 0;
    }

    Ranking jets() {
        return out.jets;
    }

    Ranking egammas() {
        return out.egammas;
    }

    /** Calorimeter eta bin: bin 0 starts at 0, kept within the detector. */
    static int etaBin(double eta) {
        int bin = (int) Math.floor(eta / ETA_UNIT);
        return Math.max(-CALORIMETER_ETA_BINS, Math.min(CALORIMETER_ETA_BINS - 1, bin));
    }

    /** Jets sit at tower centres, every second calorimeter phi bin. */
    static int jetPhiBin(double turn) {
        return 2 * (int) (turn * (PHI_BINS / 2)) + 1;
    }

    static int egammaPhiBin(double turn) {
        return (int) (turn * PHI_BINS);
    }

    /** A jet of a measured pT in GeV. */
    void jet(double pt, int eta, int phi) {
        cluster(pt, eta, phi);
        total += pt;
    }

    /** A jet of energy that was added to the total already. */
    void cluster(double pt, int eta, int phi) {
        int hardware = Math.min(2047, (int) (2 * pt));
        if (hardware > 0) {
            out.jets.insert(hardware, TriggerWord.jet(hardware, eta, phi));
        }
    }

    /** An e/gamma of a measured pT in GeV, without the jet that it also is. */
    void egamma(double pt, int eta, int phi, int isolation) {
        int hardware = Math.min(511, (int) (2 * pt));
        if (hardware > 0) {
            out.egammas.insert(hardware, TriggerWord.egamma(hardware, eta, phi, isolation));
            electromagnetic += 0.5 * pt;
        }
    }

    /** A tau of a measured pT in GeV, without the jet that it also is. */
    void tau(double pt, int eta, int phi, int isolation) {
        int hardware = Math.min(511, (int) (2 * pt));
        if (hardware > 0) {
            out.taus.insert(hardware, TriggerWord.egamma(hardware, eta, phi, isolation));
        }
    }

    /**
     * A muon of a measured pT in GeV; the calorimeter misses it, so it counts as missing momentum.
     */
    void muon(double pt, double eta, double turn, int quality, int sign) {
        int hardware = Math.min(511, (int) (2 * pt) + 1);
        int etaBin = (int) Math.rint(eta / MUON_ETA_UNIT);
        int phi = (int) (turn * MUON_PHI_BINS);
        // The field bends a muon by about 1.2 GeV / pT radians up to the second station.
        int bend = (int) (1.2 * MUON_PHI_BINS / (2 * Math.PI) / Math.max(pt, 2));
        int phiOut = Math.floorMod(phi + (sign == 0 ? -bend : bend), MUON_PHI_BINS);
        out.muons.insert(hardware, TriggerWord.muon(hardware, etaBin, phi, phiOut, quality, sign));
        missing(pt, turn);
    }

    /** Momentum that the calorimeter does not see. */
    void missing(double pt, double turn) {
        missingX += pt * Tables.cosine(turn);
        missingY += pt * Tables.sine(turn);
    }

    /** Works out the sums from what was added; HTT and HTM from the very jets listed. */
    void finish() {
        int scalar = 0;
        double x = 0;
        double y = 0;
        double forwardJetsX = 0;
        double forwardJetsY = 0;
        Ranking jets = out.jets;
        for (int i = 0; i < jets.size && jets.pt[i] >= HTT_PT; i++) {
            int eta = TriggerWord.jetEta(jets.words[i]);
            int phi = TriggerWord.jetPhi(jets.words[i]);
            double px = jets.pt[i] * COSINE[phi];
            double py = jets.pt[i] * SINE[phi];
            if (eta <= CENTRAL_ETA && eta >= -CENTRAL_ETA - 1) {
                scalar += jets.pt[i];
                x -= px;
                y -= py;
            } else {
                forwardJetsX -= px;
                forwardJetsY -= py;
            }
        }
        out.setSum(Sum.ETT, clip(2 * total));
        out.setSum(Sum.ETTEM, clip(2 * electromagnetic));
        out.setSum(Sum.HTT, Math.min(SUM_MAXIMUM, scalar));
        out.setSum(Sum.TOWER_COUNT, (int) Math.max(0, Math.min(8191, towers)));
        vector(Sum.ETM, Sum.ETM_PHI, 2 * missingX, 2 * missingY);
        vector(Sum.ETMHF, Sum.ETMHF_PHI, 2 * (missingX + forwardX), 2 * (missingY + forwardY));
        vector(Sum.HTM, Sum.HTM_PHI, x, y);
        vector(Sum.HTMHF, Sum.HTMHF_PHI, x + forwardJetsX, y + forwardJetsY);
    }

    private void vector(Sum magnitude, Sum direction, double x, double y) {
        int size = clip(Math.sqrt(x * x + y * y));
        out.setSum(magnitude, size);
        out.setSum(direction, size == 0 ? 0 : egammaPhiBin(Tables.turn(x, y)));
    }

    private static int clip(double value) {
        return (int) Math.max(0, Math.min(SUM_MAXIMUM, value));
    }
}
