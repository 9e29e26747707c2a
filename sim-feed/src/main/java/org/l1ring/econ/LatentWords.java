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
 * <p>A latent value is sent as the integer part of its 2^8-fold, saturated to 9 bits, signed if its
 * type is; links hold the upper 1 to 9 of these. Outputs are the codes that are sent, the module
 * sum's code, then a bit that is set when any value is another than what is sent, then the words
 * but the first, each as a signed number of 16 bits.
 */
public final class LatentWords {
    /** Output column of the module sum's code. */
    public static final int SUM = LatentFormat.LATENTS;

    /** Output column of the bit that is set when any value is another than what is sent. */
    public static final int CUT = SUM + 1;

    /** Output column of the second word; the first one has the crossing's number, too. */
    public static final int WORDS = CUT + 1;

    private static final int WORD_BITS = 16;

    private final CircuitBuilder builder = new CircuitBuilder();
    private final List<Circuit.Output> outputs = new ArrayList<>();
    private final int kept;

    private final int links;

    private LatentWords(int links) {
        this.links = links;
        this.kept = LatentFormat.kept(links);
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
        FixedType latent = AutoencoderCircuit.latentType(circuit);
        FixedType sent = LatentFormat.sent(latent.signed(), links);
        int more = Math.max(sent.fraction() - latent.fraction(), 0);
        int fewer = Math.max(latent.fraction() - sent.fraction(), 0);
        int[] codes = new int[LatentFormat.LATENTS];
        int same = builder.constant(1);
        for (int i = 0; i < codes.length; i++) {
            int raw = builder.scale(steps[circuit.outputs().get(i).step()], 1L << more);
            int value = builder.cast(raw, fewer, sent);
            codes[i] = builder.slice(value, 0, kept);
            int back = builder.scale(value, 1L << fewer);
            same = builder.logic(Op.Gate.AND, same, builder.compare(Op.Relation.EQUAL, raw, back));
            add("code_" + i, codes[i], FixedType.unsigned(kept, kept));
        }
        Circuit.Output sum = circuit.outputs().get(SUM);
        add("sum", steps[sum.step()], sum.type());
        add("cut", builder.not(same), FixedType.unsigned(1, 1));
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
