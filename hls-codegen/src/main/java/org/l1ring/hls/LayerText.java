package org.l1ring.hls;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.l1ring.circuit.Circuit;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;

/** Writes one layer: its configuration, its constants, its call. */
final class LayerText {
    private static final int MAX_STEP_BITS = 31;

    /** Functions that templates are called after. */
    private static final List<String> NAMED = List.of("sigmoid", "tanh");

    /** Arguments of a table whose thresholds are constants of 64 bits. */
    private static final int MAX_COMPARED_BITS = 61;

    private final ModelText text;
    private final HlsForm form;
    private final Layer layer;
    private final int number;
    private final List<Tensor> inputs;
    private final Tensor x;
    private final ElementTypes types;

    /** Where the layer's value goes before its elements get types of their own. */
    private final boolean alike;

    private final Tensor out;
    private final List<String> arguments = new ArrayList<>();
    private CppType exact;

    private LayerText(
            ModelText text, HlsForm form, Layer layer, int number, Tensor out, List<Tensor> in) {
        this.text = text;
        this.form = form;
        this.layer = layer;
        this.number = number;
        this.inputs = in;
        this.x = in.get(0);
        this.types = layer.head().resultTypes();
        this.alike = Tensor.castsAlike(types);
        this.out = out;
    }

    /**
     * Writes a layer.
     *
     * @param number of the layer, the first being 2
     * @param out its result
     * @param inputs what it reads
     */
    static void write(
            ModelText text,
            HlsForm form,
            Layer layer,
            int number,
            Tensor out,
            List<Tensor> inputs) {
        new LayerText(text, form, layer, number, out, inputs).write();
    }

    private void write() {
        if (straightOnly()) {
            straight();
            return;
        }
        ConfigText config =
                switch (layer) {
                    case Layer.Dense dense -> dense(dense);
                    case Layer.Conv2d conv -> conv2d(conv);
                    case Layer.Pad2d pad -> pad(pad);
                    case Layer.BatchNorm norm -> batchNorm(norm);
                    case Layer.Relu relu -> elementwise(relu.size());
                    case Layer.Linear linear -> elementwise(linear.size());
                    case Layer.Quantize quantize -> elementwise(quantize.size());
                    case Layer.Select _,
                            Layer.LookUp _,
                            Layer.Pool _,
                            Layer.ArgMax _,
                            Layer.Recurrent _,
                            Layer.MatMul _,
                            Layer.Add _ ->
                            throw new IllegalStateException("straight only");
                    case Layer.TableActivation table -> table(table);
                    case Layer.Softmax softmax -> softmax(softmax);
                    case Layer.GlobalAveragePooling pooling -> pooling(pooling);
                    case Layer.Embedding embedding -> embedding(embedding);
                    case Layer.ConcatFeatures concat -> concat(concat);
                    case Layer.ScaleFeatures scale -> scaleFeatures(scale);
                    case Layer.Subtract subtract -> subtract(subtract);
                    case Layer.Dot dot -> dot(dot);
                    case Layer.SumOfSquares squares -> squares(squares);
                    case Layer.Trees trees -> trees(trees);
                };
        text.config(config);
        Tensor res = out;
        if (!alike) {
            String typeName = "layer" + number + "_exact_t";
            text.typedef(typeName, exact, "layer " + layer.head().name());
            String variable = "layer" + number + "_exact";
            res = new Tensor(variable, typeName, exact, types, out.size());
            text.array(res, "N_LAYER_" + number);
        }
        List<String> templates = new ArrayList<>();
        List<String> all = new ArrayList<>();
        for (Tensor input : inputs) {
            templates.add(input.typeName());
            all.add(input.variable());
        }
        templates.add(res.typeName());
        templates.add(config.name());
        all.add(res.variable());
        all.addAll(arguments);
        text.call(function(), templates, all, layer.head().name());
        if (!alike) {
            String function = "layer" + number + "_types";
            text.elementCasts(function, res, out, types);
            text.statement("%s(%s, %s);".formatted(function, res.variable(), out.variable()));
        }
    }

