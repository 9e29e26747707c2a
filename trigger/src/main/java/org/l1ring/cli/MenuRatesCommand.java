package org.l1ring.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.l1ring.console.CountProgress;
import org.l1ring.feed.physics.Signal;
import org.l1ring.menu.Algorithm;
import org.l1ring.menu.CutScan;
import org.l1ring.menu.Menu;
import org.l1ring.menu.MenuCircuit;
import org.l1ring.menu.MenuException;
import org.l1ring.model.Model;
import org.l1ring.prescale.Masks;
import org.l1ring.prescale.PrescaleTable;
import org.l1ring.rates.CutChoice;
import org.l1ring.rates.OrbitStream;
import org.l1ring.rates.PileUpCurve;
import org.l1ring.rates.RateFiles;
import org.l1ring.rates.RateReport;
import org.l1ring.rates.RateStudy;
import org.l1ring.rates.RateText;
import org.l1ring.rates.SignalEfficiency;
import org.l1ring.report.BuildInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verb menu rates: how often a menu's algorithms fire. */
@Command(
        name = "rates",
        description = {
            "Counts a menu's algorithms over the simulated feed or recorded crossings: total, pure"
                    + " and proportional rate in kHz by prescale column, overlaps, rates against"
                    + " pile-up, efficiencies for signals, thresholds for wanted rates.",
            "",
            "docs/rates.md defines the figures and the formats of prescale tables and masks."
        },
        footer = {
            "",
            "Examples:",
            "  l1ring menu rates menu.xml.gz -o rates",
            "  l1ring menu rates menu.xml --prescales table.csv --column 2p0E34 --masks finor.xml",
            "  l1ring menu rates menu.xml --pile-ups 20,30,40,50,60 --signal all -o rates",
            "  l1ring menu rates menu.xml --threshold L1_SingleMu22:10 --orbits 1000",
            "  l1ring menu rates menu.xml --source vectors.txt.gz --model AXOL1TL_v4/model.json"
        })
final class MenuRatesCommand implements Callable<Integer> {
    private static final int MOST_WORKERS = 64;

    @Mixin private CommonOptions common;
    @Mixin private MenuFile file;
    @Mixin private RatesArguments arguments;
    @Spec private CommandSpec spec;

    @Option(
            names = "--prescales",
            paramLabel = "FILE",
            description =
                    "Prescale table: CSV or the run settings' XML (default: nothing prescaled).")
    private Path prescaleFile;

    @Option(
            names = "--column",
            arity = "1..*",
            paramLabel = "NAME",
            description = "Columns of the prescale table (default: all of them).")
    private List<String> columnNames = List.of();

    @Option(
            names = "--masks",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Run settings with FINOR, veto and crossing masks.")
    private List<Path> maskFiles = List.of();

    @Option(
            names = "--threshold",
            arity = "1..*",
            paramLabel = "SEED:KHZ",
            description =
                    "The lowest threshold of a seed (name or index) of one object or score whose"
                            + " rate does not exceed so many kHz.")
    private List<String> wanted = List.of();

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Threads that evaluate (default: the number of processors).")
    private Integer workers;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description =
                    "Folder for rates.csv, overlap.csv, pileup.csv, efficiency.csv, rates.json and"
                            + " rates.html.")
    private Path output;

    @Override
    public Integer call() throws Exception {
        arguments.check(spec);
        List<Model> models = file.models();
        Menu menu = file.menu();
        MenuCircuit circuit =
                arguments.simulated()
                        ? MenuCircuit.withoutExternals(menu, models)
                        : MenuCircuit.of(menu, models);
        List<RateStudy.Column> columns = columns(menu, circuit);
        List<Double> targets = new ArrayList<>();
        List<CutScan> scans = new ArrayList<>();
        for (String text : wanted) {
            int colon = text.lastIndexOf(':');
            targets.add(target(text, colon));
            scans.add(CutScan.of(menu, seed(menu, text.substring(0, colon)), models));
        }
        try (OrbitStream stream = arguments.stream()) {
            if (stream.orbits() == 0) {
                throw new IllegalArgumentException(
                        stream.description()
                                + ": expected an orbit or more, got none; give crossings to count");
            }
            Callable<Integer> work =
                    () -> {
                        publish(count(circuit, columns, scans, targets, stream));
                        return 0;
                    };
            return output == null ? work.call() : OutputFolder.with(output, work);
        }
    }

