package org.l1ring.rtl;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Op;

/**
 * Writes a pipeline as Verilog-2001: a module for every stage and a top module that chains them,
 * with a valid bit beside the data.
 *
 * <p>A circuit that looks at neighbouring crossings is instantiated by a further module, {@code
 * <name>_stream}, which takes the words of one crossing after the other and keeps those that are
 * needed later.
 *
 * <p>Within a stage, {@code v<step>} is the value of a step and {@code v<step>_r} its register; in
 * the top module {@code s<n>_v<step>} is the value after n stages. Data registers have no reset;
 * {@code rst} clears the valid bits. The text depends on circuit and options alone.
 */
public final class PipelineEmitter {
    private static final String DSP = "(* use_dsp = \"yes\" *)";
    private static final String NO_DSP = "(* use_dsp = \"no\" *)";

    private final Pipeline pipeline;
    private final Circuit circuit;
    private final ModulePorts ports;
    private final String digest;

    private PipelineEmitter(Pipeline pipeline, String digest) {
        this.pipeline = pipeline;
        this.digest = digest;
        this.circuit = pipeline.circuit();
        this.ports = ModulePorts.of(circuit);
    }

    /**
     * The modules' texts by file name: the top module's is the module's name and {@code .v}.
     *
     * @param pipeline to write
     * @param digest of the circuit as lowered, for the headers
     * @throws IllegalArgumentException when a step does not fit the type of its output
     */
    public static SortedMap<String, String> files(Pipeline pipeline, String digest) {
        return new PipelineEmitter(pipeline, digest).files();
    }

    /**
     * The name of the top module: that of the circuit, or of the delay lines before it.
     *
     * @param hardware to write
     */
    public static String topModule(Clocked hardware) {
        return ModulePorts.of(hardware).module();
    }

    /** The names of the top module's ports: of a row's inputs, then of the output columns. */
    public static List<String> portNames(Clocked hardware) {
        ModulePorts ports = ModulePorts.of(hardware);
        return Stream.concat(ports.inputs().stream(), ports.outputs().stream())
                .map(Signal::name)
                .toList();
    }

    private SortedMap<String, String> files() {
        SortedMap<String, String> files = new TreeMap<>();
        files.put(ports.module() + ".v", top());
        if (!pipeline.window().single()) {
            files.put(topModule(pipeline) + ".v", new DelayLine(pipeline).text(streamHeader()));
        }
        for (int index = 0; index < pipeline.stages(); index++) {
            files.put(stageModule(index) + ".v", stage(index));
            int number = 1;
            for (SharedBlock block : pipeline.blocks(index)) {
                String module = blockModule(index, number++);
                SharedBlockEmitter emitter =
                        new SharedBlockEmitter(circuit, block, module, delayModule());
                files.put(module + ".v", String.join("\n", header()) + "\n" + emitter.text());
                files.putAll(block.logic().files(digest));
            }
        }
        if (files.values().stream().anyMatch(text -> text.contains(delayModule() + " #"))) {
            files.put(delayModule() + ".v", delay());
        }
        return files;
    }

    private String stageModule(int index) {
        return ports.module() + "_stage" + (index + 1);
    }

    private String blockModule(int index, int number) {
        return "%s_stage%d_shared%d".formatted(ports.module(), index + 1, number);
    }

    private String delayModule() {
        return ports.module() + "_delay";
    }

    private String delay() {
        return """
        // A value some clock cycles later.
        module <module> #(
            parameter WIDTH = 1,
            parameter CYCLES = 1
        ) (
            input wire clk,
            input wire [WIDTH - 1:0] d,
            output wire [WIDTH - 1:0] q
        );
            reg [WIDTH * CYCLES - 1:0] line;
            wire [WIDTH * (CYCLES + 1) - 1:0] taps;
            assign taps = {line, d};
            always @(posedge clk) line <= taps[WIDTH * CYCLES - 1:0];
            assign q = taps[WIDTH * (CYCLES + 1) - 1:WIDTH * CYCLES];
        endmodule
        """
                .replace("<module>", delayModule());
    }

    /** An instance of the delay line. */
    static String delayed(
            String module, String name, int width, int cycles, String from, String to) {
        return "%s #(.WIDTH(%d), .CYCLES(%d)) %s (.clk(clk), .d(%s), .q(%s));"
                .formatted(module, width, cycles, name, from, to);
    }

