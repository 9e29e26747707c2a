package org.l1ring.hls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.l1ring.circuit.Circuit;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Model;

/** Gathers the pieces of a model's text: sizes, types, configurations, constants and calls. */
final class ModelText {
    /** Arguments of a call on a line of their own from this many characters on. */
    private static final int LINE = 100;

    private final String name;
    private final String digest;
    private final Set<String> headers = new TreeSet<>();
    private final List<String> sizes = new ArrayList<>();
    private final List<String> typedefs = new ArrayList<>();
    private final List<ConfigText> configs = new ArrayList<>();
    private final List<String> constants = new ArrayList<>();
    private final List<String> straightLines = new ArrayList<>();
    private final List<String> statements = new ArrayList<>();
    private final StringBuilder elementTypes = new StringBuilder();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final Map<String, Tensor> tensors = new HashMap<>();

    ModelText(String name, String digest) {
        this.name = name;
        this.digest = digest;
    }

    String heading(String what) {
        return Texts.heading(what, name, digest);
    }

    Tensor tensor(String modelName) {
        return tensors.get(modelName);
    }

    void bind(String modelName, Tensor tensor) {
        tensors.put(modelName, tensor);
    }

    /** Includes a file of nnet_utils. */
    void use(String header) {
        headers.add(header);
    }

    void size(String macro, int value) {
        sizes.add("#define %s %d".formatted(macro, value));
    }

    void typedef(String typeName, CppType type, String where) {
        if (type.width() > CppType.MAX_WIDTH) {
            throw new org.l1ring.model.ModelException(
                    name + ": " + where,
                    "expected exact results within %d bits for HLS C++, got %s; narrow its types"
                            .formatted(CppType.MAX_WIDTH, type));
        }
        typedefs.add("typedef %s %s;".formatted(type, typeName));
    }

    void config(ConfigText config) {
        configs.add(config);
    }

    /** An array of constants in a file of its own, and its type. */
    void constants(String array, String typeName, ConstantArray values) {
        typedef(typeName, CppType.plain(values.type()), array);
        String text = ConstantsText.fixed(heading("Constants"), array, typeName, values);
        constantsFile(array, text);
    }

    void constantsFile(String array, String text) {
        files.put("firmware/weights/" + array + ".h", text);
        constants.add(array);
    }

    /** A function of straight lines in a file of its own. */
    void straightLine(String function, Circuit circuit, List<Tensor> arrays, String yType) {
        List<String> lines = LayerCircuits.statements(circuit, arrays);
        String guard = function.toUpperCase(java.util.Locale.ROOT) + "_H_";
        StringBuilder text = new StringBuilder(heading("Straight lines"));
        text.append("#ifndef ").append(guard).append("\n#define ").append(guard).append("\n\n");
        List<String> arguments = new ArrayList<>();
        for (int k = 0; k < arrays.size(); k++) {
            Tensor array = arrays.get(k);
            int size = LayerCircuits.size(circuit, arrays, k);
            String name = LayerCircuits.name(arrays, k);
            arguments.add("const %s %s[%d]".formatted(array.typeName(), name, size));
        }
        arguments.add("%s y[%d]".formatted(yType, circuit.outputs().size()));
        text.append("inline void %s(%s) {\n".formatted(function, String.join(", ", arguments)));
        text.append("    #pragma HLS INLINE\n");
        lines.forEach(line -> text.append("    ").append(line).append('\n'));
        text.append("}\n\n#endif\n");
        files.put("firmware/straight_line/" + function + ".h", text.toString());
        straightLines.add(function);
    }

    void comment(String text) {
        statements.add("");
        statements.add("// " + Texts.oneLine(text));
    }

    /** Declares a local array. */
    void array(Tensor tensor, String extent) {
        statements.add("%s %s[%s];".formatted(tensor.typeName(), tensor.variable(), extent));
        statements.add(
                "#pragma HLS ARRAY_PARTITION variable=%s complete dim=0"
                        .formatted(tensor.variable()));
    }

    void call(String function, List<String> templates, List<String> arguments, String remark) {
        String call =
                "nnet::%s<%s>(%s); // %s"
                        .formatted(
                                function,
                                String.join(", ", templates),
                                String.join(", ", arguments),
                                Texts.oneLine(remark));
        if (call.length() > LINE) {
            call = call.replace(">(", ">(\n        ");
        }
        statements.add(call);
    }

