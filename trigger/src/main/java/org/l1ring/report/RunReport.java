package org.l1ring.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.l1ring.ring.Rate;
import org.l1ring.ring.RunResult;
import org.l1ring.ring.RunSnapshot;
import org.l1ring.ring.ScoreSpectrum;

/**
 * All that a finished run has to say; {@link ReportText}, {@link ReportJson} and {@link ReportHtml}
 * say it.
 *
 * @param build program and machine
 * @param trigger what decided
 * @param stream what was decided on
 * @param result what came out
 * @param zeroBias scores of colliding crossings without a signal, if they were told apart; else the
 *     stream's own sample of all crossings stands in for them
 * @param signals samples of signals scored by the same model, none if no signal was asked for
 * @param files files that the run wrote
 * @param topics what the run sent to topics
 */
public record RunReport(
        BuildInfo build,
        TriggerSetup trigger,
        StreamSetup stream,
        RunResult result,
        Optional<ScoreSpectrum> zeroBias,
        List<SignalSample> signals,
        List<Path> files,
        List<TopicFigures> topics) {
    /** Copies the lists. */
    public RunReport {
        Objects.requireNonNull(build, "build");
        Objects.requireNonNull(trigger, "trigger");
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(zeroBias, "zeroBias");
        signals = List.copyOf(signals);
        files = List.copyOf(files);
        topics = List.copyOf(topics);
    }

    /**
     * A report on a stream whose zero bias was not told apart, and that no topic got anything of.
     *
     * @param build program and machine
     * @param trigger what decided
     * @param stream what was decided on
     * @param result what came out
     * @param signals samples of signals scored by the same model
     * @param files files that the run wrote
     */
    public RunReport(
            BuildInfo build,
            TriggerSetup trigger,
            StreamSetup stream,
            RunResult result,
            List<SignalSample> signals,
            List<Path> files) {
        this(build, trigger, stream, result, Optional.empty(), signals, files, List.of());
    }

    RunSnapshot totals() {
        return result.totals();
    }

    /** Megabytes a second that a topic got. */
    double megabytesPerSecond(TopicFigures topic) {
        return seconds() == 0 ? 0 : 1e-6 * topic.bytes() / seconds();
    }

    /** A number of crossings of the run as a rate at the LHC. */
    String kiloHertz(long crossings) {
        double all = totals().crossings();
        return Units.value(all == 0 ? 0 : crossings / all * Rate.LHC_MEGAHERTZ * 1e3);
    }

    double seconds() {
        return totals().elapsedNanos() * 1e-9;
    }
}
