package org.l1ring.rtl;

import java.util.ArrayList;
import java.util.List;
import org.l1ring.circuit.Circuit;

/**
 * Writes a circuit as one combinational Verilog-2001 module: every step is a wire of exactly the
 * bits that its interval needs, so raw results equal the circuit's, bit by bit.
 *
 * <p>Inputs must lie in the intervals of their ports. Nothing is pipelined. The text depends on the
 * circuit alone.
 */
public final class VerilogEmitter {
    private VerilogEmitter() {}

    /**
     * The module's text. Its ports bear the names of the circuit's columns, changed where these are
     * no Verilog identifiers or not distinct.
     *
     * @param circuit any circuit
     * @throws IllegalArgumentException when a step does not fit the type of its output
     */
    public static String emit(Circuit circuit) {
        return module(circuit, ModulePorts.of(circuit));
    }

    /** The name of the module: the circuit's, made an identifier. */
    public static String moduleName(Circuit circuit) {
        return ModulePorts.of(circuit).module();
    }

    private static String module(Circuit circuit, ModulePorts ports) {
        List<String> text = new ArrayList<>();
        text.add("// Circuit: " + circuit.name().replaceAll("[^ -~]", "?"));
        text.add("// SHA-256 of its canonical text: " + circuit.digest());
        text.add("// Combinational, exact: [a,b] is the range of the integer on a wire.");
        List<String> declared = new ArrayList<>();
        ports.inputs().forEach(port -> declared.add("    input " + port.declaration()));
        ports.outputs().forEach(port -> declared.add("    output " + port.declaration()));
        text.add("module " + ports.module() + " (");
        text.add(String.join(",\n", declared));
        text.add(");");
        StepText steps = new StepText(circuit, ports.inputs());
        for (int id = 0; id < circuit.steps().size(); id++) {
            steps.declare(id);
        }
        List<String> lines = new ArrayList<>(steps.lines());
        for (int i = 0; i < ports.outputs().size(); i++) {
            Signal port = ports.outputs().get(i);
            Signal value = StepText.wire(circuit, circuit.outputs().get(i).step());
            lines.add("assign %s = %s;".formatted(port.name(), value.resized(port.width())));
        }
        lines.forEach(line -> text.add("    " + line));
        UnusedBits.sink(text).forEach(line -> text.add("    " + line));
        text.add("endmodule");
        return String.join("\n", text) + "\n";
    }
}
