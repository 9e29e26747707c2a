package org.l1ring.bench.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultSetTest {
    private static final String JMH =
            """
            [{"benchmark": "org.l1ring.bench.LoopBenchmark.run", "mode": "avgt",
              "jvm": "/home/me/java", "jvmArgs": ["-Dl1ring.root=/home/me"],
              "params": {"engine": "VECTOR", "loop": "TREES"},
              "primaryMetric": {"score": 2.5, "scoreError": 0.5, "scoreUnit": "ns/op",
                                "rawData": [[1.0, 2.0], [3.0, 4.0]]}},
             {"benchmark": "org.l1ring.bench.LimitBenchmark.add16", "mode": "avgt",
              "primaryMetric": {"score": 0.2, "scoreError": "NaN", "scoreUnit": "ns/op",
                                "rawData": [[0.2]]}}]
            """;

    @TempDir private Path folder;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        JsonNode jmh = new ObjectMapper().readTree(JMH);
        Path file = folder.resolve("r.json");
        new ObjectMapper()
                .writeValue(file.toFile(), ResultSet.describe(jmh, TestResults.MACHINE, true));
        assertFalse(Files.readString(file).contains("/home/me"));
        ResultSet results = ResultSet.read(file);
        assertEquals(TestResults.MACHINE, results.machine());
        assertTrue(results.quick());
        Measurement loop = results.find("LoopBenchmark.run", "loop", "TREES").orElseThrow();
        assertEquals(List.of(List.of(1.0, 2.0), List.of(3.0, 4.0)), loop.rounds());
        assertEquals(Map.of("engine", "VECTOR", "loop", "TREES"), loop.parameters());
        assertEquals(0.5, loop.error());
        Measurement limit = results.all("LimitBenchmark.add16").getFirst();
        assertTrue(Double.isNaN(limit.error()));
        assertTrue(results.find("LoopBenchmark.run", "loop", "LINEAR_16").isEmpty());
    }

    @Test
    void otherFilesAreRefusedByName() throws IOException {
        Path file = folder.resolve("other.json");
        for (String content : new String[] {"", "[]", "{\"results\": 3}", "nothing"}) {
            Files.writeString(file, content);
            IllegalArgumentException error =
                    assertThrows(IllegalArgumentException.class, () -> ResultSet.read(file));
            assertTrue(
                    error.getMessage().startsWith(file + ": expected results of l1ring bench"),
                    error.getMessage());
        }
    }
}
