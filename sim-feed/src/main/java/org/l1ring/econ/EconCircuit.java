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
     * @param packed made by {@link LatentWords#of}
     */
    public static Circuit ofEncoder(String name, Circuit packed) {
        EconCircuit chip = new EconCircuit();
        CircuitBuilder builder = chip.builder;
        int[] steps = builder.append(packed, chip.codes);
        WordSteps words = new WordSteps(builder);
        words.write(chip.crossing, LatentFormat.CROSSING_BITS);
        words.write(steps[packed.outputs().get(LatentWords.SUM).step()], FloatCode.WIDE.width());
        words.write(builder.constant(0), LatentFormat.SUM_SHIFT);
        for (int i = LatentWords.WORDS; i < packed.outputs().size(); i++) {
            words.write(steps[packed.outputs().get(i).step()], WordSteps.WIDTH);
        }
        return chip.build(name, PackedWords.all(builder, words.finish(1)));
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
