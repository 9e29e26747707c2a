package org.l1ring.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options of every verb: help, version and how much it says. */
@Command(mixinStandardHelpOptions = true, versionProvider = VersionText.class)
final class CommonOptions {

    @Option(
            names = {"-q", "--quiet"},
            description = "Print results and errors only.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "Print details too, and the stack trace of an error.")
    private boolean verbose;

    /** Whether only results and errors are wanted. */
    boolean quiet() {
        return quiet;
    }

    /** Whether details are wanted. */
    boolean verbose() {
        return verbose;
    }
}