    private String function() {
        return switch (layer) {
            case Layer.Dense dense -> dense.positions() == 1 ? "dense" : "pointwise_conv_1d";
            case Layer.Conv2d _ -> "conv_2d_cl";
            case Layer.Pad2d _ -> "zeropad2d_cl";
            case Layer.BatchNorm _ -> "normalize";
            case Layer.Relu _ -> "relu";
            case Layer.Linear _, Layer.Quantize _ -> "linear";
            case Layer.Select _,
                    Layer.LookUp _,
                    Layer.Pool _,
                    Layer.ArgMax _,
                    Layer.Recurrent _,
                    Layer.MatMul _,
                    Layer.Add _ ->
                    throw new IllegalStateException("straight only");
            case Layer.TableActivation table ->
                    TableIndex.shift(table).isPresent() ? table.function() : "threshold_activation";
            case Layer.Softmax _ -> "softmax";
            case Layer.GlobalAveragePooling _ -> "global_average_pooling1d";
            case Layer.Embedding _ -> "embedding";
            case Layer.ConcatFeatures _ -> "concatenate_features";
            case Layer.ScaleFeatures _ -> "multiply_features";
            case Layer.Subtract _ -> "subtract";
            case Layer.Dot _ -> "dot1d";
            case Layer.SumOfSquares _ -> "sum_of_squares";
            case Layer.Trees _ -> "decision_trees";
        };
    }

    /** Layers whose rule no template says. */
    private boolean straightOnly() {
        return switch (layer) {
            case Layer.TableActivation table ->
                    !NAMED.contains(table.function())
                            || (TableIndex.shift(table).isEmpty()
                                    && x.storage().width() > MAX_COMPARED_BITS);
            case Layer.Softmax softmax -> !softmax.inputTypes().uniform() || !softmax.plain();
            case Layer.Select _,
                    Layer.LookUp _,
                    Layer.Pool _,
                    Layer.ArgMax _,
                    Layer.Recurrent _,
                    Layer.MatMul _,
                    Layer.Add _ ->
                    true;
            default -> false;
        };
    }

    private void straight() {
        if (layer instanceof Layer.Recurrent recurrent && RecurrentText.serves(recurrent, x)) {
            RecurrentText.write(text, recurrent, number, x, out);
            return;
        }
        String function = "layer" + number + "_straight";
        List<Tensor> arrays = inputs.stream().distinct().toList();
        text.straightLine(function, LayerCircuits.of(layer, inputs), arrays, out.typeName());
        text.statement(
                "%s(%s, %s); // %s, without a template"
                        .formatted(
                                function,
                                String.join(", ", arrays.stream().map(Tensor::variable).toList()),
                                out.variable(),
                                Texts.oneLine(layer.head().name())));
    }

    private ConfigText config(String base, String header) {
        text.use(header);
        return new ConfigText("config" + number, base);
    }

    /** Adds an array of constants to the arguments. */
    private String constants(String letter, String word, ConstantArray values) {
        String typeName = word + number + "_t";
        text.constants(letter + number, typeName, values);
        arguments.add(letter + number);
        return typeName;
    }

    private String typedef(String word, CppType type) {
        String typeName = "layer" + number + "_" + word + "_t";
        text.typedef(typeName, type, "layer " + layer.head().name());
        return typeName;
    }

    /** What the result's cast gets: the result's type, or the exact one. */
    private Optional<FixedType> result() {
        if (alike) {
            return Optional.of(types.get(0));
        }
        return exact.width() < FixedType.MAX_WIDTH ? Optional.of(exact.fixed()) : Optional.empty();
    }

