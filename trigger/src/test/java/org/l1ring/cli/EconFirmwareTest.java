package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.l1ring.concentrator.TestEncoder;
import org.l1ring.model.ModelWriter;
import org.l1ring.tool.Program;
import org.l1ring.tool.Programs;

/**
 * Projects of econ firmware in Icarus Verilog: with -Dl1ring.crossings=1000000 all algorithms and
 * 5,000 crossings.
 */
@Timeout(600)
final class EconFirmwareTest {
    private static final boolean MANY = Integer.getInteger("l1ring.crossings", 0) >= 1_000_000;
    private static final long LIMIT_SECONDS = 500;

    @TempDir private Path folder;

    private Object[] arguments(String algorithm, int links, Object... more) throws IOException {
        List<Object> words =
                new ArrayList<>(
                        List.of(
                                "econ",
                                "firmware",
                                "--algorithm",
                                algorithm,
                                "--links",
                                Integer.toString(links),
                                "--rows",
                                MANY ? "5000" : "120",
                                "--showers",
                                "0.3",
                                "-o",
                                folder.resolve("project")));
        if (algorithm.equals("autoencoder")) {
            Path model = folder.resolve("encoder.json");
            ModelWriter.write(TestEncoder.model(1), model);
            words.addAll(List.of("--model", model));
        }
        words.addAll(List.of(more));
        return words.toArray();
    }

    private Program.Run make(String target) {
        return Program.MAKE.run(folder.resolve("project"), LIMIT_SECONDS, List.of(target));
    }

    private static Stream<Arguments> algorithms() {
        return Stream.of(
                        Arguments.of("stc4-9", 3),
                        Arguments.of("best-choice", 3),
                        Arguments.of("best-choice", 2),
                        Arguments.of("stc16-9", 2),
                        Arguments.of("ctc4-7", 2),
                        Arguments.of("stc4-7", 2),
                        Arguments.of("repeater", 11),
                        Arguments.of("autoencoder", 3))
                .limit(MANY ? Long.MAX_VALUE : 2);
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void benchesPass(String algorithm, int links) throws IOException {
        Programs.require(Program.MAKE, Program.IVERILOG, Program.VVP);
        Verb.succeed(arguments(algorithm, links));
        Program.Run run = make("icarus");
        assertEquals(0, run.exitCode(), run.lines().toString());
        String pass = "PASS: 0 mismatches in %d rows".formatted(MANY ? 5000 : 120);
        assertTrue(
                run.lines().stream().anyMatch(line -> line.startsWith(pass)),
                run.lines().toString());
    }

    @Test
    void thresholdSumHasABufferThatDropsFrames() throws IOException {
        Programs.require(Program.MAKE, Program.IVERILOG, Program.VVP, Program.VERILATOR);
        String report =
                Verb.succeed(arguments("threshold", 1, "--threshold", "9", "--buffer-t1", "60"));
        assertTrue(report.startsWith("algorithm    threshold, 1 link"), report);
        Path project = folder.resolve("project");
        assertEquals(0, make("icarus").exitCode());
        assertEquals(0, make("lint").exitCode());
        Path buffer = project.resolve("src/econ_threshold_links_buffer.v");
        String text = Files.readString(buffer);
        assertTrue(text.contains("T1 = 10'd60;"), text);
        // With less room other frames would be dropped: the bench must see it.
        Files.writeString(buffer, text.replace("T1 = 10'd60;", "T1 = 10'd50;"));
        assertEquals(2, make("icarus").exitCode());
    }

    private static void refused(String reason, Object... arguments) {
        Verb run = Verb.run(arguments);
        assertEquals(2, run.code());
        assertEquals("l1ring econ firmware: " + reason, run.err().strip());
    }

    @Test
    void whatCannotBeMadeIsRefused() throws IOException {
        refused(
                "--algorithm autoencoder: expected --model with an encoder, got none",
                "econ",
                "firmware",
                "--algorithm",
                "autoencoder",
                "--links",
                "3",
                "-o",
                folder.resolve("project"));
        refused("links for stc4-9: expected 1 to 13, got 14", arguments("stc4-9", 14));
        assertFalse(Files.exists(folder.resolve("project")));
    }
}