    void statement(String text) {
        statements.add(text);
    }

    /** A function that casts each element of an array to its own type. */
    void elementCasts(String function, Tensor from, Tensor to, ElementTypes types) {
        elementTypes.append(
                "inline void %s(const %s data[%d], %s res[%d]) {%n"
                        .formatted(function, from.typeName(), from.size(), to.typeName(), to.size())
                        .replace("\r", ""));
        elementTypes.append("    #pragma HLS INLINE\n");
        for (int i = 0; i < to.size(); i++) {
            FixedType type = types.get(i);
            elementTypes.append(
                    type.width() == 0
                            ? "    res[%d] = 0;\n".formatted(i)
                            : "    res[%d] = nnet::cast<%s >(data[%d]);\n"
                                    .formatted(i, CppType.cast(type), i));
        }
        elementTypes.append("}\n\n");
    }

    /** Says in words what the types of an array's elements are. */
    void elementRemarks(String variable, ElementTypes types, int size) {
        for (int i = 0; i < size; i++) {
            elementTypes.append("// %s[%d]: %s\n".formatted(variable, i, types.get(i)));
        }
        elementTypes.append('\n');
    }

    /** The type of an array that is read from outside: no cast goes to it. */
    static CppType inputStorage(ElementTypes types) {
        if (!Tensor.castsAlike(types)) {
            return CppType.widest(types);
        }
        FixedType type = types.get(0);
        // A column may hold the lowest value of a symmetric type, which its casts remove.
        boolean lowest = type.overflow() == Overflow.SAT_SYM && type.signed();
        return lowest ? CppType.plain(type) : CppType.cast(type);
    }

    /** The type of an array that casts go to. */
    static CppType storage(ElementTypes types) {
        return Tensor.castsAlike(types) ? CppType.cast(types.get(0)) : CppType.widest(types);
    }

    boolean hasElementTypes() {
        return !elementTypes.isEmpty();
    }

    String defines() {
        StringBuilder text = new StringBuilder(heading("Sizes and types"));
        text.append("#ifndef DEFINES_H_\n#define DEFINES_H_\n\n#include \"ap_fixed.h\"\n\n");
        sizes.forEach(line -> text.append(line).append('\n'));
        text.append('\n');
        typedefs.forEach(line -> text.append(line).append('\n'));
        return text.append("\n#endif\n").toString();
    }

    String parameters() {
        StringBuilder text = new StringBuilder(heading("Configurations"));
        text.append("#ifndef PARAMETERS_H_\n#define PARAMETERS_H_\n\n#include \"defines.h\"\n\n");
        headers.forEach(h -> text.append("#include \"nnet_utils/%s\"\n".formatted(h)));
        text.append('\n');
        constants.forEach(c -> text.append("#include \"weights/%s.h\"\n".formatted(c)));
        text.append('\n');
        straightLines.forEach(f -> text.append("#include \"straight_line/%s.h\"\n".formatted(f)));
        if (hasElementTypes()) {
            text.append("#include \"element_types.h\"\n");
        }
        for (ConfigText config : configs) {
            text.append('\n').append(config.text());
        }
        return text.append("\n#endif\n").toString();
    }

    String elementTypesFile() {
        return heading("Types of single elements")
                + "#ifndef ELEMENT_TYPES_H_\n#define ELEMENT_TYPES_H_\n\n#include \"defines.h\"\n#include \"nnet_utils/nnet_common.h\"\n\n"
                + elementTypes
                + "#endif\n";
    }

    /** Files of constants and straight lines. */
    Map<String, String> files() {
        return files;
    }

    Set<String> headers() {
        return headers;
    }

    String body() {
        StringBuilder text = new StringBuilder();
        for (String line : statements) {
            text.append(line.isEmpty() ? "" : "    " + line).append('\n');
        }
        return text.toString();
    }

    /** Whether a layer or a second output reads a value. */
    static boolean readElsewhere(Model model, String value) {
        boolean layers =
                model.layers().stream().anyMatch(layer -> layer.head().inputs().contains(value));
        return layers || model.outputs().stream().filter(o -> o.from().equals(value)).count() > 1;
    }
}
