package org.l1ring.feed.physics;

import org.l1ring.feed.physics.Level1Objects.Ranking;

/**
 * Stand-in for minimum-bias crossings: objects with the measured trigger rates, not a simulation.
 *
 * <p>Jets come from parton scatters, e/&gamma; and muons from processes of their own; each is a
 * Poisson process in falling pT whose integral spectrum goes through the measured rates at pile-up
 * 60, and whose strength follows a n/60 + (1-a)(n/60)^2 for n collisions. Source: L1MenuTools,
 * Run3_ZeroBias_123_20212906_rateVSpileup_PU.csv, fits a PU + b PU^2; where only pile-up 41 was
 * measured, the family's ratio from 41 to 60 is taken.
 */
final class ZeroBias {
    /** Colliding crossings a second for which the rates were measured, in kHz. */
    static final double CROSSINGS_KHZ = 2748 * 11.246;

    private static final double REFERENCE = 60;
    private static final double JET_LINEAR = 0.5;
    private static final double EGAMMA_LINEAR = 0.45;
    private static final double MUON_LINEAR = 0.62;

    private static final int MAXIMUM_SCATTERS = 14;

    /** Scatters by their leading jet's pT: objects at low pT, kHz at pile-up 60 above 30 GeV. */
    private static final Spectrum SCATTERS =
            new Spectrum(
                    5,
                    3.5,
                    8,
                    3.2,
                    10,
                    2.9,
                    14,
                    2.3,
                    18,
                    1.7,
                    22,
                    1.15,
                    29,
                    0.53, //
                    35,
                    0.225,
                    60,
                    kilohertz(376),
                    90,
                    kilohertz(92),
                    120,
                    kilohertz(23.6), //
                    180,
                    kilohertz(4.35),
                    200,
                    kilohertz(2.98),
                    400,
                    kilohertz(0.13), //
                    800,
                    kilohertz(0.0029),
                    1600,
                    kilohertz(1e-5));

    private static final Spectrum EGAMMAS =
            new Spectrum(
                    1,
                    3.4,
                    2,
                    2.7,
                    3,
                    2.0,
                    4,
                    1.45,
                    5,
                    1.0,
                    6,
                    0.66,
                    7,
                    0.42,
                    8,
                    0.25, //
                    10,
                    0.133,
                    15,
                    kilohertz(760),
                    26,
                    kilohertz(69),
                    36,
                    kilohertz(22.8), //
                    40,
                    kilohertz(16.4),
                    45,
                    kilohertz(10.6),
                    60,
                    kilohertz(5.5), //
                    120,
                    kilohertz(0.55),
                    255,
                    kilohertz(0.04),
                    500,
                    kilohertz(0.002));

    private static final Spectrum MUONS =
            new Spectrum(
                    1,
                    0.205,
                    3,
                    0.084,
                    5,
                    0.0218,
                    7,
                    kilohertz(262),
                    18,
                    kilohertz(19.7), //
                    22,
                    kilohertz(12.1),
                    25,
                    kilohertz(9.3),
                    50,
                    kilohertz(2.6), //
                    100,
                    kilohertz(0.8),
                    250,
                    kilohertz(0.15));

    private final CrossingRandom random;

    ZeroBias(CrossingRandom random) {
        this.random = random;
    }

    private static double kilohertz(double rate) {
        return -StrictMath.log1p(-rate / CROSSINGS_KHZ);
    }

    /** Adds the objects of a number of collisions. */
    void generate(Deposits deposits, int collisions, double activity) {
        if (collisions == 0) {
            return;
        }
        double x = collisions / REFERENCE;
        soft(deposits, collisions, activity);
        scatters(deposits, strength(JET_LINEAR, x) * activity);
        egammas(deposits, strength(EGAMMA_LINEAR, x) * activity);
        muons(deposits, strength(MUON_LINEAR, x));
        noise(deposits, x);
    }

    private static double strength(double linear, double x) {
        return x * (linear + (1 - linear) * x);
    }

    /** Energy outside objects: every collision leaves some 5 GeV above the tower thresholds. */
    private void soft(Deposits deposits, int collisions, double activity) {
        double mean = 4.8 * collisions * activity;
        double energy = mean + 6.0 * Math.sqrt(collisions) * random.gaussian();
        deposits.total += Math.max(0, energy);
        deposits.electromagnetic += Math.max(0, energy * (0.52 + 0.03 * random.gaussian()));
        deposits.towers +=
                Math.max(
                        0,
                        collisions * activity * 7.8
                                + 9 * Math.sqrt(collisions) * random.gaussian());
    }

