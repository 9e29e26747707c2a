package org.l1ring.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.l1ring.concentrator.Algorithm;
import org.l1ring.econ.LatentFormat;
import org.l1ring.econ.LinkFrame;

/** What must hold of the algorithms whatever the crossings, and of what collects their figures. */
final class ComparisonTest {

    private static ComparisonReport compare(long seed, int crossings, Integer... links) {
        ComparisonOptions options =
                new ComparisonOptions(List.of(links), Map.of(), crossings, 8, 0.2, seed, 100);
        return new Comparison(options).run(_ -> {});
    }

    private static ChannelFigures find(ComparisonReport report, Algorithm algorithm, int links) {
        return report.of(algorithm).stream()
                .filter(channel -> channel.links() == links)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void moreLinksKeepMoreAndTheRepeaterKeepsMost() {
        ComparisonReport report = compare(5, 150, 1, 2, 3, 5);
        double repeater = report.repeater().distance().mean();
        assertTrue(repeater < 0.2, "repeater " + repeater);
        assertEquals(Algorithm.REPEATER, report.repeater().algorithm());
        for (ChannelFigures channel : report.channels()) {
            String name = channel.algorithm() + " on " + channel.links();
            assertTrue(channel.distance().mean() >= repeater, name);
            assertTrue(channel.distance().rms() >= channel.distance().mean(), name);
            assertTrue(channel.tail() >= channel.median(), name);
            assertTrue(channel.use() > 0.5 && channel.use() <= 1, name + channel.use());
            assertTrue(channel.truncated() <= 3, name + channel.truncated());
        }
        double before = Double.POSITIVE_INFINITY;
        double threshold = Double.POSITIVE_INFINITY;
        for (int links : List.of(1, 2, 3, 5)) {
            ChannelFigures best = find(report, Algorithm.BEST_CHOICE, links);
            assertTrue(best.distance().mean() < before, "best choice on " + links);
            assertTrue(best.energy().mean() < 0.01 && best.sum().deviation() < 0.1);
            before = best.distance().mean();
            ChannelFigures sum = find(report, Algorithm.THRESHOLD, links);
            assertTrue(sum.threshold() < threshold, "threshold on " + links);
            threshold = (double) sum.threshold();
        }
        // All groups are there: the sum is kept, the places within groups are not.
        ChannelFigures groups = find(report, Algorithm.STC16_9, 2);
        assertTrue(Math.abs(groups.energy().mean()) < 0.03, "" + groups.energy());
        assertTrue(groups.distance().mean() > 10 * repeater, "" + groups.distance());
    }

    @Test
    void theSameSeedGivesTheSameFigures() {
        ComparisonReport first = compare(7, 40, 4);
        assertEquals(first.channels(), compare(7, 40, 4).channels());
        assertNotEquals(first.channels(), compare(8, 40, 4).channels());
        assertEquals(
                List.of(
                        Algorithm.THRESHOLD,
                        Algorithm.BEST_CHOICE,
                        Algorithm.STC4_9,
                        Algorithm.STC4_7,
                        Algorithm.REPEATER),
                first.channels().stream().map(ChannelFigures::algorithm).toList());
    }

    @Test
    void spreadsAndBinsAreThoseOfTheirValues() {
        Bins bins = new Bins(List.of(0.0, 2.0, 10.0));
        for (double value : new double[] {1, 3, 5, 7}) {
            bins.add(value, 10 * value);
        }
        bins.add(99, 90);
        List<Bins.Bin> filled = bins.bins();
        assertEquals(new Spread(1, 10, 0), filled.get(0).spread());
        Spread spread = filled.get(1).spread();
        assertEquals(4, spread.count());
        assertEquals(60, spread.mean(), 1e-9);
        assertEquals(Math.sqrt(500), spread.deviation(), 1e-9);
        assertEquals(Math.sqrt(4100), spread.rms(), 1e-9);
        assertEquals(Math.sqrt(125), spread.error(), 1e-9);
        assertEquals(0, new Moments().spread().count());
    }

    /** Charge in one cell, which two latent values name: the decoder learns the code. */
    @Test
    void aDecoderLearnsWhatLatentValuesSay() {
        SplittableRandom random = new SplittableRandom(3);
        int[] cells = random.ints(1000, 0, LinkFrame.CELLS).toArray();
        int[][] latents = new int[cells.length][];
        float[][] parts = new float[cells.length][LinkFrame.CELLS];
        for (int i = 0; i < cells.length; i++) {
            latents[i] = latents(cells[i]);
            parts[i][cells[i]] = 1;
        }
        LatentDecoder decoder = new LatentDecoder(latents, parts, 1, _ -> {});
        double[] charges = new double[LinkFrame.CELLS];
        for (int cell = 0; cell < LinkFrame.CELLS; cell++) {
            decoder.decode(latents(cell), 500, charges);
            assertEquals(500, IntStream.range(0, 48).mapToDouble(i -> charges[i]).sum(), 0.01);
            assertTrue(charges[cell] > 400, "cell " + cell + ": " + charges[cell]);
        }
    }

    private static int[] latents(int cell) {
        int[] latents = new int[LatentFormat.LATENTS];
        latents[cell / 6] = 1;
        latents[8 + cell % 6] = -3;
        return latents;
    }
}
