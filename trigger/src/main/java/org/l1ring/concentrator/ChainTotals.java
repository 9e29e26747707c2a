package org.l1ring.concentrator;

/**
 * What a chain did.
 *
 * @param crossings of one module
 * @param frameWords words of 16 bits that carried frames
 * @param sentWords words of 16 bits that the links carried in these crossings, idle ones too
 * @param overflows crossings whose content was dropped for want of room in the buffer
 * @param early crossings whose content was dropped early
 * @param mostWaiting most words that waited in the buffer after a crossing
 * @param cut crossings with a latent value that the links hold only nearly: saturated, or low bits
 *     off
 * @param mismatches crossings that did not arrive as they were sent
 */
public record ChainTotals(
        long crossings,
        long frameWords,
        long sentWords,
        long overflows,
        long early,
        int mostWaiting,
        long cut,
        long mismatches) {

    /** Part of the links' words that carried frames. */
    public double occupancy() {
        return sentWords == 0 ? 0 : (double) frameWords / sentWords;
    }
}
