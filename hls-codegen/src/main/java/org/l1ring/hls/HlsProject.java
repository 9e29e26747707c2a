package org.l1ring.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CrossingWindow;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;

/**
 * A folder of HLS C++ laid out as an hls4ml project: {@code firmware/} with {@code defines.h},
 * {@code parameters.h}, {@code weights/}, {@code nnet_utils/} and a top function that calls the
 * layers in order; beside it the bench {@code hls_test.cpp}.
 */
public final class HlsProject {
    private static final String COMMON = "nnet_common.h";

    private final Model model;
    private final HlsForm form;
    private final String top;
    private final ModelText text;
    private final List<String> parameters = new ArrayList<>();
    private final List<String> ports = new ArrayList<>();
    private final Names names =
            new Names().without("columns", "scaled", "data", "res").without("evaluate", "i");
    private final List<BenchText.Array> benchInputs = new ArrayList<>();
    private final List<BenchText.Array> benchOutputs = new ArrayList<>();

    private HlsProject(Model model, HlsForm form) {
        this.model = model;
        this.form = form;
        this.top = Names.top(model.name());
        this.text = new ModelText(model.name(), Lowering.lower(model).digest());
    }

    /**
     * The files of a model.
     *
     * @param model any model
     * @param form how products with constants are written
     * @return text by path relative to the project's folder, in order of path; equal models give
     *     equal bytes
     * @throws org.l1ring.model.ModelException when an exact intermediate result may be too wide
     */
    public static Map<String, String> files(Model model, HlsForm form) {
        return new HlsProject(model, form).files();
    }

    /**
     * The files of a circuit that has no layers: one function of straight lines and its bench.
     *
     * @param circuit any circuit
     * @return text by path relative to the project's folder, in order of path
     */
    public static Map<String, String> files(Circuit circuit) {
        Map<String, String> files = new TreeMap<>();
        String top = Names.top(circuit.name());
        CircuitHls.Ports ports = CircuitHls.Ports.of(circuit);
        files.put("firmware/" + top + ".h", CircuitHls.emit(circuit));
        files.put("hls_test.cpp", BenchText.of(circuit, top, ports));
        common(files);
        return files;
    }

    /**
     * The files of a circuit that gets the words of one crossing after the other: beside the
     * function of the circuit, one that keeps words of earlier crossings, and its bench.
     *
     * @param circuit any circuit
     * @param window which word of which crossing each of its columns is
     * @return text by path relative to the project's folder, in order of path
     */
    public static Map<String, String> files(Circuit circuit, CrossingWindow window) {
        Map<String, String> files = files(circuit);
        String top = StreamHls.top(circuit.name());
        files.put("firmware/" + top + ".h", StreamHls.emit(circuit, window));
        files.put("hls_test.cpp", BenchText.of(circuit, window));
        return files;
    }

    /** The name of the function that takes a stream of crossings, and of its file. */
    public static String streamTop(String name) {
        return StreamHls.top(name);
    }

    /**
     * The name of the top function and of its files.
     *
     * @param name of the model or circuit
     * @return an identifier
     */
    public static String top(String name) {
        return Names.top(name);
    }

    /**
     * Rows for the bench.
     *
     * @param inputs [rows][columns] raw values
     * @param outputs [rows][outputs] raw values; of a stream, without those of the first rows
     */
    public static String vectors(List<long[]> inputs, List<long[]> outputs) {
        return BenchText.vectors(inputs, outputs);
    }

    private static void common(Map<String, String> files) {
        files.put("firmware/nnet_utils/" + COMMON, Texts.resource("nnet_utils/" + COMMON));
        files.put("firmware/ap_types/ap_fixed.h", Texts.resource("ap_types/ap_fixed.h"));
    }

    private Map<String, String> files() {
        text.use(COMMON);
        inputs();
        List<Model.Output> direct = direct();
        for (int i = 0; i < model.layers().size(); i++) {
            layer(model.layers().get(i), i + 2, direct);
        }
        outputs(direct);
        Map<String, String> files = new TreeMap<>(text.files());
        files.put("firmware/defines.h", text.defines());
        files.put("firmware/parameters.h", text.parameters());
        if (text.hasElementTypes()) {
            files.put("firmware/element_types.h", text.elementTypesFile());
        }
        text.headers()
                .forEach(h ->
                        files.put("firmware/nnet_utils/" + h, Texts.resource("nnet_utils/" + h)));
        if (text.headers().contains("nnet_conv1d.h") || text.headers().contains("nnet_conv2d.h")) {
            String dense = "nnet_dense.h";
            files.put("firmware/nnet_utils/" + dense, Texts.resource("nnet_utils/" + dense));
        }
        common(files);
        files.put("firmware/" + top + ".h", header());
        files.put("firmware/" + top + ".cpp", source());
        files.put(
                "hls_test.cpp",
                BenchText.of(text.heading("Bench"), top, benchInputs, benchOutputs));
        return files;
    }

    private void parameter(Tensor tensor, String extent, boolean constant) {
        parameters.add(
                "%s%s %s[%s]"
                        .formatted(
                                constant ? "const " : "",
                                tensor.typeName(),
                                tensor.variable(),
                                extent));
        ports.add(tensor.variable());
    }

