package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.l1ring.model.ModelException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Exit codes and one-line reasons of the command. */
final class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Command(name = "probe")
    private static final class Probe implements Callable<Integer> {

        @Mixin private CommonOptions common;

        @Option(names = "--number")
        private int number;

        private final Exception failure;

        Probe(Exception failure) {
            this.failure = failure;
        }

        @Override
        public Integer call() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return common.quiet() ? 0 : number;
        }
    }

    private int run(Exception failure, String... arguments) {
        CommandLine line = Main.commandLine();
        line.addSubcommand(new Probe(failure));
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    @Test
    void versionNamesCommitJdkAndVectors() {
        assertEquals(0, run(null, "--version"));
        String[] lines = out.toString().split("\\R", -1);
        assertTrue(lines[0].matches("l1ring \\d+\\.\\d+\\.\\d+.*"), lines[0]);
        assertTrue(lines[1].matches("commit ([0-9a-f]{7,}|unknown)"), lines[1]);
        assertTrue(lines[2].matches("JDK \\d+.*"), lines[2]);
        assertTrue(lines[3].matches("vectors \\d+ bits preferred"), lines[3]);
    }

    @Test
    void helpListsVerbsAndExitCodes() {
        assertEquals(0, run(null, "--help"));
        assertTrue(out.toString().contains("probe"));
        assertTrue(out.toString().contains("Exit codes"));
    }

    @Test
    void verbsResultIsTheExitCode() {
        assertEquals(1, run(null, "probe", "--number", "1"));
        assertEquals("", err.toString());
    }

    @Test
    void unknownVerbIsBadUsage() {
        assertEquals(2, run(null, "jump"));
        assertTrue(err.toString().startsWith("l1ring: unknown verb jump: expected one of "));
        assertTrue(err.toString().endsWith("; see l1ring --help" + System.lineSeparator()));
    }

    @Test
    void missingVerbIsBadUsage() {
        assertEquals(2, run(null));
        assertTrue(err.toString().startsWith("l1ring: no verb: expected one of "));
    }

    @Test
    void unknownOptionIsBadUsage() {
        assertEquals(2, run(null, "probe", "--far"));
        assertLine("l1ring probe: unknown option --far; see l1ring probe --help");
    }

    @Test
    void unexpectedArgumentIsBadUsage() {
        assertEquals(2, run(null, "probe", "far"));
        assertLine("l1ring probe: unexpected argument far; see l1ring probe --help");
    }

    @Test
    void badValueIsBadUsage() {
        assertEquals(2, run(null, "probe", "--number", "x"));
        assertLine(
                "l1ring probe: Invalid value for option '--number': 'x' is not an int;"
                        + " see l1ring probe --help");
    }

    @Test
    void badInputIsOneLine() {
        assertEquals(2, run(new IllegalArgumentException("a.json: broken\n  here"), "probe"));
        assertLine("l1ring probe: a.json: broken; here");
    }

    @Test
    void badModelIsOneLine() {
        assertEquals(2, run(new ModelException("a.json", "expected layers, got none"), "probe"));
        assertLine("l1ring probe: a.json: expected layers, got none");
    }

    @Test
    void missingFileIsNamed() {
        assertEquals(2, run(new NoSuchFileException("a.json"), "probe"));
        assertLine("l1ring probe: a.json: no such file or folder");
    }

    @Test
    void internalErrorHidesItsTraceUnlessVerbose() {
        assertEquals(3, run(new IllegalStateException("odd"), "probe"));
        assertTrue(
                err.toString()
                        .startsWith(
                                "l1ring probe: internal error:"
                                        + " java.lang.IllegalStateException: odd"));
        assertFalse(err.toString().contains("\tat "));
        assertEquals(3, run(new IllegalStateException("odd"), "probe", "--verbose"));
        assertTrue(err.toString().contains("\tat "));
    }

    @Test
    void ioFailureWithoutTextNamesItsKind() {
        assertEquals(2, run(new IOException(), "probe"));
        assertLine("l1ring probe: java.io.IOException");
    }

    private void assertLine(String expected) {
        assertEquals(expected + System.lineSeparator(), err.toString());
    }
}