    private List<String> streamHeader() {
        return header(
                "// Takes the words of one crossing after the other, one in every valid cycle, and decides a"
                        + " crossing %d later.".formatted(pipeline.window().after()));
    }

    private List<String> header(String... more) {
        return header(circuit, digest, more);
    }

    /** The first lines of a file. */
    static List<String> header(Circuit circuit, String digest, String... more) {
        List<String> text = new ArrayList<>();
        text.add("// Circuit: " + circuit.name().replaceAll("[^ -~]", "?"));
        text.add("// SHA-256 of its canonical text: " + digest);
        text.addAll(List.of(more));
        return text;
    }

    private Signal wire(int id) {
        return StepText.wire(circuit, id);
    }

    private Signal named(String name, int id) {
        return new Signal(name, wire(id).width(), wire(id).signed());
    }

    private String stage(int index) {
        boolean registered = pipeline.registered(index);
        boolean longer = pipeline.cycles(index) > 1;
        List<String> text =
                header(
                        "// Stage %d of %d: %d ps of logic in %d ps by the delay model."
                                .formatted(
                                        index + 1,
                                        pipeline.stages(),
                                        pipeline.picos(index),
                                        pipeline.budgetPicos()));
        List<String> declared = new ArrayList<>();
        if (registered) {
            declared.add("    input wire clk");
        }
        if (longer) {
            declared.add("    input wire rst");
            declared.add("    input wire start");
        }
        for (int id : pipeline.entering(index)) {
            declared.add("    input " + wire(id).declaration());
        }
        List<Integer> leaving = pipeline.leaving(index);
        for (int id : leaving) {
            String port = named(wire(id).name() + "_r", id).declaration();
            boolean reg = registered && !longer;
            declared.add("    output " + (reg ? port.replaceFirst("wire", "reg") : port));
        }
        text.add("module " + stageModule(index) + " (");
        text.add(String.join(",\n", declared));
        text.add(");");
        StepText steps = new StepText(circuit, List.of());
        for (int id : pipeline.written(index)) {
            if (circuit.op(id) instanceof Op.Multiply || pipeline.inDsp(id)) {
                steps.declare(id, pipeline.inDsp(id) ? DSP : NO_DSP);
            } else {
                steps.declare(id);
            }
        }
        steps.lines().forEach(line -> text.add("    " + line));
        if (longer) {
            sharedStage(text, index, leaving);
        } else {
            ends(text, registered, leaving);
        }
        UnusedBits.sink(text).forEach(line -> text.add("    " + line));
        text.add("endmodule");
        return String.join("\n", text) + "\n";
    }

    private void ends(List<String> text, boolean registered, List<Integer> leaving) {
        if (registered) {
            text.add("    always @(posedge clk) begin");
        }
        for (int id : leaving) {
            String name = wire(id).name();
            text.add(
                    (registered ? "        %s_r <= %s;" : "    assign %s_r = %s;")
                            .formatted(name, name));
        }
        if (registered) {
            text.add("    end");
        }
    }

    /** Blocks that take several cycles; what else leaves the stage waits as long. */
    private void sharedStage(List<String> text, int index, List<Integer> leaving) {
        int number = 1;
        for (SharedBlock block : pipeline.blocks(index)) {
            List<String> connections =
                    new ArrayList<>(List.of(".clk(clk)", ".rst(rst)", ".start(start)"));
            for (int id : SharedBlockEmitter.operands(block)) {
                connections.add(".%s(%s)".formatted(wire(id).name(), wire(id).name()));
            }
            for (int id : block.sums()) {
                text.add("    " + wire(id).declaration() + ";");
                connections.add(".%s_r(%s)".formatted(wire(id).name(), wire(id).name()));
            }
            text.add("    %s shared%d (".formatted(blockModule(index, number), number));
            text.add("        " + String.join(",\n        ", connections));
            text.add("    );");
            number++;
        }
        for (int id : leaving) {
            String name = wire(id).name();
            int cycles = pipeline.waitingCycles(id, index);
            text.add(
                    cycles == 0
                            ? "    assign %s_r = %s;".formatted(name, name)
                            : "    "
                                    + delayed(
                                            delayModule(),
                                            "delay_" + name,
                                            wire(id).width(),
                                            cycles,
                                            name,
                                            name + "_r"));
        }
    }

