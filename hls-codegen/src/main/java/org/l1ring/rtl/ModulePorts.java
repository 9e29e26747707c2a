package org.l1ring.rtl;

import java.util.ArrayList;
import java.util.List;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Interval;
import org.l1ring.fixed.FixedType;

/**
 * The module's name and ports: one an input column, as wide as its interval needs, and one an
 * output column, of its type.
 *
 * @param module identifier
 * @param inputs in the order of the columns
 * @param outputs in the order of the columns
 */
record ModulePorts(String module, List<Signal> inputs, List<Signal> outputs) {

    /** The ports of a circuit's module. */
    static ModulePorts of(Circuit circuit) {
        return of(circuit, circuit.inputs());
    }

    /** The ports of a top module: of one crossing. */
    static ModulePorts of(Clocked hardware) {
        ModulePorts ports = of(hardware.circuit(), hardware.window().words());
        return hardware.window().single()
                ? ports
                : new ModulePorts(ports.module + "_stream", ports.inputs, ports.outputs);
    }

    /** The ports of a circuit behind other columns. */
    static ModulePorts of(Circuit circuit, List<Circuit.Port> columns) {
        Identifiers names = new Identifiers();
        String module = names.unique(circuit.name());
        List<Signal> inputs = new ArrayList<>();
        for (Circuit.Port port : columns) {
            inputs.add(Signal.of(names.unique(port.name()), port.interval()));
        }
        List<Signal> outputs = new ArrayList<>();
        for (Circuit.Output output : circuit.outputs()) {
            FixedType type = output.type();
            Interval interval = circuit.interval(output.step());
            if (!type.contains(interval.min()) || !type.contains(interval.max())) {
                throw new IllegalArgumentException(
                        "%s: output %s: expected values of %s, got %s; cast to that type"
                                .formatted(circuit.name(), output.name(), type, interval));
            }
            outputs.add(
                    new Signal(
                            names.unique(output.name()), Math.max(1, type.width()), type.signed()));
        }
        return new ModulePorts(module, List.copyOf(inputs), List.copyOf(outputs));
    }

    /** The lines that open the module with clock, reset and valid bits before its ports. */
    List<String> opening() {
        List<String> declared = new ArrayList<>();
        declared.add("    input wire clk");
        declared.add("    input wire rst");
        declared.add("    input wire valid_in");
        inputs().forEach(port -> declared.add("    input " + port.declaration()));
        declared.add("    output wire valid_out");
        outputs().forEach(port -> declared.add("    output " + port.declaration()));
        return List.of("module " + module() + " (", String.join(",\n", declared), ");");
    }
}