    private void publish(RateReport report) {
        PrintWriter out = spec.commandLine().getOut();
        RateText.print(report, out);
        if (output != null) {
            out.println();
            RateFiles.write(report, output).forEach(written -> out.println("wrote " + written));
        }
    }

    private List<RateStudy.Column> columns(Menu menu, MenuCircuit circuit) {
        if (prescaleFile == null && !columnNames.isEmpty()) {
            throw new IllegalArgumentException(
                    "--column: expected a prescale table that has it, got none; add --prescales");
        }
        PrescaleTable table =
                prescaleFile == null
                        ? PrescaleTable.none(menu)
                        : PrescaleTable.read(prescaleFile, menu);
        Masks masks = Masks.read(maskFiles, menu);
        List<String> names = columnNames.isEmpty() ? table.columns() : columnNames;
        return names.stream()
                .distinct()
                .map(name ->
                        new RateStudy.Column(name, table.setup(name, masks, circuit.algorithms())))
                .toList();
    }

    private static double target(String text, int colon) {
        try {
            double target = Double.parseDouble(text.substring(colon + 1));
            if (colon > 0 && target > 0 && Double.isFinite(target)) {
                return target;
            }
        } catch (NumberFormatException e) {
            // Reported below, as numbers outside the range are.
        }
        throw new IllegalArgumentException(
                "--threshold: expected SEED:KHZ with a rate above 0, got \"%s\"; write for example L1_SingleMu22:10"
                        .formatted(text));
    }

    private static Algorithm seed(Menu menu, String text) {
        return menu.algorithms().stream()
                .filter(entry ->
                        entry.name().equals(text) || Integer.toString(entry.index()).equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new MenuException(
                                "--threshold",
                                "expected a seed of the menu %s, got %s, which it does not have; %s"
                                        .formatted(menu.name(), text, "correct its name")));
    }

    private RateReport count(
            MenuCircuit circuit,
            List<RateStudy.Column> columns,
            List<CutScan> scans,
            List<Double> targets,
            OrbitStream stream) {
        long planned =
                stream.orbits()
                        + arguments.pileUps().size() * arguments.orbits()
                        + arguments.signals().size() * arguments.signalOrbits();
        PrintWriter err = spec.commandLine().getErr();
        try (CountProgress progress = new CountProgress("orbits", planned, err, common.quiet())) {
            RateStudy study = new RateStudy(circuit, columns, scans, threads(), progress::at);
            RateStudy.Counted counted = study.rates(stream);
            List<CutChoice> cuts = new ArrayList<>();
            for (int i = 0; i < targets.size(); i++) {
                cuts.add(counted.spectra().get(i).choice(targets.get(i), counted.crossings()));
            }
            List<PileUpCurve> curves =
                    arguments.pileUps().isEmpty()
                            ? List.of()
                            : study.pileUps(
                                    arguments.options(), arguments.pileUps(), arguments.orbits());
            List<SignalEfficiency> efficiencies = new ArrayList<>();
            for (Signal signal : arguments.signals()) {
                efficiencies.addAll(
                        study.signal(arguments.options(), signal, arguments.signalOrbits()));
            }
            return new RateReport(
                    circuit,
                    stream.description(),
                    counted.crossings(),
                    counted.externals(),
                    counted.columns(),
                    counted.overlaps(),
                    curves,
                    efficiencies,
                    cuts,
                    CommandText.of(spec),
                    BuildInfo.current());
        }
    }

    private int threads() {
        int processors = Runtime.getRuntime().availableProcessors();
        int threads = workers != null ? workers : Math.min(MOST_WORKERS, processors);
        if (threads < 1 || threads > MOST_WORKERS) {
            throw new IllegalArgumentException(
                    "--workers: expected 1 to %d, got %d; correct it"
                            .formatted(MOST_WORKERS, threads));
        }
        return threads;
    }
}