    /** Fills in how products are formed; the circuit is there where adders serve. */
    private void strategy(ConfigText config, Optional<Circuit> circuit) {
        config.strategy(circuit.isPresent());
        if (form == HlsForm.ADDERS && circuit.isEmpty()) {
            config.remark(
                    "Multipliers: the accumulator may saturate, so the order of its products counts.");
        }
        circuit.ifPresent(c -> {
            String function = "layer" + number + "_product";
            String result = alike ? out.typeName() : "layer" + number + "_exact_t";
            text.straightLine(function, c, List.of(x), result);
            config.line(
                    "static void product(const %s x[%d], %s y[%d]) { %s(x, y); }"
                            .formatted(
                                    x.typeName(),
                                    c.inputs().size(),
                                    result,
                                    c.outputs().size(),
                                    function));
        });
    }

    private ConfigText products(String name, Layer.Dense dense) {
        ConfigText config = new ConfigText(name, "dense_config");
        ElementTypes elements = elements(dense.inputs());
        Optional<Circuit> circuit =
                form == HlsForm.ADDERS && (elements != null)
                        ? result().flatMap(r ->
                                LayerCircuits.products(
                                        LayerCircuits.position(dense, r), elements, dense.inputs()))
                        : Optional.empty();
        config.set("n_in", dense.inputs()).set("n_out", dense.outputs());
        strategy(config, circuit);
        return config;
    }

    /** Types of one position's inputs, or null where they are too wide. */
    private ElementTypes elements(int size) {
        if (size == x.size()) {
            return x.types();
        }
        return x.storage().width() >= FixedType.MAX_WIDTH
                ? null
                : ElementTypes.all(x.storage().fixed());
    }

    private ConfigText dense(Layer.Dense dense) {
        boolean one = dense.positions() == 1;
        exact = accumulator(dense.accumulation(), dense.inputs(), dense.weights(), dense.biases());
        String accum = typedef("accum", accumulatorCast(dense.accumulation(), exact));
        String name = "config" + number;
        ConfigText products = products(one ? name : name + "_mult", dense);
        remarkExact(products, dense.accumulation());
        String weights = constants("w", "weight", dense.weights());
        String biases = constants("b", "bias", dense.biases());
        products.type("accum_t", accum).type("bias_t", biases).type("weight_t", weights);
        if (one) {
            text.use("nnet_dense.h");
            return products;
        }
        text.config(products);
        return config("conv1d_config", "nnet_conv1d.h")
                .set("in_width", dense.positions())
                .set("n_chan", dense.inputs())
                .set("n_filt", dense.outputs())
                .set("out_width", dense.positions())
                .type("bias_t", biases)
                .type("weight_t", weights)
                .type("mult_config", products.name());
    }

    private ConfigText conv2d(Layer.Conv2d conv) {
        Layer.Window w = conv.window();
        int patch = w.kernelHeight() * w.kernelWidth() * w.inChannels();
        exact = accumulator(conv.accumulation(), patch, conv.weights(), conv.biases());
        String accum = typedef("accum", accumulatorCast(conv.accumulation(), exact));
        FixedType any = FixedType.signed(1, 1);
        ConfigText products = products("config" + number + "_mult", LayerCircuits.patch(conv, any));
        remarkExact(products, conv.accumulation());
        String weights = constants("w", "weight", conv.weights());
        String biases = constants("b", "bias", conv.biases());
        text.config(
                products.type("accum_t", accum).type("bias_t", biases).type("weight_t", weights));
        return config("conv2d_config", "nnet_conv2d.h")
                .set("in_height", w.inHeight())
                .set("in_width", w.inWidth())
                .set("n_chan", w.inChannels())
                .set("filt_height", w.kernelHeight())
                .set("filt_width", w.kernelWidth())
                .set("n_filt", w.filters())
                .set("stride_height", w.strideHeight())
                .set("stride_width", w.strideWidth())
                .set("out_height", w.outHeight())
                .set("out_width", w.outWidth())
                .type("bias_t", biases)
                .type("weight_t", weights)
                .type("mult_config", products.name());
    }

    /** The accumulator's values; of an exact sum, the narrowest type that holds it. */
    private CppType accumulator(
            Layer.Accumulation how, int size, ConstantArray weights, ConstantArray biases) {
        return how.type()
                .map(CppType::plain)
                .orElseGet(() -> ExactSum.of(x, size, weights, biases));
    }

