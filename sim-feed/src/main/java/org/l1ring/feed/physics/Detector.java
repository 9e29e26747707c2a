package org.l1ring.feed.physics;

import java.util.Arrays;
import org.l1ring.feed.physics.Particles.Species;

/**
 * Turns particles into Level-1 objects by parametrised acceptance, efficiency and smearing.
 * Resolutions are round figures of Level-1 size, not a fit: jets 100 %/sqrt(pT) + 5 % + 3 GeV,
 * e/&gamma; 3.5 % + 1 GeV, muons 20 % in 1/pT.
 */
final class Detector {
    private static final double JET_REACH = 4.9;
    private static final double EGAMMA_REACH = 2.5;
    private static final double MERGE = 0.4;
    private static final int REGION_PHI = 18;
    private static final int REGION_ETA = 24;
    private static final double REGION_ETA_WIDTH = 0.4;

    private final CrossingRandom random;
    private final double[] regions = new double[REGION_PHI * REGION_ETA];

    Detector(CrossingRandom random) {
        this.random = random;
    }

    void see(Particles particles, Deposits deposits) {
        merge(particles);
        boolean tracks = false;
        for (int i = 0; i < particles.count; i++) {
            double pt = particles.pt(i);
            double turn = particles.turn(i);
            double eta = particles.eta(i);
            switch (particles.species[i]) {
                case GONE -> {}
                case QUARK -> jet(deposits, pt, eta, turn);
                case BOTTOM -> bottom(deposits, pt, eta, turn);
                case ELECTRON, PHOTON -> egamma(deposits, pt, eta, turn);
                case MUON -> muon(deposits, pt, eta, turn);
                case TAU -> tau(deposits, pt, eta, turn);
                case NEUTRINO -> deposits.missing(pt, turn);
                case TRACK -> {
                    if (!tracks) {
                        Arrays.fill(regions, 0);
                        tracks = true;
                    }
                    track(deposits, pt, eta, turn);
                }
            }
        }
        if (tracks) {
            cluster(deposits);
        }
    }

    /** Quarks closer than 0.4 make one jet. */
    private static void merge(Particles particles) {
        for (int i = 0; i < particles.count; i++) {
            if (!hadronic(particles.species[i])) {
                continue;
            }
            for (int j = i + 1; j < particles.count; j++) {
                if (hadronic(particles.species[j]) && near(particles, i, j)) {
                    particles.px[i] += particles.px[j];
                    particles.py[i] += particles.py[j];
                    particles.pz[i] += particles.pz[j];
                    particles.e[i] += particles.e[j];
                    particles.species[j] = Species.GONE;
                }
            }
        }
    }

    private static boolean hadronic(Species species) {
        return species == Species.QUARK || species == Species.BOTTOM;
    }

    private static boolean near(Particles particles, int i, int j) {
        double eta = particles.eta(i) - particles.eta(j);
        double turn = Math.abs(particles.turn(i) - particles.turn(j));
        double phi = 2 * Math.PI * Math.min(turn, 1 - turn);
        return eta * eta + phi * phi < MERGE * MERGE;
    }

    private void jet(Deposits deposits, double pt, double eta, double turn) {
        if (Math.abs(eta) > JET_REACH) {
            deposits.missing(pt, turn);
            return;
        }
        double sigma = Math.sqrt(pt + 0.0025 * pt * pt + 9);
        double seen = Math.max(0, pt + sigma * random.gaussian());
        deposits.jet(seen, Deposits.etaBin(eta), Deposits.jetPhiBin(turn));
        deposits.missing(pt - seen, turn);
        deposits.electromagnetic += 0.5 * seen;
        deposits.towers += 4 + 0.2 * Math.min(seen, 150);
    }

    /** One b jet in five holds a muon and a neutrino or an electron and a neutrino. */
    private void bottom(Deposits deposits, double pt, double eta, double turn) {
        double u = random.uniform();
        if (u >= 0.21) {
            jet(deposits, pt, eta, turn);
            return;
        }
        double lepton = 0.1 + 0.3 * random.uniform();
        double neutrino = 0.05 + 0.25 * random.uniform();
        deposits.missing(neutrino * pt, turn);
        if (u < 0.105) {
            muon(deposits, lepton * pt, eta, turn);
            jet(deposits, (1 - lepton - neutrino) * pt, eta, turn);
        } else {
            jet(deposits, (1 - neutrino) * pt, eta, turn);
        }
    }

