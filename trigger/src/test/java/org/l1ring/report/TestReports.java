package org.l1ring.report;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.l1ring.feed.lhc.FillingScheme;
import org.l1ring.ring.PipelineOptions;
import org.l1ring.ring.Rate;
import org.l1ring.ring.RunResult;
import org.l1ring.ring.RunSnapshot;
import org.l1ring.ring.ScoreSpectrum;
import org.l1ring.ring.ScorerSchedule;
import org.l1ring.ring.TestStreams;
import org.l1ring.ring.TriggerPipeline;

/** Reports on small real runs; only their times are made up. */
public final class TestReports {
    static final BuildInfo BUILD = new BuildInfo("1.2.3", "0123456789ab", "25+36 (Vendor)", 512);

    private TestReports() {}

    /** What a run of so many orbits did, said to have taken one second. */
    public static RunSnapshot run(int orbits, long threshold) throws InterruptedException {
        ScorerSchedule scorers = ScorerSchedule.of(() -> TestStreams.scorer(threshold));
        try (TriggerPipeline run =
                TriggerPipeline.start(
                        TestStreams.pattern(2, 1),
                        scorers,
                        List.of(),
                        PipelineOptions.unpaced(orbits))) {
            RunSnapshot totals = run.await().totals();
            return new RunSnapshot(
                    1_000_000_000,
                    totals.orbits(),
                    totals.blocks(),
                    totals.crossings(),
                    totals.accepts(),
                    totals.lostBlocks(),
                    totals.lostCrossings(),
                    totals.latency(),
                    totals.acceptsByCrossing(),
                    totals.orbitsPerPoint(),
                    totals.acceptSeries(),
                    totals.lostSeries(),
                    totals.spectrum());
        }
    }

    /** What a run shows before its first orbit has ended. */
    public static RunSnapshot nothing() throws InterruptedException {
        ScorerSchedule scorers = ScorerSchedule.of(() -> TestStreams.scorer(0));
        PipelineOptions slow = PipelineOptions.unpaced(1).withRate(new Rate(1e-3));
        try (TriggerPipeline run =
                TriggerPipeline.start(TestStreams.pattern(1, 1), scorers, List.of(), slow)) {
            return run.snapshot();
        }
    }

    static RunReport report(RunSnapshot totals, List<SignalSample> signals) {
        return new RunReport(
                BUILD,
                new TriggerSetup(
                        "toy <1> & \"co\"",
                        "ab".repeat(32),
                        Optional.of(
                                new TriggerSetup.Cut(
                                        "sum", "ap_uint<16>", TestStreams.THRESHOLD, "given")),
                        Optional.empty(),
                        "vector"),
                new StreamSetup(
                        "random objects",
                        Optional.of(FillingScheme.standard()),
                        OptionalLong.of(7),
                        Rate.MAX,
                        2,
                        "l1ring run --orbits 40",
                        Instant.parse("2026-11-21T20:00:00Z")),
                new RunResult(totals, false),
                signals,
                List.of(Path.of("accepts.l1a"), Path.of("report.json"), Path.of("report.html")));
    }

    /** Signals around the threshold; the first has 3 of 4 crossings above it. */
    static List<SignalSample> signals(int count) {
        ScoreSpectrum spectrum = new ScoreSpectrum();
        List.of(100L, 8000L, 9000L, 20_000L).forEach(spectrum::add);
        return IntStream.range(0, count)
                .mapToObj(i -> SignalSample.of("sig" + i, spectrum, TestStreams.THRESHOLD))
                .toList();
    }
}
