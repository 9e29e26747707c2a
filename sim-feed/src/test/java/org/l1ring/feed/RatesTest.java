package org.l1ring.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.l1ring.feed.physics.Level1Objects;
import org.l1ring.feed.physics.Level1Objects.Kind;
import org.l1ring.feed.physics.Level1Objects.Sum;
import org.l1ring.feed.physics.TriggerWord;

/**
 * Zero-bias rates at pile-up 60 against the measured ones. Rate = fired / all crossings, empty ones
 * included, times 40.079 MHz. {@code -Drates.orbits=N} measures longer and prints the table of
 * docs/feed.md.
 */
class RatesTest {
    private static final double CLOCK_KHZ = 40_078.97;

    /** One trigger and its measured rate at pile-up 60, in kHz. */
    private record Row(String name, double target, boolean held, Predicate<Level1Objects> fires) {}

    @Test
    void ratesFollowTheMeasuredOnesAtPileUp60() {
        compare(60, rows(), Integer.getInteger("rates.orbits", 400));
    }

    @Test
    void ratesFollowTheMeasuredOnesAtPileUp41() {
        List<Row> rows =
                List.of(
                        new Row("SingleMu22", 7.1, true, o -> muons(o, 22, 12) >= 1),
                        new Row("SingleEG40", 9.3, true, o -> egammas(o, 40, 0, 114) >= 1),
                        new Row("IsoEG28er2p1", 15.7, false, o -> egammas(o, 28, 1, 48) >= 1),
                        new Row("LooseIsoEG28er2p5", 26.2, false, o -> egammas(o, 28, 2, 57) >= 1),
                        new Row("DoubleEG_25_12", 4.4, false, RatesTest::doubleEgamma),
                        new Row("SingleJet180", 2.53, true, o -> jet(o) >= 360),
                        new Row("DoubleJet150er2p5", 1.08, false, o -> jets(o, 150) >= 2),
                        new Row("HTT200er", 26, false, o -> o.sum(Sum.HTT) >= 400),
                        new Row("HTT360er", 2.99, true, o -> o.sum(Sum.HTT) >= 720),
                        new Row("ETMHF100", 2.37, false, o -> o.sum(Sum.ETMHF) >= 200),
                        new Row("ETMHF150", 0.78, false, o -> o.sum(Sum.ETMHF) >= 300),
                        new Row("DoubleIsoTau34er2p1", 9.3, false, o -> taus(o, 34, 1) >= 2),
                        new Row("ETT2000", 0.65, false, o -> o.sum(Sum.ETT) >= 4000));
        compare(41, rows, Integer.getInteger("rates.orbits", 400));
    }

