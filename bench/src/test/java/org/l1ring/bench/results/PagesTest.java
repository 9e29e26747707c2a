package org.l1ring.bench.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.bench.network.Workload;
import org.xml.sax.InputSource;

final class PagesTest {
    @TempDir private Path empty;

    private String page(ResultSet results) {
        return new ResultsPage(results, name -> Workload.named(name, empty)).text();
    }

    @Test
    void peersHaveTheirRatios() {
        String row = "| 57-28-15-8 | 40.0 | 17.5 × | 102 × | 3.31 × | 1.85 × | FLOAT32 at 1024 |";
        assertTrue(page(TestResults.full()).contains(row));
    }

    @Test
    void modelsAreHeldAgainstTheLimits() {
        String page = page(TestResults.full());
        assertTrue(page.contains("| built-in | 50.0 | 0.100 | 20.0 × | 20.0 × |"), page);
        assertTrue(page.lines().anyMatch(l -> l.startsWith("| built-in |") && l.endsWith("% |")));
        assertTrue(page.contains("| 16-bit add | 0.250 | 128 · 10⁹ |"), page);
        assertTrue(page.contains("| load, 16 KiB | 0.500 | 128 GB |"), page);
    }

    @Test
    void headSaysWhereItRan() {
        String page = page(TestResults.full());
        for (String fact : new String[] {"abc", "a CPU", "`-Xms1g`", "2026-01-31", "512 bits"}) {
            assertTrue(page.contains("| " + fact + " |"), fact);
        }
        assertFalse(page.contains("smoke"));
    }

    @Test
    void standInsAreNamed() {
        ResultSet results =
                new TestResults()
                        .add(
                                "ModelBenchmark.run",
                                Map.of("model", "AXOL1TL_v4", "engine", "VECTOR"),
                                20)
                        .results();
        assertTrue(page(results).contains("stand in for AXOL1TL_v4."));
    }

    @Test
    void emptyRunsLeaveAPage() {
        assertTrue(page(new TestResults().results()).contains("Not measured in this run."));
    }

    @Test
    void everyPlaceOfTheTextHasAValue() {
        String text = new PerformancePage(TestResults.full()).text();
        assertFalse(text.contains("{{"), text);
        assertTrue(text.contains("on 2026-01-31 at commit abc"));
        assertTrue(text.contains("    ns per crossing = "), text);
        assertEquals(new PerformancePage(TestResults.full()).text(), text);
    }

    @Test
    void aPlaceWithoutAValueIsAnError() {
        assertEquals("a 1 b", PerformancePage.fill("a {{x}} b", Map.of("x", "1\n")));
        assertThrows(IllegalArgumentException.class, () -> PerformancePage.fill("{{y}}", Map.of()));
    }

    @Test
    void serversAreLimitedByWorkersOrTheRing() {
        assertEquals(62 * 0.7 * 1e3 / 100, PerformancePage.serverRate(90, 10, 1), 1e-9);
        assertEquals(0.7 * 1e3 / 2, PerformancePage.serverRate(10, 10, 2), 1e-9);
    }

    @Test
    void plotsAreWellFormed() throws Exception {
        Map<String, String> plots = new PerformancePage(TestResults.full()).plots();
        assertEquals(Set.of("terms.svg", "blocks.svg", "batch.svg", "workers.svg"), plots.keySet());
        for (String svg : plots.values()) {
            InputSource source = new InputSource(new StringReader(svg));
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(source);
            assertFalse(svg.contains("NaN"), svg);
        }
        assertTrue(new PerformancePage(new TestResults().results()).plots().isEmpty());
    }

    @Test
    void figuresHaveThreeDigits() {
        assertEquals("0.123", Table.figure(0.1234));
        assertEquals("1.23", Table.figure(1.234));
        assertEquals("12.3", Table.figure(12.34));
        assertEquals("1,234", Table.figure(1234.4));
        assertEquals("–", Table.figure(Double.NaN));
        assertEquals("42 %", Table.percent(0.42));
    }
}
