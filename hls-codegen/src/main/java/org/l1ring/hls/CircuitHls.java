package org.l1ring.hls;

import java.util.ArrayList;
import java.util.List;
import org.l1ring.circuit.Circuit;

/** Writes any circuit as a C++ function of straight lines. */
public final class CircuitHls {
    private CircuitHls() {}

    /**
     * A header with one function: an argument {@code ap_[u]fixed<W, W>} for each input column, a
     * reference for each output column, raw integers throughout.
     *
     * <p>It includes {@code nnet_utils/nnet_common.h}, which {@link HlsProject#files(Circuit)} puts
     * beside it.
     *
     * @param circuit any circuit
     * @return the text
     */
    public static String emit(Circuit circuit) {
        String name = Names.top(circuit.name());
        Ports ports = Ports.of(circuit);
        StringBuilder text = new StringBuilder();
        text.append(Texts.heading("Straight lines", circuit.name(), circuit.digest()));
        text.append("#ifndef TOP_H_\n#define TOP_H_\n\n");
        text.append("#include \"nnet_utils/nnet_common.h\"\n\n");
        text.append("inline void ").append(name).append("(\n    ");
        text.append(String.join(",\n    ", ports.arguments())).append(") {\n");
        text.append("    #pragma HLS PIPELINE II=1\n");
        List<String> body = StraightLine.statements(circuit, i -> ports.inputs().get(i));
        for (int i = 0; i < circuit.outputs().size(); i++) {
            body.add(ports.outputs().get(i) + " = v" + circuit.outputs().get(i).step() + ";");
        }
        body.forEach(line -> text.append("    ").append(line).append('\n'));
        return text.append("}\n\n#endif\n").toString();
    }

    /**
     * The ports of the function.
     *
     * @param inputs names
     * @param inputTypes their types
     * @param outputs names
     * @param outputTypes their types
     */
    record Ports(
            List<String> inputs,
            List<CppType> inputTypes,
            List<String> outputs,
            List<CppType> outputTypes) {
        static Ports of(Circuit circuit) {
            return of(circuit, circuit.inputs(), new Names());
        }

        static Ports of(Circuit circuit, List<Circuit.Port> columns, Names names) {
            List<String> inputs = new ArrayList<>();
            List<CppType> inputTypes = new ArrayList<>();
            for (Circuit.Port port : columns) {
                inputs.add(names.unique(port.name()));
                inputTypes.add(CppType.integers(port.interval()));
            }
            List<String> outputs = new ArrayList<>();
            List<CppType> outputTypes = new ArrayList<>();
            for (Circuit.Output output : circuit.outputs()) {
                outputs.add(names.unique(output.name()));
                CppType type = CppType.plain(output.type());
                outputTypes.add(CppType.exact(type.signed(), type.width(), type.width()));
            }
            return new Ports(inputs, inputTypes, outputs, outputTypes);
        }

        List<String> arguments() {
            List<String> arguments = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                arguments.add(inputTypes.get(i) + " " + inputs.get(i));
            }
            for (int i = 0; i < outputs.size(); i++) {
                arguments.add(outputTypes.get(i) + " &" + outputs.get(i));
            }
            return arguments;
        }
    }
}
