package org.l1ring.concentrator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CrossingWindow;
import org.l1ring.econ.AutoencoderCircuit;
import org.l1ring.econ.Calibration;
import org.l1ring.econ.CellAlgorithm;
import org.l1ring.econ.EconCircuit;
import org.l1ring.econ.LatentWords;
import org.l1ring.econ.LinkBuffer;
import org.l1ring.econ.LinkFormat;
import org.l1ring.econ.LinkFrame;
import org.l1ring.econ.ModuleGenerator;
import org.l1ring.econ.ThresholdSum;
import org.l1ring.firmware.FirmwareInput;
import org.l1ring.frame.FrameLayout;
import org.l1ring.lower.LoweredParts;
import org.l1ring.model.Model;
import org.l1ring.project.TestRows;
import org.l1ring.report.Units;
import org.l1ring.rtl.FrameBuffer;

/**
 * A chain from a module's codes to the words of its links as firmware: one circuit, behind that of
 * threshold sum a buffer, and test vectors from simulated modules.
 *
 * <p>The expected words are those that the classes of {@link org.l1ring.econ} write, not the
 * circuit's own; only an encoder's are.
 */
public final class ChainFirmware {
    private static final int CELLS = LinkFrame.CELLS;

    private final ChainOptions options;
    private final Circuit circuit;

    private ChainFirmware(ChainOptions options, Circuit circuit) {
        this.options = options;
        this.circuit = circuit;
    }

    /**
     * The firmware of a chain.
     *
     * @param options of the chain
     * @param encoder of an autoencoder
     * @throws IllegalArgumentException if there is an encoder without an autoencoder or the
     *     opposite
     * @throws org.l1ring.model.ModelException if the encoder is none for ECON-T
     */
    public static ChainFirmware of(ChainOptions options, Optional<Model> encoder) {
        boolean wanted = options.algorithm() == Algorithm.AUTOENCODER;
        if (wanted != encoder.isPresent()) {
            throw new IllegalArgumentException(
                    wanted
                            ? "--algorithm autoencoder: expected --model with an encoder, got none"
                            : "--model: expected --algorithm autoencoder, got "
                                    + options.algorithm().label());
        }
        String name = "econ_" + options.algorithm().label().replace('-', '_');
        int drop = ModuleGenerator.LOW_DENSITY_DROP;
        int[] factors = Chain.factors();
        Circuit circuit =
                encoder.map(model -> AutoencoderCircuit.of(model, factors, drop))
                        .map(one ->
                                EconCircuit.ofEncoder(name, LatentWords.of(one, options.links())))
                        .orElseGet(() -> EconCircuit.of(name, options.cells(), factors, drop));
        return new ChainFirmware(options, circuit);
    }

    /** What firmware is made of. */
    public FirmwareInput input() {
        Optional<FrameBuffer> buffer =
                options.buffered()
                        ? Optional.of(
                                new FrameBuffer(
                                        options.links(),
                                        options.t1(),
                                        options.t2(),
                                        options.t3(),
                                        ChainOptions.SYNC))
                        : Optional.empty();
        return new FirmwareInput(
                LoweredParts.whole(circuit),
                CrossingWindow.one(circuit),
                Optional.empty(),
                buffer,
                List.of(
                        "algorithm    %s, %s"
                                .formatted(
                                        options.algorithm().label(),
                                        Units.count(options.links(), "link"))));
    }

    /**
     * Test vectors: crossings of a simulated module one after the other.
     *
     * @param count crossings
     * @param seed of the module
     * @param deposits mean number of pile-up deposits in a crossing
     * @param showers mean number of showers in a crossing
     */
    public TestRows rows(int count, long seed, double deposits, double showers) {
        ModuleGenerator module = new ModuleGenerator(seed, deposits, showers);
        List<long[]> inputs = new ArrayList<>();
        int[] codes = new int[CELLS];
        for (int i = 0; i < count; i++) {
            module.next(codes);
            long[] row = new long[CELLS + 1];
            Arrays.setAll(row, cell -> cell < CELLS ? codes[cell] : 0);
            row[CELLS] = i % FrameLayout.ORBIT_CROSSINGS;
            inputs.add(row);
        }
        if (options.algorithm() == Algorithm.AUTOENCODER) {
            return TestRows.of(circuit, inputs);
        }
        return new TestRows(inputs, options.buffered() ? buffered(inputs) : packed(inputs));
    }

    private List<long[]> packed(List<long[]> inputs) {
        CellAlgorithm algorithm = options.cells();
        int[] words = new int[LinkFormat.MOST_WORDS];
        List<long[]> outputs = new ArrayList<>();
        select(
                algorithm,
                inputs,
                frame -> outputs.add(longs(words, algorithm.write(frame, words))));
        return outputs;
    }

    private List<long[]> buffered(List<long[]> inputs) {
        ThresholdSum algorithm = options.thresholdSum();
        LinkBuffer buffer = options.buffer(algorithm);
        int[] sent = new int[2 * options.links()];
        List<long[]> outputs = new ArrayList<>();
        select(
                algorithm,
                inputs,
                frame -> {
                    buffer.next(frame, sent);
                    outputs.add(longs(sent, sent.length));
                });
        return outputs;
    }

    private static void select(
            CellAlgorithm algorithm, List<long[]> inputs, Consumer<LinkFrame> each) {
        Calibration calibration =
                new Calibration(Chain.factors(), ModuleGenerator.LOW_DENSITY_DROP);
        LinkFrame frame = new LinkFrame();
        int[] codes = new int[CELLS];
        long[] charges = new long[CELLS];
        for (long[] row : inputs) {
            Arrays.setAll(codes, cell -> (int) row[cell]);
            calibration.apply(codes, charges);
            algorithm.select(charges, (int) row[CELLS], frame);
            each.accept(frame);
        }
    }

    private static long[] longs(int[] words, int count) {
        return Arrays.stream(words, 0, count).asLongStream().toArray();
    }
}
