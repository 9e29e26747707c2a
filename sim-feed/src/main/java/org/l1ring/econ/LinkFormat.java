package org.l1ring.econ;

/** How one crossing's frame is packed into words of 16 bits, and back. */
public interface LinkFormat {
    /** Most words of a crossing: 13 links of 32 bits. */
    int MOST_WORDS = 26;

    /** The bits of a crossing's number that a frame carries: the low five unless it says others. */
    default int crossingMask() {
        return 0b11111;
    }

    /**
     * Packs a frame.
     *
     * @param frame of one crossing
     * @param words [at least {@link #MOST_WORDS}] words of 16 bits, filled from the first
     * @return number of words
     */
    int write(LinkFrame frame, int[] words);

    /**
     * Unpacks a frame.
     *
     * @param words of 16 bits
     * @param start index of the crossing's first word
     * @param frame that is filled
     * @return number of words of the crossing
     */
    int read(int[] words, int start, LinkFrame frame);
}