    private static void remarkExact(ConfigText config, Layer.Accumulation how) {
        if (how.type().isEmpty()) {
            config.remark("Exact sums: accum_t holds them all.");
        }
    }

    private static CppType accumulatorCast(Layer.Accumulation accumulation, CppType exact) {
        return accumulation.type().map(CppType::cast).orElse(exact);
    }

    private ConfigText batchNorm(Layer.BatchNorm norm) {
        CppType scale = CppType.plain(norm.scale().type());
        CppType bias = CppType.plain(norm.bias().type());
        exact = x.storage().times(scale).plus(bias);
        int scales = norm.scale().size();
        int biases = norm.bias().size();
        int common = scales / BigInteger.valueOf(scales).gcd(BigInteger.valueOf(biases)).intValue();
        int period = common * biases;
        period = norm.size() % period == 0 ? period : norm.size();
        ElementTypes elements = elements(period);
        ConfigText config = config("batchnorm_config", "nnet_batchnorm.h");
        int size = period;
        Optional<Circuit> circuit =
                form == HlsForm.ADDERS && elements != null
                        ? result().flatMap(r ->
                                LayerCircuits.products(
                                        LayerCircuits.period(norm, size, r), elements, size))
                        : Optional.empty();
        config.set("n_in", norm.size()).set("n_scale", scales).set("n_bias", biases);
        config.set("n_period", period);
        strategy(config, circuit);
        String scaleType = constants("s", "scale", norm.scale());
        String biasType = constants("b", "bias", norm.bias());
        return config.type("scale_t", scaleType).type("bias_t", biasType);
    }

    private ConfigText elementwise(int size) {
        exact = x.storage();
        return config("activ_config", "nnet_activation.h").set("n_in", size);
    }

    private ConfigText pad(Layer.Pad2d pad) {
        exact = x.storage();
        return config("padding2d_config", "nnet_padding.h")
                .set("in_height", pad.inHeight())
                .set("in_width", pad.inWidth())
                .set("out_height", pad.inHeight() + pad.padBottom())
                .set("out_width", pad.inWidth() + pad.padRight());
    }

    private ConfigText table(Layer.TableActivation activation) {
        exact = CppType.plain(activation.table().type());
        ConfigText config =
                config("activ_config", "nnet_activation.h").set("n_in", activation.size());
        config.set("table_size", activation.table().size())
                .setFlag("negative_is_last", activation.negativeIndexIsLast())
                .type("table_t", constants("table", "table", activation.table()));
        Optional<Integer> shift = TableIndex.shift(activation);
        if (shift.isEmpty()) {
            ConstantArray thresholds = TableIndex.thresholds(activation, x.storage());
            config.line("static constexpr double table_range = %s;".formatted(activation.range()));
            return config.type("threshold_t", constants("threshold", "threshold", thresholds));
        }
        int bits = Math.clamp(x.storage().integer() + shift.get() + 1L, 2, MAX_STEP_BITS);
        return config.setSigned("index_shift", shift.get())
                .type("index_t", "ap_fixed<%d, %d, AP_TRN_ZERO, AP_SAT>".formatted(bits, bits));
    }

    private ConfigText softmax(Layer.Softmax softmax) {
        ConstantArray exp = softmax.expTable();
        ConstantArray inverse = softmax.inverseTable();
        exact = CppType.plain(exp.type()).times(CppType.plain(inverse.type()));
        ConfigText config = config("softmax_config", "nnet_softmax.h").set("n_in", softmax.size());
        String expType = constants("exp_table", "exp_table", exp);
        String inverseType = constants("inv_table", "inv_table", inverse);
        return config.set("exp_table_size", exp.size())
                .set("exp_index_bits", Integer.numberOfTrailingZeros(exp.size()))
                .set("inv_table_size", inverse.size())
                .set("inv_index_bits", Integer.numberOfTrailingZeros(inverse.size()))
                .type("exp_table_t", expType)
                .type("inv_table_t", inverseType)
                .type("sum_t", CppType.cast(exp.type()));
    }

