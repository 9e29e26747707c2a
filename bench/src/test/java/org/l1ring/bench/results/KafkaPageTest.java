package org.l1ring.bench.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.bench.results.KafkaResults.Cores;
import org.l1ring.bench.results.KafkaResults.Flow;
import org.l1ring.bench.results.KafkaResults.Kind;
import org.l1ring.bench.results.KafkaResults.Latency;
import org.l1ring.bench.results.KafkaResults.Shape;
import org.xml.sax.InputSource;

final class KafkaPageTest {
    private static final Cores CORES = new Cores(0.5, 0.25, 0.75, Double.NaN);
    private static final Shape ORBITS = new Shape(3564, false, "none", 457_000, 457_100);
    private static final Shape PARTS = new Shape(640, true, "lz4", 82_000, 50_000);

    @TempDir private Path folder;

    private static KafkaResults results() {
        List<Flow> flows = new ArrayList<>();
        flows.add(new Flow(Kind.RAW_PRODUCER, ORBITS, 0, 8, 2000, 0, 0, CORES));
        for (int round = 0; round < 3; round++) {
            double pace = 1 + round;
            flows.add(new Flow(Kind.RAW_BOTH, ORBITS, round, 8, 700 * pace, 600 * pace, 0, CORES));
            flows.add(new Flow(Kind.ALL, ORBITS, round, 8, 800, 500 * pace, 450 * pace, CORES));
        }
        flows.add(new Flow(Kind.ALL, PARTS, 0, 8, 3100, 3050, 500, CORES));
        return new KafkaResults(
                TestResults.MACHINE,
                false,
                "4.3.0",
                0.5,
                flows,
                List.of(new Latency(ORBITS, 0.2, 61, 119)));
    }

    @Test
    void whatWentAllTheWayCounts() {
        Flow flow = new Flow(Kind.ALL, PARTS, 0, 8, 3100, 3050, 500, CORES);
        assertEquals(3000, flow.slices());
        assertEquals(500 * 3564.0, flow.crossings());
        assertEquals(3000 * 82_000.0, flow.bytes());
        assertEquals(7, new Flow(Kind.FEED, ORBITS, 0, 8, 7, 0, 0, CORES).slices());
    }

    @Test
    void aStreamThatStopsCountsNothing() {
        assertEquals(0, new Flow(Kind.ALL, ORBITS, 0, 8, 700, 600, 0, CORES).slices());
        assertEquals(0, new Flow(Kind.RAW_BOTH, ORBITS, 0, 8, 700, 0, 0, CORES).slices());
    }

    @Test
    void ratiosAreOfOneRound() {
        String page = new KafkaPage(results()).text();
        assertTrue(page.contains("| orbits | 457 | 457 | 548 | 366 | 2.85 | 67 % |"), page);
        assertTrue(
                page.contains("| 640 crossings, zero-suppressed, lz4 | 82.0 | 50.0 | – | 246 |"),
                page);
    }

    @Test
    void everyFigureHasItsPlace() {
        String page = new KafkaPage(results()).text();
        assertTrue(page.contains("| raw producer | 914 | 7.13 |"), page);
        assertTrue(
                page.contains("| raw producer | 7.13 | 0.500 | 0.250 | 0.750 | – | 4.75 |"), page);
        assertTrue(page.contains("| orbits | 0.200 | 61.0 | 119 |"), page);
        assertTrue(page.contains("on 2026-01-31 at commit abc"), page);
    }

    @Test
    void emptyRunsLeaveAPage() {
        KafkaResults none =
                new KafkaResults(
                        TestResults.MACHINE, true, "4.3.0", Double.NaN, List.of(), List.of());
        assertTrue(new KafkaPage(none).text().contains("Not measured in this run."));
        assertFalse(new KafkaPage(none).plot().contains("NaN"));
    }

    @Test
    void filesAreReadAgain() throws Exception {
        Path file = folder.resolve("kafka.json");
        Files.writeString(file, results().json());
        assertEquals(results(), KafkaResults.read(file));
        Files.writeString(file, "{\"results\": []}");
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> KafkaResults.read(file));
        assertTrue(error.getMessage().startsWith(file + ": expected results"));
    }

    @Test
    void thePlotIsWellFormed() throws Exception {
        String svg = new KafkaPage(results()).plot();
        InputSource source = new InputSource(new StringReader(svg));
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(source);
        assertFalse(svg.contains("NaN"), svg);
    }
}
