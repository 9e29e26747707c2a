package org.l1ring.importer.hls4ml;

import java.util.List;
import java.util.Optional;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;

/** Pooling. */
final class PoolingCalls {
    private PoolingCalls() {}

    static void global(Call call, boolean flat) {
        Struct config = call.config();
        int positions =
                flat
                        ? call.whole(config, "n_in")
                        : ShapeCalls.size(
                                call, call.whole(config, "in_height"), call.whole(config, "in_width"));
        String operation = call.symbol(config, "pool_op");
        if (!operation.equals("Average") && !operation.equals("1")) {
            throw call.error("expected the pooling Average, got \"" + operation + "\"");
        }
        int channels = call.whole(config, "n_filt");
        Tensor x = call.input(0, ShapeCalls.size(call, positions, channels));
        CppType.Fixed data = call.template(0);
        if (call.network().dialect().poolsInAccumulator()) {
            mean(call, x, positions, call.accumulator(config), Optional.empty());
        } else if (call.network().dialect().widensMean(data)) {
            int more = bits(positions);
            FixedType type = data.cast(call.at());
            FixedType wide =
                    new FixedType(
                            type.signed(),
                            type.width() + more,
                            type.integer() + more,
                            type.quantization(),
                            type.overflow(),
                            type.saturationBits());
            mean(call, x, positions, wide, Optional.of(type));
        } else {
            mean(call, x, positions, data.cast(call.at()), Optional.empty());
        }
    }

    /** {@code ceillog2} of the utilities: at least one. */
    private static int bits(int count) {
        return count <= 2 ? 1 : 1 + bits((count + 1) / 2);
    }

    private static void mean(
            Call call, Tensor x, int positions, FixedType accumulator, Optional<FixedType> post) {
        String variable = call.argument(1);
        ElementTypes types = ElementTypes.all(call.result());
        Layer.Head head = call.network().head(call, "", variable, List.of(x), types);
        call.network()
                .finish(
                        call,
                        variable,
                        new Layer.GlobalAveragePooling(
                                head, positions, x.size() / positions, accumulator, post));
    }

    /** Of our own projects. */
    static void own(Call call) {
        Struct config = call.config();
        int positions = call.whole(config, "n_in");
        Tensor x = call.input(0, ShapeCalls.size(call, positions, call.whole(config, "n_filt")));
        FixedType accumulator = call.accumulator(config);
        FixedType post = call.type(config, "post_t").cast(config.place());
        boolean same =
                post.width() == accumulator.width() && post.integer() == accumulator.integer();
        mean(call, x, positions, accumulator, same ? Optional.empty() : Optional.of(post));
    }
}
