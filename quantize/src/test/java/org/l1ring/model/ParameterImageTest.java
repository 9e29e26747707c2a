package org.l1ring.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.l1ring.fixed.FixedType;

/** Images of parameters: the bits of ECON-T's registers, and files that are refused. */
final class ParameterImageTest {
    private static final FixedType SIX_BITS = FixedType.signed(6, 1);

    private static ConstantArray weights(Random random, int... shape) {
        int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        return new ConstantArray(SIX_BITS, shape, random.longs(size, -32, 32).toArray());
    }

    /** Layers with the weights of ECON-T's encoder; {@code inputs} of the dense one. */
    private static Model encoder(long seed, int inputs) {
        Random random = new Random(seed);
        Layer.Accumulation exact = new Layer.Accumulation(Optional.empty());
        ElementTypes types = ElementTypes.all(FixedType.signed(8, 2));
        Layer conv =
                new Layer.Conv2d(
                        new Layer.Head("conv", List.of("x"), "c", types),
                        new Layer.Window(9, 9, 1, 3, 3, 2, 2, 4, 4, 8),
                        weights(random, 3, 3, 1, 8),
                        weights(random, 8),
                        exact);
        Layer dense =
                new Layer.Dense(
                        new Layer.Head("dense", List.of("c"), "y", types),
                        1,
                        inputs,
                        16,
                        weights(random, inputs, 16),
                        weights(random, 16),
                        exact);
        return new Model(
                "encoder",
                List.of(new Model.Input("x", 81, types)),
                Optional.empty(),
                List.of(conv, dense),
                List.of(new Model.Output("y", "y", 16, types)),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void econTRegistersHoldWeightsThenBiasesFromTheLowestBit() {
        Model model = encoder(1, 128);
        byte[] payload = ParameterImage.of(model).payload();
        assertEquals(12 * 1072 / 8, payload.length);
        // The registers as one number, the first one lowest.
        byte[] bigEndian = new byte[payload.length];
        for (int i = 0; i < payload.length; i++) {
            bigEndian[i] = payload[payload.length - 1 - i];
        }
        BigInteger registers = new BigInteger(1, bigEndian);
        List<ConstantArray> arrays = Parameters.of(model);
        int[] lows = {0, 432, 432 + 48, 432 + 48 + 12288};
        for (int array = 0; array < lows.length; array++) {
            for (int i = 0; i < arrays.get(array).size(); i++) {
                int bits = registers.shiftRight(lows[array] + 6 * i).intValue() & 63;
                assertEquals(arrays.get(array).raw(i), bits < 32 ? bits : bits - 64);
            }
        }
        assertEquals(432 + 48 + 12288 + 96, 12 * 1072);
    }

    @Test
    void anImageOfTheSameLayersIsTaken() {
        Model model = encoder(1, 128);
        Model other = encoder(2, 128);
        ParameterImage image = ParameterImage.of(ParameterImage.of(other).file(), "f");
        assertArrayEquals(Parameters.raw(other), image.raw(model, "f"));
        CRC32 crc = new CRC32();
        crc.update(image.payload());
        assertEquals((int) crc.getValue(), image.crc());
    }

    private static String refused(byte[] file) {
        return assertThrows(
                        ModelException.class,
                        () -> ParameterImage.of(file, "f").raw(encoder(1, 128), "f"))
                .getMessage();
    }

    @Test
    void badImagesAreRefused() {
        byte[] good = ParameterImage.of(encoder(1, 128)).file();
        assertEquals(
                "f: expected 1628 bytes, as its length of 1608 says, got 1627; write or copy it anew",
                refused(Arrays.copyOf(good, good.length - 1)));
        byte[] flipped = good.clone();
        flipped[100] ^= 4;
        assertEquals(
                "f: expected CRC ", refused(flipped).substring(0, "f: expected CRC ".length()));
        byte[] version = good.clone();
        version[4] = 2;
        assertEquals("f: expected a parameter image of version 1, got version 2", refused(version));
        assertEquals(
                "f: expected a parameter image, which begins with L1PI, got another file; write one with l1ring image",
                refused(new byte[100]));
        String other = refused(ParameterImage.of(encoder(1, 127)).file());
        assertEquals(
                "take an image of a model with the same layers",
                other.substring(other.indexOf("take an image")));
    }
}
