package org.l1ring.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Logger;
import org.l1ring.console.CountProgress;
import org.l1ring.frame.TextFile;
import org.l1ring.power.PowerAnalysis;
import org.l1ring.power.PowerReport;
import org.l1ring.power.StaComparison;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb power: figures of a synthesised design, power from a simulation of its gates. */
@Command(
        name = "power",
        description = {
            "Simulates the mapped netlist of a project of firmware --target asic with the project's"
                    + " crossings, compares every result, and computes power and energy an"
                    + " inference from the toggles and the cell library.",
            "",
            "The folder needs make synth sta first. The report is also written to power.json in"
                    + " it. Wires, a clock tree and pulses within a clock cycle are not counted"
                    + " (docs/asic.md). Exit code 1: a result was wrong, or --check-sta found more"
                    + " than 10 %% between the tools."
        },
        footer = {
            "",
            "Examples:",
            "  l1ring power econ",
            "  l1ring power econ --check-sta --activity 0.2",
            "  l1ring power econ --crossings 64000 --json"
        })
final class PowerCommand implements Callable<Integer> {
    private static final Logger LOG = Logger.getLogger(PowerCommand.class.getName());

    @Mixin private CommonOptions common;
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder of the project.")
    private Path folder;

    @Option(
            names = "--crossings",
            paramLabel = "N",
            defaultValue = "4096",
            description =
                    "Crossings to simulate, 64 side by side; the project's rows, again and again"
                            + " (default: ${DEFAULT-VALUE}).")
    private int crossings;

    @Option(
            names = "--check-sta",
            description = "Run OpenSTA, too, and compare with every net equally active.")
    private boolean check;

    @Option(
            names = "--activity",
            paramLabel = "A",
            defaultValue = "0.1",
            description =
                    "Of --check-sta: toggles of a net a clock cycle (default: ${DEFAULT-VALUE}).")
    private double activity;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (!(activity > 0 && activity <= 2)) {
            throw new ParameterException(
                    spec.commandLine(), "--activity: expected above 0 to 2, got " + activity);
        }
        PowerAnalysis analysis = PowerAnalysis.read(folder, LOG::info);
        PowerReport report = measure(analysis);
        Optional<StaComparison> comparison =
                check ? Optional.of(analysis.compare(activity)) : Optional.empty();
        String text = report.json(comparison);
        TextFile.write(folder.resolve("power.json"), text);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(text);
            out.flush();
        } else {
            report.lines(comparison).forEach(out::println);
        }
        boolean right =
                report.mismatches() == 0 && comparison.map(StaComparison::agrees).orElse(true);
        return right ? 0 : Failures.DIFFERENCES;
    }

    private PowerReport measure(PowerAnalysis analysis) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        try (CountProgress progress =
                new CountProgress("crossings", crossings, err, common.quiet())) {
            return analysis.measure(crossings, progress::at);
        }
    }
}
