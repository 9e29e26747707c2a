package org.l1ring.rtl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Contents;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.circuit.SignedDigits;
import org.l1ring.circuit.Terms;

/**
 * Steps as Verilog declarations: every step is a wire {@code v<step>} of exactly the bits that its
 * interval needs, so raw results equal the circuit's, bit by bit.
 */
final class StepText {
    private static final int LINE = 100;

    /** Entries of one constant: Icarus takes time that grows with its square to read one. */
    private static final int TABLE_PART = 128;

    /** Larger tables are one memory for all reads: filling each copy takes simulators too long. */
    private static final int MOST_INDEX_BITS = 14;

    /** Reads of one block RAM. */
    private static final int RAM_PORTS = 2;

    /** A lookup table: its contents over an index interval. */
    private record Table(Contents contents, Interval index, int width) {}

    private final Circuit circuit;
    private final List<Signal> columns;
    private final Signal[] wires;
    private final List<String> lines = new ArrayList<>();
    private final Map<Table, String> tables = new HashMap<>();
    private final Map<String, Integer> reads = new HashMap<>();

    /**
     * The text of a module's steps, none yet.
     *
     * @param circuit whose steps are declared
     * @param columns what {@link Op.Input} reads
     */
    StepText(Circuit circuit, List<Signal> columns) {
        this.circuit = circuit;
        this.columns = columns;
        this.wires = new Signal[circuit.steps().size()];
        for (int id = 0; id < wires.length; id++) {
            wires[id] = wire(circuit, id);
        }
    }

    /** The wire of a step. */
    static Signal wire(Circuit circuit, int id) {
        return Signal.of("v" + id, circuit.interval(id));
    }

    /** Declares the wire of a step, whose operands are declared. */
    void declare(int id) {
        String value = expression(id, circuit.op(id));
        lines.add("%s = %s; // %s".formatted(wires[id].declaration(), value, circuit.interval(id)));
    }

    /** The same with an attribute, which Icarus wants apart from a value. */
    void declare(int id, String attribute) {
        String value = expression(id, circuit.op(id));
        lines.add("%s %s;".formatted(attribute, wires[id].declaration()));
        lines.add("assign %s = %s; // %s".formatted(wires[id].name(), value, circuit.interval(id)));
    }

    /** All lines so far: tables, helper wires and wires in order. */
    List<String> lines() {
        return lines;
    }

    /** The value of a step as an expression of exactly its wire's width. */
    private String expression(int id, Op op) {
        int bits = wires[id].width();
        return switch (op) {
            case Op.Input(int column) -> columns.get(column).resized(bits);
            case Op.Constant(long raw) -> Signal.literal(raw, bits);
            case Op.Linear(Terms terms, long bias) -> linear(terms, bias, bits);
            case Op.Multiply(int left, int right) -> multiply(wires[left], wires[right], bits);
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
     * The sum modulo 2^bits, which is the sum itself: the interval says that it fits. What is
     * subtracted comes last, so that nothing is subtracted from zero unless all is.
     */
    private String linear(Terms terms, long bias, int bits) {
        List<String> added = new ArrayList<>();
        List<String> subtracted = new ArrayList<>();
        for (int i = 0; i < terms.size(); i++) {
            Signal value = wires[terms.step(i)];
            long coefficient = terms.coefficient(i);
            if (SignedDigits.count(coefficient) > 2) {
                String factor = Signal.literal(Math.abs(coefficient), bits);
                String text = factor + " * " + value.resized(bits);
                (coefficient > 0 ? added : subtracted).add(text);
                continue;
            }
            shifts(value, SignedDigits.added(coefficient), bits, added);
            shifts(value, SignedDigits.subtracted(coefficient), bits, subtracted);
        }
        if (bias != 0 || added.isEmpty()) {
            added.addFirst(Signal.literal(bias, bits));
        }
        List<String> parts = new ArrayList<>();
        added.forEach(text -> parts.add(parts.isEmpty() ? text : "+ " + text));
        subtracted.forEach(text -> parts.add("- " + text));
        return wrapped(parts);
    }

    private static void shifts(Signal value, long digits, int bits, List<String> parts) {
        for (long rest = digits; rest != 0; rest &= rest - 1) {
            parts.add(value.shifted(Long.numberOfTrailingZeros(rest), bits));
        }
    }

    /** A product whose factors are marked signed, so that their extensions cost no logic. */
    private String multiply(Signal left, Signal right, int bits) {
        return left.signed() || right.signed()
                ? "$signed(%s) * $signed(%s)".formatted(left.resized(bits), right.resized(bits))
                : left.resized(bits) + " * " + right.resized(bits);
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

    /** A read of a memory with the table's contents. */
    private String table(int arg, Contents contents, int bits) {
        Table table = new Table(contents, circuit.interval(arg), bits);
        String name = tables.get(table);
        if (name == null) {
            name = "table" + tables.size();
            tables.put(table, name);
            contents(name, table);
        }
        int indexBits = wires[arg].width();
        boolean block = indexBits >= CostModel.RAM_INDEX_BITS && indexBits <= MOST_INDEX_BITS;
        int read = reads.merge(name, 1, Integer::sum) - 1;
        String memory = name + "_" + (block ? read / RAM_PORTS : 0);
        if (block ? read % RAM_PORTS == 0 : read == 0) {
            memory(memory, name, table, block);
        }
        return "%s[%s]".formatted(memory, wires[arg].name());
    }

    /** The entries that the interval reaches as constants of so many, the first one lowest. */
    private void contents(String name, Table table) {
        int bits = table.width();
        for (long from = 0; from <= table.index().max(); from += TABLE_PART) {
            long to = Math.min(from + TABLE_PART, table.index().max() + 1);
            List<String> entries = new ArrayList<>();
            for (long i = to - 1; i >= from; i--) {
                long entry = i < table.index().min() ? 0 : table.contents().get((int) i);
                entries.add(Signal.literal(entry, bits) + (i == from ? "};" : ","));
            }
            lines.add(
                    "localparam [%d:0] %s_part%d = {%s"
                            .formatted(
                                    (to - from) * bits - 1,
                                    name,
                                    from / TABLE_PART,
                                    wrapped(entries)));
        }
    }

    /** Memory that nothing writes. Yosys would try all ways to make block RAMs of many reads. */
    private void memory(String memory, String contents, Table table, boolean block) {
        int bits = table.width();
        long entries = table.index().max() + 1;
        if (!block) {
            lines.add("(* syn_romstyle = \"logic\" *)");
        }
        lines.add("reg [%d:0] %s [0:%d];".formatted(bits - 1, memory, entries - 1));
        lines.add("initial begin : %s_fill".formatted(memory));
        lines.add("    integer %s_i;".formatted(memory));
        for (long from = 0; from < entries; from += TABLE_PART) {
            lines.add(
                    "    for (<m>_i = 0; <m>_i < %d; <m>_i = <m>_i + 1) <m>[<m>_i + %d] = %s_part%d[%d * <m>_i +: %d];"
                            .formatted(
                                    Math.min(TABLE_PART, entries - from),
                                    from,
                                    contents,
                                    from / TABLE_PART,
                                    bits,
                                    bits)
                            .replace("<m>", memory));
        }
        lines.add("end");
    }
}
