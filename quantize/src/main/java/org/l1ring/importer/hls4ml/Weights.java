package org.l1ring.importer.hls4ml;

import java.util.List;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ConstantArray;

/** Reads weights in the layouts of the strategies and the codings of products. */
final class Weights {
    private Weights() {}

    /** Whether weights are laid out by inputs and products summed in their order. */
    static boolean latency(Call call, Struct config) {
        List<Token> kernel = config.types.get("kernel");
        if (kernel != null) {
            boolean resource = kernel.stream().anyMatch(w -> w.text().startsWith("DenseResource"));
            boolean latency = kernel.stream().anyMatch(w -> w.is("DenseLatency"));
            if (resource != latency) {
                return latency;
            }
        }
        String strategy = call.symbol(config, "strategy");
        return switch (strategy) {
            case "", "latency", "distributed_arithmetic", "0" -> true;
            case "resource", "1" -> false;
            case "compressed" -> true;
            default ->
                    throw config.place()
                            .error(
                                    "expected strategy latency, resource or compressed, got "
                                            + strategy);
        };
    }

    /** The name of the product's rule. */
    static String product(Call call, Struct config) {
        List<Token> words = config.types.get("product");
        if (words == null) {
            return "mult";
        }
        return words.stream()
                .map(Token::text)
                .filter(w -> w.matches("mult|(weight|data|both)_(binary|ternary|exponential)"))
                .findFirst()
                .orElseThrow(() ->
                        words.getFirst().error("expected a product of nnet::product, got another"));
    }

    /**
     * Weights as [inputs][outputs].
     *
     * @param argument index of the call's argument
     * @param config with the strategy
     * @param products with the product's rule
     */
    static ConstantArray read(
            Call call, int argument, Struct config, Struct products, int inputs, int outputs) {
        String name = call.argument(argument);
        Declarations.CppArray array = call.network().array(name, call.at());
        if (array.group() == 3) {
            return compressed(call, array, name, inputs, outputs);
        }
        if (array.group() == 2) {
            return exponents(call, array, name, config, inputs, outputs);
        }
        boolean latency = latency(call, config);
        ConstantArray weights =
                latency
                        ? call.constants(argument, inputs, outputs)
                        : transposed(call.constants(argument, outputs, inputs));
        if (!latency) {
            checkReuse(call, config, inputs);
        }
        if (product(call, products).equals("weight_binary")) {
            return signs(weights);
        }
        return weights;
    }

    private static void checkReuse(Call call, Struct config, int inputs) {
        int reuse = call.whole(config, "reuse_factor", 1);
        if (reuse > 1 && reuse <= inputs && inputs % reuse != 0) {
            throw call.error(
                    "expected a reuse factor that divides %d inputs, got %d"
                            .formatted(inputs, reuse));
        }
    }

    private static ConstantArray transposed(ConstantArray array) {
        int rows = array.shape()[0];
        int columns = array.shape()[1];
        long[] raw = new long[array.size()];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                raw[j * rows + i] = array.raw(i * columns + j);
            }
        }
        return new ConstantArray(array.type(), new int[] {columns, rows}, raw);
    }

    /** Single bits stand for minus one and one. */
    private static ConstantArray signs(ConstantArray bits) {
        long[] raw = new long[bits.size()];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = bits.raw(i) == 0 ? -1 : 1;
        }
        return new ConstantArray(FixedType.signed(2, 2), bits.shape(), raw);
    }

    /** Weights with their rows and columns. */
    private static ConstantArray compressed(
            Call call, Declarations.CppArray array, String name, int inputs, int outputs) {
        double[] values = call.network().values(name, call.at());
        FixedType type = call.type(call.config(), "weight_t").cast(array.place());
        long[] raw = new long[inputs * outputs];
        for (int i = 0; i + 2 < values.length; i += 3) {
            boolean inside =
                    values[i] >= 0
                            && values[i] < inputs
                            && values[i + 1] >= 0
                            && values[i + 1] < outputs;
            if (!inside) {
                throw array.place()
                        .error(
                                "expected rows below %d and columns below %d, got %s and %s"
                                        .formatted(inputs, outputs, values[i], values[i + 1]));
            }
            raw[((int) values[i]) * outputs + ((int) values[i + 1])] =
                    Doubles.cast(type, values[i + 2]);
        }
        return new ConstantArray(type, new int[] {inputs, outputs}, raw);
    }

    /** Signs and exponents of two. */
    private static ConstantArray exponents(
            Call call,
            Declarations.CppArray array,
            String name,
            Struct config,
            int inputs,
            int outputs) {
        double[] values = call.network().values(name, call.at());
        if (values.length != 2 * inputs * outputs) {
            throw array.place()
                    .error(
                            "expected %d signs and exponents, got %d values"
                                    .formatted(inputs * outputs, values.length));
        }
        int least = 0;
        int most = 0;
        for (int i = 1; i < values.length; i += 2) {
            least = Math.min(least, (int) values[i]);
            most = Math.max(most, (int) values[i]);
        }
        if (most - least > 60) {
            throw array.place().error("expected exponents within 60, got " + least + " to " + most);
        }
        long[] raw = new long[inputs * outputs];
        for (int i = 0; i < raw.length; i++) {
            long magnitude = 1L << (((int) values[2 * i + 1]) - least);
            raw[i] = values[2 * i] == 1 ? magnitude : -magnitude;
        }
        FixedType type = FixedType.signed(most - least + 2, most + 2);
        boolean latency = latency(call, config);
        int[] shape = latency ? new int[] {inputs, outputs} : new int[] {outputs, inputs};
        ConstantArray weights = new ConstantArray(type, shape, raw);
        return latency ? weights : transposed(weights);
    }

    /** Rows in another order. */
    static ConstantArray permuted(ConstantArray weights, int[] order) {
        int columns = weights.shape()[1];
        long[] raw = new long[weights.size()];
        for (int i = 0; i < order.length; i++) {
            for (int j = 0; j < columns; j++) {
                raw[i * columns + j] = weights.raw(order[i] * columns + j);
            }
        }
        return new ConstantArray(weights.type(), weights.shape(), raw);
    }
}
