package org.l1ring.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.l1ring.check.ConversionCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb check-fixed: a table of fixed-point conversions. */
@Command(
        name = "check-fixed",
        description = {
            "Converts each row of a table of fixed-point conversions and compares the answers.",
            "",
            "Columns, below a header line: source signed (1 or 0), width, integer bits; the same"
                    + " three of the destination; quantization (TRN, RND_CONV, ...); overflow"
                    + " (WRAP, SAT, ...); saturation bits; raw input; raw output. A raw integer"
                    + " stands for raw * 2^-(width - integer bits)."
        },
        footer = {
            "",
            "Example:",
            "  l1ring check-fixed conversions.csv.gz",
            "",
            "Prints 'N of N' and exits with 0 if all agree, with 1 if any differs."
        })
final class CheckFixedCommand implements Callable<Integer> {

    @Mixin private CommonOptions common;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "CSV table, plain or gzip.")
    private Path file;

    @Override
    public Integer call() throws Exception {
        ConversionCheck.Result result = ConversionCheck.check(file);
        PrintWriter out = spec.commandLine().getOut();
        out.println(result.right() + " of " + result.rows());
        if (!common.quiet()) {
            result.first().ifPresent(text -> out.println("first difference: " + text));
        }
        return result.first().isEmpty() ? 0 : Failures.DIFFERENCES;
    }
}
