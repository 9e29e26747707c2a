package org.l1ring.proof;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.l1ring.adders.ExpandSums;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Op;
import org.l1ring.circuit.Terms;
import org.l1ring.rtl.VerilogEmitter;

/**
 * Proves that Verilog, read back through Yosys, computes the sums of a circuit: no adder wraps, and
 * every {@link Op.Linear} equals its weighted sum for all inputs.
 *
 * <p>The other steps are proven one by one to give what their operations say, within their
 * intervals, by z3 in bit vectors.
 *
 * <p>Each statement about sums is proven twice: in Java by exact coefficient vectors over the
 * values that the sums read and by the intervals of these, and by z3 in linear integer arithmetic.
 */
public final class Proof {
    private final Circuit original;
    private final Circuit expanded;
    private final List<Integer> map;
    private final Netlist netlist;
    private final StepWires wires;
    private final SumReader reader;
    private final Set<String> refutations = new LinkedHashSet<>();

    private Proof(Circuit original, ExpandSums.Expanded expanded, Netlist netlist) {
        this.original = original;
        this.expanded = expanded.circuit();
        this.map = expanded.steps();
        this.netlist = netlist;
        this.wires = new StepWires(netlist, this.expanded);
        this.reader = new SumReader(netlist, this.expanded, wires);
    }

