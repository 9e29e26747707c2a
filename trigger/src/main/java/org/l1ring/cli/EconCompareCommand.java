package org.l1ring.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.l1ring.console.CountProgress;
import org.l1ring.model.Model;
import org.l1ring.quality.Comparison;
import org.l1ring.quality.ComparisonFiles;
import org.l1ring.quality.ComparisonOptions;
import org.l1ring.quality.ComparisonReport;
import org.l1ring.quality.ComparisonText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verb econ compare: what is left of a module's energy at equal numbers of links. */
@Command(
        name = "compare",
        description = {
            "Sends generated crossings of a calorimeter module through the ECON-T chip's algorithms"
                    + " on equal numbers of links, and compares what receivers make of them: Energy"
                    + " Mover's Distance, energy bias and resolution, links used, crossings lost.",
            "",
            "docs/econ.md defines the figures."
        },
        footer = {
            "",
            "Examples:",
            "  l1ring econ compare -o quality",
            "  l1ring econ compare --links 3,5 --model 3=ECON_AE/3_eLinks/model.json"
                    + " 5=ECON_AE/5_eLinks/model.json --crossings 20000 -o quality"
        })
final class EconCompareCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;
    @Spec private CommandSpec spec;

    @Option(
            names = "--links",
            split = ",",
            paramLabel = "N",
            defaultValue = "1,2,3,4,5",
            description = "Numbers of links, 1 to 13 (default: ${DEFAULT-VALUE}).")
    private List<Integer> links;

    @Option(
            names = "--model",
            arity = "1..*",
            paramLabel = "LINKS=FILE",
            description =
                    "Encoder of the autoencoder for a number of links (default: none, and no"
                            + " autoencoder).")
    private List<String> models = List.of();

    @Option(
            names = "--crossings",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Crossings to send (default: ${DEFAULT-VALUE}).")
    private int crossings;

    @Option(
            names = "--pile-up",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "Mean number of pile-up deposits in a crossing of the module, 0 to 100 (default:"
                            + " ${DEFAULT-VALUE}).")
    private double pileUp;

    @Option(
            names = "--showers",
            paramLabel = "N",
            defaultValue = "0.2",
            description =
                    "Mean number of showers in a crossing of the module, 0 to 10 (default:"
                            + " ${DEFAULT-VALUE}).")
    private double showers;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description =
                    "Seed of all crossings; the same seed gives the same figures (default:"
                            + " ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--training",
            paramLabel = "N",
            defaultValue = "20000",
            description =
                    "Other crossings on which a decoder is fitted for each encoder (default:"
                            + " ${DEFAULT-VALUE}).")
    private int training;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Folder for compare.csv, compare.json and compare.html.")
    private Path output;

    @Override
    public Integer call() throws Exception {
        ComparisonOptions options =
                new ComparisonOptions(
                        links, encoders(), crossings, pileUp, showers, seed, training);
        Callable<Integer> work =
                () -> {
                    publish(compare(new Comparison(options)));
                    return 0;
                };
        return output == null ? work.call() : OutputFolder.with(output, work);
    }

    private Map<Integer, Model> encoders() {
        Map<Integer, Model> encoders = new TreeMap<>();
        for (String text : models) {
            int equals = text.indexOf('=');
            int number = number(text, equals);
            Path file = Path.of(text.substring(equals + 1));
            if (encoders.put(number, ModelFile.read(file)) != null) {
                throw new IllegalArgumentException(
                        "--model: expected one encoder for each number of links, got two for %d; leave one out"
                                .formatted(number));
            }
        }
        return encoders;
    }

    private static int number(String text, int equals) {
        try {
            return Integer.parseInt(text.substring(0, Math.max(equals, 0)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "--model: expected LINKS=FILE, got \"%s\"; write for example 3=model.json"
                            .formatted(text),
                    e);
        }
    }

    private ComparisonReport compare(Comparison comparison) {
        PrintWriter err = spec.commandLine().getErr();
        long fitting = comparison.fittingCrossings();
        try (CountProgress progress =
                new CountProgress("crossings of fits", fitting, err, common.quiet())) {
            comparison.fit(progress::at);
        }
        try (CountProgress progress =
                new CountProgress("crossings", crossings, err, common.quiet())) {
            return comparison.run(progress::at);
        }
    }

    private void publish(ComparisonReport report) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(ComparisonFiles.json(report));
        } else {
            ComparisonText.print(report, out);
        }
        if (output != null) {
            List<Path> files = ComparisonFiles.write(report, CommandText.of(spec), output);
            if (!json && !common.quiet()) {
                out.println();
                files.forEach(file -> out.println("wrote " + file));
            }
        }
    }
}
