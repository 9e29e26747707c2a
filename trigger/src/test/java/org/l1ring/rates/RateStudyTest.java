package org.l1ring.rates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.decision.DecisionSetup;
import org.l1ring.feed.FeedOptions;
import org.l1ring.feed.physics.Signal;
import org.l1ring.menu.CutScan;
import org.l1ring.menu.InputWord;
import org.l1ring.menu.Menu;
import org.l1ring.menu.MenuCircuit;
import org.l1ring.menu.MenuText;
import org.l1ring.menu.RandomCrossings;
import org.l1ring.menu.TestVectors;
import org.l1ring.menu.VectorLayout;
import org.l1ring.menu.VectorWriter;

/** Counting a menu over orbits, recorded and simulated. */
final class RateStudyTest {
    @TempDir private Path folder;

    private MenuCircuit circuit() throws IOException {
        return MenuCircuit.of(
                Menu.read(
                        new MenuText("0.13")
                                .algorithm(3, "L1_Mu10", "MU10[MU-QLTY_SNGL]")
                                .algorithm(70, "L1_EgIso", "EG20[EG-ISO_13,EG-ETA_2p1]")
                                .algorithm(71, "L1_Htt", "HTT100")
                                .algorithm(80, "L1_Before", "EXT_BPTX.v0-2 AND NOT EXT_LAST+1")
                                .algorithm(81, "L1_MuBefore", "comb{MU25-1,MU20}")
                                .algorithm(511, "L1_EgAfter", "EG30+2")
                                .write(folder.resolve("menu.xml"))),
                List.of());
    }

    /** Two orbits, the first and the last one of which are not whole. */
    private Path vectors() {
        Path file = folder.resolve("vectors.txt.gz");
        int crossings = 1500;
        MemorySegment frames = RandomCrossings.frames(crossings, 3);
        try (VectorWriter writer = new VectorWriter(file, VectorLayout.COLUMNS_60)) {
            for (int at = 0; at < crossings; at++) {
                writer.write((at + 3000) % 3564, frames, 320L * at, new long[8], true);
            }
            writer.finish();
        }
        return file;
    }

    private static List<RateStudy.Column> columns(int algorithms) {
        return List.of(
                new RateStudy.Column("all", DecisionSetup.of(Collections.nCopies(algorithms, 1.0))),
                new RateStudy.Column(
                        "some", DecisionSetup.of(Collections.nCopies(algorithms, 2.5))));
    }

    @Test
    void bitsAreThoseOfTheCircuitOverEveryCrossingAndItsNeighbours() throws IOException {
        MenuCircuit circuit = circuit();
        TestVectors vectors = TestVectors.read(vectors());
        CircuitInterpreter interpreter = new CircuitInterpreter(circuit.circuit());
        int algorithms = circuit.algorithms().size();
        long[] expected = new long[algorithms];
        for (int crossing = 0; crossing < vectors.crossings(); crossing++) {
            long[] row = new long[circuit.words().size()];
            for (int i = 0; i < row.length; i++) {
                InputWord word = circuit.words().get(i);
                row[i] = vectors.word(crossing, word);
            }
            long[] bits = new long[circuit.circuit().outputs().size()];
            interpreter.run(row, bits);
            for (int i = 0; i < algorithms; i++) {
                expected[i] += bits[i];
            }
        }
        try (FileStream stream = new FileStream(List.of(vectors()), Long.MAX_VALUE)) {
            assertEquals(2, stream.orbits());
            RateStudy study = new RateStudy(circuit, columns(algorithms), List.of(), 2, done -> {});
            RateStudy.Counted counted = study.rates(stream);
            assertEquals(vectors.crossings(), counted.crossings());
            assertTrue(counted.externals());
            double unit = 40078.97 / vectors.crossings();
            for (int i = 0; i < algorithms; i++) {
                AlgorithmRates rates = counted.columns().getFirst().algorithms().get(i);
                assertEquals(
                        expected[i] * unit, rates.total().value(), 1e-9, rates.algorithm().name());
                assertEquals(Math.sqrt((double) expected[i]) * unit, rates.total().error(), 1e-9);
                assertTrue(expected[i] > 0, rates.algorithm().name());
            }
        }
    }

    @Test
    void ratesDoNotDependOnThreads() throws IOException {
        MenuCircuit circuit = circuit();
        FeedOptions options = FeedOptions.standard().withSeed(9);
        List<List<RateTable>> tables = new ArrayList<>();
        for (int threads : List.of(1, 3)) {
            long[] told = new long[1];
            RateStudy study =
                    new RateStudy(circuit, columns(6), List.of(), threads, done -> told[0] = done);
            RateStudy.Counted counted = study.rates(new FeedStream(options, 5));
            assertEquals(5, told[0]);
            assertEquals(5 * 3564, counted.crossings());
            assertFalse(counted.externals());
            tables.add(counted.columns());
        }
        assertEquals(tables.get(0), tables.get(1));
        assertNotEquals(tables.get(0).get(0).sum(), tables.get(0).get(1).sum());
    }

