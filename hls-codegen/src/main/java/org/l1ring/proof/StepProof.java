package org.l1ring.proof;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Op;
import org.l1ring.tool.Program;
import org.l1ring.tool.ToolException;

/**
 * Proves step by step that the netlist computes the operations that are no sums, and that their
 * results lie in their intervals: by z3 in bit vectors, products of two values by their cell.
 */
final class StepProof {
    private static final long LIMIT_SECONDS = 300;

    private final Netlist netlist;
    private final Circuit circuit;
    private final StepWires wires;
    private final SumReader reader;
    private int proven;
    private int assumed;

    StepProof(Netlist netlist, Circuit circuit, StepWires wires, SumReader reader) {
        this.netlist = netlist;
        this.circuit = circuit;
        this.wires = wires;
        this.reader = reader;
    }

    /** Steps that are proven. */
    int proven() {
        return proven;
    }

    /** Steps of which nothing is proven. */
    int assumed() {
        return assumed;
    }

    /**
     * Proves all steps that are no sums.
     *
     * @param folder where z3 works; its questions are left there as {@code steps.smt2}
     * @return what does not hold, each as a line
     */
    List<String> refuted(Path folder) {
        List<String> refuted = new ArrayList<>();
        List<String> script = new ArrayList<>();
        List<Integer> asked = new ArrayList<>();
        StepSmt smt = new StepSmt(netlist, circuit, wires);
        for (int id = 0; id < circuit.steps().size(); id++) {
            Op op = circuit.op(id);
            if (op instanceof Op.Input || op instanceof Op.Constant || op instanceof Op.Linear) {
                continue;
            }
            try {
                List<String> lines = op instanceof Op.Multiply ? null : smt.script(id);
                if (lines != null) {
                    script.addAll(lines);
                    asked.add(id);
                } else if (op instanceof Op.Multiply(int left, int right)) {
                    product(id, left, right);
                } else {
                    assumed++;
                }
            } catch (SumReader.Unreadable e) {
                refuted.add("step v%d: %s".formatted(id, e.getMessage()));
            }
        }
        List<String> answers = script.isEmpty() ? List.of() : ask(folder, script);
        for (int i = 0; i < asked.size(); i++) {
            String answer = i < answers.size() ? answers.get(i) : "no answer";
            if ("unsat".equals(answer)) {
                proven++;
            } else if ("sat".equals(answer)) {
                refuted.add(
                        "z3: wire v%d is not what its step says: %s"
                                .formatted(asked.get(i), circuit.op(asked.get(i))));
            } else {
                throw new ToolException("z3: steps.smt2: expected sat or unsat, got " + answer);
            }
        }
        return refuted;
    }

    private static List<String> ask(Path folder, List<String> script) {
        try {
            Files.write(folder.resolve("steps.smt2"), script);
        } catch (IOException e) {
            throw new ToolException("steps.smt2: cannot be written: " + e.getMessage());
        }
        return Program.Z3.run(folder, LIMIT_SECONDS, List.of("steps.smt2")).lines();
    }

    /** A product is a cell whose operands are the wires of its factors, and that is wide enough. */
    private void product(int id, int left, int right) {
        Bits bits = wires.of(id);
        Netlist.Cell cell = bits == null || bits.start() > 0 ? null : netlist.driver(bits.get(0));
        if (cell == null || !"$mul".equals(cell.type()) || !bits.equals(new Bits(cell.output()))) {
            throw new SumReader.Unreadable("expected the output of a multiplier");
        }
        boolean straight = factor(cell, "A", left) && factor(cell, "B", right);
        boolean swapped = factor(cell, "A", right) && factor(cell, "B", left);
        if (!straight && !swapped) {
            throw new SumReader.Unreadable(
                    "expected the product of v%d and v%d, got another".formatted(left, right));
        }
        if (!Range.of(circuit.interval(id)).fits(bits.width(), wires.signed(id))) {
            throw new SumReader.Unreadable("its bits cannot hold " + circuit.interval(id));
        }
        proven++;
    }

    private boolean factor(Netlist.Cell cell, String port, int step) {
        int width = cell.output().length;
        Operand found = reader.read(new Bits(netlist.operand(cell, port, width)), cell.name());
        Operand wire = reader.read(wires.of(step), "v" + step);
        return found.node() != null
                && found.constant().equals(BigInteger.ZERO)
                && found.form().congruent(wire.form(), width);
    }
}
