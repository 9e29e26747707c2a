package org.l1ring.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The command as it was typed, for reports. */
final class CommandText {
    private CommandText() {}

    /** The whole line of a verb that runs. */
    static String of(CommandSpec verb) {
        CommandLine root = verb.commandLine();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        return "l1ring " + String.join(" ", root.getParseResult().originalArgs());
    }
}