    /** The rate at a threshold of the scan is that of the algorithm with this threshold. */
    @ParameterizedTest
    @ValueSource(strings = {"MU%s[MU-QLTY_SNGL]", "EG%s[EG-ETA_2p1]", "HTT%s", "JET%s"})
    void scannedThresholdsGiveTheirRates(String expression) throws IOException {
        MenuText text = new MenuText("0.13");
        List<String> values = List.of("5", "8p5", "12", "20", "31", "60");
        for (int i = 0; i < values.size(); i++) {
            text.algorithm(i, "L1_T" + i, expression.formatted(values.get(i)));
        }
        Menu menu = Menu.read(text.write(folder.resolve("scan.xml")));
        MenuCircuit circuit = MenuCircuit.of(menu, List.of());
        CutScan scan = CutScan.of(menu, menu.algorithms().get(2), List.of());
        RateStudy study =
                new RateStudy(circuit, columns(values.size()), List.of(scan), 2, done -> {});
        RateStudy.Counted counted = study.rates(new FeedStream(FeedOptions.standard(), 3));
        CutSpectrum spectrum = counted.spectra().getFirst();
        double unit = 40078.97 / counted.crossings();
        for (int i = 0; i < values.size(); i++) {
            double value = Double.parseDouble(values.get(i).replace('p', '.'));
            double rate = counted.columns().getFirst().algorithms().get(i).before().value();
            long raw =
                    scan.thresholds().stream()
                            .filter(threshold -> Math.abs(threshold.value() - value) < 1e-9)
                            .findFirst()
                            .orElseThrow()
                            .raw();
            assertEquals(rate, spectrum.passing(raw) * unit, 1e-9, values.get(i));
            if (rate > 0) {
                CutChoice choice = spectrum.choice(rate, counted.crossings());
                assertEquals(rate, choice.rate().value(), 1e-9);
                assertTrue(choice.threshold() <= value);
                CutChoice below = spectrum.choice(0.999 * rate, counted.crossings());
                assertTrue(below.rate().value() < rate);
                assertTrue(below.threshold() > value);
            }
        }
        assertTrue(counted.columns().getFirst().algorithms().get(0).before().value() > 0);
        CutChoice never = spectrum.choice(1e-9, counted.crossings());
        double last = scan.thresholds().getLast().value();
        assertEquals(never.rate().value() > 0, never.outOfReach());
        assertTrue(!never.outOfReach() || never.threshold() == last);
    }

    @Test
    void signalsAreKeptMoreOftenThanZeroBias() throws IOException {
        MenuCircuit circuit = circuit();
        RateStudy study = new RateStudy(circuit, columns(6), List.of(), 2, done -> {});
        List<SignalEfficiency> columns = study.signal(FeedOptions.standard(), Signal.Z_MUMU, 1);
        assertEquals(2, columns.size());
        SignalEfficiency all = columns.getFirst();
        assertEquals(2748, all.crossings());
        assertEquals("z-mumu", all.signal());
        SignalEfficiency.Entry muon = all.algorithms().getFirst();
        assertTrue(muon.total().value() > 0.6, muon.toString());
        assertTrue(all.any().value() >= muon.total().value());
        double others = all.any().value() - muon.pure().value();
        assertEquals(muon.pure().value() / others, muon.gain(), 1e-9);
        assertTrue(columns.get(1).any().value() < all.any().value());
        double one = all.any().value();
        assertEquals(Math.sqrt(one * (1 - one) / 2748), all.any().error(), 1e-12);
    }

    @Test
    void ratesRiseWithPileUpAndTheFitFollowsThem() throws IOException {
        MenuCircuit circuit = circuit();
        RateStudy study = new RateStudy(circuit, columns(6), List.of(), 2, done -> {});
        List<PileUpCurve> curves =
                study.pileUps(FeedOptions.standard(), List.of(15.0, 30.0, 60.0), 2);
        assertEquals(
                List.of("all", "some"),
                curves.stream().filter(PileUpCurve::finalOr).map(PileUpCurve::name).toList());
        PileUpCurve htt =
                curves.stream().filter(curve -> curve.index() == 71).findFirst().orElseThrow();
        double[] rates = htt.points().stream().mapToDouble(point -> point.rate().value()).toArray();
        assertTrue(IntStream.range(1, 3).allMatch(i -> rates[i] > rates[i - 1]));
        for (PileUpFit.Point point : htt.points()) {
            double distance = htt.fit().at(point.pileUp()).value() - point.rate().value();
            assertTrue(Math.abs(distance) < 12 * point.rate().error(), htt.toString());
        }
    }
}