    private void inputs() {
        if (model.preprocessing().isPresent()) {
            PreprocessingText.Columns columns = PreprocessingText.write(text, model, names);
            parameter(columns.tensor(), "N_COLUMNS", true);
            benchInputs.add(BenchText.Array.of(columns.tensor()));
            return;
        }
        for (int i = 0; i < model.inputs().size(); i++) {
            Model.Input input = model.inputs().get(i);
            String typeName = i == 0 ? "input_t" : "input%d_t".formatted(i + 1);
            Tensor tensor =
                    new Tensor(
                            names.unique(input.name()),
                            typeName,
                            ModelText.inputStorage(input.types()),
                            input.types(),
                            input.size());
            String extent = "N_INPUT_%d_1".formatted(i + 1);
            text.size(extent, input.size());
            text.typedef(typeName, tensor.storage(), "input " + input.name());
            text.bind(input.name(), tensor);
            if (!input.types().uniform()) {
                text.elementRemarks(tensor.variable(), input.types(), input.size());
            }
            parameter(tensor, extent, true);
            benchInputs.add(BenchText.Array.of(tensor));
        }
    }

    /** The outputs that a layer writes by itself: nothing else reads them. */
    private List<Model.Output> direct() {
        List<Model.Output> direct = new ArrayList<>();
        for (Model.Output output : model.outputs()) {
            for (Layer layer : model.layers()) {
                boolean same =
                        layer.head().output().equals(output.from())
                                && layer.head().resultTypes().equals(output.types())
                                && Tensor.castsAlike(output.types());
                if (same && !ModelText.readElsewhere(model, output.from())) {
                    direct.add(output);
                }
            }
        }
        return direct;
    }

    private String resultType(Model.Output output) {
        int index = model.outputs().indexOf(output);
        return index == 0 ? "result_t" : "result%d_t".formatted(index + 1);
    }

    private void layer(Layer layer, int number, List<Model.Output> direct) {
        Layer.Head head = layer.head();
        Model.Output output =
                direct.stream()
                        .filter(o -> o.from().equals(head.output()))
                        .findFirst()
                        .orElse(null);
        String typeName = output == null ? "layer" + number + "_t" : resultType(output);
        CppType storage = ModelText.storage(head.resultTypes());
        String variable = "layer" + number + "_out";
        Tensor out =
                new Tensor(variable, typeName, storage, head.resultTypes(), layer.outputSize());
        String extent = "N_LAYER_" + number;
        text.size(extent, layer.outputSize());
        text.typedef(typeName, storage, "layer " + head.name());
        text.comment("Layer %d: %s, %s".formatted(number, head.name(), head.output()));
        if (output == null) {
            text.array(out, extent);
        }
        List<Tensor> inputs = head.inputs().stream().map(text::tensor).toList();
        LayerText.write(text, form, layer, number, out, inputs);
        text.bind(head.output(), out);
    }

    private void outputs(List<Model.Output> direct) {
        for (int i = 0; i < model.outputs().size(); i++) {
            Model.Output output = model.outputs().get(i);
            Tensor from = text.tensor(output.from());
            if (direct.contains(output)) {
                String extent = from.variable().replaceFirst("layer(\\d+)_out", "N_LAYER_$1");
                parameter(from, extent, false);
                benchOutputs.add(BenchText.Array.of(from));
                continue;
            }
            String typeName = resultType(output);
            Tensor to =
                    new Tensor(
                            names.unique(output.name()),
                            typeName,
                            ModelText.storage(output.types()),
                            output.types(),
                            output.size());
            String extent = "N_RESULT_" + (i + 1);
            text.size(extent, output.size());
            text.typedef(typeName, to.storage(), "output " + output.name());
            parameter(to, extent, false);
            benchOutputs.add(BenchText.Array.of(to));
            text.comment("Output " + output.name() + ": " + output.from());
            copy(from, to, "result" + (i + 1));
        }
    }

    private void copy(Tensor from, Tensor to, String word) {
        if (!Tensor.castsAlike(to.types())) {
            text.elementCasts(word + "_types", from, to, to.types());
            text.statement("%s_types(%s, %s);".formatted(word, from.variable(), to.variable()));
            return;
        }
        text.use("nnet_activation.h");
        ConfigText config = new ConfigText(word + "_config", "activ_config").set("n_in", to.size());
        text.config(config);
        text.call(
                "linear",
                List.of(from.typeName(), to.typeName(), config.name()),
                List.of(from.variable(), to.variable()),
                "result");
    }

    private String signature() {
        return "void %s(\n    %s)".formatted(top, String.join(",\n    ", parameters));
    }

    private String header() {
        return text.heading("Top function")
                + "#ifndef TOP_H_\n#define TOP_H_\n\n#include \"defines.h\"\n\n"
                + signature()
                + ";\n\n#endif\n";
    }

    private String source() {
        StringBuilder out = new StringBuilder(text.heading("Top function"));
        out.append("#include \"").append(top).append(".h\"\n\n#include \"parameters.h\"\n\n");
        out.append(signature()).append(" {\n");
        for (String port : ports) {
            out.append("    #pragma HLS ARRAY_PARTITION variable=")
                    .append(port)
                    .append(" complete dim=0\n");
        }
        out.append("    #pragma HLS INTERFACE ap_vld port=")
                .append(String.join(",", ports))
                .append('\n');
        out.append("    #pragma HLS PIPELINE II=1\n");
        return out.append(text.body()).append("}\n").toString();
    }
}
