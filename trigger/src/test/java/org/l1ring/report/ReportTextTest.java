package org.l1ring.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.l1ring.ring.RunSnapshot;
import org.l1ring.ring.TestStreams;

class ReportTextTest {
    private static List<String> lines(RunReport report) {
        return ReportText.of(report, StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void saysEveryFigureInALine() throws InterruptedException {
        RunSnapshot totals = TestReports.run(40, TestStreams.THRESHOLD);
        List<String> lines = lines(TestReports.report(totals, TestReports.signals(2)));
        assertEquals(
                List.of(
                        "model        toy <1> & \"co\", circuit abababababab, vector engine",
                        "threshold    sum >= 8000 raw (ap_uint<16>), given",
                        "stream       random objects, seed 7, rate max, 2 workers",
                        "orbits       40, 142,560 crossings in 1.00 s",
                        "throughput   0.1426 M crossings/s, 0.003557 x the LHC's 40.08 MHz",
                        "accepts      %d, %s kHz"
                                .formatted(totals.accepts(), Units.value(totals.acceptRateKhz())),
                        "dead time    0 %",
                        "latency                p50          p90          p99        p99.9"
                                + "          max"),
                lines.subList(0, 8));
        assertTrue(lines.get(8).startsWith("  filling    "), lines.get(8));
        assertTrue(lines.get(11).startsWith("  end to end "), lines.get(11));
        assertTrue(lines.get(12).endsWith(" BX"), lines.get(12));
        assertEquals(
                List.of(
                        "signals      sig0           75.00 % accepted (3 of 4)",
                        "             sig1           75.00 % accepted (3 of 4)",
                        "files        accepts.l1a  report.json  report.html"),
                lines.subList(13, lines.size()));
    }

    @Test
    void aRunWithoutAnyBlockHasNoLatency() throws InterruptedException {
        List<String> lines = lines(TestReports.report(TestReports.nothing(), List.of()));
        assertTrue(lines.contains("latency      none recorded"));
        assertTrue(lines.contains("orbits       0, 0 crossings in 0 ns"));
    }

    @Test
    void onlyShowsCharactersThatTheOutputHas() throws InterruptedException {
        RunReport report = TestReports.report(TestReports.run(2, TestStreams.THRESHOLD), List.of());
        String text = ReportText.of(report, StandardCharsets.US_ASCII);
        assertTrue(StandardCharsets.US_ASCII.newEncoder().canEncode(text));
        assertFalse(text.contains("?"), text);
    }
}
