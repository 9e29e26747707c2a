package org.l1ring.econ;

import org.l1ring.circuit.CircuitBuilder;

/**
 * The frames of an autoencoder: 5 bits of the crossing's number, the 9-bit module sum, and of each
 * of 16 latent values of 9 bits the upper bits that a mask keeps.
 *
 * <p>Bits follow from the last value's highest to the first one's lowest, right-aligned in the
 * links' room, zeros before them. Source: github.com/dnoonan08/ECONT_Emulator,
 * ASICBlocks/Formatter.py and Autoencoder.py.
 */
public final class LatentFormat implements LinkFormat {
    /** Latent values. */
    public static final int LATENTS = 16;

    /** Bits of a latent value. */
    public static final int LATENT_BITS = 9;

    private static final int CROSSING_BITS = 5;
    private static final int SUM_BITS = 9;
    private static final int FIRST_LINK = 18;
    private static final int LINK = 32;
    private static final int MOST_BITS = 146;
    private static final int[] KEPT_BY_LINKS = {0, 1, 3, 5, 7, 9};

    private final int kept;
    private final int room;
    private final Words packer = new Words();

    /**
     * A format.
     *
     * @param links 1 to 13
     */
    public LatentFormat(int links) {
        this.kept = kept(links);
        this.room = Math.min(FIRST_LINK + LINK * (links - 1), MOST_BITS);
    }

    /** Upper bits of a latent value that links hold. */
    public static int kept(int links) {
        return KEPT_BY_LINKS[Math.min(links, KEPT_BY_LINKS.length - 1)];
    }

    /**
     * Fills a frame.
     *
     * @param latents [16] values of 9 bits
     * @param sum of the module's charges
     * @param crossing its number in the orbit
     * @param frame that is filled, with the bits that are kept
     */
    public void select(int[] latents, long sum, int crossing, LinkFrame frame) {
        frame.start(crossing, FloatCode.WIDE.encode(sum, 0, false));
        for (int i = 0; i < LATENTS; i++) {
            frame.add(i, (latents[i] & ((1 << LATENT_BITS) - 1)) >> (LATENT_BITS - kept));
        }
    }

    @Override
    public int write(LinkFrame frame, int[] words) {
        packer.open(words, 0);
        packer.write(frame.crossing(), CROSSING_BITS);
        packer.write(frame.sum(), SUM_BITS);
        packer.write(0, room - LATENTS * kept);
        for (int i = LATENTS - 1; i >= 0; i--) {
            packer.write(frame.code(i), kept);
        }
        return packer.finish(1);
    }

    /**
     * The steps of the words that {@link #write} gives of what {@link #select} makes.
     *
     * @param builder of the circuit
     * @param latents [16] steps whose low 9 bits are the values
     * @param sum step with the sum of the module's charges, at most 2^31 - 1
     * @param crossing step with its number in the orbit
     */
    public PackedWords lower(CircuitBuilder builder, int[] latents, int sum, int crossing) {
        WordSteps words = new WordSteps(builder);
        words.write(crossing, CROSSING_BITS);
        words.write(FloatCodeCircuits.encode(builder, FloatCode.WIDE, sum, 0, false), SUM_BITS);
        words.write(builder.constant(0), room - LATENTS * kept);
        for (int i = LATENTS - 1; i >= 0; i--) {
            words.write(builder.slice(latents[i], LATENT_BITS - kept, kept), kept);
        }
        return PackedWords.all(builder, words.finish(1));
    }

    @Override
    public int read(int[] words, int start, LinkFrame frame) {
        packer.open(words, start);
        int crossing = packer.read(CROSSING_BITS);
        frame.start(crossing, packer.read(SUM_BITS));
        packer.read(room - LATENTS * kept);
        int[] codes = new int[LATENTS];
        for (int i = LATENTS - 1; i >= 0; i--) {
            codes[i] = packer.read(kept);
        }
        for (int i = 0; i < LATENTS; i++) {
            frame.add(i, codes[i]);
        }
        return packer.words();
    }
}