    /**
     * Proves emitted Verilog.
     *
     * @param original the circuit before its sums were expanded
     * @param expanded the circuit that was emitted
     * @param verilog the emitted files
     * @param folder where Yosys and z3 work and leave their files and logs
     * @return what holds and what does not
     * @throws org.l1ring.tool.ToolException if Yosys or z3 is absent or fails
     */
    public static ProofReport prove(
            Circuit original, ExpandSums.Expanded expanded, List<Path> verilog, Path folder) {
        long start = System.nanoTime();
        String top = VerilogEmitter.moduleName(expanded.circuit());
        Netlist netlist = Netlist.read(folder, verilog, top);
        double yosysSeconds = seconds(start);
        return new Proof(original, expanded, netlist).run(folder, yosysSeconds);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private ProofReport run(Path folder, double yosysSeconds) {
        long start = System.nanoTime();
        refutations.addAll(wires.differences());
        ports();
        int latency = latency();
        List<SumStatement> statements = statements();
        reader.adders().stream()
                .filter(Operand.Adder::wraps)
                .map(Proof::wrap)
                .forEach(refutations::add);
        double javaSeconds = seconds(start);
        start = System.nanoTime();
        refutations.addAll(new SumSmt(reader::leaf).refuted(statements, folder));
        StepProof steps = new StepProof(netlist, expanded, wires, reader);
        refutations.addAll(steps.refuted(folder));
        return new ProofReport(
                (int) original.steps().stream().filter(Proof::sum).count(),
                reader.adders().size(),
                reader.adders().stream().mapToInt(Operand.Adder::width).max().orElse(0),
                steps.proven(),
                steps.assumed(),
                latency,
                yosysSeconds,
                javaSeconds,
                seconds(start),
                List.copyOf(refutations));
    }

    private static boolean sum(Circuit.Step step) {
        return step.op() instanceof Op.Linear;
    }

    private static String wrap(Operand.Adder adder) {
        return "adder %s: %s cannot hold %s"
                .formatted(
                        adder.name(), Range.ofBits(adder.width(), adder.signed()), adder.range());
    }

    /** The last ports are the circuit's columns; clock, reset and valid come before them. */
    private static Map<String, int[]> last(Map<String, int[]> ports, int count) {
        Map<String, int[]> last = new LinkedHashMap<>();
        ports.entrySet().stream()
                .skip(Math.max(0, ports.size() - count))
                .forEach(port -> last.put(port.getKey(), port.getValue()));
        return last;
    }

    /** Ports are the wires of the steps that they give or take. */
    private void ports() {
        List<int[]> inputs = List.copyOf(last(netlist.inputs(), original.inputs().size()).values());
        for (int id = 0; id < expanded.steps().size(); id++) {
            if (expanded.op(id) instanceof Op.Input(int column) && wires.of(id) != null) {
                connected("input " + column, new Bits(inputs.get(column)), id);
            }
        }
        int index = 0;
        for (int[] port : last(netlist.outputs(), original.outputs().size()).values()) {
            int step = expanded.outputs().get(index).step();
            connected("output " + index++, new Bits(netlist.roots(port)), step);
        }
    }

    private void connected(String port, Bits bits, int step) {
        Bits wire = wires.of(step);
        for (int i = 0; wire != null && i < bits.width(); i++) {
            int sign = wires.signed(step) ? wire.get(wire.width() - 1) : 0;
            if (bits.get(i) != (i < wire.width() ? wire.get(i) : sign)) {
                refutations.add(
                        "%s: bit %d: expected that of wire v%d, got another"
                                .formatted(port, i, step));
                return;
            }
        }
        if (wire == null) {
            refutations.add("%s: expected a net v%d, got none".formatted(port, step));
        }
    }

    private int latency() {
        Registers registers = new Registers(netlist);
        int latency = registers.latency(last(netlist.outputs(), original.outputs().size()));
        refutations.addAll(registers.unbalanced());
        return latency;
    }

    /**
     * Compares every adder with the step that it is to compute from what its operands hold, so that
     * a wrong one is named; then every sum of the circuit with its weighted sum.
     */
    private List<SumStatement> statements() {
        Map<Integer, SumStatement> statements = new LinkedHashMap<>();
        List<Form> forms = new ArrayList<>();
        for (int id = 0; id < expanded.steps().size(); id++) {
            if (expanded.op(id) instanceof Op.Linear linear) {
                Form form = sum(linear, forms);
                SumStatement found = wires.of(id) == null ? null : statement("v" + id, id, form);
                statements.put(id, found);
                forms.add(found == null ? form : found.found().form());
            } else {
                forms.add(leaf(expanded.op(id), id));
            }
        }
        forms.clear();
        for (int id = 0; id < original.steps().size(); id++) {
            if (original.op(id) instanceof Op.Linear linear) {
                forms.add(sum(linear, forms));
                String name = "v%d (step %d of the circuit)".formatted(map.get(id), id);
                statements.put(map.get(id), statement(name, map.get(id), forms.getLast()));
            } else {
                forms.add(leaf(original.op(id), map.get(id)));
            }
        }
        return statements.values().stream().filter(Objects::nonNull).toList();
    }

    private static Form leaf(Op op, int step) {
        return op instanceof Op.Constant(long raw)
                ? Form.of(BigInteger.valueOf(raw))
                : Form.leaf(step);
    }

    private static Form sum(Op.Linear linear, List<Form> forms) {
        Form form = Form.of(BigInteger.valueOf(linear.bias()));
        Terms terms = linear.terms();
        for (int i = 0; i < terms.size(); i++) {
            BigInteger weight = BigInteger.valueOf(terms.coefficient(i));
            form = form.plus(weight, forms.get(terms.step(i)));
        }
        return form;
    }

    /** Reads a wire and compares it with the sum that it is to hold; null if it is unreadable. */
    private SumStatement statement(String name, int step, Form expected) {
        Bits bits = wires.of(step);
        if (bits == null) {
            refutations.add("wire %s: expected a net of this name, got none".formatted(name));
            return null;
        }
        Operand found;
        try {
            found = reader.read(bits, "wire v" + step);
        } catch (SumReader.Unreadable e) {
            refutations.add(e.getMessage());
            return null;
        }
        if (found.node() == null && found.form().congruent(expected, bits.width())) {
            found = Operand.of(expected.constant());
        }
        if (!found.form().congruent(expected, bits.width())) {
            refutations.add("wire %s: expected %s, got %s".formatted(name, expected, found.form()));
        }
        boolean signed = wires.signed(step);
        Range range = expected.range(leaf -> reader.leaf(leaf).range());
        if (!range.fits(bits.width(), signed)) {
            refutations.add(
                    "wire %s: %s cannot hold %s"
                            .formatted(name, Range.ofBits(bits.width(), signed), range));
        }
        return new SumStatement(name, bits.width(), signed, expected, found);
    }
}