    private static void compare(double pileUp, List<Row> rows, int orbits) {
        int[] fired = new int[rows.size()];
        FeedOptions options = FeedOptions.standard().withPileUp(pileUp);
        OrbitGenerator generator = new OrbitGenerator(options);
        Level1Objects crossing = new Level1Objects();
        for (int orbit = 0; orbit < orbits; orbit++) {
            for (int bx = 0; bx < FrameField.ORBIT_CROSSINGS; bx++) {
                generator.fillObjects(orbit, bx, crossing);
                for (int i = 0; crossing.colliding() && i < fired.length; i++) {
                    fired[i] += rows.get(i).fires.test(crossing) ? 1 : 0;
                }
            }
        }
        double kilohertz = CLOCK_KHZ / ((double) orbits * FrameField.ORBIT_CROSSINGS);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < fired.length; i++) {
            Row row = rows.get(i);
            int count = fired[i];
            double error = Math.sqrt(Math.max(1, count)) * kilohertz;
            double ratio = count * kilohertz / row.target;
            String line = line(row, count * kilohertz, error);
            if (Integer.getInteger("rates.orbits") != null) {
                System.out.println((int) pileUp + line);
            }
            // The held rows without allowance, the others within twice their statistics.
            double slack = row.held ? 0 : 2 * error / row.target;
            if (ratio - slack > 1.5 || ratio + slack < 1 / 1.5) {
                wrong.add(line);
            }
        }
        assertTrue(wrong.isEmpty(), () -> "beyond a factor 1.5:\n" + String.join("\n", wrong));
    }

    private static String line(Row row, double rate, double error) {
        return "| %s | %s | %s ± %s | %.2f |"
                .formatted(
                        row.name,
                        figures(row.target),
                        figures(rate),
                        figures(error),
                        rate / row.target);
    }

    private static String figures(double value) {
        return String.format(
                Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }

    private static boolean doubleEgamma(Level1Objects o) {
        return egammas(o, 25, 0, 114) >= 1 && egammas(o, 12, 0, 114) >= 2;
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        muonRows(rows);
        egammaRows(rows);
        jetRows(rows);
        sumRows(rows);
        return rows;
    }

    private static void muonRows(List<Row> rows) {
        // PU-41 figures times 1.65, the ratio that the fit of SingleMu22 gives.
        rows.add(new Row("SingleMuOpen", 5775, false, o -> muons(o, 0, 4) >= 1));
        rows.add(new Row("SingleMu3", 1898, false, o -> muons(o, 3, 12) >= 1));
        rows.add(new Row("SingleMu5", 640, false, o -> muons(o, 5, 12) >= 1));
        rows.add(new Row("SingleMu7", 252, false, o -> muons(o, 7, 12) >= 1));
        rows.add(new Row("SingleMu18", 19.1, false, o -> muons(o, 18, 12) >= 1));
        rows.add(
                new Row(
                        "**SingleMu22**",
                        11.7,
                        true,
                        o -> TriggerWord.muonPt(o.word(Kind.MUON, 0)) >= 45));
        rows.add(new Row("SingleMu25", 8.9, false, o -> muons(o, 25, 12) >= 1));
        rows.add(new Row("DoubleMu0_SQ", 137, false, o -> muons(o, 0, 12) >= 2));
        rows.add(new Row("DoubleMu9_SQ", 0.94, false, o -> muons(o, 9, 12) >= 2));
        rows.add(
                new Row(
                        "DoubleMu_15_7",
                        0.76,
                        false,
                        o -> muons(o, 15, 8) >= 1 && muons(o, 7, 8) >= 2));
        rows.add(
                new Row(
                        "TripleMu_5_3_3",
                        1.8,
                        false,
                        o -> muons(o, 5, 8) >= 1 && muons(o, 3, 8) >= 3));
    }

    private static void egammaRows(List<Row> rows) {
        // Where no PU-60 figure is given: PU 41 times 1.78 (SingleEG), 1.69 (isolated).
        double[][] single = {
            {8, 6381},
            {10, 3836},
            {15, 760},
            {26, 72.4},
            {36, 23.1},
            {38, 19.6},
            {42, 14.2},
            {45, 10.7},
            {60, 5.6}
        };
        for (double[] row : single) {
            String name = "SingleEG" + (int) row[0];
            rows.add(new Row(name, row[1], false, o -> egammas(o, row[0], 0, 114) >= 1));
        }
        rows.add(
                new Row(
                        "**SingleEG40**",
                        16.7,
                        true,
                        o -> TriggerWord.egammaPt(o.word(Kind.EGAMMA, 0)) >= 80));
        rows.add(new Row("IsoEG28er2p1", 26.5, false, o -> egammas(o, 28, 1, 48) >= 1));
        rows.add(new Row("IsoEG30er2p1", 23.7, false, o -> egammas(o, 30, 1, 48) >= 1));
        rows.add(new Row("IsoEG32er2p5", 26.7, false, o -> egammas(o, 32, 1, 57) >= 1));
        rows.add(new Row("IsoEG34er2p5", 23.3, false, o -> egammas(o, 34, 1, 57) >= 1));
        rows.add(new Row("LooseIsoEG28er2p5", 47, false, o -> egammas(o, 28, 2, 57) >= 1));
        rows.add(new Row("DoubleEG_25_12", 7.8, false, RatesTest::doubleEgamma));
    }

    private static void jetRows(List<Row> rows) {
        // Where no PU-60 figure is given: PU 41 times 1.74, the ratio of SingleJet180.
        double[][] single = {{35, 6534}, {60, 386}, {90, 94}, {120, 23.8}, {200, 3.01}};
        for (double[] row : single) {
            rows.add(new Row("SingleJet" + (int) row[0], row[1], false, o -> jet(o) >= 2 * row[0]));
        }
        rows.add(new Row("**SingleJet180**", 4.4, true, o -> jet(o) >= 360));
        rows.add(new Row("DoubleJet40", 572, false, o -> jets(o, 40) >= 2));
        rows.add(new Row("DoubleJet150er2p5", 1.88, false, o -> jets(o, 150) >= 2));
        rows.add(new Row("SingleTau120er2p1", 4.0, false, o -> taus(o, 120, 0) >= 1));
        rows.add(new Row("SingleTau130er2p1", 3.1, false, o -> taus(o, 130, 0) >= 1));
        rows.add(new Row("DoubleIsoTau32er2p1", 19.3, false, o -> taus(o, 32, 1) >= 2));
        rows.add(new Row("DoubleIsoTau34er2p1", 16.2, false, o -> taus(o, 34, 1) >= 2));
        rows.add(new Row("DoubleIsoTau36er2p1", 14.4, false, o -> taus(o, 36, 1) >= 2));
    }

    private static void sumRows(List<Row> rows) {
        // HTT below 360: PU 41 times 1.87; ETMHF above 100: times 2.45 falling to 1.5; ETT: 1.46.
        double[][] scalar = {{120, 417}, {160, 150}, {200, 48.6}, {255, 21.3}, {400, 3.83}};
        for (double[] row : scalar) {
            rows.add(
                    new Row(
                            "HTT" + (int) row[0],
                            row[1],
                            false,
                            o -> o.sum(Sum.HTT) >= 2 * row[0]));
        }
        rows.add(new Row("**HTT360er**", 5.6, true, o -> o.sum(Sum.HTT) >= 720));
        rows.add(new Row("HTT450er", 2.66, false, o -> o.sum(Sum.HTT) >= 900));
        rows.add(
                new Row(
                        "HTT320er_QuadJet_70_55_40_40",
                        2.9,
                        false,
                        o ->
                                o.sum(Sum.HTT) >= 640
                                        && jets(o, 70) >= 1
                                        && jets(o, 55) >= 2
                                        && jets(o, 40) >= 4));
        double[][] missing = {{100, 5.8}, {110, 3.7}, {120, 2.6}, {130, 1.9}, {150, 1.2}};
        for (double[] row : missing) {
            rows.add(
                    new Row(
                            "ETMHF" + (int) row[0],
                            row[1],
                            false,
                            o -> o.sum(Sum.ETMHF) >= 2 * row[0]));
        }
        rows.add(new Row("ETT2000", 0.95, false, o -> o.sum(Sum.ETT) >= 4000));
    }

    private static int muons(Level1Objects o, int pt, int quality) {
        int count = 0;
        for (int i = 0; i < Level1Objects.MUONS; i++) {
            long word = o.word(Kind.MUON, i);
            boolean high = TriggerWord.muonPt(word) >= 2 * pt + 1;
            count += high && TriggerWord.muonQuality(word) >= quality ? 1 : 0;
        }
        return count;
    }

    private static int egammas(Level1Objects o, double pt, int isolation, int reach) {
        return candidates(o, Kind.EGAMMA, 2 * pt, isolation, reach);
    }

    private static int taus(Level1Objects o, double pt, int isolation) {
        return candidates(o, Kind.TAU, 2 * pt, isolation, 48);
    }

    private static int candidates(
            Level1Objects o, Kind kind, double hardware, int isolation, int reach) {
        int count = 0;
        for (int i = 0; i < kind.capacity(); i++) {
            long word = o.word(kind, i);
            int eta = TriggerWord.egammaEta(word);
            boolean inside = eta <= reach && eta >= -reach - 1;
            boolean isolated = (TriggerWord.egammaIsolation(word) & isolation) == isolation;
            count += TriggerWord.egammaPt(word) >= hardware && inside && isolated ? 1 : 0;
        }
        return count;
    }

    private static int jet(Level1Objects o) {
        return TriggerWord.jetPt(o.word(Kind.JET, 0));
    }

    private static int jets(Level1Objects o, int pt) {
        int count = 0;
        for (int i = 0; i < Level1Objects.CALORIMETER_OBJECTS; i++) {
            long word = o.word(Kind.JET, i);
            int eta = TriggerWord.jetEta(word);
            count += TriggerWord.jetPt(word) >= 2 * pt && eta <= 57 && eta >= -58 ? 1 : 0;
        }
        return count;
    }

    @Test
    void scalarSumIsThatOfTheJetsListed() {
        OrbitGenerator generator = new OrbitGenerator(FeedOptions.standard());
        Level1Objects crossing = new Level1Objects();
        for (int bx = 0; bx < FrameField.ORBIT_CROSSINGS; bx++) {
            generator.fillObjects(1, bx, crossing);
            int sum = 0;
            for (int i = 0; i < Level1Objects.CALORIMETER_OBJECTS; i++) {
                long word = crossing.word(Kind.JET, i);
                int eta = TriggerWord.jetEta(word);
                boolean counts = TriggerWord.jetPt(word) >= 60 && eta <= 57 && eta >= -58;
                sum += counts ? TriggerWord.jetPt(word) : 0;
            }
            assertEquals(Math.min(4095, sum), crossing.sum(Sum.HTT));
        }
    }

    @Test
    void frameTableInTheGuideIsComplete() throws IOException {
        Path guide = Path.of("..", "docs", "feed.md").toAbsolutePath().normalize();
        String text = Files.readString(guide);
        for (FrameField field : FrameField.values()) {
            String row =
                    String.format(
                            Locale.ROOT,
                            "| %d | `%s` | %d | %d |",
                            field.index(),
                            field.fieldName(),
                            field.minimum(),
                            field.maximum());
            assertTrue(text.contains(row), () -> guide + " lacks " + row);
        }
    }
}