    private void scatters(Deposits deposits, double strength) {
        double weaker = 1 / strength;
        double arrival = random.exponential() * weaker;
        for (int i = 0; i < MAXIMUM_SCATTERS && arrival < SCATTERS.total(); i++) {
            scatter(deposits, SCATTERS.pt(arrival));
            arrival += random.exponential() * weaker;
        }
    }

    /** A leading jet and, the harder the likelier, the jets that recoil from it. */
    private void scatter(Deposits deposits, double leading) {
        double turn = random.uniform();
        double eta = rapidity(leading);
        jet(deposits, leading, eta, turn);
        if (leading < 12 || random.uniform() * 40 > leading) {
            return;
        }
        double pt = leading * (0.25 + 0.75 * random.uniform());
        double away = wrapped(turn + 0.5 + 0.05 * random.gaussian());
        double other = eta + 1.3 * random.gaussian();
        jet(deposits, pt, Math.abs(other) > 4.9 ? -eta : other, away);
        double radiation = leading > 120 ? 0.9 : 0.75;
        for (int i = 0; i < 2 && pt > 10; i++) {
            pt *= radiation * random.uniform();
            jet(deposits, pt, rapidity(pt), wrapped(away + 0.25 * random.gaussian()));
        }
    }

    /** A jet; above 15 GeV its mismeasurement, 8 % of its pT, shows up as missing momentum. */
    private void jet(Deposits deposits, double pt, double eta, double turn) {
        if (pt < 3) {
            return;
        }
        deposits.jet(pt, Deposits.etaBin(eta), Deposits.jetPhiBin(turn));
        if (pt > 15) {
            deposits.missing(0.08 * pt * random.gaussian(), turn);
        }
    }

    /** Flat in the centre with a forward tail that fades with pT. */
    private double rapidity(double pt) {
        double u = random.uniform();
        double forward = pt < 30 ? 0.25 : 7.5 / pt;
        double side = (random.bits() & 1) == 0 ? 1 : -1;
        if (u < forward) {
            double v = u / forward;
            return side * (2.5 + 2.45 * v * Math.sqrt(v));
        }
        return side * 2.5 * (u - forward) / (1 - forward);
    }

    private void egammas(Deposits deposits, double strength) {
        double weaker = 1 / strength;
        double arrival = random.exponential() * weaker;
        int rank = 0;
        while (rank < Level1Objects.CALORIMETER_OBJECTS && arrival < EGAMMAS.total()) {
            double pt = EGAMMAS.pt(arrival);
            egamma(deposits, pt);
            rank++;
            if (pt > 8 && random.uniform() < 0.07) {
                // A second one from the same process: photon or electron pairs, jet pairs.
                egamma(deposits, pt * random.uniform());
                rank++;
            }
            arrival += random.exponential() * weaker;
        }
    }

    /** An e/gamma inside a jet that is there already, or a jet of its own. */
    private void egamma(Deposits deposits, double pt) {
        int isolation = isolation(pt);
        Ranking jets = deposits.jets();
        int harder = 0;
        while (harder < jets.size && jets.pt[harder] >= 2 * pt) {
            harder++;
        }
        if (harder > 0 && random.uniform() < (pt < 10 ? 0.75 : 0.5)) {
            long word = jets.words[random.below(harder)];
            int eta = TriggerWord.jetEta(word);
            if (Math.abs(eta) <= Deposits.LAST_EGAMMA_ETA) {
                int phi = TriggerWord.jetPhi(word) - random.below(2);
                deposits.egamma(pt, eta, phi, isolation);
                return;
            }
        }
        double eta = (random.uniform() * 2 - 1) * (random.below(25) == 0 ? 2.9 : 2.52);
        double turn = random.uniform();
        deposits.egamma(pt, Deposits.etaBin(eta), Deposits.egammaPhiBin(turn), isolation);
        double jet = pt * (1.02 + 0.1 * random.uniform()) + 0.5;
        jet(deposits, jet, eta, turn);
    }