    private void egamma(Deposits deposits, double pt, double eta, double turn) {
        if (Math.abs(eta) > EGAMMA_REACH || random.uniform() > 0.95) {
            jet(deposits, pt, eta, turn);
            return;
        }
        double sigma = Math.sqrt(0.035 * 0.035 * pt * pt + 1);
        double seen = Math.max(0, pt + sigma * random.gaussian());
        int bin = Deposits.etaBin(eta);
        int isolation = random.uniform() < 0.9 ? 3 : 0;
        deposits.egamma(seen, bin, Deposits.egammaPhiBin(turn), isolation);
        deposits.jet(1.05 * seen, bin, Deposits.jetPhiBin(turn));
        deposits.missing(pt - seen, turn);
        deposits.towers += 2;
    }

    private void muon(Deposits deposits, double pt, double eta, double turn) {
        if (Math.abs(eta) > Deposits.MUON_ETA_REACH || pt < 3 || random.uniform() > 0.93) {
            deposits.missing(pt, turn);
            return;
        }
        double u = random.uniform();
        int quality = u < 0.9 ? 12 : u < 0.96 ? 8 : 4;
        double seen = pt / Math.max(0.25, 1 + 0.2 * random.gaussian());
        int sign = (int) random.bits() & 1;
        deposits.muon(seen, eta, turn, quality, sign);
        deposits.missing(pt - seen, turn);
    }

    /** 35 % of taus give an electron or a muon, the others a narrow jet; the rest is unseen. */
    private void tau(Deposits deposits, double pt, double eta, double turn) {
        double u = random.uniform();
        double visible = 0.3 + 0.7 * random.uniform();
        if (u < 0.35) {
            double lepton = pt * visible * 0.6;
            deposits.missing(pt - lepton, turn);
            if (u < 0.175) {
                muon(deposits, lepton, eta, turn);
            } else {
                egamma(deposits, lepton, eta, turn);
            }
            return;
        }
        deposits.missing(pt * (1 - visible), turn);
        jet(deposits, pt * visible, eta, turn);
        if (Math.abs(eta) < EGAMMA_REACH) {
            double seen = pt * visible * (0.95 + 0.1 * random.gaussian());
            int isolated = random.uniform() < 0.8 ? 1 : 0;
            deposits.tau(seen, Deposits.etaBin(eta), Deposits.jetPhiBin(turn), isolated);
        }
    }

    private void track(Deposits deposits, double pt, double eta, double turn) {
        double place = (eta + JET_REACH) / REGION_ETA_WIDTH;
        if (place < 0 || place >= REGION_ETA) {
            deposits.missing(pt, turn);
            return;
        }
        int row = (int) place;
        regions[row * REGION_PHI + (int) (turn * REGION_PHI)] += pt;
        deposits.total += pt;
        deposits.electromagnetic += 0.3 * pt;
        deposits.towers += pt > 0.5 ? 1.6 : 0;
    }

    /** Jets are local maxima of the regions, with the 3 x 3 regions around. */
    private void cluster(Deposits deposits) {
        for (int eta = 0; eta < REGION_ETA; eta++) {
            for (int phi = 0; phi < REGION_PHI; phi++) {
                double sum = window(eta, phi);
                if (sum > 4) {
                    double centre = (eta + 0.5) * REGION_ETA_WIDTH - JET_REACH;
                    double turn = (phi + random.uniform()) / REGION_PHI;
                    deposits.cluster(sum, Deposits.etaBin(centre), Deposits.jetPhiBin(turn));
                }
            }
        }
    }

    /**
     * Energy of 3 x 3 regions when the middle is the highest, earlier ones winning ties; else 0.
     */
    private double window(int eta, int phi) {
        double middle = regions[eta * REGION_PHI + phi];
        double sum = 0;
        for (int de = -1; de <= 1; de++) {
            for (int dp = -1; dp <= 1; dp++) {
                if (eta + de < 0 || eta + de >= REGION_ETA) {
                    continue;
                }
                int column = (phi + dp + REGION_PHI) % REGION_PHI;
                double energy = regions[(eta + de) * REGION_PHI + column];
                boolean earlier = de < 0 || (de == 0 && dp < 0);
                if (energy > middle || (earlier && energy == middle)) {
                    return 0;
                }
                sum += energy;
            }
        }
        return sum;
    }
}
