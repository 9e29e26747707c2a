package org.l1ring.rtl;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes the modules of a {@link SequentialPipeline}. */
final class SequentialEmitter {
    private final SequentialPipeline design;
    private final ModulePorts ports;
    private final String digest;
    private final List<String> text = new ArrayList<>();

    private SequentialEmitter(SequentialPipeline design, String digest) {
        this.design = design;
        this.ports = ModulePorts.of(design);
        this.digest = digest;
    }

    static SortedMap<String, String> files(SequentialPipeline design, String digest) {
        return new SequentialEmitter(design, digest).files();
    }

    private SortedMap<String, String> files() {
        SortedMap<String, String> files = new TreeMap<>();
        files.put(ports.module() + ".v", top());
        for (Pipeline segment : design.segments()) {
            files.putAll(segment.files(digest));
        }
        for (int i = 0; i < design.loops().size(); i++) {
            RecurrentLoop loop = design.loops().get(i);
            String what =
                    "// A sequence in every %d cycles, its results %d cycles later."
                            .formatted(loop.initiationInterval(), loop.latencyCycles());
            files.put(
                    loopModule(i) + ".v",
                    String.join("\n", header(what))
                            + "\n"
                            + new LoopEmitter(loop, loopModule(i)).text());
            for (LoopCell cell : loop.cells()) {
                files.putAll(cell.logic().files(digest));
            }
        }
        return files;
    }

    private String loopModule(int index) {
        return "%s_loop%d".formatted(ports.module(), index + 1);
    }

    private List<String> header(String what) {
        return PipelineEmitter.header(design.circuit(), digest, what);
    }

    private String top() {
        text.addAll(
                header(
                        "// Recurrent layers step by step: %d cycles from inputs to outputs, a new row in every %d."
                                .formatted(design.latencyCycles(), design.initiationInterval())));
        text.addAll(ports.opening());
        List<Signal> values = ports.inputs();
        String valid = "valid_in";
        for (int i = 0; i < design.segments().size(); i++) {
            ModulePorts segment = ModulePorts.of(design.segments().get(i).circuit());
            String name = "part" + (i + 1);
            String next = name + "_valid";
            List<Signal> results = declared(name, segment.outputs());
            text.add("    wire %s;".formatted(next));
            List<String> connections = new ArrayList<>();
            connections.add(".valid_in(%s)".formatted(valid));
            connections.add(".valid_out(%s)".formatted(next));
            connect(connections, segment.inputs(), values);
            connect(connections, segment.outputs(), results);
            instance(segment.module(), name, connections);
            values = results;
            valid = next;
            if (i < design.loops().size()) {
                values = loop(i, values, valid);
                valid = "loop%d_done".formatted(i + 1);
            }
        }
        text.add("    assign valid_out = %s;".formatted(valid));
        for (int i = 0; i < values.size(); i++) {
            Signal port = ports.outputs().get(i);
            text.add(
                    "    assign %s = %s;"
                            .formatted(port.name(), values.get(i).resized(port.width())));
        }
        UnusedBits.sink(text).forEach(line -> text.add("    " + line));
        text.add("endmodule");
        return String.join("\n", text) + "\n";
    }

    private List<Signal> loop(int index, List<Signal> values, String valid) {
        RecurrentLoop loop = design.loops().get(index);
        String name = "loop" + (index + 1);
        List<Signal> results = declared(name, loop.outputs());
        text.add("    wire %s_done;".formatted(name));
        List<String> connections = new ArrayList<>();
        connections.add(".start(%s)".formatted(valid));
        connections.add(".done(%s_done)".formatted(name));
        connect(connections, loop.inputs(), values);
        connect(connections, loop.outputs(), results);
        instance(loopModule(index), name, connections);
        return results;
    }

    private List<Signal> declared(String name, List<Signal> like) {
        List<Signal> signals = new ArrayList<>();
        for (Signal port : like) {
            signals.add(
                    new Signal(
                            "%s_value%d".formatted(name, signals.size()),
                            port.width(),
                            port.signed()));
            text.add("    " + signals.getLast().declaration() + ";");
        }
        return signals;
    }

    private static void connect(
            List<String> connections, List<Signal> module, List<Signal> signals) {
        for (int i = 0; i < module.size(); i++) {
            Signal port = module.get(i);
            connections.add(".%s(%s)".formatted(port.name(), signals.get(i).resized(port.width())));
        }
    }

    private void instance(String module, String name, List<String> connections) {
        text.add("    %s %s (".formatted(module, name));
        text.add("        .clk(clk),");
        text.add("        .rst(rst),");
        text.add("        " + String.join(",\n        ", connections));
        text.add("    );");
    }
}
