package org.l1ring.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;

/**
 * Steps that are no sums as SMT-LIB 2 in bit vectors: the cells between the wires of a step's
 * operands and its own cannot give anything but what the operation says, nor leave its interval,
 * while the operands are in theirs.
 */
final class StepSmt {
    private final Netlist netlist;
    private final Circuit circuit;
    private final StepWires wires;
    private final List<String> lines = new ArrayList<>();
    private final Set<Integer> cut = new HashSet<>();
    private final Map<String, String> cells = new HashMap<>();
    private int unknowns;

    StepSmt(Netlist netlist, Circuit circuit, StepWires wires) {
        this.netlist = netlist;
        this.circuit = circuit;
        this.wires = wires;
    }

    /**
     * The script that asks whether a step can be wrong, or null where its operation has no meaning
     * here: products of two values, casts that wrap with saturation bits or to a magnitude, and
     * large tables.
     *
     * @throws SumReader.Unreadable where the netlist has something else before the step
     */
    List<String> script(int step) {
        StepMeaning meaning = new StepMeaning(circuit, step);
        if (!meaning.known()) {
            return null;
        }
        lines.clear();
        cut.clear();
        cells.clear();
        lines.add("(reset)");
        lines.add("(set-logic QF_BV)");
        int[] operands = Op.operands(circuit.op(step));
        for (int operand : operands) {
            for (int bit : wire(operand).toArray()) {
                if (!Bits.constant(bit) && cut.add(bit)) {
                    lines.add("(declare-const b%d (_ BitVec 1))".formatted(bit));
                }
            }
        }
        int width = meaning.width();
        List<String> values = new ArrayList<>();
        for (int operand : operands) {
            String value = "o" + values.size();
            define(value, width, wide(operand, width));
            lines.add("(assert " + inside(value, circuit.interval(operand), width) + ")");
            values.add(value);
        }
        define("r", width, wide(step, width));
        define("s", width, meaning.text(values));
        lines.add(
                "(assert (not (and (= r s) %s)))"
                        .formatted(inside("r", circuit.interval(step), width)));
        lines.add("(check-sat)");
        return List.copyOf(lines);
    }

    private Bits wire(int step) {
        Bits bits = wires.of(step);
        if (bits == null) {
            throw new SumReader.Unreadable("wire v%d: expected a net, got none".formatted(step));
        }
        return bits;
    }

    private void define(String name, int width, String value) {
        lines.add("(define-fun %s () (_ BitVec %d) %s)".formatted(name, width, value));
    }

    /** A step's wire, extended as its sign says. */
    private String wide(int step, int width) {
        Bits bits = wire(step);
        return extended(vector(bits.toArray()), bits.width(), width, wires.signed(step));
    }

    static String extended(String value, int from, int to, boolean signed) {
        String kind = signed ? "sign_extend" : "zero_extend";
        return from >= to
                ? "((_ extract %d 0) %s)".formatted(to - 1, value)
                : "((_ %s %d) %s)".formatted(kind, to - from, value);
    }

    private static String inside(String value, Interval interval, int width) {
        return "(and (bvsle %s %s) (bvsle %s %s))"
                .formatted(
                        StepMeaning.literal(interval.min(), width),
                        value,
                        value,
                        StepMeaning.literal(interval.max(), width));
    }

    private String vector(int[] bits) {
        if (bits.length == 1) {
            return bit(bits[0]);
        }
        StringBuilder text = new StringBuilder("(concat");
        for (int i = bits.length - 1; i >= 0; i--) {
            text.append(' ').append(bit(bits[i]));
        }
        return text + ")";
    }

    private String bit(int root) {
        if (Bits.constant(root)) {
            return "#b" + root;
        }
        if (cut.contains(root)) {
            return "b" + root;
        }
        if (root == Netlist.UNKNOWN) {
            lines.add("(declare-const u%d (_ BitVec 1))".formatted(unknowns));
            return "u" + unknowns++;
        }
        Netlist.Cell cell = netlist.driver(root);
        if (cell == null) {
            throw new SumReader.Unreadable("it reads an input port that is no operand of it");
        }
        int place = netlist.place(root);
        return "((_ extract %d %d) %s)".formatted(place, place, cell(cell));
    }