    /** Isolation code: 3 isolated, 2 loosely isolated only, 0 neither; looser at high pT. */
    private int isolation(double pt) {
        double isolated = pt < 20 ? 0.6 : Math.max(0.34, Math.min(0.92, 0.36 + 0.055 * (pt - 28)));
        double u = random.uniform();
        return u < isolated ? 3 : u < Math.max(0.87, isolated + 0.02) ? 2 : 0;
    }

    private void muons(Deposits deposits, double strength) {
        double weaker = 1 / strength;
        double arrival = random.exponential() * weaker;
        int rank = 0;
        while (rank < Level1Objects.MUONS && arrival < MUONS.total()) {
            double pt = MUONS.pt(arrival);
            double eta = (random.uniform() * 2 - 1) * Deposits.MUON_ETA_REACH;
            double turn = random.uniform();
            int sign = (int) random.bits() & 1;
            deposits.muon(pt, eta, turn, quality(pt), sign);
            rank++;
            if (random.uniform() < 0.017) {
                // A partner from the same decay chain, of opposite charge mostly.
                double second = pt * (0.3 + 0.7 * random.uniform());
                double near = wrapped(turn + 0.1 * random.gaussian());
                double other = bounded(eta + 0.5 * random.gaussian(), Deposits.MUON_ETA_REACH);
                deposits.muon(second, other, near, quality(second), sign ^ 1);
                rank++;
            }
            arrival += random.exponential() * weaker;
        }
    }

    /** Single-muon quality 12, double 8, open 4. */
    private int quality(double pt) {
        double single = Math.max(0.15, Math.min(0.95, 0.15 + 0.3 * (pt - 2)));
        double u = random.uniform();
        return u < single ? 12 : u < single + (1 - single) * 0.6 ? 8 : 4;
    }

    /**
     * Missing momentum from noise and unseen fluctuations, growing with the root of the total
     * energy; one crossing in ten has the longer, exponential kind.
     */
    private void noise(Deposits deposits, double x) {
        double scale = Math.sqrt(deposits.total / 430);
        double size = random.exponential();
        size = random.uniform() < 0.11 ? 14.6 * size : 12.3 * Math.sqrt(2 * size);
        deposits.missing(scale * size, random.uniform());
        double forward = 5 * scale * Math.sqrt(2 * random.exponential());
        double turn = random.uniform();
        deposits.forwardX = forward * Tables.cosine(turn);
        deposits.forwardY = forward * Tables.sine(turn);
        if (random.uniform() < 0.85 / CROSSINGS_KHZ * x) {
            // Saturated towers: the rates of ETT2000 and ETMHF150 hardly fall with the threshold.
            deposits.total += 2048;
            deposits.missing(150 / Math.sqrt(random.uniform()), random.uniform());
        }
    }

    /** Tau candidates: the narrow part of jets, e/gamma, and soft fill. */
    void taus(Deposits deposits) {
        Ranking jets = deposits.jets();
        int made = 0;
        for (int i = 0; i < jets.size; i++) {
            long word = jets.words[i];
            int eta = TriggerWord.jetEta(word);
            if (Math.abs(eta) <= Deposits.LAST_EGAMMA_ETA) {
                double share = random.uniform();
                double pt = 0.475 * jets.pt[i] * share;
                deposits.tau(pt, eta, TriggerWord.jetPhi(word), random.uniform() < 0.43 ? 1 : 0);
                made++;
            }
        }
        Ranking egammas = deposits.egammas();
        for (int i = 0; i < egammas.size; i++) {
            long word = egammas.words[i];
            double pt = 0.5 * egammas.pt[i] * (1 + 0.2 * random.uniform());
            int isolated = TriggerWord.egammaIsolation(word) & 1;
            deposits.tau(pt, TriggerWord.egammaEta(word), TriggerWord.egammaPhi(word), isolated);
            made++;
        }
        for (; made < Level1Objects.CALORIMETER_OBJECTS; made++) {
            double eta = (random.uniform() * 2 - 1) * 2.9;
            int phi = Deposits.jetPhiBin(random.uniform());
            deposits.tau(2 + 2 * random.exponential(), Deposits.etaBin(eta), phi, 1);
        }
    }

    static double wrapped(double turn) {
        return turn - Math.floor(turn);
    }

    static double bounded(double value, double reach) {
        return Math.max(-reach, Math.min(reach, value));
    }
}
