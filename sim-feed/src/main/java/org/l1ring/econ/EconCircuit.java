package org.l1ring.econ;

import java.util.ArrayList;
import java.util.List;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Interval;
import org.l1ring.fixed.FixedType;

/**
 * The chip's data path as one circuit: from the front end's codes of a crossing to the words that
 * are sent.
 *
 * <p>Columns are 48 codes of 7 bits and the crossing's number, 0 to 3563. Outputs are words of 16
 * bits, and where that varies the number of them that are sent.
 */
public final class EconCircuit {
    private static final int LAST_CROSSING = 3563;
    private static final int COUNT_BITS = 5;

    private final CircuitBuilder builder = new CircuitBuilder();
    private final List<Circuit.Port> ports = new ArrayList<>();
    private final int[] codes = new int[LinkFrame.CELLS];
    private final int crossing;

    private EconCircuit() {
        Interval code = new Interval(0, (1 << FloatCode.CELL.width()) - 1);
        for (int cell = 0; cell < LinkFrame.CELLS; cell++) {
            codes[cell] = builder.input(cell, code);
            ports.add(new Circuit.Port("cell" + cell, code, 0));
        }
        Interval numbers = new Interval(0, LAST_CROSSING);
        crossing = builder.input(LinkFrame.CELLS, numbers);
        ports.add(new Circuit.Port("bx", numbers, 0));
    }

    /**
     * The circuit of an algorithm.
     *
     * @param name of the circuit
     * @param algorithm that chooses and packs
     * @param factors [48] of the calibration, of 11 fraction bits, 0 to 4095
     * @param drop low bits that the front end dropped: 1 for low density, 3 for high
     */
    public static Circuit of(String name, CellAlgorithm algorithm, int[] factors, int drop) {
        EconCircuit chip = new EconCircuit();
        int[] charges = FloatCodeCircuits.calibrate(chip.builder, chip.codes, factors, drop);
        return chip.build(name, algorithm.lower(chip.builder, charges, chip.crossing));
    }

    /**
     * The circuit of an autoencoder.
     *
     * @param name of the circuit
     * @param encoder made by {@link AutoencoderCircuit#of}
     * @param format of the words
     */
    public static Circuit of(String name, Circuit encoder, LatentFormat format) {
        EconCircuit chip = new EconCircuit();
        CircuitBuilder builder = chip.builder;
        int[] steps = builder.append(encoder, chip.codes);
        // Raw values take the upper bits of the format's.
        int spare = AutoencoderCircuit.latentType(encoder).width() - LatentFormat.LATENT_BITS;
        int[] latents = new int[LatentFormat.LATENTS];
        for (int i = 0; i < latents.length; i++) {
            int raw = steps[encoder.outputs().get(i).step()];
            latents[i] =
                    spare < 0
                            ? builder.scale(raw, 1L << -spare)
                            : builder.slice(raw, spare, LatentFormat.LATENT_BITS);
        }
        int sum = steps[encoder.outputs().getLast().step()];
        return chip.build(name, format.lower(builder, latents, sum, chip.crossing));
    }

    private Circuit build(String name, PackedWords packed) {
        List<Circuit.Output> outputs = new ArrayList<>();
        FixedType word = FixedType.unsigned(WordSteps.WIDTH, WordSteps.WIDTH);
        for (int step : packed.words()) {
            outputs.add(new Circuit.Output("word" + outputs.size(), step, word));
        }
        if (!builder.interval(packed.count()).constant()) {
            FixedType count = FixedType.unsigned(COUNT_BITS, COUNT_BITS);
            outputs.add(new Circuit.Output("words", packed.count(), count));
        }
        return builder.build(name, ports, outputs);
    }
}
