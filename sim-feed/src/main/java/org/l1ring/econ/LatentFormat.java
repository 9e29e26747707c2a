package org.l1ring.econ;

import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;

/**
 * The frames of an autoencoder: 5 bits of the crossing's number, the 9-bit module sum, and of each
 * of 16 latent values of 9 bits the upper bits that a mask keeps.
 *
 * <p>The first word has number and sum, then two zeros; the others, one for each bit that is kept,
 * have the values from the last one's highest bit to the first one's lowest. Source:
 * github.com/dnoonan08/ECONT_Emulator, ASICBlocks/Formatter.py and Autoencoder.py.
 */
public final class LatentFormat implements LinkFormat {
    /** Latent values. */
    public static final int LATENTS = 16;

    /** Bits of a latent value. */
    public static final int LATENT_BITS = 9;

    static final int CROSSING_BITS = 5;

    /** Zeros below the sum. */
    static final int SUM_SHIFT = 2;

    private static final int WORD_BITS = 16;
    private static final int CROSSING_SHIFT = 11;
    private static final int CROSSING_MASK = 0b11111;
    private static final int SUM_MASK = (1 << 9) - 1;
    private static final int[] KEPT_BY_LINKS = {0, 1, 3, 5, 7, 9};

    private final int kept;

    /**
     * A format.
     *
     * @param links 1 to 13
     */
    public LatentFormat(int links) {
        this.kept = kept(links);
    }

    /** Upper bits of a latent value that links hold. */
    public static int kept(int links) {
        return KEPT_BY_LINKS[Math.min(links, KEPT_BY_LINKS.length - 1)];
    }

    /**
     * The type of latent values as links hold them: of 9 bits, 8 of them fraction bits, the upper
     * ones; values beyond are held at its ends.
     *
     * @param signed whether the encoder's are
     * @param links 1 to 13
     */
    public static FixedType sent(boolean signed, int links) {
        return new FixedType(signed, kept(links), 1, Quantization.TRN, Overflow.SAT, 0);
    }

    /** Words of a crossing: 2 a link, of five links at most. */
    public int words() {
        return kept + 1;
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

    /**
     * The first word of a crossing.
     *
     * @param crossing its number in the orbit
     * @param sumCode 5E4 code of the sum of the module's charges
     */
    public static int firstWord(int crossing, int sumCode) {
        return ((crossing & CROSSING_MASK) << CROSSING_SHIFT) | (sumCode << SUM_SHIFT);
    }

    @Override
    public int write(LinkFrame frame, int[] words) {
        words[0] = firstWord(frame.crossing(), frame.sum());
        int bits = 0;
        int filled = 0;
        int word = kept;
        for (int i = 0; i < LATENTS; i++) {
            bits |= frame.code(i) << filled;
            filled += kept;
            if (filled >= WORD_BITS) {
                words[word--] = bits & 0xffff;
                bits >>= WORD_BITS;
                filled -= WORD_BITS;
            }
        }
        return words();
    }

    @Override
    public int read(int[] words, int start, LinkFrame frame) {
        frame.start(words[start] >> CROSSING_SHIFT, words[start] >> SUM_SHIFT & SUM_MASK);
        int mask = (1 << kept) - 1;
        int bits = 0;
        int filled = 0;
        int word = start + kept;
        for (int i = 0; i < LATENTS; i++) {
            if (filled < kept) {
                bits |= words[word--] << filled;
                filled += WORD_BITS;
            }
            frame.add(i, bits & mask);
            bits >>>= kept;
            filled -= kept;
        }
        return words();
    }
}
