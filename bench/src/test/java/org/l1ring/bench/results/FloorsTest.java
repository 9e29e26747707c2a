package org.l1ring.bench.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FloorsTest {
    private static final String TREES = "LoopBenchmark.run loop=TREES SCALAR/VECTOR";

    @TempDir private Path folder;

    private static Floors.Verdict verdict(double floor, ResultSet results) {
        return new Floors(512, Map.of(TREES, floor)).check(results).getFirst();
    }

    @Test
    void ratioIsHeldAgainstTheFloor() {
        Floors.Verdict reached = verdict(24, TestResults.full());
        assertTrue(reached.reached());
        assertEquals("reached " + TREES + ": 25.0 ×, floor 24.0 ×", reached.text());
        Floors.Verdict below = verdict(26, TestResults.full());
        assertFalse(below.reached());
        assertEquals("BELOW   " + TREES + ": 25.0 ×, floor 26.0 ×", below.text());
    }

    @Test
    void missingMeasurementsAreBelow() {
        Floors.Verdict verdict = verdict(1, new TestResults().results());
        assertFalse(verdict.reached());
        assertEquals("BELOW   " + TREES + ": not measured, floor 1.00 ×", verdict.text());
    }

    @Test
    void otherParametersMustBeEqual() {
        ResultSet results =
                new TestResults()
                        .add("LoopBenchmark.run", Map.of("loop", "A", "engine", "SCALAR"), 9)
                        .add("LoopBenchmark.run", Map.of("loop", "TREES", "engine", "VECTOR"), 1)
                        .results();
        assertTrue(verdict(1, results).ratio().isEmpty());
    }

    @Test
    void narrowVectorsLowerTheFloors() {
        Machine full = TestResults.MACHINE;
        Machine narrow = new Machine("1", "c", "25", 128, "cpu", 1, List.of(), full.date());
        Machine wide = new Machine("1", "c", "25", 1024, "cpu", 1, List.of(), full.date());
        assertEquals(6, verdict(24, new TestResults().results(narrow)).floor());
        assertEquals(24, verdict(24, new TestResults().results(wide)).floor());
    }

    @Test
    void benchmarksAndParametersFollowFromTheKeys() {
        Floors floors =
                new Floors(
                        512,
                        Map.of(
                                TREES,
                                1.0,
                                "LoopBenchmark.run loop=A SCALAR/VECTOR",
                                2.0,
                                "PeerBenchmark.score network=4-2 PLAIN/VECTOR",
                                3.0));
        assertEquals(List.of("LoopBenchmark.run", "PeerBenchmark.score"), floors.benchmarks());
        assertEquals(
                Map.of("engine", List.of("SCALAR", "VECTOR"), "loop", List.of("A", "TREES")),
                floors.parameters("LoopBenchmark.run"));
    }

    @Test
    void filesAreRead() throws IOException {
        Path file = folder.resolve("floors.json");
        Files.writeString(file, "{\"vectorBits\": 512, \"floors\": {\"" + TREES + "\": 2.5}}");
        assertEquals(new Floors(512, Map.of(TREES, 2.5)), Floors.read(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{}",
                "{\"vectorBits\": 512, \"floors\": {}}",
                "{\"vectorBits\": 512, \"floors\": {\"A.b S/V\": \"x\"}}",
                "{\"vectorBits\": 512, \"floors\": {\"A.b\": 2}}",
                "{\"vectorBits\": 512, \"floors\": {\"A.b loop S/V\": 2}}",
                "{\"vectorBits\": 0, \"floors\": {\"A.b S/V\": 2}}"
            })
    void brokenFilesAreRefusedByName(String content) throws IOException {
        Path file = folder.resolve("floors.json");
        Files.writeString(file, content);
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> Floors.read(file));
        assertTrue(error.getMessage().startsWith(file + ": "), error.getMessage());
    }
}
