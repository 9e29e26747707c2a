package org.l1ring.feed.physics;

import java.util.Arrays;

/** Four-momenta of one signal event in GeV, in arrays that are filled again and again. */
final class Particles {
    /** What a particle is to the detector. */
    enum Species {
        /** Decays or is spent: the detector does not see it. */
        GONE,
        QUARK,
        BOTTOM,
        ELECTRON,
        PHOTON,
        MUON,
        TAU,
        NEUTRINO,
        /** One soft charged or neutral hadron. */
        TRACK
    }

    static final double BOTTOM_MASS = 4.7;
    static final double TAU_MASS = 1.777;
    private static final int CAPACITY = 400;

    final double[] px = new double[CAPACITY];
    final double[] py = new double[CAPACITY];
    final double[] pz = new double[CAPACITY];
    final double[] e = new double[CAPACITY];
    final Species[] species = new Species[CAPACITY];
    int count;
    private final CrossingRandom random;

    Particles(CrossingRandom random) {
        this.random = random;
        Arrays.fill(species, Species.GONE);
    }

    /** Adds a particle and says its index. */
    int add(Species kind, double x, double y, double z, double energy) {
        px[count] = x;
        py[count] = y;
        pz[count] = z;
        e[count] = energy;
        species[count] = kind;
        return count++;
    }

    /** Adds a particle of a mass at transverse momentum, direction and rapidity. */
    int addAt(Species kind, double mass, double pt, double turn, double rapidity) {
        double transverse = Math.sqrt(mass * mass + pt * pt);
        double up = StrictMath.exp(rapidity);
        return add(
                kind,
                pt * Tables.cosine(turn),
                pt * Tables.sine(turn),
                transverse * (up - 1 / up) / 2,
                transverse * (up + 1 / up) / 2);
    }

    double pt(int i) {
        return Math.sqrt(px[i] * px[i] + py[i] * py[i]);
    }

    double turn(int i) {
        return Tables.turn(px[i], py[i]);
    }

    /** Pseudorapidity, ln((|p| + |pz|) / pT) with the sign of pz, at most 12. */
    double eta(int i) {
        double pt2 = px[i] * px[i] + py[i] * py[i];
        double p = Math.sqrt(pt2 + pz[i] * pz[i]);
        double pt = Math.sqrt(pt2);
        double size = pt * 1.6e5 < p ? 12 : Tables.logarithm((p + Math.abs(pz[i])) / pt);
        return pz[i] < 0 ? -size : size;
    }

    double mass(int i) {
        double square = e[i] * e[i] - px[i] * px[i] - py[i] * py[i] - pz[i] * pz[i];
        return Math.sqrt(Math.max(0, square));
    }

    /** Two-body decay, isotropic in the parent's rest frame; the parent is gone. */
    void decay(int parent, Species first, double firstMass, Species second, double secondMass) {
        double m = Math.max(mass(parent), firstMass + secondMass);
        double energy = (m * m + firstMass * firstMass - secondMass * secondMass) / (2 * m);
        double p = Math.sqrt(Math.max(0, energy * energy - firstMass * firstMass));
        double cosine = 2 * random.uniform() - 1;
        double sine = Math.sqrt(1 - cosine * cosine);
        double turn = random.uniform();
        double x = p * sine * Tables.cosine(turn);
        double y = p * sine * Tables.sine(turn);
        double z = p * cosine;
        int from = count;
        add(first, x, y, z, energy);
        add(second, -x, -y, -z, m - energy);
        species[parent] = Species.GONE;
        boost(from, px[parent], py[parent], pz[parent], m);
    }

    /** Boosts particles from an index on from the rest frame of a system of this momentum. */
    void boost(int from, double x, double y, double z, double mass) {
        double energy = Math.sqrt(mass * mass + x * x + y * y + z * z);
        for (int i = from; i < count; i++) {
            double along = px[i] * x + py[i] * y + pz[i] * z;
            double scale = (along / (energy + mass) + e[i]) / mass;
            e[i] = (e[i] * energy + along) / mass;
            px[i] += scale * x;
            py[i] += scale * y;
            pz[i] += scale * z;
        }
    }

    /**
     * Massless n-body phase space, uniform, in the rest frame. Source: Kleiss, Stirling, Ellis,
     * "RAMBO", Comput. Phys. Commun. 40 (1986) 359.
     */
    void phaseSpace(double mass, int bodies) {
        int from = count;
        double x = 0;
        double y = 0;
        double z = 0;
        double energy = 0;
        for (int i = 0; i < bodies; i++) {
            isotropic(Species.QUARK, random.exponential() + random.exponential());
            x += px[from + i];
            y += py[from + i];
            z += pz[from + i];
            energy += e[from + i];
        }
        double m = Math.sqrt(Math.max(1e-9, energy * energy - x * x - y * y - z * z));
        boost(from, -x, -y, -z, m);
        double scale = mass / m;
        for (int i = from; i < count; i++) {
            px[i] *= scale;
            py[i] *= scale;
            pz[i] *= scale;
            e[i] *= scale;
        }
    }

    /** Adds a massless particle of an energy in a random direction. */
    void isotropic(Species kind, double energy) {
        double cosine = 2 * random.uniform() - 1;
        double sine = Math.sqrt(1 - cosine * cosine);
        double turn = random.uniform();
        add(
                kind,
                energy * sine * Tables.cosine(turn),
                energy * sine * Tables.sine(turn),
                energy * cosine,
                energy);
    }
}
