package org.l1ring.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.l1ring.decision.DeadTime;
import org.l1ring.decision.DecisionSetup.Gap;
import org.l1ring.run.MenuSelection;
import picocli.CommandLine.Option;

/** The options that say which menu decides, and how its bits become accepts. */
final class MenuArguments {
    private static final String OWN = "own";

    @Option(
            names = "--menu",
            paramLabel = "FILE",
            description =
                    "Trigger menu whose algorithms decide; own is the project's own (the default"
                            + " where no model is chosen).")
    private Path file;

    @Option(
            names = "--prescales",
            paramLabel = "FILE",
            description = "Prescale table of the menu: CSV or run settings (default: none).")
    private Path prescales;

    @Option(
            names = "--column",
            paramLabel = "NAME",
            description = "Column of the prescale table (default: its only one).")
    private String column;

    @Option(
            names = "--masks",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Run settings with FINOR, veto and crossing masks.")
    private List<Path> masks = List.of();

    @Option(
            names = "--dead-time",
            paramLabel = "LIST",
            description =
                    "What vetoes accepts after others: cms (1in3,2in25,3in100,4in240), none, or a"
                            + " list of NinM (N accepts in M crossings), simpleN and complexN/M"
                            + " (default: cms).")
    private String deadTime;

    @Option(
            names = "--calibration",
            paramLabel = "FIRST:LENGTH",
            description = "Crossings of the orbit in which no algorithm is looked at.")
    private String calibration;

    @Option(names = "--repeat", description = "Begin a recorded stream of a menu again at its end.")
    private boolean repeat;

    /** Whether a menu was chosen. */
    boolean given() {
        return file != null;
    }

    /** Whether a file begins again at its end. */
    boolean repeat() {
        return repeat;
    }

    /** Refuses options of menus where a model decides. */
    void requireNone() {
        if (prescales != null
                || column != null
                || !masks.isEmpty()
                || deadTime != null
                || calibration != null
                || repeat) {
            throw new IllegalArgumentException(
                    "--prescales, --column, --masks, --dead-time, --calibration, --repeat: expected"
                            + " a menu that they are for, got a model; add --menu");
        }
    }

    /** What was chosen. */
    MenuSelection selection(List<Path> models) {
        if (column != null && prescales == null) {
            throw new IllegalArgumentException(
                    "--column: expected a prescale table that has it, got none; add --prescales");
        }
        boolean own = file == null || file.toString().equals(OWN);
        return new MenuSelection(
                own ? Optional.empty() : Optional.of(file),
                models,
                Optional.ofNullable(prescales),
                Optional.ofNullable(column),
                masks,
                DeadTime.parse(deadTime == null ? "cms" : deadTime),
                calibration == null ? Gap.NONE : gap(calibration));
    }

    private static Gap gap(String text) {
        Matcher parts = Pattern.compile("(\\d{1,4}):(\\d{1,4})").matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "--calibration: expected FIRST:LENGTH in crossings, got \"%s\"; write for example 3490:40"
                            .formatted(text));
        }
        return new Gap(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    }
}
