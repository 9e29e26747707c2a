package org.l1ring.bench.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;

/**
 * Random dense networks with the types of an anomaly network in a Level-1 trigger: 8-bit inputs,
 * 6-bit weights, exact sums, rounded and saturated 10-bit activations; ReLU between the layers, and
 * as score the sum of the squares of the last one.
 *
 * @param widths elements of the input and of each layer's output, two or more
 * @param zeros part of the weights that is zero, 0 to 1
 * @param seed of the weights and biases
 */
public record SeededNetwork(List<Integer> widths, double zeros, long seed) {
    /** Type of the inputs. */
    public static final FixedType INPUT =
            FixedType.signed(8, 6).with(Quantization.RND_CONV, Overflow.SAT);

    static final FixedType WEIGHT = FixedType.signed(6, 3);
    static final FixedType BIAS = FixedType.signed(10, 7);
    static final FixedType HIDDEN =
            FixedType.unsigned(10, 6).with(Quantization.RND_CONV, Overflow.SAT);
    static final FixedType LATENT =
            FixedType.signed(10, 7).with(Quantization.RND_CONV, Overflow.SAT);
    static final FixedType SQUARE = FixedType.unsigned(24, 20);

    private static final FixedType SUM = FixedType.signed(40, 33);

    /** Standard deviation of the other weights, in raw units: 1. */
    private static final double DEVIATION = 8;

    /** Copies the widths. */
    public SeededNetwork {
        widths = List.copyOf(widths);
        if (widths.size() < 2) {
            throw new IllegalArgumentException(
                    "network: expected widths such as 57-28-15-8, got " + widths);
        }
    }

    /** The widths with dashes between them, as {@code 57-28-15-8}. */
    public String shape() {
        return widths.stream().map(String::valueOf).collect(Collectors.joining("-"));
    }

    /**
     * The network as a model.
     *
     * @param name the model's name
     * @return a model of dense layers, ReLU, and a sum of squares called {@code score}
     */
    public Model model(String name) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Layer> layers = new ArrayList<>();
        String from = "x";
        int last = widths.size() - 2;
        for (int i = 0; i <= last; i++) {
            int inputs = widths.get(i);
            int outputs = widths.get(i + 1);
            layers.add(dense("dense" + i, from, inputs, outputs, random));
            from = i == last ? "latent" : "hidden" + i;
            FixedType type = i == last ? LATENT : HIDDEN;
            Layer.Head head = head(from, "dense" + i, type);
            layers.add(i == last ? new Layer.Linear(head, outputs) : new Layer.Relu(head, outputs));
        }
        layers.add(new Layer.SumOfSquares(head("score", from, SQUARE), widths.getLast(), SQUARE));
        return new Model(
                name,
                List.of(new Model.Input("x", widths.getFirst(), ElementTypes.all(INPUT))),
                Optional.empty(),
                layers,
                List.of(new Model.Output("score", "score", 1, ElementTypes.all(SQUARE))),
                Optional.empty(),
                Optional.empty());
    }

    private Layer dense(
            String name, String from, int inputs, int outputs, SplittableRandom random) {
        // Trained networks keep the size of activations from layer to layer.
        double deviation = DEVIATION / Math.sqrt(Math.max(1, inputs * (1 - zeros)));
        long[] weights = new long[inputs * outputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = random.nextDouble() < zeros ? 0 : weight(random, deviation);
        }
        long[] biases = new long[outputs];
        for (int i = 0; i < outputs; i++) {
            biases[i] = random.nextInt(-32, 33);
        }
        return new Layer.Dense(
                head(name, from, SUM),
                1,
                inputs,
                outputs,
                new ConstantArray(WEIGHT, new int[] {inputs, outputs}, weights),
                new ConstantArray(BIAS, new int[] {outputs}, biases),
                new Layer.Accumulation(Optional.empty()));
    }

    /** A weight that is not zero, so that the part of zeros is what was asked for. */
    private static long weight(SplittableRandom random, double deviation) {
        long size = 1 + Math.round(Math.abs(random.nextGaussian()) * deviation);
        return random.nextBoolean()
                ? Math.min(size, WEIGHT.maximumRaw())
                : Math.max(-size, WEIGHT.minimumRaw());
    }

    private static Layer.Head head(String name, String from, FixedType type) {
        return new Layer.Head(name, List.of(from), name, ElementTypes.all(type));
    }

    /** Number of weights that are not zero. */
    public long nonZeros() {
        long count = 0;
        for (Layer layer : model("").layers()) {
            if (layer instanceof Layer.Dense dense) {
                for (int i = 0; i < dense.weights().size(); i++) {
                    count += dense.weights().raw(i) == 0 ? 0 : 1;
                }
            }
        }
        return count;
    }

    /**
     * A network of about so many non-zero weights: 64 inputs, two equal hidden layers, 16 outputs,
     * every other weight zero.
     *
     * @param terms non-zero weights
     * @return the network
     */
    public static SeededNetwork ofTerms(long terms) {
        // (64 + h + 16) h / 2 = terms
        double width = (-80 + Math.sqrt(80.0 * 80 + 8.0 * terms)) / 2;
        int hidden = Math.max(1, (int) Math.round(width));
        return new SeededNetwork(List.of(64, hidden, hidden, 16), 0.5, terms);
    }

    /**
     * The network of a shape.
     *
     * @param shape widths with dashes between them
     * @param zeros part of the weights that is zero
     * @return the network, always the same
     */
    public static SeededNetwork ofShape(String shape, double zeros) {
        List<Integer> widths = new ArrayList<>();
        for (String width : shape.split("-", -1)) {
            widths.add(Integer.valueOf(width));
        }
        return new SeededNetwork(widths, zeros, 1);
    }
}
