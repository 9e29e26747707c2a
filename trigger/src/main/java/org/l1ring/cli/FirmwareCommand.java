package org.l1ring.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.logging.Logger;
import org.l1ring.adders.AdderSearch;
import org.l1ring.asic.AsicOptions;
import org.l1ring.firmware.AsicFirmware;
import org.l1ring.firmware.FirmwareProject;
import org.l1ring.firmware.HlsFirmware;
import org.l1ring.project.FirmwareOptions;
import org.l1ring.rtl.PipelineOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The verb firmware: a project for an FPGA or for standard cells. */
@Command(
        name = "firmware",
        description = {
            "Writes a firmware project for a model or a menu: sources, test vectors, self-checking"
                    + " benches, scripts for simulators and synthesis, and a report.",
            "",
            "Verilog is fully pipelined: a crossing in every clock cycle, or in every N-th with"
                    + " --initiation-interval. Latency in cycles is exact; that the clock is met is"
                    + " the word of a delay model (docs/firmware.md). HLS C++ follows hls4ml's"
                    + " folders and compiles as plain C++ too.",
            "",
            "A menu becomes one design for all its algorithms or those of --algorithms, with the"
                    + " networks of --model. Its top module <name>_stream takes the words of one"
                    + " crossing after the other, keeps those of earlier crossings that some"
                    + " algorithm looks at, and gives a bit for each algorithm and the raw scores"
                    + " (docs/menu.md).",
            "",
            "--target asic gives a model in standard cells at the crossings' rate: protected"
                    + " registers, weights loaded over I2C (docs/asic.md)."
        },
        footer = {
            "",
            "Examples:",
            "  l1ring firmware model.json -o axol1tl && make -C axol1tl test",
            "  l1ring firmware model.json -o axol1tl --clock-mhz 360 --synthesize --prove",
            "  l1ring firmware model.json -o axol1tl-hls --language hls",
            "  l1ring firmware ECON_AE/3_eLinks/model.json -o econ --target asic",
            "  l1ring firmware menu.xml.gz -o gt --model AXOL1TL_v4/model.json --inputs vectors.txt",
            "  l1ring firmware menu.xml.gz -o muons --algorithms '0-60,L1_TripleMu.*'",
            "",
            "l1ring check MODEL --engines rtl,hls compares the firmware with given answers."
        })
final class FirmwareCommand implements Callable<Integer> {
    private static final Logger LOG = Logger.getLogger(FirmwareCommand.class.getName());

    @Mixin private CommonOptions common;

    @Spec private CommandSpec spec;

    @Mixin private FirmwareArguments arguments;

