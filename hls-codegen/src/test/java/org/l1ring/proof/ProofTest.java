package org.l1ring.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.adders.ExpandSums;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.RandomCircuits;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.lower.Lowering;
import org.l1ring.model.ModelReader;
import org.l1ring.rtl.DelayModel;
import org.l1ring.rtl.Pipeline;
import org.l1ring.rtl.PipelineEmitter;
import org.l1ring.rtl.PipelineOptions;
import org.l1ring.rtl.VerilogEmitter;
import org.l1ring.tool.Program;
import org.l1ring.tool.Programs;

/** Emitted modules are proven, changed ones are refuted with the place named. */
@Timeout(120)
final class ProofTest {
    @TempDir private Path folder;

    @BeforeEach
    void programs() {
        Programs.require(Program.YOSYS, Program.Z3);
    }

    private ProofReport prove(Circuit circuit, ExpandSums.Expanded expanded, String verilog)
            throws IOException {
        Path file = folder.resolve("module.v");
        Files.writeString(file, verilog);
        return Proof.prove(circuit, expanded, List.of(file), folder);
    }

    /** Writes the modules of a pipeline to a folder. */
    static List<Path> write(Path folder, Pipeline pipeline) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> file :
                PipelineEmitter.files(pipeline, "digest").entrySet()) {
            files.add(folder.resolve(file.getKey()));
            Files.writeString(files.getLast(), file.getValue());
        }
        return files;
    }

    private ProofReport prove(Circuit circuit) throws IOException {
        ExpandSums.Expanded expanded = ExpandSums.trace(circuit, 2);
        return prove(circuit, expanded, VerilogEmitter.emit(expanded.circuit()));
    }

    /**
     * Sums of weights of so many bits, half of them zero, and of inputs up to a maximum, half of
     * them signed.
     */
    static Circuit matrix(long seed, int inputs, int outputs, int bits, int max) {
        Random random = new Random(seed);
        CircuitBuilder builder = new CircuitBuilder();
        List<Circuit.Port> ports = new ArrayList<>();
        int[] args = new int[inputs];
        for (int i = 0; i < inputs; i++) {
            Interval range =
                    i % 2 == 0
                            ? new Interval(-max - i, max)
                            : new Interval(random.nextInt(max), max + random.nextInt(max));
            ports.add(new Circuit.Port("x" + i, range, 0));
            args[i] = builder.input(i, range);
        }
        List<Circuit.Output> results = new ArrayList<>();
        for (int o = 0; o < outputs; o++) {
            long[] weights = random.longs(inputs, -(1L << (bits - 1)), 1L << (bits - 1)).toArray();
            for (int i = 0; i < inputs; i++) {
                weights[i] *= random.nextInt(2);
            }
            int sum = builder.linear(args, weights, random.nextInt(-500, 500));
            results.add(new Circuit.Output("y" + o, sum, FixedType.signed(30, 30)));
        }
        return builder.build("matrix", ports, results);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void matrices(long seed) throws IOException {
        ProofReport report = prove(matrix(seed, 8, 8, 8, 90));
        assertEquals(List.of(), report.refutations());
        assertEquals(8, report.sums());
    }

    private void refuted(String name, String pattern, String replacement) throws IOException {
        Circuit circuit = matrix(7, 6, 5, 8, 90);
        ExpandSums.Expanded expanded = ExpandSums.trace(circuit, 2);
        String text = VerilogEmitter.emit(expanded.circuit());
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), "nothing to change");
        String wire = matcher.group("wire");
        ProofReport report = prove(circuit, expanded, matcher.replaceFirst(replacement));
        assertFalse(report.proven(), name);
        assertTrue(
                report.refutations().getFirst().matches(".*\\b" + wire + "\\b.*"),
                () -> name + " of " + wire + ": " + report.refutations());
        assertTrue(
                report.refutations().stream().anyMatch(line -> line.startsWith("z3: ")),
                () -> name + ": z3 did not refute it: " + report.refutations());
    }

    @Test
    void flippedSignsAreRefuted() throws IOException {
        refuted("sign", "(?<wire>v\\d+) = ([^;']*) - ", "$1 = $2 + ");
    }

    @Test
    void droppedTermsAreRefuted() throws IOException {
        refuted("term", "(?<wire>v\\d+) = ([^;']*) [-+] [^;]*;", "$1 = $2;");
    }

    @Test
    void wrongShiftsAreRefuted() throws IOException {
        // One more zero below a value and one bit less above it.
        refuted(
                "shift",
                "(?<wire>v\\d+) = ([^;]*)\\{\\{(v\\d+\\[\\d+\\]), (v\\d+)\\}, (\\d'd0)\\}",
                "$1 = $2{$4, 1'd0, $5}");
    }

    @Test
    void wrongBiasesAreRefuted() throws IOException {
        refuted("bias", "(?<wire>v\\d+) = (\\d+'d\\d*)[0-8] [+] ", "$1 = $29 + ");
    }

    /** Every wire of an adder, one after the other, one bit narrower than its values need. */
    @Test
    void narrowWiresAreRefuted() throws IOException {
        refuted("width", "\\[15:0\\] (?<wire>v\\d+) = ", "[14:0] $1 = ");
    }

    @Test
    void narrowAddersAreRefuted() throws IOException {
        // A sum of 8 bits where 9 are needed, extended as if it had fit.
        CircuitBuilder builder = new CircuitBuilder();
        Interval range = new Interval(-128, 127);
        int x = builder.input(0, range);
        int y = builder.input(1, range);
        Circuit circuit =
                builder.build(
                        "narrow",
                        List.of(new Circuit.Port("x", range, 0), new Circuit.Port("y", range, 0)),
                        List.of(
                                new Circuit.Output(
                                        "z", builder.plus(x, y), FixedType.signed(9, 9))));
        String text =
                """
                module narrow (input wire [7:0] x, input wire [7:0] y, output wire [8:0] z);
                    wire signed [7:0] v0 = x;
                    wire signed [7:0] v1 = y;
                    wire signed [7:0] s = v0 + v1;
                    wire signed [8:0] v2 = {s[7], s};
                    assign z = v2;
                endmodule
                """;
        ProofReport report =
                prove(
                        circuit,
                        new ExpandSums.Expanded(circuit, List.of(0, 1, 2), List.of(0, 1, 2)),
                        text);
        assertEquals(
                List.of(
                        "adder $add$module.v:4$1: [-128,127] cannot hold [-256,254]",
                        "z3: adder $add$module.v:4$1 leaves its 8 bits"),
                report.refutations());
    }

    /** Every kind of step and mode, proven with its roundings, or counted as assumed. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void randomCircuits(long seed) throws IOException {
        ProofReport report = prove(RandomCircuits.make(seed).circuit());
        assertEquals(List.of(), report.refutations());
        assertTrue(report.steps() > 0, () -> report.toString());
    }

    @Test
    void wrongRoundingIsRefuted() throws IOException {
        CircuitBuilder builder = new CircuitBuilder();
        Interval range = new Interval(-100, 100);
        FixedType type = new FixedType(true, 5, 5, Quantization.RND_CONV, Overflow.SAT, 0);
        int cast = builder.cast(builder.input(0, range), 2, type);
        Circuit circuit =
                builder.build(
                        "rounding",
                        List.of(new Circuit.Port("x", range, 0)),
                        List.of(new Circuit.Output("y", cast, type)));
        ExpandSums.Expanded same = new ExpandSums.Expanded(circuit, List.of(0, 1), List.of(0, 1));
        String text = VerilogEmitter.emit(circuit);
        ProofReport report = prove(circuit, same, text);
        assertEquals(List.of(), report.refutations());
        assertEquals(1, report.steps());
        String wrong =
                text.replace("v0[2] | (|v0[0:0])", "v0[2]").replace("v0[2] | (|v0[0])", "v0[2]");
        assertFalse(wrong.equals(text), text);
        List<String> refutations = prove(circuit, same, wrong).refutations();
        assertEquals(1, refutations.size());
        assertTrue(
                refutations.getFirst().startsWith("z3: wire v1 is not what its step says: Cast"),
                refutations.getFirst());
    }

    /** Two stages in modules of their own, with registers at the end of each. */
    private static final String STAGES =
            """
            module sum_stage1 (
                input wire clk,
                input wire signed [7:0] v0,
                input wire signed [7:0] v1,
                input wire signed [7:0] v2,
                output reg signed [7:0] v2_r,
                output reg signed [8:0] v3_r
            );
                wire signed [8:0] v3 = {v0[7], v0} + {v1[7], v1};
                always @(posedge clk) begin
                    v2_r <= v2;
                    v3_r <= v3;
                end
            endmodule
            module sum_stage2 (
                input wire clk,
                input wire signed [7:0] v2,
                input wire signed [8:0] v3,
                output reg signed [11:0] v4_r
            );
                wire signed [11:0] v4 = {{3{v3[8]}}, v3} - {{2{v2[7]}}, v2, 2'd0};
                always @(posedge clk) v4_r <= v4;
            endmodule
            module sum (
                input wire clk,
                input wire rst,
                input wire valid_in,
                input wire signed [7:0] x0,
                input wire signed [7:0] x1,
                input wire signed [7:0] x2,
                output wire valid_out,
                output wire signed [15:0] y
            );
                reg [1:0] valid;
                always @(posedge clk) valid <= rst ? 2'd0 : {valid[0], valid_in};
                assign valid_out = valid[1];
                wire signed [7:0] s1_v2;
                wire signed [8:0] s1_v3;
                wire signed [11:0] s2_v4;
                sum_stage1 stage1 (.clk(clk), .v0(x0), .v1(x1), .v2(x2), .v2_r(s1_v2), .v3_r(s1_v3));
                sum_stage2 stage2 (.clk(clk), .v2(s1_v2), .v3(s1_v3), .v4_r(s2_v4));
                assign y = {{4{s2_v4[11]}}, s2_v4};
            endmodule
            """;

    private ProofReport proveStages(String text) throws IOException {
        CircuitBuilder builder = new CircuitBuilder();
        Interval range = new Interval(-128, 127);
        List<Circuit.Port> ports = new ArrayList<>();
        int[] x = new int[3];
        for (int i = 0; i < 3; i++) {
            ports.add(new Circuit.Port("x" + i, range, 0));
            x[i] = builder.input(i, range);
        }
        int left = builder.plus(x[0], x[1]);
        int y = builder.linear(new int[] {left, x[2]}, new long[] {1, -4}, 0);
        Circuit circuit =
                builder.build(
                        "sum",
                        ports,
                        List.of(new Circuit.Output("y", y, FixedType.signed(16, 16))));
        return prove(
                circuit,
                new ExpandSums.Expanded(circuit, List.of(0, 1, 2, 3, 4), List.of(0, 1, 2, 3, 4)),
                text);
    }

    @Test
    void stagesAreProvenWithTheirLatency() throws IOException {
        ProofReport report = proveStages(STAGES);
        assertEquals(List.of(), report.refutations());
        assertEquals(2, report.latencyCycles());
        assertEquals(2, report.adders());
        assertEquals(12, report.widestAdder());
    }

    @Test
    void missingRegistersAreRefuted() throws IOException {
        ProofReport report = proveStages(STAGES.replace(".v2(s1_v2)", ".v2(x2)"));
        assertEquals(1, report.refutations().size());
        assertTrue(
                report.refutations()
                        .getFirst()
                        .endsWith(": expected operands of one clock cycle, got 1 and 0 registers"),
                () -> report.refutations().toString());
    }

    @Test
    void swappedStagePortsAreRefuted() throws IOException {
        ProofReport report = proveStages(STAGES.replace(".v0(x0), .v1(x1)", ".v0(x1), .v1(x0)"));
        assertEquals(
                "input 0: bit 0: expected that of wire v0, got another",
                report.refutations().getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"AXOL1TL_v4", "TOPO_HHbbWW_1mu_v1"})
    void referenceModels(String name) throws IOException {
        Path file = reference().resolve("models/" + name + "/model.json");
        assumeTrue(Files.exists(file), "skipped, no reference data: " + file);
        Circuit circuit = Lowering.lower(ModelReader.read(file));
        ExpandSums.Expanded expanded = ExpandSums.trace(circuit, 2);
        if (name.startsWith("AXOL1TL")) {
            String flat = VerilogEmitter.emit(expanded.circuit());
            assertEquals(List.of(), prove(circuit, expanded, flat).refutations());
        }
        Pipeline pipeline =
                Pipeline.of(
                        expanded.circuit(), PipelineOptions.standard(), DelayModel.ULTRASCALE_PLUS);
        List<Path> files = write(folder, pipeline);
        ProofReport report = Proof.prove(circuit, expanded, files, folder);
        assertEquals(List.of(), report.refutations());
        assertEquals(pipeline.latencyCycles(), report.latencyCycles());
        if (Program.VERILATOR.present()) {
            String top = VerilogEmitter.moduleName(circuit);
            assertEquals(List.of(), Lint.warnings(files, top, folder));
        }
        assertTrue(report.adders() > 500, () -> report.toString());
    }

    /** The reference folder: L1RING_REFERENCE, else ../shared/reference beside the project. */
    private static Path reference() {
        String variable = System.getenv("L1RING_REFERENCE");
        if (variable != null) {
            return Path.of(variable);
        }
        Path root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.isRegularFile(root.resolve("l1ring"))) {
            root = root.getParent();
        }
        return root.resolve("../shared/reference").normalize();
    }
}
