package org.l1ring.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import java.util.logging.Logger;
import org.l1ring.console.CountProgress;
import org.l1ring.firmware.UpsetProject;
import org.l1ring.firmware.UpsetReport;
import org.l1ring.firmware.UpsetStudy;
import org.l1ring.frame.TextFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb upset: flips in the registers of a design of standard cells. */
@Command(
        name = "upset",
        description = {
            "Flips registers of a design of standard cells in Verilator, one at a time, while"
                    + " crossings stream and weights change over I2C, and compares every clock"
                    + " cycle with the same design without flips.",
            "",
            "A design with protection gets two controls that must fail: the same bit of two"
                    + " replicas at once, and single flips in the same design without protection."
                    + " Exit code 1: a protected design was wrong or did not heal, or a control"
                    + " found nothing.",
            "",
            "Tables go to standard output, all counts to DIR/upset.json, benches to DIR/build."
                    + " Logic between registers is not flipped (docs/asic.md)."
        },
        footer = {
            "",
            "Examples:",
            "  l1ring firmware ECON_AE/3_eLinks/model.json -o econ --target asic",
            "  l1ring upset econ --flips 1000000",
            "  l1ring upset econ --seed 2 --json"
        })
final class UpsetCommand implements Callable<Integer> {
    private static final Logger LOG = Logger.getLogger(UpsetCommand.class.getName());
    private static final long MOST_FLIPS = 1_000_000_000_000L;

    @Mixin private CommonOptions common;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Project of firmware --target asic.")
    private Path folder;

    @Option(
            names = "--flips",
            paramLabel = "N",
            defaultValue = "100000",
            description =
                    "Single flips: every flip-flop once in a seeded order, then in another order"
                            + " (default: ${DEFAULT-VALUE}). Controls have at most 10,000, and"
                            + " one for each voter.")
    private long flips;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the order of flips (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (flips < 1 || flips > MOST_FLIPS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--flips: expected 1 to %d, got %d".formatted(MOST_FLIPS, flips));
        }
        UpsetProject project = UpsetProject.read(folder);
        UpsetReport report;
        try (Progress progress = new Progress()) {
            UpsetStudy study = new UpsetStudy(project, flips, seed, progress);
            report = new UpsetReport(project, seed, study.run());
        }
        Path file = folder.resolve("upset.json");
        TextFile.write(file, report.json());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(report.json());
        } else {
            report.lines().forEach(out::println);
            if (!common.quiet()) {
                out.println("counts       " + file);
            }
        }
        out.flush();
        return report.failures().isEmpty() ? 0 : Failures.DIFFERENCES;
    }

    /** Steps as lines, flips as a count. */
    private final class Progress implements UpsetStudy.Watch, AutoCloseable {
        private CountProgress count = of(0);

        private CountProgress of(long planned) {
            return new CountProgress("flips", planned, spec.commandLine().getErr(), common.quiet());
        }

        @Override
        public void step(String what) {
            count.close();
            LOG.info(what);
        }

        @Override
        public LongConsumer flips(long planned) {
            count = of(planned);
            return count::at;
        }

        @Override
        public void close() {
            count.close();
        }
    }
}
