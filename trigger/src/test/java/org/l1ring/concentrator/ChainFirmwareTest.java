package org.l1ring.concentrator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.econ.AutoencoderCircuit;
import org.l1ring.econ.LatentFormat;
import org.l1ring.econ.LinkFormat;
import org.l1ring.econ.LinkFrame;
import org.l1ring.econ.ModuleGenerator;
import org.l1ring.kernel.BlockKernel;
import org.l1ring.kernel.Engine;
import org.l1ring.model.Model;
import org.l1ring.project.TestRows;

/** The chain's circuits in all engines against the words that Java writes. */
final class ChainFirmwareTest {
    private static final int CROSSINGS = 4 * BlockKernel.CROSSINGS;

    private static ChainOptions options(String algorithm, int links) {
        return new ChainOptions(Algorithm.of(algorithm), links, 1, true, 47, 400, 360, 8);
    }

    private static Optional<Model> encoder(String algorithm) {
        return algorithm.equals("autoencoder")
                ? Optional.of(TestEncoder.model(1))
                : Optional.empty();
    }

    @ParameterizedTest
    @CsvSource({
        "threshold, 2",
        "best-choice, 2",
        "best-choice, 7",
        "stc4-9, 5",
        "stc16-9, 2",
        "ctc4-7, 3",
        "stc4-7, 4",
        "repeater, 11",
        "autoencoder, 3"
    })
    void enginesGiveTheWordsOfJava(String algorithm, int links) {
        ChainFirmware firmware = ChainFirmware.of(options(algorithm, links), encoder(algorithm));
        TestRows rows = firmware.rows(CROSSINGS, links, 8, 0.3);
        Circuit circuit = firmware.input().circuit();
        // Behind threshold sum the rows have the buffer's words: the frames are the interpreter's.
        List<long[]> expected =
                algorithm.equals("threshold")
                        ? TestRows.of(circuit, rows.inputs()).outputs()
                        : rows.outputs();
        for (Engine engine : Engine.values()) {
            BlockKernel kernel = new BlockKernel(circuit, engine);
            for (int from = 0; from < CROSSINGS; from += BlockKernel.CROSSINGS) {
                check(kernel, rows.inputs(), expected, from);
            }
        }
    }

    private static void check(
            BlockKernel kernel, List<long[]> inputs, List<long[]> expected, int from) {
        for (int k = 0; k < BlockKernel.CROSSINGS; k++) {
            long[] row = inputs.get(from + k);
            for (int i = 0; i < row.length; i++) {
                kernel.set(i, k, row[i]);
            }
        }
        kernel.run();
        for (int k = 0; k < BlockKernel.CROSSINGS; k++) {
            long[] got = new long[expected.get(from + k).length];
            for (int i = 0; i < got.length; i++) {
                got[i] = kernel.get(i, k);
            }
            assertArrayEquals(expected.get(from + k), got, "crossing " + (from + k));
        }
    }

    @Test
    void anEncodersWordsAreThoseOfItsLatentValues() {
        Model model = encoder("autoencoder").orElseThrow();
        ChainFirmware firmware = ChainFirmware.of(options("autoencoder", 4), Optional.of(model));
        TestRows rows = firmware.rows(300, 3, 8, 0.3);
        CircuitInterpreter latents =
                new CircuitInterpreter(
                        AutoencoderCircuit.of(
                                model, Chain.factors(), ModuleGenerator.LOW_DENSITY_DROP));
        LatentFormat format = new LatentFormat(4);
        long[] found = new long[LatentFormat.LATENTS + 1];
        int[] words = new int[LinkFormat.MOST_WORDS];
        LinkFrame received = new LinkFrame();
        // Values of 4 fraction bits; 4 links hold a sign and 6 of them.
        int busy = 0;
        for (int i = 0; i < rows.inputs().size(); i++) {
            long[] row = rows.inputs().get(i);
            latents.run(Arrays.copyOf(row, LinkFrame.CELLS), found);
            Arrays.setAll(words, k -> 0);
            long[] sent = rows.outputs().get(i);
            for (int k = 0; k < sent.length; k++) {
                words[k] = (int) sent[k];
            }
            assertEquals(sent.length, format.read(words, 0, received));
            assertEquals(found[LatentFormat.LATENTS], received.sum());
            assertEquals(i % 32, received.crossing());
            for (int k = 0; k < LatentFormat.LATENTS; k++) {
                assertEquals(Math.clamp(found[k] << 2, -64, 63) & 127, received.code(k));
                busy += received.code(k) > 0 ? 1 : 0;
            }
        }
        assertTrue(busy > 1000, busy + " latent values above zero");
    }

    @Test
    void anEncoderBelongsToAnAutoencoder() {
        Optional<Model> encoder = encoder("autoencoder");
        for (String algorithm : List.of("autoencoder", "repeater")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () ->
                            ChainFirmware.of(
                                    options(algorithm, 11),
                                    algorithm.equals("repeater") ? encoder : Optional.empty()));
        }
    }
}
