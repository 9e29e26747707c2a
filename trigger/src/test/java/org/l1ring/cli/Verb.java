package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine;

/**
 * One run of the command in this JVM.
 *
 * @param code exit code
 * @param out standard output
 * @param err standard error
 */
record Verb(int code, String out, String err) {

    /** Runs a verb; arguments are strings and paths. */
    static Verb run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        String[] words =
                Arrays.stream(arguments)
                        .map(word -> word instanceof Path path ? path.toString() : (String) word)
                        .toArray(String[]::new);
        int code = line.execute(words);
        return new Verb(code, out.toString(), err.toString());
    }

    /** Runs a verb that must succeed and gives what it printed. */
    static String succeed(Object... arguments) {
        Verb run = run(arguments);
        assertEquals(0, run.code(), run.err() + run.out());
        return run.out();
    }

    /** Runs a verb that must reject its input and gives its one line without the command. */
    static String reject(Object... arguments) {
        Verb run = run(arguments);
        assertEquals(2, run.code(), run.err() + run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        String command = "l1ring " + arguments[0] + ": ";
        assertEquals(command, run.err().substring(0, command.length()));
        return run.err().strip().substring(command.length());
    }
}
