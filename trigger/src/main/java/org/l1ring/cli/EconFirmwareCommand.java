package org.l1ring.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Logger;
import org.l1ring.concentrator.ChainFirmware;
import org.l1ring.firmware.FirmwareProject;
import org.l1ring.project.FirmwareOptions;
import org.l1ring.rtl.PipelineOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The verb econ firmware: the chain as a Verilog project. */
@Command(
        name = "firmware",
        description = {
            "Writes the ECON-T chain as a Verilog project: from the 48 codes of a crossing and its"
                    + " number to the words of the links, a crossing in every clock cycle.",
            "",
            "Behind threshold sum comes the buffer; its top module is econ_threshold_links. Test"
                    + " vectors are crossings of a simulated module with the words that the Java"
                    + " classes make of them, a frame's or the buffer's."
        },
        footer = {
            "",
            "Examples:",
            "  l1ring econ firmware --algorithm threshold --links 3 -o chip && make -C chip test",
            "  l1ring econ firmware --algorithm stc4-9 --links 4 --synthesize -o stc",
            "  l1ring econ firmware --algorithm autoencoder --links 3 --model encoder.json -o ae",
        })
final class EconFirmwareCommand implements Callable<Integer> {
    private static final Logger LOG = Logger.getLogger(EconFirmwareCommand.class.getName());

    /** More would not fit into memory. */
    private static final int MOST_ROWS = 1_000_000;

    @Mixin private CommonOptions common;
    @Mixin private EconChainArguments chain;
    @Mixin private EconModuleArguments simulated;
    @Spec private CommandSpec spec;

    @Option(names = "--model", paramLabel = "FILE", description = "The encoder, a model file.")
    private Path model;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            required = true,
            description = "Folder of the project; absent or empty.")
    private Path output;

    @Option(names = "--force", description = "Replace an earlier project.")
    private boolean force;

    @Option(
            names = "--clock-mhz",
            paramLabel = "MHZ",
            defaultValue = "" + PipelineOptions.STANDARD_CLOCK_MHZ,
            description = "Clock of the pipeline (default: ${DEFAULT-VALUE}).")
    private double clockMhz;

    @Option(
            names = "--part",
            paramLabel = "PART",
            defaultValue = FirmwareOptions.STANDARD_PART,
            description = "Device for the vendor's tools (default: ${DEFAULT-VALUE}).")
    private String part;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Crossings in the test vectors (default: ${DEFAULT-VALUE}).")
    private int rows;

    @Option(
            names = "--synthesize",
            description =
                    "Count the cells of UltraScale+ with Yosys, beside them those of separate"
                            + " sums; minutes.")
    private boolean synthesize;

    @Override
    public Integer call() throws IOException {
        require(
                rows >= 1 && rows <= MOST_ROWS,
                "--rows: expected 1 to %d, got %d".formatted(MOST_ROWS, rows));
        FirmwareOptions standard = FirmwareOptions.standard();
        FirmwareOptions options =
                new FirmwareOptions(
                        new PipelineOptions(
                                clockMhz, false, true, PipelineOptions.STANDARD_DSP_BITS, 1),
                        standard.sums(),
                        standard.depthSlack(),
                        part);
        ChainFirmware firmware =
                ChainFirmware.of(chain.options(), Optional.ofNullable(model).map(ModelFile::read));
        List<String> report =
                new FirmwareProject(firmware.input(), options, LOG::info)
                        .write(
                                output,
                                force,
                                firmware.rows(
                                        rows,
                                        simulated.seed(),
                                        simulated.pileUp(),
                                        simulated.showers()),
                                synthesize,
                                false);
        if (!common.quiet()) {
            PrintWriter out = spec.commandLine().getOut();
            report.forEach(out::println);
        }
        return 0;
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
