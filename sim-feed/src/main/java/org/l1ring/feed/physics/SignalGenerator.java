package org.l1ring.feed.physics;

import org.l1ring.feed.physics.Particles.Species;

/**
 * Hard processes from toy spectra and exact two- and many-body kinematics, handed to a parametrised
 * detector. Shapes of production spectra are stand-ins; masses, widths and branching fractions are
 * those of the Particle Data Group, rounded.
 */
final class SignalGenerator {
    private static final double TOP_MASS = 172.5;
    private static final double W_MASS = 80.4;
    private static final double W_WIDTH = 2.1;
    private static final double Z_MASS = 91.19;
    private static final double Z_WIDTH = 2.5;
    private static final double HIGGS_MASS = 125;
    private static final double LEPTONIC = 0.1086;

    private final CrossingRandom random;
    private final Particles particles;
    private final Detector detector;

    SignalGenerator(CrossingRandom random) {
        this.random = random;
        particles = new Particles(random);
        detector = new Detector(random);
    }

    /** Adds an event of a signal to the crossing. */
    void inject(Signal signal, Deposits deposits) {
        particles.count = 0;
        switch (signal) {
            case NONE -> {}
            case TTBAR -> topPair();
            case H_AA_4B -> higgsToPseudoscalars();
            case Z_MUMU -> zToMuons();
            case VBF_H -> vectorBosonFusion();
            case SUEP -> softUnclustered();
            case BLACK_HOLE -> blackHole();
        }
        detector.see(particles, deposits);
    }

    private void topPair() {
        double pt = peaked(150, 3.2);
        double turn = random.uniform();
        double kick = peaked(40, 2.5);
        double kickTurn = random.uniform();
        double centre = 0.8 * random.gaussian();
        double apart = 0.7 * random.gaussian();
        int first = particles.addAt(Species.GONE, TOP_MASS, pt, turn, centre + apart);
        int second = particles.addAt(Species.GONE, TOP_MASS, pt, opposite(turn), centre - apart);
        kick(first, 0.5 * kick, kickTurn);
        kick(second, 0.5 * kick, kickTurn);
        recoil(kick, kickTurn);
        top(first);
        top(second);
    }

    private void top(int index) {
        particles.decay(
                index,
                Species.GONE,
                resonance(W_MASS, W_WIDTH, 20),
                Species.BOTTOM,
                Particles.BOTTOM_MASS);
        int w = particles.count - 2;
        double u = random.uniform();
        if (u < LEPTONIC) {
            particles.decay(w, Species.ELECTRON, 0, Species.NEUTRINO, 0);
        } else if (u < 2 * LEPTONIC) {
            particles.decay(w, Species.MUON, 0.106, Species.NEUTRINO, 0);
        } else if (u < 3 * LEPTONIC) {
            particles.decay(w, Species.TAU, Particles.TAU_MASS, Species.NEUTRINO, 0);
        } else {
            particles.decay(w, Species.QUARK, 0, Species.QUARK, 0);
        }
    }

    private void higgsToPseudoscalars() {
        double pt = peaked(25, 2.2);
        double turn = random.uniform();
        int higgs = particles.addAt(Species.GONE, HIGGS_MASS, pt, turn, 1.4 * random.gaussian());
        recoil(pt, turn);
        double mass = 15 + 45 * random.uniform();
        int before = particles.count;
        particles.decay(higgs, Species.GONE, mass, Species.GONE, mass);
        pairOfBottoms(before);
        pairOfBottoms(before + 1);
    }

    private void pairOfBottoms(int parent) {
        double mass = Particles.BOTTOM_MASS;
        particles.decay(parent, Species.BOTTOM, mass, Species.BOTTOM, mass);
    }

    private void zToMuons() {
        double pt = peaked(9, 2.1);
        double turn = random.uniform();
        double mass = resonance(Z_MASS, Z_WIDTH, 50);
        int z = particles.addAt(Species.GONE, mass, pt, turn, 1.6 * random.gaussian());
        recoil(pt, turn);
        particles.decay(z, Species.MUON, 0.106, Species.MUON, 0.106);
    }

    /** Two tag jets of 40 to 100 GeV, more than 3.5 apart in eta, above 500 GeV in mass. */
    private void vectorBosonFusion() {
        double first;
        double second;
        double low;
        double high;
        double angle;
        int tries = 0;
        do {
            first = tagPt();
            second = tagPt();
            low = -1.2 - 2.6 * random.uniform();
            high = 1.2 + 2.6 * random.uniform();
            angle = random.uniform();
        } while (!forward(first, second, high - low, angle) && ++tries < 64);
        double turn = random.uniform();
        int one = particles.addAt(Species.QUARK, 0, first, turn, low);
        int two = particles.addAt(Species.QUARK, 0, second, ZeroBias.wrapped(turn + angle), high);
        double x = particles.px[one] + particles.px[two];
        double y = particles.py[one] + particles.py[two];
        double pt = Math.sqrt(x * x + y * y);
        double rapidity = 0.5 * (low + high) + 0.7 * random.gaussian();
        int higgs = particles.addAt(Species.GONE, HIGGS_MASS, pt, Tables.turn(-x, -y), rapidity);
        if (random.uniform() < 0.9) {
            pairOfBottoms(higgs);
        } else {
            double mass = Particles.TAU_MASS;
            particles.decay(higgs, Species.TAU, mass, Species.TAU, mass);
        }
    }

