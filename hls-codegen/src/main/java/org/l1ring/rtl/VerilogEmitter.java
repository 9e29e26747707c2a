package org.l1ring.rtl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Contents;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.circuit.Terms;

/**
 * Writes a circuit as one combinational Verilog-2001 module: every step is a wire of exactly the
 * bits that its interval needs, so raw results equal the circuit's, bit by bit.
 *
 * <p>Inputs must lie in the intervals of their ports. Nothing is pipelined. The text depends on the
 * circuit alone.
 */
public final class VerilogEmitter {
    private static final int LINE = 100;

    /** A lookup function: its contents over an index interval. */
    private record Table(Contents contents, Interval index, int width) {}

    private final Circuit circuit;
    private final ModulePorts ports;
    private final Signal[] wires;
    private final List<String> lines = new ArrayList<>();
    private final Map<Table, String> tables = new HashMap<>();

    private VerilogEmitter(Circuit circuit) {
        this.circuit = circuit;
        this.ports = ModulePorts.of(circuit);
        this.wires = new Signal[circuit.steps().size()];
        for (int id = 0; id < wires.length; id++) {
            wires[id] = Signal.of("v" + id, circuit.interval(id));
        }
    }

    /**
     * The module's text. Its ports bear the names of the circuit's columns, changed where these are
     * no Verilog identifiers or not distinct.
     *
     * @param circuit any circuit
     * @throws IllegalArgumentException when a step does not fit the type of its output
     */
    public static String emit(Circuit circuit) {
        return new VerilogEmitter(circuit).module();
    }

    /** The name of the module: the circuit's, made an identifier. */
    public static String moduleName(Circuit circuit) {
        return ModulePorts.of(circuit).module();
    }

    private String module() {
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
        for (int id = 0; id < wires.length; id++) {
            Signal wire = wires[id];
            String value = expression(id, circuit.op(id));
            lines.add(wire.declaration() + " = " + value + "; // " + circuit.interval(id));
        }
        for (int i = 0; i < ports.outputs().size(); i++) {
            Signal port = ports.outputs().get(i);
            Signal value = wires[circuit.outputs().get(i).step()];
            lines.add("assign %s = %s;".formatted(port.name(), value.resized(port.width())));
        }
        lines.forEach(line -> text.add("    " + line));
        UnusedBits.sink(text).forEach(line -> text.add("    " + line));
        text.add("endmodule");
        return String.join("\n", text) + "\n";
    }

    /** The value of a step as an expression of exactly its wire's width. */
    private String expression(int id, Op op) {
        int bits = wires[id].width();
        return switch (op) {
            case Op.Input(int column) -> ports.inputs().get(column).resized(bits);
            case Op.Constant(long raw) -> Signal.literal(raw, bits);
            case Op.Linear(Terms terms, long bias) -> linear(terms, bias, bits);
            case Op.Multiply(int left, int right) -> infix(left, "*", right, bits);
            case Op.Cast cast ->
                    new CastText(
                                    cast,
                                    wires[cast.arg()],
                                    circuit.interval(cast.arg()),
                                    wires[id].name(),
                                    lines)
                            .expression(bits);
            case Op.Select(int condition, int whenTrue, int whenFalse) ->
                    choice("(|" + wires[condition].name() + ")", whenTrue, whenFalse, bits);
            case Op.Compare(Op.Relation relation, int left, int right) -> {
                String operator =
                        switch (relation) {
                            case LESS -> "<";
                            case LESS_OR_EQUAL -> "<=";
                            case EQUAL -> "==";
                        };
                yield wires[left].compared(operator, wires[right]);
            }
            case Op.Logic(Op.Gate gate, int left, int right) -> {
                String operator =
                        switch (gate) {
                            case AND -> "&";
                            case OR -> "|";
                            case XOR -> "^";
                        };
                yield infix(left, operator, right, bits);
            }
            case Op.Not(int arg) -> wires[arg].resized(bits) + " ^ " + Signal.literal(1, bits);
            case Op.Minimum(int left, int right) ->
                    choice(wires[left].compared("<", wires[right]), left, right, bits);
            case Op.Maximum(int left, int right) ->
                    choice(wires[left].compared("<", wires[right]), right, left, bits);
            case Op.Absolute(int arg) -> absolute(wires[arg], bits);
            case Op.Table(int arg, Contents contents) -> table(arg, contents, bits);
            case Op.Slice(int arg, int low, int width) ->
                    bits <= width
                            ? wires[arg].slice(low, bits)
                            : "{%s, %s}"
                                    .formatted(
                                            Signal.literal(0, bits - width),
                                            wires[arg].slice(low, width));
            case Op.Concatenate(int high, int low, int lowWidth) ->
                    concatenate(wires[high], wires[low], lowWidth, bits);
        };
    }