    private String top() {
        PipelineOptions options = pipeline.options();
        int interval = pipeline.initiationInterval();
        List<String> text =
                header(
                        "// Pipeline for %s MHz: %d cycles from inputs to outputs, a new row in every %s."
                                .formatted(
                                        options.clockText(),
                                        pipeline.latencyCycles(),
                                        interval == 1 ? "cycle" : interval + " cycles"));
        text.addAll(ports.opening());
        valid(text);
        inputs(text);
        for (int index = 0; index < pipeline.stages(); index++) {
            instance(text, index);
        }
        outputs(text);
        UnusedBits.sink(text).forEach(line -> text.add("    " + line));
        text.add("endmodule");
        return String.join("\n", text) + "\n";
    }

    private void valid(List<String> text) {
        int cycles = pipeline.latencyCycles();
        if (cycles == 0) {
            text.add("    assign valid_out = valid_in;");
            text.add("    wire unused_clock = &{1'b0, clk, rst};");
            return;
        }
        String next = cycles == 1 ? "valid_in" : "{valid[%d:0], valid_in}".formatted(cycles - 2);
        text.add("    reg [%d:0] valid;".formatted(cycles - 1));
        text.add("    always @(posedge clk)");
        text.add("        valid <= rst ? %s : %s;".formatted(Signal.literal(0, cycles), next));
        text.add("    assign valid_out = valid[%d];".formatted(cycles - 1));
    }

    private void inputs(List<String> text) {
        List<Integer> entering = pipeline.entering(0);
        boolean registered = pipeline.options().inputRegisters();
        for (int id : entering) {
            Signal port = ports.inputs().get(((Op.Input) circuit.op(id)).column());
            Signal value = named("s0_" + wire(id).name(), id);
            String bits = port.resized(value.width());
            if (registered) {
                text.add("    " + value.declaration().replaceFirst("wire", "reg") + ";");
                text.add("    always @(posedge clk) %s <= %s;".formatted(value.name(), bits));
            } else {
                text.add("    %s = %s;".formatted(value.declaration(), bits));
            }
        }
    }

    private void instance(List<String> text, int index) {
        List<String> connections = new ArrayList<>();
        if (pipeline.registered(index)) {
            connections.add("        .clk(clk)");
        }
        if (pipeline.cycles(index) > 1) {
            int start = pipeline.startCycle(index);
            connections.add("        .rst(rst)");
            connections.add(
                    "        .start(%s)"
                            .formatted(start == 0 ? "valid_in" : "valid[%d]".formatted(start - 1)));
        }
        for (int id : pipeline.entering(index)) {
            String name = wire(id).name();
            connections.add("        .%s(s%d_%s)".formatted(name, index, name));
        }
        for (int id : pipeline.leaving(index)) {
            String name = wire(id).name();
            Signal value = named("s%d_%s".formatted(index + 1, name), id);
            text.add("    " + value.declaration() + ";");
            connections.add("        .%s_r(%s)".formatted(name, value.name()));
        }
        text.add("    %s stage%d (".formatted(stageModule(index), index + 1));
        text.add(String.join(",\n", connections));
        text.add("    );");
    }

    /** Constants and shifts that outputs read are written here, after the last stage. */
    private void outputs(List<String> text) {
        for (int i = 0; i < ports.outputs().size(); i++) {
            Signal port = ports.outputs().get(i);
            text.add(
                    "    assign %s = %s;"
                            .formatted(
                                    port.name(),
                                    value(circuit.outputs().get(i).step(), port.width())));
        }
    }

    private String value(int id, int bits) {
        if (circuit.op(id) instanceof Op.Constant(long raw)) {
            return Signal.literal(raw, bits);
        }
        if (pipeline.wire(id) && circuit.op(id) instanceof Op.Linear linear) {
            int shift = Long.numberOfTrailingZeros(linear.terms().coefficient(0));
            String low = Signal.literal(0, shift);
            String high = value(linear.terms().step(0), bits - shift);
            return shift == 0 ? high : "{%s, %s}".formatted(high, low);
        }
        return last(id).resized(bits);
    }

    private Signal last(int id) {
        return named("s%d_%s".formatted(pipeline.stages(), wire(id).name()), id);
    }
}