    private String cell(Netlist.Cell cell) {
        String known = cells.get(cell.name());
        if (known == null) {
            String text = text(cell);
            known = "y" + cells.size();
            define(known, cell.output().length, text);
            cells.put(cell.name(), known);
        }
        return known;
    }

    private String text(Netlist.Cell cell) {
        int width = cell.output().length;
        return switch (cell.type()) {
            case "$mux" -> ite("(= #b1 %s)".formatted(port(cell, "S")), port(cell, "B"), cell);
            case "$pmux" -> choice(cell);
            case "$not" -> "(bvnot %s)".formatted(operand(cell, "A", width));
            case "$pos" -> operand(cell, "A", width);
            case "$neg" -> "(bvneg %s)".formatted(operand(cell, "A", width));
            case "$and" -> binary("bvand", cell, width);
            case "$or" -> binary("bvor", cell, width);
            case "$xor" -> binary("bvxor", cell, width);
            case "$add" -> binary("bvadd", cell, width);
            case "$sub" -> binary("bvsub", cell, width);
            case "$reduce_or", "$reduce_bool" -> truth("(not %s)".formatted(zero(cell, "A")), cell);
            case "$reduce_and" ->
                    truth(
                            "(= %s (bvnot (_ bv0 %d)))"
                                    .formatted(port(cell, "A"), cell.port("A").length),
                            cell);
            case "$xnor" -> "(bvnot %s)".formatted(binary("bvxor", cell, width));
            case "$logic_not" -> truth(zero(cell, "A"), cell);
            case "$logic_and" ->
                    truth("(not (or %s %s))".formatted(zero(cell, "A"), zero(cell, "B")), cell);
            case "$logic_or" ->
                    truth("(not (and %s %s))".formatted(zero(cell, "A"), zero(cell, "B")), cell);
            case "$eq" -> truth(compared("=", cell), cell);
            case "$ne" -> truth("(not %s)".formatted(compared("=", cell)), cell);
            case "$lt" -> truth(ordered("lt", cell), cell);
            case "$le" -> truth(ordered("le", cell), cell);
            case "$gt" -> truth(ordered("gt", cell), cell);
            case "$ge" -> truth(ordered("ge", cell), cell);
            default ->
                    throw new SumReader.Unreadable(
                            "cell %s: expected a kind of cell that is known here, got %s"
                                    .formatted(cell.name(), cell.type()));
        };
    }

    private String ite(String condition, String value, Netlist.Cell cell) {
        return "(ite %s %s %s)".formatted(condition, value, port(cell, "A"));
    }

    private String choice(Netlist.Cell cell) {
        int width = cell.output().length;
        int[] values = netlist.roots(cell.port("B"));
        int[] selects = netlist.roots(cell.port("S"));
        String text = port(cell, "A");
        for (int i = selects.length - 1; i >= 0; i--) {
            int[] value = new int[width];
            System.arraycopy(values, i * width, value, 0, width);
            text = "(ite (= #b1 %s) %s %s)".formatted(bit(selects[i]), vector(value), text);
        }
        return text;
    }

    private String port(Netlist.Cell cell, String port) {
        return vector(netlist.roots(cell.port(port)));
    }

    private String operand(Netlist.Cell cell, String port, int width) {
        return vector(netlist.operand(cell, port, width));
    }

    private String binary(String function, Netlist.Cell cell, int width) {
        return "(%s %s %s)"
                .formatted(function, operand(cell, "A", width), operand(cell, "B", width));
    }

    private String zero(Netlist.Cell cell, String port) {
        int width = cell.port(port).length;
        return "(= %s (_ bv0 %d))".formatted(operand(cell, port, width), width);
    }

    private String compared(String relation, Netlist.Cell cell) {
        return binary(relation, cell, Math.max(cell.port("A").length, cell.port("B").length));
    }

    private String ordered(String relation, Netlist.Cell cell) {
        return compared((cell.flag("A_SIGNED") ? "bvs" : "bvu") + relation, cell);
    }

    private static String truth(String condition, Netlist.Cell cell) {
        int width = cell.output().length;
        return "(ite %s (_ bv1 %d) (_ bv0 %d))".formatted(condition, width, width);
    }
}
