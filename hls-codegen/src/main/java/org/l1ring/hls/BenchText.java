package org.l1ring.hls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CrossingWindow;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ElementTypes;

/**
 * The bench: a C++ program that compares every bit of every row, or writes the outputs of rows.
 *
 * <p>Ports keep their names in it: its own are none that {@link Names} gives.
 */
final class BenchText {
    private BenchText() {}

    /**
     * An array of the top function.
     *
     * @param variable its name
     * @param typeName type of its elements
     * @param shifts of each element: fraction bits of the array's type beyond those of its own
     */
    record Array(String variable, String typeName, List<Integer> shifts) {
        static Array of(Tensor tensor) {
            ElementTypes types = tensor.types();
            List<Integer> shifts = new ArrayList<>();
            for (int i = 0; i < tensor.size(); i++) {
                FixedType type = types.get(i);
                shifts.add(type.width() == 0 ? 0 : tensor.storage().fraction() - type.fraction());
            }
            return new Array(tensor.variable(), tensor.typeName(), shifts);
        }
    }

    static String of(String heading, String top, List<Array> inputs, List<Array> outputs) {
        StringBuilder body = new StringBuilder();
        List<String> arguments = new ArrayList<>();
        int at = 0;
        for (Array array : inputs) {
            int size = array.shifts().size();
            declare(body, array);
            body.append(
                    """
                        for (int i = 0; i < %d; i++) {
                            %s[i] = nnet::from_raw<%s>(input_raw[%d + i]%s);
                        }
                    """
                            .formatted(
                                    size,
                                    array.variable(),
                                    array.typeName(),
                                    at,
                                    shift(array, "<<")));
            arguments.add(array.variable());
            at += size;
        }
        for (Array array : outputs) {
            declare(body, array);
            arguments.add(array.variable());
        }
        body.append("    ::%s(%s);\n".formatted(top, String.join(", ", arguments)));
        int to = 0;
        for (Array array : outputs) {
            int size = array.shifts().size();
            body.append(
                    """
                        for (int i = 0; i < %d; i++) {
                            column_raw[%d + i] = nnet::to_raw(%s[i])%s;
                        }
                    """
                            .formatted(size, to, array.variable(), shift(array, ">>")));
            to += size;
        }
        body.append("    return true;\n");
        return text(heading, top, 0, at, to, body.toString());
    }

    static String of(Circuit circuit, String top, CircuitHls.Ports ports) {
        return of(circuit, top, ports, 0, List.of());
    }

    /** The bench of the function that takes a stream of crossings. */
    static String of(Circuit circuit, CrossingWindow window) {
        return of(
                circuit,
                StreamHls.top(circuit.name()),
                StreamHls.ports(circuit, window),
                window.lead(),
                List.of(StreamHls.VALID));
    }

    private static String of(
            Circuit circuit, String top, CircuitHls.Ports ports, int lead, List<String> flags) {
        StringBuilder body = new StringBuilder();
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < ports.inputs().size(); i++) {
            String name = ports.inputs().get(i);
            CppType type = ports.inputTypes().get(i);
            body.append(
                    "    const %s %s = nnet::from_raw<%s >(input_raw[%d]);\n"
                            .formatted(type, name, type, i));
            arguments.add(name);
        }
        for (int i = 0; i < ports.outputs().size(); i++) {
            body.append(
                    "    %s %s;\n".formatted(ports.outputTypes().get(i), ports.outputs().get(i)));
            arguments.add(ports.outputs().get(i));
        }
        for (String flag : flags) {
            body.append("    bool %s;\n".formatted(flag));
            arguments.add(flag);
        }
        body.append("    ::%s(%s);\n".formatted(top, String.join(", ", arguments)));
        for (int i = 0; i < ports.outputs().size(); i++) {
            body.append(
                    "    column_raw[%d] = nnet::to_raw(%s);\n"
                            .formatted(i, ports.outputs().get(i)));
        }
        body.append("    return %s;\n".formatted(flags.isEmpty() ? "true" : flags.getFirst()));
        String heading = Texts.heading("Bench", circuit.name(), circuit.digest());
        int outputs = ports.outputs().size();
        return text(heading, top, lead, ports.inputs().size(), outputs, body.toString());
    }

    private static void declare(StringBuilder body, Array array) {
        int size = array.shifts().size();
        body.append("    static %s %s[%d];\n".formatted(array.typeName(), array.variable(), size));
        if (array.shifts().stream().anyMatch(shift -> shift != 0)) {
            String list = String.join(", ", array.shifts().stream().map(String::valueOf).toList());
            body.append(
                    "    static const int %s_shift[%d] = {%s};\n"
                            .formatted(array.variable(), size, list));
        }
    }

    private static String shift(Array array, String operator) {
        return array.shifts().stream().anyMatch(shift -> shift != 0)
                ? " %s %s_shift[i]".formatted(operator, array.variable())
                : "";
    }

    private static String text(
            String heading, String top, int lead, int inputs, int outputs, String body) {
        return heading
                + Texts.resource("hls_test.cpp")
                        .replace("@TOP@", top)
                        .replace("@LEAD@", Integer.toString(lead))
                        .replace("@INPUTS@", Integer.toString(inputs))
                        .replace("@OUTPUTS@", Integer.toString(outputs))
                        .replace("@EVALUATE@\n", body);
    }

    /** Rows as the bench reads them: decimal integers, a row a line, inputs before outputs. */
    static void appendRow(StringBuilder text, long[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : " ").append(values[i]);
        }
    }

    /** The vectors of a bench; the first rows of a stream have no outputs. */
    static String vectors(List<long[]> inputs, List<long[]> expected) {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < inputs.size(); row++) {
            long[] in = inputs.get(row);
            int answer = row - inputs.size() + expected.size();
            long[] out = answer < 0 ? new long[0] : expected.get(answer);
            long[] all = Arrays.copyOf(in, in.length + out.length);
            System.arraycopy(out, 0, all, in.length, out.length);
            appendRow(text, all, 0, all.length);
            text.append('\n');
        }
        return text.toString();
    }
}
