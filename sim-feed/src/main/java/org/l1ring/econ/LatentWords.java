package org.l1ring.econ;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Op;
import org.l1ring.fixed.FixedType;

/**
 * An autoencoder's circuit whose latent values are packed into words, as {@link LatentFormat} packs
 * them.
 *
 * <p>A latent value of W bits is sent as the upper 9 of them, zeros below where W is less; links
 * hold the upper 1 to 9 of these. Outputs are the codes that are sent, the module sum's code, then
 * a bit that is set when any value had bits set that are not sent, then the words but the first,
 * each as a signed number of 16 bits.
 */
public final class LatentWords {
    /** Output column of the module sum's code. */
    public static final int SUM = LatentFormat.LATENTS;

    /** Output column of the bit that is set when bits are not sent. */
    public static final int CUT = SUM + 1;

    /** Output column of the second word; the first one has the crossing's number, too. */
    public static final int WORDS = CUT + 1;

    private static final int WORD_BITS = 16;

    private final CircuitBuilder builder = new CircuitBuilder();
    private final List<Circuit.Output> outputs = new ArrayList<>();
    private final int kept;

    private LatentWords(int links) {
        kept = LatentFormat.kept(links);
    }

    /**
     * A circuit with packed latent values.
     *
     * @param circuit made by {@link AutoencoderCircuit}
     * @param links 1 to 13
     */
    public static Circuit of(Circuit circuit, int links) {
        return new LatentWords(links).build(circuit);
    }

    private Circuit build(Circuit circuit) {
        int[] inputs = new int[circuit.inputs().size()];
        Arrays.setAll(inputs, i -> builder.input(i, circuit.inputs().get(i).interval()));
        int[] steps = builder.append(circuit, inputs);
        int spare = AutoencoderCircuit.latentType(circuit).width() - kept;
        int[] codes = new int[LatentFormat.LATENTS];
        int lost = builder.constant(0);
        for (int i = 0; i < codes.length; i++) {
            int raw = steps[circuit.outputs().get(i).step()];
            codes[i] =
                    spare < 0
                            ? builder.slice(builder.scale(raw, 1L << -spare), 0, kept)
                            : builder.slice(raw, spare, kept);
            if (spare > 0) {
                lost = builder.plus(lost, builder.slice(raw, 0, spare));
            }
            add("code_" + i, codes[i], FixedType.unsigned(kept, kept));
        }
        Circuit.Output sum = circuit.outputs().get(SUM);
        add("sum", steps[sum.step()], sum.type());
        int any = builder.compare(Op.Relation.LESS, builder.constant(0), lost);
        add("cut", any, FixedType.unsigned(1, 1));
        for (int word = 1; word <= kept; word++) {
            add("word_" + word, word(codes, kept - word), FixedType.signed(WORD_BITS, WORD_BITS));
        }
        return builder.build(circuit.name(), circuit.inputs(), outputs);
    }

    private void add(String name, int step, FixedType type) {
        outputs.add(new Circuit.Output(name, step, type));
    }

    /** A word; value 0 begins at the lowest bit of the last word, which is number 0 here. */
    private int word(int[] codes, int fromLast) {
        int first = WORD_BITS * fromLast;
        int end = first + WORD_BITS;
        int word = builder.constant(0);
        for (int i = 0; i < codes.length; i++) {
            int low = Math.max(kept * i, first);
            int high = Math.min(kept * (i + 1), end);
            if (low < high) {
                int piece = builder.slice(codes[i], low - kept * i, high - low);
                word = builder.plus(word, builder.scale(piece, 1L << (low - first)));
            }
        }
        return builder.cast(word, 0, FixedType.signed(WORD_BITS, WORD_BITS));
    }
}
