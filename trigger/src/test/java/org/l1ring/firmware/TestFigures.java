package org.l1ring.firmware;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Contents;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.lower.LoweredParts;
import org.l1ring.project.FirmwareDesign;
import org.l1ring.project.FirmwareFigures;
import org.l1ring.project.FirmwareFigures.Layer;
import org.l1ring.project.FirmwareFigures.Stage;
import org.l1ring.project.FirmwareFigures.Synthesis;
import org.l1ring.project.FirmwareOptions;
import org.l1ring.rtl.Cost;
import org.l1ring.rtl.PipelineOptions;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Figures of small designs. */
final class TestFigures {
    static final Synthesis OWN = new Synthesis("Yosys 0.23", 80, 60, 26, 0, 0.5, 3.25);
    static final Synthesis NAIVE = new Synthesis("Yosys 0.23", 100, 66, 31, 0, 0.5, 4.5);

    private TestFigures() {}

    static FirmwareOptions options(double clockMhz, boolean inputRegisters, boolean outputs) {
        return options(clockMhz, inputRegisters, outputs, 1);
    }

    private static FirmwareOptions options(
            double clockMhz, boolean inputRegisters, boolean outputs, int interval) {
        PipelineOptions pipeline =
                new PipelineOptions(clockMhz, inputRegisters, outputs, 9, interval);
        return new FirmwareOptions(pipeline, FirmwareOptions.Sums.SHARED, 2, "own-part");
    }

    /** A sum at each of eight positions, clipped, and a sum of those: several cycles a stage. */
    static FirmwareFigures turns(int interval) {
        CircuitBuilder builder = new CircuitBuilder();
        Interval range = new Interval(-60, 63);
        List<Circuit.Port> ports = new ArrayList<>();
        List<Integer> partOf = new ArrayList<>();
        int[] clipped = new int[8];
        for (int position = 0; position < clipped.length; position++) {
            int[] inputs = new int[4];
            for (int i = 0; i < inputs.length; i++) {
                ports.add(new Circuit.Port("x" + ports.size(), range, 0));
                inputs[i] = builder.input(ports.size() - 1, range);
            }
            int sum = builder.linear(inputs, new long[] {3, -5, 11, 7}, 4);
            clipped[position] = builder.cast(sum, 2, FixedType.signed(8, 8));
        }
        long[] weights = {9, -6, 3, 1, 12, 5, -7, 2};
        int score = builder.linear(clipped, weights, 0);
        Circuit circuit =
                builder.build(
                        "turns",
                        ports,
                        List.of(new Circuit.Output("score", score, FixedType.signed(16, 16))));
        for (int id = 0; id < circuit.steps().size(); id++) {
            boolean input = circuit.op(id) instanceof Op.Input;
            partOf.add(input ? 0 : id == score ? 2 : 1);
        }
        return FirmwareDesign.of(
                        new LoweredParts(circuit, List.of("inputs", "conv", "dense"), partOf),
                        options(240, true, true, interval))
                .figures();
    }

    /** Two sums, rounded, their product and a table of it. */
    static FirmwareFigures tiny(FirmwareOptions options) {
        CircuitBuilder builder = new CircuitBuilder();
        Interval signed = new Interval(-20, 35);
        int x = builder.input(0, signed);
        int y = builder.input(1, signed);
        FixedType narrow = new FixedType(true, 6, 6, Quantization.RND_CONV, Overflow.SAT, 0);
        int left = builder.linear(new int[] {x, y}, new long[] {-3, 5}, 17);
        int right = builder.linear(new int[] {x, y}, new long[] {11, 6}, 0);
        int product =
                builder.multiply(builder.cast(left, 3, narrow), builder.cast(right, 4, narrow));
        FixedType index = new FixedType(false, 10, 10, Quantization.TRN, Overflow.WRAP, 0);
        long[] contents = new long[1024];
        for (int i = 0; i < contents.length; i++) {
            contents[i] = i % 50;
        }
        int looked = builder.table(builder.cast(product, 0, index), new Contents(contents));
        Circuit circuit =
                builder.build(
                        "tiny",
                        List.of(new Circuit.Port("x", signed, 0), new Circuit.Port("y", signed, 0)),
                        List.of(new Circuit.Output("score", looked, FixedType.signed(8, 8))));
        List<Integer> partOf = new ArrayList<>();
        for (Circuit.Step step : circuit.steps()) {
            partOf.add(
                    switch (step.op()) {
                        case Op.Input _, Op.Constant _ -> 0;
                        case Op.Multiply _ -> 2;
                        case Op.Table _ -> 3;
                        default -> partOf.contains(2) ? 3 : 1;
                    });
        }
        List<String> parts = List.of("inputs", "dense", "square", "sigmoid <1> & \"co\"");
        return FirmwareDesign.of(new LoweredParts(circuit, parts, partOf), options).figures();
    }

    static FirmwareFigures synthesized() {
        return tiny(options(240, false, true)).with(Optional.of(OWN), Optional.of(NAIVE));
    }

    /** Layers of three stages, each beginning two stages after the one before; large figures. */
    static FirmwareFigures deep(int stages, String layerName, FirmwareOptions options) {
        List<Stage> all = new ArrayList<>();
        List<Layer> layers = new ArrayList<>();
        Cost cost = new Cost(123456, 23456, 0, 12, 1.5);
        for (int first = 0; first < stages; first += 2) {
            int last = Math.min(stages - 1, first + 2);
            layers.add(new Layer(layerName + first, 5000, 9, 8, 7, first, last, 21, cost));
        }
        int budget = options.pipeline().periodPicos() - 350;
        int shortest = Math.min(300, budget / stages);
        for (int index = 0; index < stages; index++) {
            int picos = shortest * index;
            List<Integer> own = List.of(index / 2);
            all.add(new Stage(1, 0, picos, budget, 98765, 5, 123456, own, cost));
        }
        boolean inputs = options.pipeline().inputRegisters();
        int latency = stages - (options.pipeline().outputRegisters() ? 0 : 1) + (inputs ? 1 : 0);
        long registers = 123456L * (stages + (inputs ? 1 : 0)) + latency;
        return new FirmwareFigures(
                "network_of_" + layerName,
                "0123456789abcdef",
                options,
                latency,
                1,
                0,
                0,
                latency,
                98765 * stages,
                123456 * stages,
                new Cost(123456.0 * stages, 23456, registers, 12, 1.5),
                all,
                layers,
                Optional.empty(),
                Optional.empty());
    }

    static Document parse(String text) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)));
    }

    static List<Element> elements(Document page, String tag) {
        NodeList nodes = page.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    static List<String> texts(Document page, String tag) {
        return elements(page, tag).stream().map(Element::getTextContent).toList();
    }
}