    private String infix(int left, String operator, int right, int bits) {
        return wires[left].resized(bits) + " " + operator + " " + wires[right].resized(bits);
    }

    private String choice(String condition, int whenTrue, int whenFalse, int bits) {
        return "%s ? %s : %s"
                .formatted(
                        condition, wires[whenTrue].resized(bits), wires[whenFalse].resized(bits));
    }

    /**
     * The sum modulo 2^bits, which is the sum itself: the interval says that it fits. Without a
     * bias a positive term comes first, so that two terms are one adder that does not wrap.
     */
    private String linear(Terms terms, long bias, int bits) {
        List<String> parts = new ArrayList<>();
        int first = 0;
        while (bias == 0 && first < terms.size() && terms.coefficient(first) < 0) {
            first++;
        }
        if (bias != 0 || first == terms.size()) {
            parts.add(Signal.literal(bias, bits));
            first = 0;
        }
        for (int i = 0; i < terms.size(); i++) {
            int term = (first + i) % terms.size();
            long coefficient = terms.coefficient(term);
            String value = wires[terms.step(term)].resized(bits);
            String product =
                    Math.abs(coefficient) == 1
                            ? value
                            : Signal.literal(Math.abs(coefficient), bits) + " * " + value;
            String operator = coefficient < 0 ? "- " : "+ ";
            parts.add(parts.isEmpty() ? product : operator + product);
        }
        return wrapped(parts);
    }

    /** Parts joined by blanks, or by line ends where a line gets long. */
    private static String wrapped(List<String> parts) {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (String part : parts) {
            if (column + part.length() > LINE - 16) {
                text.append("\n            ");
                column = 0;
            } else if (!text.isEmpty()) {
                text.append(' ');
            }
            text.append(part);
            column += part.length() + 1;
        }
        return text.toString();
    }

    private static String absolute(Signal arg, int bits) {
        String value = arg.resized(bits);
        if (!arg.signed()) {
            return value;
        }
        return "%s ? %s - %s : %s".formatted(arg.sign(), Signal.literal(0, bits), value, value);
    }

    private static String concatenate(Signal high, Signal low, int lowWidth, int bits) {
        if (lowWidth == 0) {
            return high.resized(bits);
        }
        if (bits <= lowWidth) {
            return low.resized(bits);
        }
        return "{%s, %s}".formatted(high.resized(bits - lowWidth), low.resized(lowWidth));
    }

    /** A call of the table's function, which is written before its first use. */
    private String table(int arg, Contents contents, int bits) {
        Table table = new Table(contents, circuit.interval(arg), bits);
        String function = tables.get(table);
        if (function == null) {
            function = "table" + tables.size();
            tables.put(table, function);
            define(function, table, wires[arg].width());
        }
        return "%s(%s)".formatted(function, wires[arg].name());
    }

    /** Indices outside the interval never occur; they give zero. */
    private void define(String function, Table table, int indexBits) {
        int bits = table.width();
        lines.add("function [%d:0] %s;".formatted(bits - 1, function));
        lines.add("    input [%d:0] index;".formatted(indexBits - 1));
        lines.add("    case (index)");
        for (long i = table.index().min(); i <= table.index().max(); i++) {
            String entry = Signal.literal(table.contents().get((int) i), bits);
            lines.add(
                    "        %s: %s = %s;"
                            .formatted(Signal.literal(i, indexBits), function, entry));
        }
        lines.add("        default: %s = %s;".formatted(function, Signal.literal(0, bits)));
        lines.add("    endcase");
        lines.add("endfunction");
    }
}
