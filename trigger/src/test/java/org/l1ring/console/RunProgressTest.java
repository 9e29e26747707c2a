package org.l1ring.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.l1ring.report.TestReports;
import org.l1ring.ring.PipelineOptions;
import org.l1ring.ring.RunSnapshot;
import org.l1ring.ring.ScorerSchedule;
import org.l1ring.ring.TestStreams;
import org.l1ring.ring.TriggerPipeline;

@Timeout(60)
class RunProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void showRun(boolean quiet) throws InterruptedException {
        ScorerSchedule scorers = ScorerSchedule.of(() -> TestStreams.scorer(TestStreams.THRESHOLD));
        try (TriggerPipeline run =
                        TriggerPipeline.start(
                                TestStreams.pattern(2, 1),
                                scorers,
                                List.of(),
                                PipelineOptions.unpaced(40));
                RunProgress _ = RunProgress.start(run, 40, err, quiet)) {
            run.await();
        }
    }

    @Test
    void endsWithALineWhereThereIsNoTerminal() throws InterruptedException {
        showRun(false);
        List<String> lines = shown().lines().toList();
        String last = lines.getLast();
        assertTrue(last.startsWith("l1ring: 100 %  40 orbits  "), last);
        assertTrue(last.contains(" M crossings/s  "), last);
        assertTrue(last.contains(" kHz  dead time 0 %  p50 "), last);
        assertFalse(shown().contains("\u001b"), last);
        assertFalse(last.contains("left"), last);
    }

    @Test
    void quietShowsNothing() throws InterruptedException {
        showRun(true);
        assertEquals("", shown());
    }

    @Test
    void aTerminalsLineIsDrawnAgainAndEndsOnce() throws InterruptedException {
        RunSnapshot state = TestReports.run(10, TestStreams.THRESHOLD);
        try (RunProgress _ =
                RunProgress.start(() -> state, 40, err, RunProgress.Display.TERMINAL)) {
            while (shown().split("\r", -1).length < 3) {
                Thread.sleep(10);
            }
            assertFalse(shown().contains("\n"));
        }
        String shown = shown();
        assertEquals(shown.length() - 1, shown.indexOf('\n'), shown);
        assertTrue(shown.startsWith("\r\u001b[?7l 25 %  10 orbits  "), shown);
    }

    @Test
    void theLineHasPaceAndTimeLeft() throws InterruptedException {
        RunSnapshot state = TestReports.run(10, TestStreams.THRESHOLD);
        String line = new ProgressLine(100).text(state, state);
        assertTrue(line.startsWith(" 10 %  10 orbits  0.03564 M crossings/s  "), line);
        assertTrue(line.endsWith("  9 s left"), line);
        assertTrue(new ProgressLine(10_000).text(state, state).endsWith("  16:39 min left"));
        assertTrue(new ProgressLine(100_000).text(state, state).endsWith("  2:46 h left"));
        String endless = new ProgressLine(Long.MAX_VALUE).text(state, state);
        assertTrue(endless.startsWith("10 orbits  "), endless);
        assertFalse(endless.contains("left"), endless);
        RunSnapshot nothing = TestReports.nothing();
        assertEquals(
                "  0 %  0 orbits  0 M crossings/s  0 accepts  0 kHz  dead time 0 %  p50 0 ns"
                        + "  p99 0 ns",
                new ProgressLine(100).text(nothing, nothing));
    }

    @Test
    void terminalIsWhatTheLauncherSays() {
        assertTrue(Terminal.redraws("true", "xterm", () -> false));
        assertFalse(Terminal.redraws("false", "xterm", () -> true));
        assertTrue(Terminal.redraws(null, "xterm", () -> true));
        assertFalse(Terminal.redraws(null, "xterm", () -> false));
        assertFalse(Terminal.redraws("true", "dumb", () -> true));
        assertFalse(Terminal.redraws("true", null, () -> true));
    }
}
