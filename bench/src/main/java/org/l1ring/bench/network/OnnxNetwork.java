package org.l1ring.bench.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;
import org.l1ring.model.Preprocessing;
import org.l1ring.model.RealInterpreter;

/**
 * ONNX models with the layers and weights of ours, for ONNX Runtime to run.
 *
 * <p>They compute what the network means, not its bits: the casts between the layers, which round
 * and saturate, are left out of the float model, and in the 8-bit model they are the requantization
 * that ONNX Runtime fuses into its matrix product. Both therefore do less than the circuit. Inputs
 * are handed over in the form that suits the peer, at no cost to it.
 */
public final class OnnxNetwork {
    /** Name of the input. */
    public static final String INPUT = "x";

    /** Name of the output. */
    public static final String OUTPUT = "y";

    private static final double BYTE_STEPS = 255;

    private OnnxNetwork() {}

    /**
     * The network in 32-bit floating point.
     *
     * @param model of dense layers, batch normalisation, ReLU, linear layers, sigmoid, tanh and
     *     sums of squares, on one input, with one output
     * @return the ONNX file: input [rows][columns] real values, output [rows][outputs]
     * @throws IllegalArgumentException for any other layer
     */
    public static byte[] floats(Model model) {
        OnnxGraph graph = new OnnxGraph();
        graph.input(INPUT, false, model.columns());
        Map<String, String> tensors = new HashMap<>();
        String x = INPUT;
        if (model.preprocessing().isPresent()) {
            x = scaled(graph, model.preprocessing().get(), model.columns());
        }
        tensors.put(model.inputs().getFirst().name(), x);
        for (Layer layer : model.layers()) {
            String from = tensors.get(layer.head().inputs().getFirst());
            tensors.put(layer.head().output(), node(graph, layer, from));
        }
        Model.Output output = model.outputs().getLast();
        return graph.model(OUTPUT, tensors.get(output.from()), output.size());
    }

    private static String scaled(OnnxGraph graph, Preprocessing rule, int columns) {
        float[] offsets = new float[columns];
        float[] factors = new float[columns];
        for (int i = 0; i < columns; i++) {
            switch (rule) {
                case Preprocessing.OffsetThenShift r -> {
                    offsets[i] = (float) real(r.offsets(), i);
                    factors[i] = Math.scalb(1f, -r.shift(i));
                }
                case Preprocessing.SubtractDivide r -> {
                    offsets[i] = r.bias(i);
                    factors[i] = Math.scalb(1f, -r.normBits(i));
                }
            }
        }
        String difference = graph.node("Sub", List.of(INPUT, graph.floats(offsets, columns)));
        return graph.node("Mul", List.of(difference, graph.floats(factors, columns)));
    }

    private static String node(OnnxGraph graph, Layer layer, String x) {
        return switch (layer) {
            case Layer.Dense dense when dense.positions() == 1 ->
                    graph.node(
                            "Gemm",
                            List.of(
                                    x,
                                    floats(graph, dense.weights(), dense.inputs(), dense.outputs()),
                                    floats(graph, dense.biases(), dense.outputs())));
            case Layer.BatchNorm norm -> {
                int size = norm.scale().size();
                String product = graph.node("Mul", List.of(x, floats(graph, norm.scale(), size)));
                yield graph.node("Add", List.of(product, floats(graph, norm.bias(), size)));
            }
            case Layer.Relu _ -> graph.node("Relu", List.of(x));
            case Layer.Linear _ -> x;
            case Layer.TableActivation tanh when tanh.function().equals("tanh") ->
                    graph.node("Tanh", List.of(x));
            case Layer.TableActivation sigmoid when sigmoid.function().equals("sigmoid") ->
                    graph.node("Sigmoid", List.of(x));
            case Layer.SumOfSquares _ ->
                    graph.node(
                            "ReduceSumSquare",
                            List.of(x),
                            OnnxGraph.integers("axes", 1),
                            OnnxGraph.integer("keepdims", 1));
            default ->
                    throw new IllegalArgumentException(
                            layer.head().name() + ": no ONNX node is made of such a layer");
        };
    }