    /** Falls as pT^-2 from 40 to 100 GeV. */
    private double tagPt() {
        return 40 / (1 - 0.6 * random.uniform());
    }

    private static boolean forward(double first, double second, double apart, double angle) {
        double up = StrictMath.exp(apart);
        double square = 2 * first * second * ((up + 1 / up) / 2 - Tables.cosine(angle));
        return apart > 3.5 && square > 500 * 500;
    }

    /** 50 to 300 particles of one temperature, isotropic where they sum to rest. */
    private void softUnclustered() {
        int tracks = 50 + random.below(251);
        double temperature = 0.5 * StrictMath.exp(2.302585 * random.uniform());
        double x = 0;
        double y = 0;
        double z = 0;
        double energy = 0;
        int from = particles.count;
        for (int i = 0; i < tracks; i++) {
            double sum = random.exponential() + random.exponential() + random.exponential();
            particles.isotropic(Species.TRACK, temperature * sum);
            x += particles.px[from + i];
            y += particles.py[from + i];
            z += particles.pz[from + i];
            energy += particles.e[from + i];
        }
        double mass = Math.sqrt(energy * energy - x * x - y * y - z * z);
        particles.boost(from, -x, -y, -z, mass);
        double pt = peaked(30, 2.2);
        double turn = random.uniform();
        int system = particles.count;
        particles.addAt(Species.GONE, mass, pt, turn, 0.8 * random.gaussian());
        x = particles.px[system];
        y = particles.py[system];
        z = particles.pz[system];
        particles.count = system;
        particles.boost(from, x, y, z, mass);
        recoil(pt, turn);
    }

    private void blackHole() {
        double scalar = 0;
        for (int tries = 0; tries < 32 && scalar < 2000; tries++) {
            particles.count = 0;
            double mass = Math.min(9000, 2500 * StrictMath.exp(0.2 * random.exponential()));
            int bodies = 5 + random.below(8);
            particles.phaseSpace(mass, bodies);
            double rapidity = 0.35 * random.gaussian();
            double up = StrictMath.exp(rapidity);
            particles.boost(0, 0, 0, mass * (up - 1 / up) / 2, mass);
            scalar = 0;
            for (int i = 0; i < particles.count; i++) {
                particles.species[i] = democratic(random.uniform());
                scalar += particles.species[i] == Species.NEUTRINO ? 0 : particles.pt(i);
            }
        }
    }

    /** Species by degrees of freedom: mostly quarks and gluons. */
    private static Species democratic(double u) {
        if (u < 0.75) {
            return u < 0.1 ? Species.BOTTOM : Species.QUARK;
        }
        if (u < 0.85) {
            return u < 0.8 ? Species.ELECTRON : Species.MUON;
        }
        return u < 0.9 ? Species.TAU : u < 0.95 ? Species.PHOTON : Species.NEUTRINO;
    }

    /** A falling spectrum pT / (1 + pT^2/scale^2)^power, which peaks at scale/sqrt(2 power - 1). */
    private double peaked(double scale, double power) {
        double tail = StrictMath.exp(random.exponential() / (power - 1));
        return Math.min(scale * Math.sqrt(tail - 1), 3000);
    }

    /** Breit-Wigner mass within a reach of the pole. */
    private double resonance(double mass, double width, double reach) {
        double turn = 0.5 * random.uniform();
        // The cotangent of pi u is as good a Cauchy variable as the tangent of pi (u - 1/2).
        double off = 0.5 * width * Tables.cosine(turn) / Tables.sine(turn);
        return Math.abs(off) < reach ? mass + off : mass;
    }

    private void kick(int index, double pt, double turn) {
        double mass = particles.mass(index);
        particles.px[index] += pt * Tables.cosine(turn);
        particles.py[index] += pt * Tables.sine(turn);
        double x = particles.px[index];
        double y = particles.py[index];
        double z = particles.pz[index];
        particles.e[index] = Math.sqrt(mass * mass + x * x + y * y + z * z);
    }

    /** The jet against which the system recoils; below 10 GeV it stays soft and unseen. */
    private void recoil(double pt, double turn) {
        if (pt > 10) {
            double rapidity = 1.8 * random.gaussian();
            particles.addAt(Species.QUARK, 0, pt, opposite(turn), rapidity);
        }
    }

    private static double opposite(double turn) {
        return ZeroBias.wrapped(turn + 0.5);
    }
}
