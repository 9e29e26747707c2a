package org.l1ring.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.l1ring.inspect.InspectionJson;
import org.l1ring.inspect.InspectionText;
import org.l1ring.inspect.ModelInspection;
import org.l1ring.lower.Lowering;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb inspect: what a model is made of and what it costs. */
@Command(
        name = "inspect",
        description = {
            "Prints a model's layers, types, ranges and cost.",
            "",
            "The worst case is the number of bits that a layer's widest value needs before its"
                    + " final cast, over every possible input: beyond the bits of its type it may"
                    + " wrap or saturate. Products count non-zero weights. The digest is the"
                    + " SHA-256 of the circuit text; everything made from the model carries it."
        },
        footer = {
            "",
            "Examples:",
            "  l1ring inspect model.json",
            "  l1ring inspect model.json --circuit | sha256sum"
        })
final class InspectCommand implements Callable<Integer> {

    @Mixin private CommonOptions unusedCommon;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "Model file.")
    private Path file;

    @ArgGroup private Form form = new Form();

    /** What to print instead of the summary. */
    private static final class Form {
        @Option(names = "--json", description = "Print the summary as JSON.")
        private boolean json;

        @Option(
                names = "--circuit",
                description = "Print the circuit's canonical text, one step a line.")
        private boolean circuit;

        @Option(names = "--plan", description = "Print the kernel's loops, in order.")
        private boolean plan;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (form.circuit) {
            Lowering.lower(ModelFile.read(file)).print(line -> out.print(line + "\n"));
            out.flush();
            return 0;
        }
        ModelInspection inspection = new ModelInspection(ModelFile.read(file));
        if (form.plan) {
            inspection.plan().forEach(out::println);
        } else if (form.json) {
            out.println(InspectionJson.text(inspection));
        } else {
            InspectionText.lines(inspection).forEach(out::println);
        }
        return 0;
    }
}
