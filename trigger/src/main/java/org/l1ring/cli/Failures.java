package org.l1ring.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.l1ring.frame.StreamException;
import org.l1ring.menu.MenuException;
import org.l1ring.model.ModelException;
import org.l1ring.tool.ToolException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one line on standard error and an exit code. */
final class Failures {

    /** The check found differences. */
    static final int DIFFERENCES = 1;

    /** Bad usage or input. */
    static final int BAD_INPUT = 2;

    /** A fault of the program itself. */
    static final int INTERNAL = 3;

    private Failures() {}

    /** Reports arguments that the command line does not allow. */
    static int usage(ParameterException failure, String[] arguments) {
        CommandLine line = failure.getCommandLine();
        CommandSpec spec = line.getCommandSpec();
        String reason = oneLine(failure.getMessage());
        if (failure instanceof UnmatchedArgumentException unmatched) {
            reason = unmatchedReason(unmatched.getUnmatched(), spec, reason);
        }
        String command = spec.qualifiedName();
        line.getErr().println(command + ": " + reason + "; see " + command + " --help");
        return BAD_INPUT;
    }

    /** Reports a failure of a verb that ran. */
    static int execution(Exception failure, CommandLine line, ParseResult parsed) {
        boolean badInput = isBadInput(failure);
        String command = line.getCommandSpec().qualifiedName();
        String reason = badInput ? reason(failure) : "internal error: " + failure;
        line.getErr().println(command + ": " + oneLine(reason));
        if (line.getParseResult().hasMatchedOption("--verbose")) {
            failure.printStackTrace(line.getErr());
        } else if (!badInput) {
            line.getErr().println(command + ": --verbose shows where");
        }
        return badInput ? BAD_INPUT : INTERNAL;
    }

    /** Names of the verbs of a command, as a list to read. */
    static String verbs(CommandSpec spec) {
        return spec.subcommands().entrySet().stream()
                .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }

    private static boolean isBadInput(Exception failure) {
        return failure instanceof IllegalArgumentException
                || failure instanceof ModelException
                || failure instanceof MenuException
                || failure instanceof StreamException
                || failure instanceof ToolException
                || failure instanceof IOException
                || failure instanceof UncheckedIOException;
    }

    private static String unmatchedReason(List<String> unmatched, CommandSpec spec, String other) {
        String first = unmatched.getFirst();
        if (first.startsWith("-")) {
            return "unknown option " + first;
        }
        if (!spec.subcommands().isEmpty()) {
            return "unknown verb " + first + ": expected one of " + verbs(spec);
        }
        return unmatched.isEmpty() ? other : "unexpected argument " + first;
    }

    /** The message of bad input; file system exceptions alone say no more than the path. */
    private static String reason(Exception failure) {
        return switch (failure) {
            case UncheckedIOException e when saysNoMore(e) -> reason(e.getCause());
            case NoSuchFileException e -> e.getFile() + ": no such file or folder";
            case AccessDeniedException e -> e.getFile() + ": permission denied";
            case FileAlreadyExistsException e -> e.getFile() + ": exists already";
            case DirectoryNotEmptyException e -> e.getFile() + ": folder is not empty";
            case NotDirectoryException e -> e.getFile() + ": expected a folder, got a file";
            case FileSystemException e -> e.getMessage();
            case FileNotFoundException e -> e.getMessage();
            case IOException e when e.getMessage() == null -> e.toString();
            default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
        };
    }

    /** Whether the message is only what its cause is printed as. */
    private static boolean saysNoMore(UncheckedIOException failure) {
        return failure.getMessage() == null
                || failure.getMessage().equals(String.valueOf(failure.getCause()));
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
