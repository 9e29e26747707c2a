package org.l1ring.feed;

import java.lang.foreign.MemorySegment;
import org.l1ring.feed.lhc.FillingScheme;
import org.l1ring.feed.physics.CrossingGenerator;
import org.l1ring.feed.physics.Level1Objects;
import org.l1ring.feed.physics.PileUp;

/**
 * Makes orbits of simulated crossings, any of them in any order with the same result: the bytes
 * depend on the options and the orbit number alone. One instance per thread; no allocation after
 * construction.
 */
public final class OrbitGenerator {
    private final FeedOptions options;
    private final PileUp pileUp;
    private final CrossingGenerator crossings;
    private final Level1Objects objects = new Level1Objects();

    /**
     * A generator for one thread.
     *
     * @param options what the stream is made of
     */
    public OrbitGenerator(FeedOptions options) {
        this(
                options,
                new PileUp(
                        options.scheme(),
                        options.seed(),
                        options.pileUp(),
                        options.pileUpSpread(),
                        options.trainHead()));
    }

    private OrbitGenerator(FeedOptions options, PileUp pileUp) {
        this.options = options;
        this.pileUp = pileUp;
        this.crossings =
                new CrossingGenerator(
                        options.seed(), pileUp, options.signal(), options.signalFraction());
    }

    /**
     * A generator of the same stream for another thread; the tables are shared.
     *
     * @return an independent generator
     */
    public OrbitGenerator forAnotherThread() {
        return new OrbitGenerator(options, pileUp);
    }

    /**
     * What the stream is made of.
     *
     * @return the options
     */
    public FeedOptions options() {
        return options;
    }

    /**
     * Collisions by crossing.
     *
     * @return the pile-up of the options' scheme
     */
    public PileUp pileUp() {
        return pileUp;
    }

    /**
     * Writes the object frames of an orbit.
     *
     * @param orbit any orbit number
     * @param frames receives 3564 frames of 128 bytes from {@code offset} on
     * @param offset in bytes
     * @throws IndexOutOfBoundsException when the segment is too short
     */
    public void fillOrbit(long orbit, MemorySegment frames, long offset) {
        fill(orbit, 0, FrameField.ORBIT_CROSSINGS, frames, offset);
    }

    /**
     * Writes the object frames of one block.
     *
     * @param orbit any orbit number
     * @param block 0 to 55
     * @param frames receives 64 frames of 128 bytes from {@code offset} on; those beyond the
     *     orbit's end are zero
     * @param offset in bytes
     * @throws IndexOutOfBoundsException when the segment is too short
     */
    public void fillBlock(long orbit, int block, MemorySegment frames, long offset) {
        int first = block * FrameField.BLOCK_CROSSINGS;
        int end = Math.min(first + FrameField.BLOCK_CROSSINGS, FrameField.ORBIT_CROSSINGS);
        fill(orbit, first, end, frames, offset);
        for (int bx = end; bx < first + FrameField.BLOCK_CROSSINGS; bx++) {
            ObjectFrame.clear(frames, offset + (bx - first) * (long) FrameField.FRAME_BYTES);
        }
    }

    private void fill(long orbit, int first, int end, MemorySegment frames, long offset) {
        FillingScheme scheme = options.scheme();
        for (int bx = first; bx < end; bx++) {
            long at = offset + (bx - first) * (long) FrameField.FRAME_BYTES;
            if (scheme.collides(bx)) {
                crossings.generate(orbit, bx, false, objects);
                ObjectFrame.write(objects, MuonPhi.AT_VERTEX, frames, at);
            } else {
                ObjectFrame.clear(frames, at);
            }
        }
    }

    /**
     * Writes the same orbit as the Global Trigger's own words, taus and all twelve objects
     * included.
     *
     * @param orbit any orbit number
     * @param words receives 3564 records of {@value GlobalTriggerWords#WORD_BYTES} bytes from
     *     {@code offset} on
     * @param offset in bytes
     * @throws IndexOutOfBoundsException when the segment is too short
     */
    public void fillWords(long orbit, MemorySegment words, long offset) {
        for (int bx = 0; bx < FrameField.ORBIT_CROSSINGS; bx++) {
            crossings.generate(orbit, bx, true, objects);
            GlobalTriggerWords.pack(
                    objects, words, offset + bx * (long) GlobalTriggerWords.WORD_BYTES);
        }
    }

    /**
     * Makes the objects of one crossing, taus included.
     *
     * @param orbit any orbit number
     * @param bx bunch crossing, 0 to 3563
     * @param crossing filled anew
     */
    public void fillObjects(long orbit, int bx, Level1Objects crossing) {
        crossings.generate(orbit, bx, true, crossing);
    }
}
