package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job, end to end. */
@Timeout(120)
final class RunCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    private Path output(String name, Object... options) {
        Path output = folder.resolve(name);
        Object[] words = new Object[options.length + 4];
        words[0] = "run";
        words[1] = "--quiet";
        words[2] = "--output";
        words[3] = output;
        System.arraycopy(options, 0, words, 4, options.length);
        Verb.succeed(words);
        return output;
    }

    /** The own menu, and the built-in model alone. */
    @ParameterizedTest
    @ValueSource(strings = {"--menu=own", "--model=built-in"})
    void workersAndPaceDoNotChangeTheAcceptStream(String trigger) throws IOException {
        byte[] one =
                Files.readAllBytes(
                        output("one", trigger, "--orbits", "300", "--workers", "1")
                                .resolve("accepts.l1a"));
        byte[] two =
                Files.readAllBytes(
                        output("two", trigger, "--orbits", "300", "--workers", "2")
                                .resolve("accepts.l1a"));
        Path paced = output("paced", trigger, "--orbits", "300", "--rate", "1");
        assertEquals(0, report(paced).get("deadTimeFraction").doubleValue());
        assertArrayEquals(one, two);
        assertArrayEquals(one, Files.readAllBytes(paced.resolve("accepts.l1a")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--menu=own", "--model=built-in"})
    void enginesAcceptTheSameCrossings(String trigger) throws IOException {
        Path vector = output("vector", trigger, "--orbits", "20");
        Path scalar = output("scalar", trigger, "--orbits", "20", "--engine", "scalar");
        assertArrayEquals(
                Files.readAllBytes(vector.resolve("accepts.l1a")),
                Files.readAllBytes(scalar.resolve("accepts.l1a")));
    }

    @Test
    void reportHoldsWhatOtherProgramsRelyOn() throws IOException {
        Path output = output("report", "--model", "built-in", "--orbits", "40");
        JsonNode report = report(output);
        assertEquals(40 * 3564, report.get("crossings").longValue());
        assertTrue(report.get("seconds").doubleValue() > 0);
        assertTrue(report.get("crossingsPerSecond").doubleValue() > 0);
        assertTrue(report.get("accepts").longValue() > 0);
        assertEquals(100, report.get("acceptRateKhz").doubleValue(), 30);
        assertEquals(0, report.get("deadTimeFraction").doubleValue());
        for (String key : new String[] {"p50", "p90", "p99", "p999", "max"}) {
            assertTrue(report.get("latencyNanos").get(key).longValue() > 0, key);
        }
        assertTrue(report.get("circuitDigest").textValue().matches("[0-9a-f]{64}"));
        assertTrue(Files.readString(output.resolve("report.html")).contains("<svg"));
    }

    @Test
    void thresholdIsCalibratedForTheRateAsked() throws IOException {
        Path output = output("rate", "--orbits", "200", "--rate", "max", "--accept-rate", "50");
        assertEquals(50, report(output).get("acceptRateKhz").doubleValue(), 0.5);
    }

    @Test
    void injectedSignalRaisesTheRateAtTheSameThreshold() throws IOException {
        Path output =
                output(
                        "signal",
                        "--model",
                        "built-in",
                        "--orbits",
                        "60",
                        "--rate",
                        "max",
                        "--signal",
                        "black-hole",
                        "--signal-fraction",
                        "0.01");
        assertTrue(report(output).get("acceptRateKhz").doubleValue() > 300);
    }

    @Test
    void randomInputsServeModelsWithoutBinding() throws IOException {
        Path model = folder.resolve("jets.json");
        Files.writeString(model, SmallModel.JSON);
        Path output =
                output(
                        "random",
                        "--model",
                        model,
                        "--source",
                        "random",
                        "--orbits",
                        "10",
                        "--rate",
                        "max",
                        "--threshold",
                        "0");
        assertEquals(35640, report(output).get("crossings").longValue());
        assertEquals(
                "small_v2: expected a binding of its 3 inputs to frame fields, got none; add"
                        + " \"binding\" to the model or use --source random or a file",
                Verb.reject("run", "--model", model, "--output", folder.resolve("none")));
    }

    @Test
    void badInputLeavesNothingBehind() throws IOException {
        Path output = folder.resolve("bad");
        assertEquals(
                "rate: expected realtime, max or a number of MHz, got fast",
                Verb.reject("run", "--rate", "fast", "--output", output));
        assertFalse(Files.exists(output));
        Path file = folder.resolve("file");
        Files.writeString(file, "");
        assertTrue(
                Verb.reject("run", "--orbits", "1", "--output", file)
                        .contains("expected a folder that can be written"));
        Path scheme = folder.resolve("scheme.json");
        Files.writeString(scheme, "{\"beam1\":[1,0],\"beam2\":[1,0]}");
        Verb.reject("run", "--scheme", scheme, "--orbits", "1", "--output", output);
        assertFalse(Files.exists(output));
        Verb.reject("run", "--model", folder.resolve("absent.json"), "--output", output);
        Verb.reject("run", "--source", folder.resolve("absent.l1f"), "--output", output);
        assertFalse(Files.exists(output));
    }

    private static JsonNode report(Path output) throws IOException {
        return JSON.readTree(output.resolve("report.json").toFile());
    }
}
