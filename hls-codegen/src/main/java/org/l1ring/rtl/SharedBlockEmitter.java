package org.l1ring.rtl;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.l1ring.circuit.Circuit;

/**
 * Writes a shared block: operands are held, lanes choose one of them in each phase, the logic
 * follows, and its results are gathered under the phase in which they entered.
 */
final class SharedBlockEmitter {
    private final Circuit circuit;
    private final SharedBlock block;
    private final String module;
    private final String delayModule;
    private final ModulePorts logic;
    private final int phaseBits;
    private final List<String> text = new ArrayList<>();

    SharedBlockEmitter(Circuit circuit, SharedBlock block, String module, String delayModule) {
        this.circuit = circuit;
        this.block = block;
        this.module = module;
        this.delayModule = delayModule;
        this.logic = ModulePorts.of(block.logic().circuit());
        this.phaseBits = phaseBits(block);
    }

    /** Bits of the counter of phases. */
    static int phaseBits(SharedBlock block) {
        return Math.max(1, 32 - Integer.numberOfLeadingZeros(block.phases() - 1));
    }

    /** Steps whose values the lanes carry, in order. */
    static List<Integer> operands(SharedBlock block) {
        return block.lanes().stream()
                .flatMap(List::stream)
                .flatMapToInt(source ->
                        source instanceof SharedBlock.FromStep(int step)
                                ? IntStream.of(step)
                                : IntStream.empty())
                .distinct()
                .sorted()
                .boxed()
                .toList();
    }

    private Signal wire(int id) {
        return StepText.wire(circuit, id);
    }

    private static Signal named(String name, Signal like) {
        return new Signal(name, like.width(), like.signed());
    }

    private static String register(Signal signal) {
        return signal.declaration().replaceFirst("wire", "reg");
    }

    /** The module without its header. */
    String text() {
        List<String> declared =
                new ArrayList<>(List.of("input wire clk", "input wire rst", "input wire start"));
        operands(block).forEach(id -> declared.add("input " + wire(id).declaration()));
        for (int id : block.sums()) {
            declared.add("output " + register(named(wire(id).name() + "_r", wire(id))));
        }
        text.add("module " + module + " (");
        text.add("    " + String.join(",\n    ", declared));
        text.add(");");
        hold();
        phase();
        for (int lane = 0; lane < block.lanes().size(); lane++) {
            lane(lane);
        }
        logic();
        gather();
        UnusedBits.sink(text).forEach(line -> text.add("    " + line));
        text.add("endmodule");
        return String.join("\n", text) + "\n";
    }

    private String held(int id) {
        return "h_" + wire(id).name();
    }

    private void hold() {
        for (int id : operands(block)) {
            text.add("    " + register(named(held(id), wire(id))) + ";");
        }
        text.add("    always @(posedge clk)");
        text.add("        if (start) begin");
        for (int id : operands(block)) {
            text.add("            %s <= %s;".formatted(held(id), wire(id).name()));
        }
        text.add("        end");
    }

    private String phase(int phase) {
        return Signal.literal(phase, phaseBits);
    }

    private void phase() {
        text.add("    reg running;");
        text.add("    reg [%d:0] phase;".formatted(phaseBits - 1));
        text.add("    always @(posedge clk) begin");
        text.add("        if (rst)");
        text.add("            running <= 1'd0;");
        text.add("        else if (start)");
        text.add("            running <= 1'd1;");
        text.add("        else if (phase == %s)".formatted(phase(block.phases() - 1)));
        text.add("            running <= 1'd0;");
        text.add("        phase <= start ? %s : phase + %s;".formatted(phase(0), phase(1)));
        text.add("    end");
        text.add("    wire running_r;");
        text.add("    wire [%d:0] phase_r;".formatted(phaseBits - 1));
        text.add(
                "    "
                        + PipelineEmitter.delayed(
                                delayModule,
                                "delay_phase",
                                phaseBits + 1,
                                1 + block.logic().latencyCycles(),
                                "{running, phase}",
                                "{running_r, phase_r}"));
    }

    private void lane(int lane) {
        Signal port = logic.inputs().get(lane);
        Signal value = named("lane" + lane, port);
        text.add("    " + register(value) + ";");
        text.add("    always @(posedge clk)");
        text.add("        case (phase)");
        List<SharedBlock.Source> sources = block.lanes().get(lane);
        for (int phase = 0; phase < sources.size(); phase++) {
            boolean last = phase == sources.size() - 1;
            String source =
                    switch (sources.get(phase)) {
                        case SharedBlock.FromStep(int step) ->
                                named(held(step), wire(step)).resized(port.width());
                        case SharedBlock.Fixed(long raw) -> Signal.literal(raw, port.width());
                    };
            text.add(
                    "            %s: %s <= %s;"
                            .formatted(last ? "default" : phase(phase), value.name(), source));
        }
        text.add("        endcase");
    }

    private void logic() {
        List<String> connections =
                new ArrayList<>(
                        List.of(
                                ".clk(clk)",
                                ".rst(rst)",
                                ".valid_in(1'd0)",
                                ".valid_out(unused_valid)"));
        text.add("    wire unused_valid;");
        for (int lane = 0; lane < block.lanes().size(); lane++) {
            connections.add(".%s(lane%d)".formatted(logic.inputs().get(lane).name(), lane));
        }
        for (int i = 0; i < logic.outputs().size(); i++) {
            Signal port = logic.outputs().get(i);
            text.add("    " + named("sum" + i, port).declaration() + ";");
            connections.add(".%s(sum%d)".formatted(port.name(), i));
        }
        text.add("    %s sums (".formatted(logic.module()));
        text.add("        " + String.join(",\n        ", connections));
        text.add("    );");
    }

    private void gather() {
        text.add("    always @(posedge clk)");
        text.add("        if (running_r) begin");
        for (int phase = 0; phase < block.results().size(); phase++) {
            List<Integer> row = block.results().get(phase);
            if (!block.accumulates()) {
                text.add("            if (phase_r == %s) begin".formatted(phase(phase)));
            }
            for (int i = 0; i < row.size(); i++) {
                Signal sum = wire(row.get(i));
                String value = named("sum" + i, logic.outputs().get(i)).resized(sum.width());
                text.add(
                        block.accumulates()
                                ? "            %s_r <= (phase_r == %s ? %s : %s_r) + %s;"
                                        .formatted(
                                                sum.name(),
                                                phase(0),
                                                Signal.literal(block.biases().get(i), sum.width()),
                                                sum.name(),
                                                value)
                                : "                %s_r <= %s;".formatted(sum.name(), value));
            }
            if (!block.accumulates()) {
                text.add("            end");
            }
        }
        text.add("        end");
    }
}
