package org.l1ring.rtl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.CrossingWindow;
import org.l1ring.circuit.Interval;
import org.l1ring.fixed.FixedType;
import org.l1ring.tool.TextResource;

/**
 * A pipeline that makes frames of varying length, and a {@link FrameBuffer} that gives links as
 * many words in every crossing.
 */
public final class BufferedPipeline implements Clocked {
    /** Clock cycles of the buffer: one to write, one to read. */
    public static final int BUFFER_CYCLES = 2;

    private static final int WORD_BITS = 16;
    private static final int BANKS = 32;
    private static final int MOST_WORDS = 26;
    private static final int STATE_BITS = 3 * 9;
    private static final int READ_BITS = 9 + 5 + 5;

    private final Pipeline pipeline;
    private final FrameBuffer buffer;
    private final Circuit columns;

    /**
     * Joins both.
     *
     * @param pipeline whose outputs are words of 16 bits, at most 26, and how many of them are a
     *     frame, at least 1
     * @param buffer behind it
     */
    public BufferedPipeline(Pipeline pipeline, FrameBuffer buffer) {
        this.pipeline = pipeline;
        this.buffer = buffer;
        Circuit circuit = pipeline.circuit();
        int words = words();
        boolean framed =
                words >= 1
                        && words <= MOST_WORDS
                        && circuit.outputs().stream()
                                .limit(words)
                                .allMatch(word -> word.type().width() == WORD_BITS)
                        && circuit.outputs().getLast().type().width() == 5;
        if (!framed || !pipeline.window().single()) {
            throw new IllegalArgumentException(
                    circuit.name()
                            + ": expected at most 26 words of 16 bits and a count of 5 for a buffer");
        }
        this.columns = columns(circuit);
    }

    /** Nothing but ports: those of the pipeline's inputs and the links' words. */
    private Circuit columns(Circuit circuit) {
        CircuitBuilder builder = new CircuitBuilder();
        int any = builder.input(0, new Interval(0, (1 << WORD_BITS) - 1));
        FixedType type = FixedType.unsigned(WORD_BITS, WORD_BITS);
        List<Circuit.Output> outputs =
                IntStream.range(0, buffer.perCrossing())
                        .mapToObj(i -> new Circuit.Output("sent" + i, any, type))
                        .toList();
        return builder.build(circuit.name() + "_links", circuit.inputs(), outputs);
    }

    private int words() {
        return pipeline.circuit().outputs().size() - 1;
    }

    @Override
    public Circuit circuit() {
        return columns;
    }

    @Override
    public CrossingWindow window() {
        return CrossingWindow.one(columns);
    }

    @Override
    public int latencyCycles() {
        return pipeline.latencyCycles() + BUFFER_CYCLES;
    }

    @Override
    public int initiationInterval() {
        return pipeline.initiationInterval();
    }

    /** Bits of the buffer's registers in its two cycles, their valid bits not included. */
    public List<Long> registerBits() {
        return List.of((long) STATE_BITS + READ_BITS, (long) buffer.perCrossing() * WORD_BITS);
    }

    /** Estimate of the buffer's logic in its two cycles, without registers. */
    public List<Cost> cost() {
        // A lookup table chooses one of four words; banks of 16 words are made of them too.
        double writing = 3.0 * words() * WORD_BITS + BANKS * WORD_BITS / 2.0 + 2.0 * BANKS;
        double reading = 3.0 * BANKS * WORD_BITS + buffer.perCrossing() * WORD_BITS;
        return List.of(new Cost(writing, 0, 0, 0, 0), new Cost(reading, 0, 0, 0, 0));
    }

    /** Longest paths in the two cycles: four sums of fill and frame; the choice among the banks. */
    public List<Integer> picos() {
        DelayModel delays = DelayModel.ULTRASCALE_PLUS;
        return List.of(4 * delays.adder(10), delays.adder(6) + 5 * delays.levelPicos());
    }

    @Override
    public SortedMap<String, String> files(String digest) {
        SortedMap<String, String> files = pipeline.files(digest);
        ModulePorts ports = ModulePorts.of(columns);
        files.put(ports.module() + ".v", top(ports, digest));
        files.put(ports.module() + "_buffer.v", bufferText(ports.module()));
        return files;
    }

    private String bufferText(String module) {
        int frameBits = words() * WORD_BITS;
        int sentBits = buffer.perCrossing() * WORD_BITS;
        String text = TextResource.read(BufferedPipeline.class, "frame_buffer.v.txt");
        Map<String, Integer> values =
                Map.ofEntries(
                        Map.entry("frameTop", frameBits - 1),
                        Map.entry("pad", BANKS * WORD_BITS - frameBits),
                        Map.entry("sentTop", sentBits - 1),
                        Map.entry("sentBits", sentBits),
                        Map.entry("perCrossing", buffer.perCrossing()),
                        Map.entry("t1", buffer.t1()),
                        Map.entry("t2", buffer.t2()),
                        Map.entry("t3", Math.min(buffer.t3(), words())),
                        Map.entry("idle", buffer.idle()));
        for (Map.Entry<String, Integer> value : values.entrySet()) {
            text = text.replace("@" + value.getKey() + "@", value.getValue().toString());
        }
        return text.replace("@m@", module);
    }

    private String top(ModulePorts ports, String digest) {
        ModulePorts inner = ModulePorts.of(pipeline);
        String what =
                "// Frames through a buffer: %d words for %d links in every crossing."
                        .formatted(buffer.perCrossing(), buffer.links());
        List<String> text =
                new ArrayList<>(PipelineEmitter.header(pipeline.circuit(), digest, what));
        text.addAll(ports.opening());
        List<String> wires = new ArrayList<>();
        text.add("    wire framed;");
        List<String> connections =
                new ArrayList<>(
                        List.of(
                                ".clk(clk)",
                                ".rst(rst)",
                                ".valid_in(valid_in)",
                                ".valid_out(framed)"));
        for (int i = 0; i < inner.inputs().size(); i++) {
            connections.add(
                    ".%s(%s)"
                            .formatted(inner.inputs().get(i).name(), ports.inputs().get(i).name()));
        }
        for (Signal output : inner.outputs()) {
            Signal wire = new Signal("frame" + wires.size(), output.width(), false);
            text.add("    " + wire.declaration() + ";");
            connections.add(".%s(%s)".formatted(output.name(), wire.name()));
            wires.add(wire.name());
        }
        text.add("    %s frames (".formatted(inner.module()));
        text.add("        " + String.join(",\n        ", connections));
        text.add("    );");
        List<String> sent = ports.outputs().stream().map(Signal::name).toList();
        text.add("    %s_buffer buffer (".formatted(ports.module()));
        text.add("        .clk(clk),");
        text.add("        .rst(rst),");
        text.add("        .valid_in(framed),");
        text.add("        .words({%s}),".formatted(highestFirst(wires.subList(0, words()))));
        text.add("        .count(%s),".formatted(wires.getLast()));
        text.add("        .valid_out(valid_out),");
        text.add("        .sent({%s})".formatted(highestFirst(sent)));
        text.add("    );");
        text.add("endmodule");
        return String.join("\n", text) + "\n";
    }

    private static String highestFirst(List<String> names) {
        List<String> reversed = new ArrayList<>(names);
        Collections.reverse(reversed);
        return String.join(", ", reversed);
    }
}
