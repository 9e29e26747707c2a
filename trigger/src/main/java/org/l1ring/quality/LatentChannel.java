package org.l1ring.quality;

import java.util.function.LongConsumer;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.concentrator.Algorithm;
import org.l1ring.econ.AutoencoderCircuit;
import org.l1ring.econ.FloatCode;
import org.l1ring.econ.LatentFormat;
import org.l1ring.econ.LatentWords;
import org.l1ring.econ.LinkFormat;
import org.l1ring.econ.LinkFrame;
import org.l1ring.econ.ModuleGenerator;
import org.l1ring.model.Model;

/**
 * The autoencoder on links: encoded and packed in integers as the chain does it, unpacked, decoded
 * by a decoder of ours.
 */
final class LatentChannel implements Channel {
    private static final int LATENTS = LatentFormat.LATENTS;
    private static final int WORD = 0xffff;

    private final int links;
    private final int kept;
    private final boolean signed;
    private final CircuitInterpreter encoder;
    private final LatentFormat format;
    private final long[] codes = new long[LinkFrame.CELLS];
    private final long[] encoded;
    private final int[] latents = new int[LATENTS];
    private final int[] words = new int[LinkFormat.MOST_WORDS];
    private final LinkFrame frame = new LinkFrame();
    private LatentDecoder decoder;

    /**
     * A channel that has no decoder yet.
     *
     * @param model of an encoder
     * @param links 1 to 13
     * @throws org.l1ring.model.ModelException if the model is no encoder for the chip
     */
    LatentChannel(Model model, int links) {
        Circuit circuit =
                AutoencoderCircuit.of(
                        model, ModuleSample.factors(), ModuleGenerator.LOW_DENSITY_DROP);
        Circuit packed = LatentWords.of(circuit, links);
        this.links = links;
        this.kept = LatentFormat.kept(links);
        this.signed = AutoencoderCircuit.latentType(circuit).signed();
        this.encoder = new CircuitInterpreter(packed);
        this.encoded = new long[packed.outputs().size()];
        this.format = new LatentFormat(links);
    }

    /** Fits the decoder on the comparison's sample for it. */
    void fit(ComparisonOptions options, LongConsumer progress) {
        long seed = options.seedOf(ComparisonOptions.Sample.TRAINING);
        ModuleSample module = new ModuleSample(seed, options);
        int[][] received = new int[options.training()][];
        float[][] parts = new float[options.training()][LinkFrame.CELLS];
        Received figures = new Received();
        for (int i = 0; i < received.length; i++) {
            module.next();
            transmit(module, i, figures);
            received[i] = latents.clone();
            float sum = (float) Math.max(1, module.sum());
            for (int cell = 0; cell < LinkFrame.CELLS; cell++) {
                parts[i][cell] = module.charges()[cell] / sum;
            }
        }
        decoder = new LatentDecoder(received, parts, seed, progress);
    }

    @Override
    public Algorithm algorithm() {
        return Algorithm.AUTOENCODER;
    }

    @Override
    public int links() {
        return links;
    }

    @Override
    public void send(ModuleSample module, int crossing, Received received) {
        transmit(module, crossing, received);
        decoder.decode(latents, received.sum, received.charges);
    }

    /** Encodes, packs and unpacks; leaves the latent values that were received. */
    private void transmit(ModuleSample module, int crossing, Received received) {
        for (int cell = 0; cell < codes.length; cell++) {
            codes[cell] = module.codes()[cell];
        }
        encoder.run(codes, encoded);
        words[0] = LatentFormat.firstWord(crossing, (int) encoded[LatentWords.SUM]);
        for (int word = 1; word < format.words(); word++) {
            words[word] = (int) encoded[LatentWords.WORDS + word - 1] & WORD;
        }
        format.read(words, 0, frame);
        int unused = Integer.SIZE - kept;
        for (int i = 0; i < LATENTS; i++) {
            int code = frame.code(i);
            latents[i] = signed ? code << unused >> unused : code;
        }
        received.words = format.words();
        received.values = LATENTS;
        received.truncated = false;
        received.sum = FloatCode.WIDE.decode(frame.sum(), 0, FloatCode.Place.HALF);
    }
}
