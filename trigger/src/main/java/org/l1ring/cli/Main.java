package org.l1ring.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/**
 * The l1ring command: reads the verb and its options, runs it and turns its outcome into an exit
 * code.
 *
 * <p>Exit codes: 0 done, 1 a check found differences, 2 bad usage or input (one line on standard
 * error), 3 an internal error.
 */
@Command(
        name = "l1ring",
        description = "A collider Level-1 trigger in software.",
        synopsisSubcommandLabel = "VERB",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        commandListHeading = "%nVerbs:%n",
        subcommands = {
            RunCommand.class,
            TrainCommand.class,
            CheckCommand.class,
            CheckFixedCommand.class,
            PredictCommand.class,
            InspectCommand.class,
            ImportCommand.class,
            FeedCommand.class,
            BrokerCommand.class,
            DumpCommand.class,
            MenuCommand.class,
            FirmwareCommand.class,
            ImageCommand.class,
            PowerCommand.class,
            UpsetCommand.class,
            EconCommand.class,
            AddersCommand.class
        },
        footer = {
            "",
            "The launcher itself runs:",
            "  test [MAVEN OPTIONS]   The test suite; installs what it needs where it may.",
            "  bench [--quick]        The JMH benchmarks.",
            "",
            "Exit codes: 0 done, 1 differences found, 2 bad usage or input, 3 internal error."
        })
public final class Main implements Callable<Integer> {

    @Spec private CommandSpec spec;

    private Main() {}

    /**
     * Runs one verb and exits with its code.
     *
     * @param arguments verb, options and files as typed
     */
    public static void main(String[] arguments) {
        StandardError.useLauncherDescriptor();
        // Numbers look the same everywhere.
        Locale.setDefault(Locale.ROOT);
        int code;
        try {
            code = commandLine().execute(arguments);
        } catch (Error e) {
            System.err.println("l1ring: internal error: " + e);
            code = Failures.INTERNAL;
        }
        System.out.flush();
        System.exit(code);
    }

    /** The command with its verbs and the handlers that make exit codes. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        IExecutionStrategy runLast = new RunLast();
        line.setExecutionStrategy(parsed -> {
            setLogLevel(parsed);
            return runLast.execute(parsed);
        });
        line.setParameterExceptionHandler(Failures::usage);
        line.setExecutionExceptionHandler(Failures::execution);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedOptionsAllowed(false);
        return line;
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "no verb: expected one of " + Failures.verbs(spec));
    }

    private static void setLogLevel(ParseResult parsed) {
        ParseResult verb = parsed;
        while (verb.hasSubcommand()) {
            verb = verb.subcommand();
        }
        Level level = Level.INFO;
        if (verb.hasMatchedOption("--quiet")) {
            level = Level.WARNING;
        }
        if (verb.hasMatchedOption("--verbose")) {
            level = Level.FINE;
        }
        Logs.start(level, verb.commandSpec().commandLine().getErr());
    }
}
