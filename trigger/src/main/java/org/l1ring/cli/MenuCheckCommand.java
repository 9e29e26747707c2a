package org.l1ring.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.l1ring.console.CountProgress;
import org.l1ring.kernel.Engine;
import org.l1ring.menu.Algorithm;
import org.l1ring.menu.MenuCheck;
import org.l1ring.menu.MenuCircuit;
import org.l1ring.menu.TestVectors;
import org.l1ring.model.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verb menu check: a menu's bits against those of test vectors. */
@Command(
        name = "check",
        description = {
            "Computes every algorithm of a menu over test vectors and compares each bit.",
            "",
            "The menu is the XML of the trigger menu editor, grammars 0.2 to 0.13. The vectors are"
                    + " the Global Trigger's text files, 48 columns (2015, 2016) or 60, a crossing a"
                    + " line, an orbit a file. All files may be gzip.",
            "",
            "Algorithms whose inputs the vectors lack (CICADA, ZDC, ADT), or whose network is not"
                    + " loaded (AXO, TOPO), are listed with the reason and not compared. A network"
                    + " must be of the version that the menu names: AXO with MODEL v4 is AXOL1TL_v4."
        },
        footer = {
            "",
            "Examples:",
            "  l1ring menu check menu.xml.gz --vectors vectors.txt.gz",
            "  l1ring menu check menu.xml --vectors a.txt b.txt --model AXOL1TL_v4/model.json",
            "  l1ring menu check menu.xml --vectors a.txt --ignore 494,495 --json",
            "",
            "Exits with 0 if no bit is wrong, else with 1."
        })
final class MenuCheckCommand implements Callable<Integer> {

    @Mixin private CommonOptions common;
    @Mixin private MenuFile file;

    @Spec private CommandSpec spec;

    @Option(
            names = "--vectors",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "Test vectors with the expected algorithm bits.")
    private List<Path> vectorFiles;

    @Option(
            names = "--ignore",
            split = ",",
            paramLabel = "BIT",
            description = "Indices of algorithms that are not compared.")
    private List<Integer> ignored = List.of();

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "vector",
            description = "vector, loops, scalar or interpreter (default: ${DEFAULT-VALUE}).")
    private String engine;

    @Option(
            names = "--json",
            description =
                    "Print {evaluated, notEvaluated: [{index, reason}], wrong: [{index,"
                            + " crossings}]}.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Set<Integer> skipped = new TreeSet<>(ignored);
        for (int index : skipped) {
            if (index < 0 || index >= Algorithm.BITS) {
                throw new IllegalArgumentException(
                        "--ignore: expected indices from 0 to 511, got " + index + "; correct it");
            }
        }
        List<Model> models = file.models();
        MenuCircuit circuit = MenuCircuit.of(file.menu(), models);
        List<TestVectors> vectors = vectorFiles.stream().map(TestVectors::read).toList();
        MenuCheck check = check(circuit, skipped);
        int crossings = vectors.stream().mapToInt(TestVectors::crossings).sum();
        PrintWriter err = spec.commandLine().getErr();
        try (CountProgress progress =
                new CountProgress("crossings", crossings, err, common.quiet())) {
            int before = 0;
            for (TestVectors file : vectors) {
                int start = before;
                check.compare(file, done -> progress.at((long) start + done));
                before += file.crossings();
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(toJson(circuit, check.wrong()));
        } else {
            print(circuit, check.wrong(), crossings, out);
        }
        return check.wrong().isEmpty() ? 0 : Failures.DIFFERENCES;
    }

    private MenuCheck check(MenuCircuit circuit, Set<Integer> skipped) {
        if (engine.equals("interpreter")) {
            return new MenuCheck(circuit, skipped);
        }
        for (Engine one : Engine.values()) {
            if (engine.equals(one.name().toLowerCase(Locale.ROOT))) {
                return new MenuCheck(circuit, skipped, one);
            }
        }
        throw new IllegalArgumentException(
                "--engine: expected vector, loops, scalar or interpreter, got " + engine);
    }

    private void print(
            MenuCircuit circuit, List<MenuCheck.Wrong> wrong, int crossings, PrintWriter out) {
        out.printf(
                "%s: %,d crossings, %d algorithms evaluated, %d not evaluated, %d wrong%n",
                circuit.menu().name(),
                crossings,
                circuit.algorithms().size(),
                circuit.notEvaluated().size(),
                wrong.size());
        if (!common.quiet()) {
            for (MenuCircuit.NotEvaluated entry : circuit.notEvaluated()) {
                out.printf(
                        "  not evaluated: %d %s: %s%n",
                        entry.algorithm().index(), entry.algorithm().name(), entry.reason());
            }
        }
        for (MenuCheck.Wrong entry : wrong) {
            out.printf(
                    "  wrong: %d %s: %,d crossings, %,d of them set in the vectors; first: %s%n",
                    entry.index(), entry.name(), entry.crossings(), entry.missing(), entry.first());
        }
    }

    private static String toJson(MenuCircuit circuit, List<MenuCheck.Wrong> wrong)
            throws IOException {
        JsonMapper mapper = JsonMapper.builder().build();
        ObjectNode root = mapper.createObjectNode();
        root.put("evaluated", circuit.algorithms().size());
        ArrayNode notEvaluated = root.putArray("notEvaluated");
        for (MenuCircuit.NotEvaluated entry : circuit.notEvaluated()) {
            notEvaluated
                    .addObject()
                    .put("index", entry.algorithm().index())
                    .put("reason", entry.reason());
        }
        ArrayNode differences = root.putArray("wrong");
        for (MenuCheck.Wrong entry : wrong) {
            differences.addObject().put("index", entry.index()).put("crossings", entry.crossings());
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }
}
