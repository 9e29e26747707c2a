package org.l1ring.feed.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.l1ring.feed.lhc.FillingScheme;
import org.l1ring.feed.physics.Level1Objects.Kind;
import org.l1ring.feed.physics.Level1Objects.Sum;

/** Signals look like what they are called, and decays conserve momentum. */
class SignalTest {
    private static final int ORBITS = 3;

    /** Counts crossings of a pure signal stream that fulfil a condition, as a fraction. */
    private static double efficiency(
            Signal signal, java.util.function.Predicate<Level1Objects> passes) {
        FillingScheme scheme = FillingScheme.standard();
        PileUp pileUp = new PileUp(scheme, 1, 60, 0.12, 1);
        CrossingGenerator generator = new CrossingGenerator(1, pileUp, signal, 1);
        Level1Objects objects = new Level1Objects();
        int passed = 0;
        for (int orbit = 0; orbit < ORBITS; orbit++) {
            for (int bx = 0; bx < FillingScheme.SLOTS; bx++) {
                generator.generate(orbit, bx, false, objects);
                passed += objects.colliding() && passes.test(objects) ? 1 : 0;
            }
        }
        return passed / (double) (ORBITS * scheme.collisions());
    }

    private static double jetPt(Level1Objects objects, int index) {
        return 0.5 * TriggerWord.jetPt(objects.word(Kind.JET, index));
    }

    @Test
    void topPairsHaveManyHardJets() {
        double quad = efficiency(Signal.TTBAR, o -> jetPt(o, 3) > 40);
        assertTrue(quad > 0.5, "four jets above 40 GeV: " + quad);
        assertTrue(efficiency(Signal.NONE, o -> jetPt(o, 3) > 40) < 0.01);
        double lepton =
                efficiency(Signal.TTBAR, o -> TriggerWord.muonPt(o.word(Kind.MUON, 0)) >= 45);
        assertTrue(lepton > 0.1 && lepton < 0.35, "muon above 22 GeV: " + lepton);
    }

    @Test
    void pseudoscalarsGiveSoftJets() {
        double sum = efficiency(Signal.H_AA_4B, o -> o.sum(Sum.HTT) > 2 * 80);
        assertTrue(sum > 0.4, "HTT above 80 GeV: " + sum);
        double hard = efficiency(Signal.H_AA_4B, o -> jetPt(o, 0) > 180);
        assertTrue(hard < 0.06, "a jet above 180 GeV: " + hard);
    }

    @Test
    void zBosonsGiveMuonPairsNearTheirMass() {
        double pair =
                efficiency(
                        Signal.Z_MUMU,
                        o ->
                                TriggerWord.muonPt(o.word(Kind.MUON, 0)) >= 31
                                        && TriggerWord.muonPt(o.word(Kind.MUON, 1)) >= 15);
        assertTrue(pair > 0.3 && pair < 0.8, "DoubleMu_15_7: " + pair);
        double near = efficiency(Signal.Z_MUMU, o -> Math.abs(mass(o) - 91) < 30);
        assertTrue(near > 0.8 * pair, "near the pole " + near + " of " + pair);
    }

    private static double mass(Level1Objects objects) {
        long first = objects.word(Kind.MUON, 0);
        long second = objects.word(Kind.MUON, 1);
        if (second == 0) {
            return 0;
        }
        double eta = (TriggerWord.muonEta(first) - TriggerWord.muonEta(second)) * 0.010875;
        double phi = (TriggerWord.muonPhi(first) - TriggerWord.muonPhi(second)) * Math.PI / 288;
        double pt = 0.25 * TriggerWord.muonPt(first) * TriggerWord.muonPt(second);
        return Math.sqrt(2 * pt * (Math.cosh(eta) - Math.cos(phi)));
    }

    @Test
    void vectorBosonFusionGivesJetsFarApart() {
        assertTrue(efficiency(Signal.VBF_H, SignalTest::apart) > 0.4);
        assertTrue(efficiency(Signal.NONE, SignalTest::apart) < 0.02);
    }

    private static boolean apart(Level1Objects objects) {
        for (int i = 0; i < 6; i++) {
            for (int j = i + 1; j < 6 && jetPt(objects, j) > 35; j++) {
                int eta =
                        TriggerWord.jetEta(objects.word(Kind.JET, i))
                                - TriggerWord.jetEta(objects.word(Kind.JET, j));
                if (Math.abs(eta) * 0.0435 > 3.2) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void softPatternsRaiseTowersMoreThanLeadingJets() {
        double towers = efficiency(Signal.SUEP, o -> o.sum(Sum.TOWER_COUNT) > 620);
        double plain = efficiency(Signal.NONE, o -> o.sum(Sum.TOWER_COUNT) > 620);
        assertTrue(towers > plain + 0.25, towers + " against " + plain);
        assertTrue(efficiency(Signal.SUEP, o -> jetPt(o, 0) > 400) < 0.2);
    }

    @Test
    void blackHolesAreHardAndManyBodied() {
        double scalar = efficiency(Signal.BLACK_HOLE, o -> o.sum(Sum.ETT) > 2 * 1500);
        assertTrue(scalar > 0.85, "ETT above 1500 GeV: " + scalar);
        assertTrue(efficiency(Signal.BLACK_HOLE, o -> jetPt(o, 2) > 100) > 0.7);
    }

    @Test
    void decaysAndPhaseSpaceConserveMomentum() {
        CrossingRandom random = new CrossingRandom();
        Particles particles = new Particles(random);
        for (int bx = 0; bx < 200; bx++) {
            random.begin(3, 1, bx);
            particles.count = 0;
            int parent = particles.addAt(Particles.Species.GONE, 125, 40, 0.3, 1.5);
            double energy = particles.e[parent];
            double x = particles.px[parent];
            double z = particles.pz[parent];
            particles.decay(parent, Particles.Species.BOTTOM, 4.7, Particles.Species.BOTTOM, 4.7);
            assertEquals(energy, particles.e[1] + particles.e[2], 1e-9 * energy);
            assertEquals(x, particles.px[1] + particles.px[2], 1e-9 * energy);
            assertEquals(z, particles.pz[1] + particles.pz[2], 1e-9 * energy);
            assertEquals(4.7, particles.mass(1), 0.01);
            particles.count = 0;
            particles.phaseSpace(2500, 7);
            double sum = 0;
            double along = 0;
            for (int i = 0; i < 7; i++) {
                sum += particles.e[i];
                along += particles.py[i];
            }
            assertEquals(2500, sum, 1e-6);
            assertEquals(0, along, 1e-6);
        }
    }
}
