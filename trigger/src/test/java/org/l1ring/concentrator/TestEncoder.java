package org.l1ring.concentrator;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;

/** Encoders of a dense layer with random weights. */
public final class TestEncoder {
    /** Latent values as those of ECON_AE for three links. */
    public static final FixedType LATENT =
            new FixedType(true, 6, 2, Quantization.TRN, Overflow.SAT, 0);

    private TestEncoder() {}

    /** An encoder with weights of six bits. */
    public static Model model(long seed) {
        return model(seed, FixedType.signed(8, 2), LATENT, 64, 6);
    }

    /** An encoder of any types and sizes. */
    static Model model(long seed, FixedType input, FixedType latent, int inputs, int weightBits) {
        Random random = new Random(seed);
        FixedType type = FixedType.signed(weightBits, 1);
        Layer dense =
                new Layer.Dense(
                        new Layer.Head("dense", List.of("x"), "z", ElementTypes.all(latent)),
                        1,
                        inputs,
                        16,
                        array(random, type, inputs, 16),
                        array(random, type, 16),
                        new Layer.Accumulation(Optional.empty()));
        return new Model(
                "encoder",
                List.of(new Model.Input("x", inputs, ElementTypes.all(input))),
                Optional.empty(),
                List.of(dense),
                List.of(new Model.Output("z", "z", 16, ElementTypes.all(latent))),
                Optional.empty(),
                Optional.empty());
    }

    private static ConstantArray array(Random random, FixedType type, int... shape) {
        int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        long bound = 1L << (type.width() - 1);
        return new ConstantArray(type, shape, random.longs(size, -bound, bound).toArray());
    }
}
