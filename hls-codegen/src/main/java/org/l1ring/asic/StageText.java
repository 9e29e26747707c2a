package org.l1ring.asic;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Op;
import org.l1ring.circuit.Renumbered;
import org.l1ring.rtl.VerilogEmitter;

/**
 * The logic between two rows of registers as a module: ports {@code n<step>} of what it reads and
 * of what is read after it.
 */
final class StageText {
    private final AsicDesign design;
    private final Circuit circuit;
    private final String module;
    private final List<Cone> cones;
    private final List<Integer> reads;
    private final List<Integer> gives;

    StageText(AsicDesign design, String top, int index) {
        this.design = design;
        this.circuit = design.circuit();
        this.module = top + "_stage" + (index + 1);
        this.cones = design.cones(index);
        BitSet made = new BitSet();
        BitSet read = new BitSet();
        for (Cone cone : cones) {
            cone.leaves().forEach(read::set);
            made.set(cone.root());
        }
        read.andNot(made);
        this.reads = read.stream().boxed().toList();
        this.gives = design.entering(index + 1).stream().filter(made::get).toList();
    }

    String module() {
        return module;
    }

    /** Steps that come in. */
    List<Integer> reads() {
        return reads;
    }

    /** Steps that go out. */
    List<Integer> gives() {
        return gives;
    }

    /** Instances of the modules of cones. */
    String ofCones(Map<String, Integer> modules, String top) {
        List<String> ports = new ArrayList<>();
        reads.forEach(id -> ports.add("    input wire " + vector(id)));
        gives.forEach(id -> ports.add("    output wire " + vector(id)));
        List<String> text = new ArrayList<>(List.of("module " + module + " ("));
        text.add(String.join(",\n", ports));
        text.add(");");
        BitSet out = new BitSet();
        gives.forEach(out::set);
        for (Cone cone : cones) {
            if (!out.get(cone.root())) {
                text.add("    wire " + vector(cone.root()) + ";");
            }
            List<String> connections = new ArrayList<>();
            for (int i = 0; i < cone.leaves().size(); i++) {
                connections.add(".a%d(n%d)".formatted(i, cone.leaves().get(i)));
            }
            connections.add(".y(n%d)".formatted(cone.root()));
            text.add(
                    "    %s cone%d (%s);"
                            .formatted(
                                    coneModule(top, modules.get(cone.circuit().digest())),
                                    cone.root(),
                                    String.join(", ", connections)));
        }
        text.add("endmodule");
        return String.join("\n", text) + "\n";
    }

    /** The name of a cone's module. */
    static String coneModule(String top, int number) {
        return top + "_cone" + number;
    }

    /** All steps in one module. */
    String whole() {
        int[] map = new int[circuit.steps().size()];
        List<Circuit.Port> ports = new ArrayList<>();
        List<Circuit.Step> steps = new ArrayList<>();
        for (int id : reads) {
            map[id] = steps.size();
            steps.add(new Circuit.Step(new Op.Input(ports.size()), circuit.interval(id)));
            ports.add(new Circuit.Port("n" + id, circuit.interval(id), 0));
        }
        BitSet held = new BitSet();
        cones.forEach(cone -> cone.steps().forEach(held::set));
        for (int id : held.stream().toArray()) {
            map[id] = steps.size();
            steps.add(new Circuit.Step(Renumbered.of(circuit.op(id), map), circuit.interval(id)));
        }
        List<Circuit.Output> outputs =
                gives.stream()
                        .map(id -> new Circuit.Output("n" + id, map[id], Wires.type(circuit, id)))
                        .toList();
        return VerilogEmitter.emit(new Circuit(module, ports, steps, outputs));
    }

    private String vector(int id) {
        return "[%d:0] n%d".formatted(Wires.bits(design.circuit(), id) - 1, id);
    }
}
