package org.l1ring.rates;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.l1ring.decision.DecisionSetup;
import org.l1ring.feed.FeedOptions;
import org.l1ring.feed.physics.Signal;
import org.l1ring.menu.Algorithm;
import org.l1ring.menu.CutScan;
import org.l1ring.menu.MenuCircuit;

/**
 * Counts a menu over streams. Orbits are evaluated by several threads and counted in order, so that
 * prescalers keep what they would keep in hardware and results do not depend on the threads.
 */
public final class RateStudy {
    /** Keeps signal samples apart from the stream's own random numbers. */
    private static final long SIGNAL_SEED = 0x5160a1;

    private final List<Algorithm> algorithms;
    private final List<Column> columns;
    private final OrbitEvaluator evaluator;
    private final List<CutScan> scans;
    private final LongConsumer progress;
    private long orbitsDone;

    /**
     * A prescale column.
     *
     * @param name its name
     * @param setup its prescales and masks, in the order of the menu's evaluated algorithms
     */
    public record Column(String name, DecisionSetup setup) {}

    /**
     * The counts of a stream.
     *
     * @param crossings that were counted
     * @param externals whether any of them has an external condition
     * @param columns rates by prescale column
     * @param overlaps of the algorithms
     * @param spectra of the cuts that are scanned
     */
    public record Counted(
            long crossings,
            boolean externals,
            List<RateTable> columns,
            OverlapCounts overlaps,
            List<CutSpectrum> spectra) {
        /** Copies the lists. */
        public Counted {
            columns = List.copyOf(columns);
            spectra = List.copyOf(spectra);
        }
    }

    /**
     * A study of one menu.
     *
     * @param circuit of the menu
     * @param columns one or more
     * @param scans cuts that are scanned with the rates
     * @param threads that evaluate, 1 or more
     * @param progress is told how many orbits are done, over all streams of the study
     */
    public RateStudy(
            MenuCircuit circuit,
            List<Column> columns,
            List<CutScan> scans,
            int threads,
            LongConsumer progress) {
        this.algorithms = circuit.algorithms();
        this.columns = List.copyOf(columns);
        this.scans = List.copyOf(scans);
        this.evaluator = new OrbitEvaluator(circuit, scans, threads);
        this.progress = progress;
    }

    /** Counts a stream; it stays the caller's. */
    public Counted rates(OrbitStream stream) {
        List<ColumnCounts> counts = counters();
        OverlapCounts overlaps = new OverlapCounts(algorithms.size());
        List<CutSpectrum> spectra = scans.stream().map(CutSpectrum::new).toList();
        boolean[] externals = {false};
        evaluator.run(
                stream,
                orbit -> {
                    externals[0] |= orbit.externals;
                    for (int crossing = 0; crossing < orbit.crossings; crossing++) {
                        add(orbit, crossing, counts);
                        if (orbit.any(crossing)) {
                            overlaps.add(counts.getFirst());
                        }
                    }
                    for (int i = 0; i < spectra.size(); i++) {
                        for (long value : orbit.values[i]) {
                            spectra.get(i).add(value);
                        }
                    }
                    done();
                });
        return new Counted(
                counts.getFirst().crossings(), externals[0], tables(counts), overlaps, spectra);
    }

    private List<ColumnCounts> counters() {
        return columns.stream()
                .map(column -> new ColumnCounts(column.name(), column.setup()))
                .toList();
    }

    private static void add(OrbitBits orbit, int crossing, List<ColumnCounts> counts) {
        boolean any = orbit.any(crossing);
        for (ColumnCounts column : counts) {
            if (any) {
                column.add(orbit.first + crossing, orbit.fired, crossing * orbit.width);
            } else {
                column.addEmpty(1);
            }
        }
    }

    private List<RateTable> tables(List<ColumnCounts> counts) {
        return counts.stream().map(column -> RateTable.of(column, algorithms)).toList();
    }

    private void done() {
        progress.accept(++orbitsDone);
    }

    /**
     * The rates at several pile-ups and their fits: of each algorithm that fires at all, before its
     * prescale, and of the final OR of each column.
     *
     * @param options of the stream but for its pile-up
     * @param pileUps two different ones or more
     * @param orbits at each of them
     */
    public List<PileUpCurve> pileUps(FeedOptions options, List<Double> pileUps, long orbits) {
        List<Counted> counted = new ArrayList<>();
        for (double pileUp : pileUps) {
            counted.add(rates(new FeedStream(options.withPileUp(pileUp), orbits)));
        }
        List<PileUpCurve> curves = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            List<PileUpFit.Point> points = new ArrayList<>();
            for (int k = 0; k < counted.size(); k++) {
                Measured sum = counted.get(k).columns().get(i).sum();
                points.add(point(pileUps.get(k), sum, counted.get(k).crossings()));
            }
            curves.add(new PileUpCurve(columns.get(i).name(), -1, points, PileUpFit.of(points)));
        }
        for (int i = 0; i < algorithms.size(); i++) {
            List<PileUpFit.Point> points = new ArrayList<>();
            for (int k = 0; k < counted.size(); k++) {
                Measured before = counted.get(k).columns().getFirst().algorithms().get(i).before();
                points.add(point(pileUps.get(k), before, counted.get(k).crossings()));
            }
            if (points.stream().anyMatch(point -> point.rate().value() > 0)) {
                Algorithm algorithm = algorithms.get(i);
                curves.add(
                        new PileUpCurve(
                                algorithm.name(), algorithm.index(), points, PileUpFit.of(points)));
            }
        }
        return curves;
    }

    /** A point to fit: no crossing at all has the error of one. */
    private static PileUpFit.Point point(double pileUp, Measured rate, long crossings) {
        double one = RateTable.unit(crossings);
        return new PileUpFit.Point(pileUp, new Measured(rate.value(), Math.max(one, rate.error())));
    }

    /**
     * The efficiencies for a signal on top of pile-up: every colliding crossing of some orbits has
     * it.
     *
     * @param zeroBias what the signal is overlaid on
     * @param signal to inject
     * @param orbits how many
     * @return by column
     */
    public List<SignalEfficiency> signal(FeedOptions zeroBias, Signal signal, long orbits) {
        FeedOptions options =
                zeroBias.withSignal(signal, 1).withSeed(zeroBias.seed() ^ SIGNAL_SEED);
        List<ColumnCounts> counts = counters();
        evaluator.run(
                new FeedStream(options, orbits),
                orbit -> {
                    orbit.signals.stream().forEach(crossing -> add(orbit, crossing, counts));
                    done();
                });
        return counts.stream()
                .map(column -> SignalEfficiency.of(signal.fieldName(), column, algorithms))
                .toList();
    }
}