    /**
     * The network with 8-bit weights and activations: quantized matrix products that add the bias
     * and requantize, the ReLU being the lower end of unsigned bytes. The last layer and the score
     * are in floating point.
     *
     * @param model made by {@link SeededNetwork}
     * @param samples [samples][columns] real inputs that the ranges of activations are taken from
     * @return the ONNX file: input [rows][columns] raw values plus 128 as bytes, output [rows][1]
     */
    public static byte[] bytes(Model model, double[][] samples) {
        OnnxGraph graph = new OnnxGraph();
        graph.input(INPUT, true, model.columns());
        double[] largest = largestOutputs(model, samples);
        String value = INPUT;
        double scale = Math.scalb(1.0, -model.columnType(0).fraction());
        String zero = graph.bytes(new byte[] {(byte) 128}, false);
        String none = graph.bytes(new byte[] {0}, false);
        String signedNone = graph.bytes(new byte[] {0}, true);
        int last = model.layers().size() - 3;
        for (int i = 0; i <= last; i += 2) {
            Layer.Dense dense = (Layer.Dense) model.layers().get(i);
            double unit = Math.scalb(1.0, -dense.weights().fraction());
            int[] biases = new int[dense.outputs()];
            for (int out = 0; out < biases.length; out++) {
                biases[out] = (int) Math.rint(real(dense.biases(), out) / (scale * unit));
            }
            byte[] weights = new byte[dense.weights().size()];
            for (int w = 0; w < weights.length; w++) {
                weights[w] = (byte) dense.weights().raw(w);
            }
            List<String> inputs =
                    new ArrayList<>(
                            List.of(
                                    value,
                                    graph.number((float) scale),
                                    i == 0 ? zero : none,
                                    graph.bytes(weights, true, dense.inputs(), dense.outputs()),
                                    graph.number((float) unit),
                                    signedNone,
                                    graph.ints(biases, dense.outputs())));
            scale = Math.max(largest[i / 2], 1e-6) / BYTE_STEPS;
            if (i < last) {
                inputs.add(graph.number((float) scale));
                inputs.add(none);
            }
            value = graph.node(OnnxGraph.MICROSOFT, "QGemm", inputs);
        }
        value = node(graph, model.layers().getLast(), value);
        return graph.model(OUTPUT, value, 1);
    }

    /** The largest value after each activation, over samples. */
    private static double[] largestOutputs(Model model, double[][] samples) {
        List<Layer> activations =
                model.layers().stream()
                        .filter(l -> l instanceof Layer.Relu || l instanceof Layer.Linear)
                        .toList();
        List<Model.Output> outputs =
                activations.stream().map(Layer::head).map(head -> output(model, head)).toList();
        Model probe =
                new Model(
                        model.name(),
                        model.inputs(),
                        model.preprocessing(),
                        model.layers(),
                        outputs,
                        model.binding(),
                        model.threshold());
        RealInterpreter interpreter = new RealInterpreter(probe);
        double[] largest = new double[outputs.size()];
        for (double[] sample : samples) {
            double[] values = interpreter.run(sample);
            int at = 0;
            for (int i = 0; i < largest.length; i++) {
                int end = at + outputs.get(i).size();
                double most = Arrays.stream(values, at, end).max().orElse(0);
                largest[i] = Math.max(largest[i], most);
                at = end;
            }
        }
        return largest;
    }

    private static Model.Output output(Model model, Layer.Head head) {
        int size =
                model.layers().stream()
                        .filter(layer -> layer.head().equals(head))
                        .mapToInt(Layer::outputSize)
                        .findFirst()
                        .orElseThrow();
        return new Model.Output(
                head.output(), head.output(), size, ElementTypes.all(head.resultTypes().get(0)));
    }

    private static String floats(OnnxGraph graph, ConstantArray array, long... shape) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) real(array, i);
        }
        return graph.floats(values, shape);
    }

    private static double real(ConstantArray array, int index) {
        return array.type().toReal(array.raw(index));
    }
}