    private ConfigText pooling(Layer.GlobalAveragePooling pooling) {
        FixedType accum = pooling.accumType();
        CppType plain = CppType.plain(accum);
        exact = CppType.plain(pooling.postType().orElse(accum));
        Reciprocal reciprocal =
                Reciprocal.of(pooling.positions(), plain.most().add(BigInteger.ONE));
        int factorBits = reciprocal.factor().bitLength();
        CppType factor = CppType.exact(false, factorBits, factorBits);
        CppType mean = new CppType(plain.signed(), plain.width(), plain.integer(), ", AP_TRN_ZERO");
        return config("pooling1d_config", "nnet_pooling.h")
                .set("n_in", pooling.positions())
                .set("n_filt", pooling.channels())
                .setLong("reciprocal", reciprocal.factor().longValueExact())
                .setSigned("reciprocal_shift", reciprocal.shift())
                .type("reciprocal_t", factor)
                .type("accum_t", CppType.cast(accum))
                .type("product_t", plain.times(factor))
                .type("mean_t", mean)
                .type("post_t", pooling.postType().map(CppType::cast).orElse(plain));
    }

    private ConfigText embedding(Layer.Embedding embedding) {
        exact = CppType.plain(embedding.embeddings().type());
        ConfigText config =
                config("embed_config", "nnet_embedding.h")
                        .set("n_in", embedding.positions())
                        .set("n_out", embedding.width())
                        .set("vocab_size", embedding.rows());
        return config.type("embeddings_t", constants("e", "embeddings", embedding.embeddings()));
    }

    private ConfigText concat(Layer.ConcatFeatures concat) {
        exact = x.storage().union(inputs.get(1).storage());
        return config("concat_config", "nnet_merge.h")
                .set("n_positions", concat.positions())
                .set("n_elem1", concat.firstWidth())
                .set("n_elem2", concat.secondWidth());
    }

    private ConfigText scaleFeatures(Layer.ScaleFeatures scale) {
        exact = x.storage().times(inputs.get(1).storage());
        return config("merge_config", "nnet_merge.h")
                .set("n_elem", scale.size())
                .set("n_features", scale.width());
    }

    private ConfigText subtract(Layer.Subtract subtract) {
        exact = x.storage().minus(inputs.get(1).storage());
        return config("merge_config", "nnet_merge.h").set("n_elem", subtract.size());
    }

    private ConfigText dot(Layer.Dot dot) {
        CppType product = x.storage().times(inputs.get(1).storage());
        int bits = 32 - Integer.numberOfLeadingZeros(dot.size());
        CppType whole =
                CppType.exact(product.signed(), product.width() + bits, product.integer() + bits);
        exact = dot.accumulation().type().map(CppType::plain).orElse(whole);
        String accum = typedef("accum", accumulatorCast(dot.accumulation(), exact));
        return config("merge_config", "nnet_merge.h")
                .set("n_elem", dot.size())
                .type("accum_t", accum);
    }

    private ConfigText squares(Layer.SumOfSquares squares) {
        exact = CppType.plain(squares.squareType());
        return config("squares_config", "nnet_squares.h")
                .set("n_in", squares.size())
                .type("square_t", CppType.cast(squares.squareType()));
    }

    private ConfigText trees(Layer.Trees trees) {
        CppType score = CppType.plain(trees.scoreType());
        exact = trees.normalisation().isPresent() ? score.times(score) : score;
        ConfigText config = config("trees_config", "nnet_trees.h");
        Optional<Circuit> circuit = Optional.empty();
        if (form == HlsForm.ADDERS && alike) {
            circuit = Optional.of(LayerCircuits.of(layer, x.types(), x.size()));
        }
        TreeConstants.write(text, number, trees, config);
        strategy(config, circuit.map(LayerCircuits::adders));
        Stream.of("root", "feature", "threshold", "left", "right", "value", "init", "norm")
                .forEach(array -> arguments.add(array + number));
        return config;
    }
}
