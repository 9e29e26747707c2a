package org.l1ring.concentrator;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.l1ring.circuit.Circuit;
import org.l1ring.econ.AutoencoderCircuit;
import org.l1ring.econ.Calibration;
import org.l1ring.econ.LatentWords;
import org.l1ring.econ.LinkFrame;
import org.l1ring.econ.ModuleGenerator;
import org.l1ring.econ.ModuleGeometry;
import org.l1ring.fixed.FixedType;
import org.l1ring.kernel.BlockScorer;
import org.l1ring.kernel.Engine;
import org.l1ring.model.Model;
import org.l1ring.model.Parameters;
import org.l1ring.ring.ScorerSchedule;

/**
 * A concentrator's data path, ready to be put into a pipeline: workers decode, calibrate, choose or
 * encode, pack, and unpack again to compare; the sink is the links.
 *
 * <p>Every cell has a calibration factor of its own, of 0.88 to 1.12 across the module, as the
 * angle to the beam changes.
 */
public final class Chain {
    private static final double GRADIENT = 0.03;
    private static final FixedType NO_LATENT = FixedType.unsigned(0, 0);

    private final ChainOptions options;
    private final Optional<Model> encoder;
    private final Optional<Circuit> circuit;
    private final Optional<Circuit> packed;
    private final Engine engine;

    private Chain(ChainOptions options, Optional<Model> encoder, Engine engine) {
        this.options = options;
        this.encoder = encoder;
        this.circuit =
                encoder.map(model ->
                        AutoencoderCircuit.of(model, factors(), ModuleGenerator.LOW_DENSITY_DROP));
        this.packed = circuit.map(one -> LatentWords.of(one, options.links()));
        this.engine = engine;
    }

    /**
     * A chain of an algorithm on cells.
     *
     * @param options of an algorithm that is no autoencoder
     */
    public static Chain ofCells(ChainOptions options) {
        if (options.algorithm() == Algorithm.AUTOENCODER) {
            throw new IllegalArgumentException(
                    "autoencoder: expected an encoder, got none; give its --model");
        }
        return new Chain(options, Optional.empty(), Engine.VECTOR);
    }

    /**
     * A chain with an autoencoder.
     *
     * @param options of the links
     * @param encoder with 64 inputs and 16 outputs
     * @param engine that runs its circuit
     * @throws org.l1ring.model.ModelException if the model is no such encoder
     */
    public static Chain ofEncoder(ChainOptions options, Model encoder, Engine engine) {
        if (options.algorithm() != Algorithm.AUTOENCODER) {
            throw new IllegalArgumentException(
                    "%s: expected no model, got %s; leave it out"
                            .formatted(options.algorithm().label(), encoder.name()));
        }
        return new Chain(options, Optional.of(encoder), engine);
    }

    /** The calibration factors of the cells, of {@link Calibration#FRACTION} fraction bits. */
    static int[] factors() {
        int[] factors = new int[LinkFrame.CELLS];
        for (int cell = 0; cell < factors.length; cell++) {
            double factor = 1 + GRADIENT * ModuleGeometry.y(cell);
            factors[cell] = (int) Math.round(Math.scalb(factor, Calibration.FRACTION));
        }
        return factors;
    }

    /**
     * The same with other weights.
     *
     * @param parameters raw parameters of the encoder, in the order of {@link Parameters}
     */
    public Chain reloaded(long[] parameters) {
        Model other = Parameters.replaced(encoder.orElseThrow(), parameters);
        return new Chain(options, Optional.of(other), engine);
    }

    /** The encoder; none of an algorithm on cells. */
    public Optional<Model> encoder() {
        return encoder;
    }

    /** What runs from codes to latent values; none without an encoder. */
    public Optional<Circuit> circuit() {
        return circuit;
    }

    /** What makes a scorer for each worker. */
    public Supplier<BlockScorer> scorers() {
        return () ->
                packed.isPresent()
                        ? new LatentScorer(packed.get(), options, engine)
                        : new CellScorer(
                                new Calibration(factors(), ModuleGenerator.LOW_DENSITY_DROP),
                                options.cells(),
                                options.slot());
    }

    /** The chain for a whole stream. */
    public ScorerSchedule schedule() {
        return ScorerSchedule.ofResults(scorers(), options.slot().bytes());
    }

    /**
     * The links of a run.
     *
     * @param file for their words
     */
    public LinkSink sink(Optional<Path> file) {
        LinkFile head =
                LinkFile.of(options, circuit.map(AutoencoderCircuit::latentType).orElse(NO_LATENT));
        return new LinkSink(options, file.map(path -> new LinkFileWriter(path, head)));
    }
}
