package org.l1ring.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.l1ring.ring.RunResult;
import org.l1ring.ring.RunSnapshot;

/**
 * All that a finished run has to say; {@link ReportText}, {@link ReportJson} and {@link ReportHtml}
 * say it.
 *
 * @param build program and machine
 * @param trigger what decided
 * @param stream what was decided on
 * @param result what came out
 * @param signals samples of signals scored by the same model, none if no signal was asked for
 * @param files files that the run wrote
 */
public record RunReport(
        BuildInfo build,
        TriggerSetup trigger,
        StreamSetup stream,
        RunResult result,
        List<SignalSample> signals,
        List<Path> files) {
    /** Copies the lists. */
    public RunReport {
        Objects.requireNonNull(build, "build");
        Objects.requireNonNull(trigger, "trigger");
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(result, "result");
        signals = List.copyOf(signals);
        files = List.copyOf(files);
    }

    RunSnapshot totals() {
        return result.totals();
    }

    double seconds() {
        return totals().elapsedNanos() * 1e-9;
    }
}
