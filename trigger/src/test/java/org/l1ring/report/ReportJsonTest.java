package org.l1ring.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.ring.LatencyStage;
import org.l1ring.ring.RunSnapshot;
import org.l1ring.ring.TestStreams;

class ReportJsonTest {
    @TempDir Path folder;

    @Test
    void hasTheFiguresThatOtherProgramsReadIn() throws Exception {
        RunSnapshot totals = TestReports.run(40, TestStreams.THRESHOLD);
        Path file = folder.resolve("report.json");
        ReportJson.write(TestReports.report(totals, TestReports.signals(1)), file);
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertEquals(40 * 3564, json.get("crossings").longValue());
        assertEquals(1.0, json.get("seconds").doubleValue(), 1e-12);
        assertEquals(40 * 3564.0, json.get("crossingsPerSecond").doubleValue());
        assertEquals(totals.accepts(), json.get("accepts").longValue());
        assertEquals(totals.acceptRateKhz(), json.get("acceptRateKhz").doubleValue());
        assertEquals(0.0, json.get("deadTimeFraction").doubleValue());
        assertEquals("ab".repeat(32), json.get("circuitDigest").textValue());
        for (String key : List.of("p50", "p90", "p99", "p999", "max")) {
            assertTrue(json.get("latencyNanos").get(key).longValue() > 0, key);
            for (String stage : List.of("filling", "scoring", "deciding", "endToEnd")) {
                assertTrue(json.get("stages").get(stage).get(key).isIntegralNumber(), stage);
            }
        }
        assertEquals(
                totals.latency(LatencyStage.SCORING).nanosAt(99.9),
                json.get("stages").get("scoring").get("p999").longValue());
        assertEquals(TestStreams.THRESHOLD, json.get("threshold").longValue());
        assertEquals(7, json.get("seed").longValue());
        assertEquals("max", json.get("rate").textValue());
        assertEquals(2, json.get("workers").intValue());
        assertEquals("2026-11-21T20:00:00Z", json.get("started").textValue());
        assertEquals(512, json.get("vectorBits").intValue());
        assertEquals(0.75, json.get("signals").get(0).get("efficiency").doubleValue());
        assertEquals("accepts.l1a", json.get("files").get(0).textValue());
        assertEquals(3564, json.get("acceptsByCrossing").size());
        assertEquals(40, json.get("series").get("accepts").size());
    }

    @Test
    void aRunWithoutAnyBlockHasZeros() throws Exception {
        RunReport report = TestReports.report(TestReports.nothing(), List.of());
        JsonNode json = new ObjectMapper().readTree(ReportJson.of(report));
        assertEquals(0, json.get("crossingsPerSecond").doubleValue());
        assertEquals(0, json.get("latencyNanos").get("max").longValue());
        assertEquals(0, json.get("signals").size());
    }

    @Test
    void aFailedWriteLeavesNothing() throws Exception {
        RunReport report = TestReports.report(TestReports.nothing(), List.of());
        Path taken = Files.createDirectory(folder.resolve("report.json"));
        assertThrows(UncheckedIOException.class, () -> ReportJson.write(report, taken));
        assertEquals(List.of("report.json"), names());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
