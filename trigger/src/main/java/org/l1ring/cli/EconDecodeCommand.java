package org.l1ring.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.l1ring.concentrator.LinkTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb econ decode: what a receiver makes of link words. */
@Command(
        name = "decode",
        description = {
            "Prints the crossings of a file of link words as CSV.",
            "Columns: orbit, bunch crossing, truncation (none, overflow, early), module sum, then"
                    + " the charges of 48 cells, or 16 latent values."
        },
        footer = {"", "Example:", "  l1ring econ decode words.l1lw"})
final class EconDecodeCommand implements Callable<Integer> {
    @Mixin private CommonOptions unusedCommon;
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "File that econ run -o has written.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        LinkTable.print(file, out);
        out.flush();
        return 0;
    }
}
