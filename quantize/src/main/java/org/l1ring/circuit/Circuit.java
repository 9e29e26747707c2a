package org.l1ring.circuit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.l1ring.fixed.FixedType;

/**
 * An exact integer dataflow program in single-assignment form: the one meaning of a model or menu
 * that interpreter, kernels and firmware share.
 *
 * @param name of the model or menu
 * @param inputs the columns that {@link Op.Input} reads
 * @param steps in order; operands are ids of earlier steps
 * @param outputs columns of the result
 */
public record Circuit(String name, List<Port> inputs, List<Step> steps, List<Output> outputs) {

    /** Copies the lists and checks that operands come first. */
    public Circuit {
        inputs = List.copyOf(inputs);
        steps = List.copyOf(steps);
        outputs = List.copyOf(outputs);
        for (int id = 0; id < steps.size(); id++) {
            for (int operand : Op.operands(steps.get(id).op())) {
                if (operand < 0 || operand >= id) {
                    throw new IllegalStateException(
                            "step " + id + ": operand " + operand + " is not an earlier step");
                }
            }
        }
        for (Output output : outputs) {
            if (output.step() < 0 || output.step() >= steps.size()) {
                throw new IllegalStateException("output " + output.name() + ": no such step");
            }
        }
    }

    /**
     * An input column.
     *
     * @param name of the column
     * @param interval of its raw values
     * @param fraction fraction bits of its raw values
     */
    public record Port(String name, Interval interval, int fraction) {}

    /** One operation with the exact interval of its result. */
    public record Step(Op op, Interval interval) {}

    /**
     * An output column.
     *
     * @param name of the column
     * @param step whose raw value it is
     * @param type of the raw value
     */
    public record Output(String name, int step, FixedType type) {}

    /** The operation of a step. */
    public Op op(int step) {
        return steps.get(step).op();
    }

    /** The interval of a step. */
    public Interval interval(int step) {
        return steps.get(step).interval();
    }

    /** The canonical text, one line a port, step and output; the digest is taken over it. */
    public void print(Consumer<String> lines) {
        lines.accept("circuit 1");
        for (int i = 0; i < inputs.size(); i++) {
            Port port = inputs.get(i);
            lines.accept("input %d %s %d".formatted(i, port.interval(), port.fraction()));
        }
        for (int id = 0; id < steps.size(); id++) {
            Step step = steps.get(id);
            lines.accept("%" + id + " = " + CircuitText.text(step.op()) + " " + step.interval());
        }
        for (Output output : outputs) {
            lines.accept("output %" + output.step() + " " + output.type());
        }
    }

    /** SHA-256 of the canonical text in hexadecimal: names of ports do not count. */
    public String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            print(line -> digest.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