    @Mixin private AsicArguments asic;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            required = true,
            description = "Folder of the project; absent or empty.")
    private Path output;

    @Option(names = "--force", description = "Replace an earlier project.")
    private boolean force;

    @Option(
            names = "--target",
            paramLabel = "TARGET",
            defaultValue = "fpga",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Target target;

    @Option(
            names = "--language",
            paramLabel = "LANGUAGE",
            defaultValue = "verilog",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Language language;

    @Option(
            names = "--clock-mhz",
            paramLabel = "MHZ",
            description = "Clock of the pipeline (default: 240; asic: 40).")
    private Double clockMhz;

    @Option(
            names = "--part",
            paramLabel = "PART",
            defaultValue = FirmwareOptions.STANDARD_PART,
            description = "Device for the vendor's tools (default: ${DEFAULT-VALUE}).")
    private String part;

    @Option(
            names = "--sums",
            paramLabel = "FORM",
            defaultValue = "shared",
            description =
                    "How sums of products by constants are made: shared adders; separate, naive"
                            + " adders for comparison; multipliers, of DSP blocks"
                            + " (default: ${DEFAULT-VALUE}).")
    private FirmwareOptions.Sums sums;

    @Option(
            names = "--depth-slack",
            paramLabel = "LEVELS",
            defaultValue = "2",
            description =
                    "Levels of adders that a layer may have beyond the fewest, or free: more"
                            + " levels, fewer adders (default: ${DEFAULT-VALUE}).")
    private String depthSlack;

    @Option(
            names = "--dsp-bits",
            paramLabel = "BITS",
            defaultValue = "9",
            description =
                    "Products of two values go to DSP blocks when the narrower one has so many"
                            + " bits; 0 for all, 99 for none (default: ${DEFAULT-VALUE}).")
    private int dspBits;

    @Option(
            names = "--initiation-interval",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Clock cycles between crossings: with more than 1, sums take turns on shared"
                            + " logic, for models too large to unroll"
                            + " (default: ${DEFAULT-VALUE}).")
    private int interval;

    @Option(
            names = "--recurrent",
            paramLabel = "FORM",
            defaultValue = "unrolled",
            description =
                    "Recurrent layers: unrolled, a copy of the cell for each step, or sequential,"
                            + " one cell that takes one step after the other, with the interval"
                            + " between crossings that this takes (default: ${DEFAULT-VALUE}).")
    private FirmwareOptions.Recurrent recurrent;

    @Option(names = "--input-registers", description = "Register the inputs first: one cycle more.")
    private boolean inputRegisters;

    @Option(
            names = "--no-output-registers",
            description = "Leave the last stage without registers: one cycle less.")
    private boolean noOutputRegisters;

    @Option(
            names = "--synthesize",
            description =
                    "Count the cells of UltraScale+ with Yosys, beside them those of separate"
                            + " sums; minutes.")
    private boolean synthesize;

    @Option(
            names = "--prove",
            description =
                    "Prove with Yosys and z3 that no adder wraps and every sum is its weighted"
                            + " sum.")
    private boolean prove;

    /** What firmware is made for. */
    private enum Target {
        /** Field-programmable gate arrays. */
        FPGA,
        /** Standard cells. */
        ASIC;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What sources are written in. */
    private enum Language {
        /** Verilog-2001. */
        VERILOG,
        /** C++ for Vitis HLS. */
        HLS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() throws IOException {
        checkOptions();
        FirmwareOptions options =
                new FirmwareOptions(
                        new PipelineOptions(
                                clockMhz == null ? PipelineOptions.STANDARD_CLOCK_MHZ : clockMhz,
                                inputRegisters,
                                !noOutputRegisters,
                                dspBits,
                                interval),
                        sums,
                        slack(),
                        part,
                        recurrent);
        FirmwareArguments.Source source = arguments.read();
        List<String> report =
                target == Target.ASIC
                        ? cells(source)
                        : switch (language) {
                            case VERILOG ->
                                    new FirmwareProject(source.input(), options, LOG::info)
                                            .write(output, force, source.rows(), synthesize, prove);
                            case HLS ->
                                    HlsFirmware.write(
                                            source.input(), options, source.rows(), output, force);
                        };
        if (!common.quiet()) {
            PrintWriter out = spec.commandLine().getOut();
            report.forEach(out::println);
        }
        return 0;
    }

    private List<String> cells(FirmwareArguments.Source source) throws IOException {
        return AsicFirmware.write(
                source.input()
                        .model()
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "--target asic: expected a model, got a menu")),
                asic.options(clockMhz == null ? AsicOptions.STANDARD_CLOCK_MHZ : clockMhz),
                source.rows(),
                asic.second(),
                output,
                force);
    }

    private void checkOptions() {
        require(
                target == Target.ASIC || !asic.given(),
                "--weights, --protection, --liberty, --second-image: expected --target asic, got"
                        + " fpga");
        require(
                target == Target.FPGA || (language == Language.VERILOG && pipelineAsItComes()),
                "--target asic: expected no option of an FPGA's pipeline, got one; make synth and"
                        + " make sta in the project do the rest");
        boolean registers = inputRegisters || noOutputRegisters;
        require(
                language == Language.VERILOG || !(synthesize || prove || registers || interval > 1),
                "--synthesize, --prove, --initiation-interval, --input-registers,"
                        + " --no-output-registers: expected --language verilog, got hls");
        boolean loops = recurrent == FirmwareOptions.Recurrent.SEQUENTIAL;
        require(
                !loops || language == Language.VERILOG,
                "--recurrent sequential: expected --language verilog, got hls");
        require(
                !loops || interval == 1,
                "--recurrent sequential: expected no --initiation-interval, got "
                        + interval
                        + "; the steps decide it");
        require(dspBits >= 0, "--dsp-bits: expected 0 or more, got " + dspBits);
        require(
                interval <= 1 || !prove,
                "--prove: expected --initiation-interval 1, got "
                        + interval
                        + "; sums that take turns are shown by the benches");
    }

    private boolean pipelineAsItComes() {
        return !(synthesize || prove || inputRegisters || noOutputRegisters) && interval == 1;
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private int slack() {
        if (depthSlack.equals("free")) {
            return AdderSearch.FREE;
        }
        try {
            int levels = Integer.parseInt(depthSlack);
            if (levels >= 0) {
                return levels;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new ParameterException(
                spec.commandLine(),
                "--depth-slack: expected free or a number of levels, got '" + depthSlack + "'");
    }
}
