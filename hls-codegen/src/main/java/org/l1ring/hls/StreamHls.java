package org.l1ring.hls;

import java.util.ArrayList;
import java.util.List;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CrossingWindow;

/**
 * Writes a circuit that looks at neighbouring crossings as a C++ function that is called once for
 * each crossing, with its words, and keeps those that are needed later.
 *
 * <p>Its last argument says whether a crossing was decided: not in the first calls, which fill the
 * window. It calls the function that {@link CircuitHls} writes.
 */
final class StreamHls {
    /** The argument that says whether a crossing was decided. */
    static final String VALID = "valid";

    private StreamHls() {}

    /** The name of the function. */
    static String top(String name) {
        return Names.top(name) + "_stream";
    }

    /** Its ports but the last. */
    static CircuitHls.Ports ports(Circuit circuit, CrossingWindow window) {
        return CircuitHls.Ports.of(circuit, window.words(), new Names().without(VALID, "seen"));
    }

    static String emit(Circuit circuit, CrossingWindow window) {
        CircuitHls.Ports ports = ports(circuit, window);
        StringBuilder text = new StringBuilder();
        text.append(Texts.heading("Stream of crossings", circuit.name(), circuit.digest()));
        text.append("#ifndef STREAM_H_\n#define STREAM_H_\n\n");
        text.append("#include \"%s.h\"\n\n".formatted(Names.top(circuit.name())));
        text.append("inline void %s(\n    ".formatted(top(circuit.name())));
        List<String> arguments = new ArrayList<>(ports.arguments());
        arguments.add("bool &" + VALID);
        text.append(String.join(",\n    ", arguments)).append(") {\n");
        text.append("    #pragma HLS PIPELINE II=1\n");
        text.append("    // ago<n>_<word>: the word n crossings ago.\n");
        List<String> moves = new ArrayList<>();
        for (int word = 0; word < window.words().size(); word++) {
            for (int n = 1; n <= depth(window, word); n++) {
                String kept = ago(ports, word, n);
                text.append("    static %s %s;\n".formatted(ports.inputTypes().get(word), kept));
                moves.addFirst("%s = %s;".formatted(kept, ago(ports, word, n - 1)));
            }
        }
        text.append("    static int seen = 0;\n");
        text.append("    #pragma HLS RESET variable=seen\n");
        text.append("    %s = seen == %d;\n".formatted(VALID, window.lead()));
        text.append("    seen += %s ? 0 : 1;\n".formatted(VALID));
        List<String> values = new ArrayList<>();
        for (int i = 0; i < window.columns().size(); i++) {
            values.add(ago(ports, window.columns().get(i).word(), window.delay(i)));
        }
        values.addAll(ports.outputs());
        text.append(
                "    ::%s(\n        %s);\n"
                        .formatted(Names.top(circuit.name()), String.join(",\n        ", values)));
        moves.forEach(move -> text.append("    ").append(move).append('\n'));
        return text.append("}\n\n#endif\n").toString();
    }

    private static int depth(CrossingWindow window, int word) {
        int depth = 0;
        for (int i = 0; i < window.columns().size(); i++) {
            if (window.columns().get(i).word() == word) {
                depth = Math.max(depth, window.delay(i));
            }
        }
        return depth;
    }

    private static String ago(CircuitHls.Ports ports, int word, int crossings) {
        String name = ports.inputs().get(word);
        return crossings == 0 ? name : "ago%d_%s".formatted(crossings, name);
    }
}
