package org.l1ring.concentrator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.cli.Reference;
import org.l1ring.econ.AutoencoderCircuit;
import org.l1ring.econ.FloatCode;
import org.l1ring.econ.LatentFormat;
import org.l1ring.econ.LatentWords;
import org.l1ring.econ.LinkFormat;
import org.l1ring.fixed.FixedType;
import org.l1ring.kernel.BlockKernel;
import org.l1ring.kernel.Engine;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;
import org.l1ring.model.ModelReader;

/** The autoencoder's circuit against plain integers. */
final class AutoencoderCircuitTest {
    private static final int CELLS = 48;
    private static final FixedType INPUT = FixedType.signed(8, 2);

    /** Codes of one crossing: nothing, full, one cell, small or of any size. */
    private static int[] codes(Random random) {
        int[] codes = new int[CELLS];
        switch (random.nextInt(5)) {
            case 0 -> {}
            case 1 -> Arrays.fill(codes, 127);
            case 2 -> codes[random.nextInt(CELLS)] = random.nextInt(128);
            case 3 -> Arrays.setAll(codes, _ -> random.nextInt(12));
            default -> Arrays.setAll(codes, _ -> random.nextInt(128));
        }
        return codes;
    }

    private static void compare(Model model, int[] factors, int drop, int links, int crossings) {
        ScalarEncoder scalar = new ScalarEncoder(model, factors, drop);
        Circuit circuit = AutoencoderCircuit.of(model, factors, drop);
        CircuitInterpreter interpreter = new CircuitInterpreter(circuit);
        BlockKernel kernel = new BlockKernel(LatentWords.of(circuit, links), Engine.VECTOR);
        Random random = new Random(links);
        int[][] codes = new int[crossings][];
        for (int n = 0; n < crossings; n++) {
            codes[n] = codes(random);
            for (int cell = 0; cell < CELLS; cell++) {
                kernel.set(cell, n, codes[n][cell]);
            }
        }
        kernel.run();
        int[] words = new int[LinkFormat.MOST_WORDS];
        for (int n = 0; n < crossings; n++) {
            scalar.run(codes[n]);
            long[] outputs = new long[LatentFormat.LATENTS + 1];
            interpreter.run(Arrays.stream(codes[n]).asLongStream().toArray(), outputs);
            assertArrayEquals(scalar.latents, Arrays.copyOf(outputs, 16), "crossing " + n);
            assertEquals(FloatCode.WIDE.encode(scalar.sum, 0, false), outputs[16]);
            assertEquals(outputs[16], kernel.get(LatentWords.SUM, n));
            int count = scalar.write(links, 0, words);
            assertEquals(words[0], LatentFormat.firstWord(0, (int) outputs[16]));
            for (int word = 1; word < count; word++) {
                int got = (int) kernel.get(LatentWords.WORDS + word - 1, n);
                assertEquals((short) words[word], got, "crossing " + n + " word " + word);
            }
            assertEquals(scalar.exact ? 0 : 1, kernel.get(LatentWords.CUT, n));
        }
    }

    private static int[] factors(long seed) {
        return new Random(seed).ints(CELLS, 0, 4096).toArray();
    }

    @ParameterizedTest(name = "{0} links, latent values of {1} bits, signed {2}")
    @CsvSource({"1,6,true", "2,9,true", "3,6,true", "4,12,false", "5,10,true", "13,7,false"})
    void wordsAreThoseOfPlainIntegers(int links, int width, boolean signed) {
        FixedType latent = signed ? FixedType.signed(width, 2) : FixedType.unsigned(width, 1);
        compare(TestEncoder.model(links, INPUT, latent, 64, 6), factors(links), 1, links, 128);
    }

    @Test
    void anyInputTypeAndDensityWillDo() {
        FixedType whole = FixedType.unsigned(4, 4);
        FixedType fine = FixedType.signed(20, 2);
        FixedType latent = TestEncoder.LATENT;
        compare(TestEncoder.model(1, whole, latent, 64, 6), factors(1), 3, 3, 64);
        compare(TestEncoder.model(2, fine, latent, 64, 6), factors(2), 3, 3, 64);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    void encodersOfEconT(int links) {
        Model model =
                ModelReader.read(Reference.path("models/ECON_AE/" + links + "_eLinks/model.json"));
        compare(model, Chain.factors(), 1, links, 128);
    }

    @Test
    void otherModelsAreRefused() {
        Model narrow = TestEncoder.model(1, INPUT, TestEncoder.LATENT, 48, 6);
        ModelException shape =
                assertThrows(
                        ModelException.class, () -> AutoencoderCircuit.of(narrow, factors(1), 1));
        assertEquals(
                "encoder: expected an encoder of 64 inputs and 16 outputs, got 48 and 16; take one for ECON-T",
                shape.getMessage());
        Model wide = TestEncoder.model(1, INPUT, FixedType.signed(17, 2), 64, 6);
        ModelException type =
                assertThrows(
                        ModelException.class, () -> AutoencoderCircuit.of(wide, factors(1), 1));
        assertTrue(
                type.getMessage().contains("of at most 16 bits and 0 to 30 fraction bits"),
                type.getMessage());
    }
}
