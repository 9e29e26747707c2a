package org.l1ring.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.l1ring.ring.TestStreams;

/** What reports say about topics, if there are any. */
class ReportTopicsTest {
    private static RunReport report(TopicFigures... topics) throws InterruptedException {
        RunReport base = TestReports.report(TestReports.run(4, TestStreams.THRESHOLD), List.of());
        return new RunReport(
                base.build(),
                base.trigger(),
                base.stream(),
                base.result(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(topics));
    }

    @Test
    void everyTopicIsALine() throws Exception {
        RunReport report =
                report(
                        new TopicFigures("a", "accepts", 42, 2_500_000, 0, 1, 1_830_000, 9_000_000),
                        new TopicFigures("b", "accepted frames", 1, 0, 3, 0, 0, 0));
        List<String> lines = ReportText.of(report, StandardCharsets.UTF_8).lines().toList();
        assertEquals(
                List.of(
                        "kafka        a, accepts: 42 records, 2.500 MB, 2.500 MB/s, 0 orbits"
                                + " dropped, 1 retry, answered in p50 1.83 ms, p99 9.00 ms",
                        "             b, accepted frames: 1 record, 0 MB, 0 MB/s, 3 orbits"
                                + " dropped, 0 retries, answered in p50 0 ns, p99 0 ns"),
                lines.subList(lines.size() - 2, lines.size()));
        JsonNode kafka = new ObjectMapper().readTree(ReportJson.of(report)).get("kafka");
        assertEquals(2, kafka.size());
        JsonNode first = kafka.get(0);
        assertEquals("a", first.get("topic").textValue());
        assertEquals("accepts", first.get("content").textValue());
        assertEquals(42, first.get("records").longValue());
        assertEquals(2_500_000, first.get("bytes").longValue());
        assertEquals(2.5, first.get("megabytesPerSecond").doubleValue(), 1e-9);
        assertEquals(0, first.get("dropped").longValue());
        assertEquals(1, first.get("retries").longValue());
        assertEquals(1_830_000, first.get("latencyNanos").get("p50").longValue());
        assertEquals(9_000_000, first.get("latencyNanos").get("p99").longValue());
        String page = ReportHtml.of(report);
        assertTrue(page.contains("Sent to Kafka") && page.contains("accepted frames"), page);
    }

    @Test
    void runsWithoutTopicsDoNotMentionThem() throws InterruptedException {
        RunReport report = report();
        assertFalse(ReportText.of(report, StandardCharsets.UTF_8).contains("kafka"));
        assertFalse(ReportJson.of(report).contains("kafka"));
        assertFalse(ReportHtml.of(report).contains("Kafka"));
    }
}
