package org.l1ring.wire;

import java.nio.ByteBuffer;
import org.l1ring.frame.FrameLayout;

/**
 * Which crossings a slice has, and where they come from.
 *
 * @param run run, 0 or more
 * @param orbit orbit of the run, from 0
 * @param slice number of the slice in its orbit, from 0
 * @param slices slices of every orbit of the run, 1 to 56
 * @param firstCrossing bunch crossing of the first frame, a multiple of 64
 * @param crossings crossings of the slice, a multiple of 64 except in the last slice of an orbit
 * @param seed seed of the stream
 * @param layoutDigest SHA-256 of the frame layout, in hexadecimal
 * @param source what the crossings are, in words
 * @param scheme name of the filling scheme, empty if there is none
 */
public record SliceOrigin(
        long run,
        long orbit,
        int slice,
        int slices,
        int firstCrossing,
        int crossings,
        long seed,
        String layoutDigest,
        String source,
        String scheme) {
    /**
     * Checks the place of the slice in its orbit.
     *
     * @throws WireException if it is none
     */
    public SliceOrigin {
        Envelope.expectPlace(run, orbit);
        Envelope.expectDigest("layout digest", layoutDigest);
        Envelope.expect(
                "slices", slices >= 1 && slices <= FrameLayout.ORBIT_BLOCKS, "1 to 56", slices);
        Envelope.expect("slice", slice >= 0 && slice < slices, "below " + slices, slice);
        long end = (long) firstCrossing + crossings;
        boolean last = end == FrameLayout.ORBIT_CROSSINGS;
        boolean whole =
                firstCrossing >= 0
                        && firstCrossing % FrameLayout.BLOCK_CROSSINGS == 0
                        && crossings > 0
                        && end <= FrameLayout.ORBIT_CROSSINGS
                        && (last || end % FrameLayout.BLOCK_CROSSINGS == 0);
        String got = firstCrossing + " to " + (end - 1);
        Envelope.expect("crossings", whole, "whole blocks of 64 within 3564", got);
        Envelope.expect(
                "crossings",
                (slice == 0) == (firstCrossing == 0) && (slice == slices - 1) == last,
                "slice %d of %d of an orbit".formatted(slice, slices),
                got);
    }

    /** The first block of the slice. */
    public int firstBlock() {
        return firstCrossing / FrameLayout.BLOCK_CROSSINGS;
    }

    /** The blocks of the slice: bit b for block b of the orbit. */
    public long blockMask() {
        return (-1L >>> (Long.SIZE - blocks())) << firstBlock();
    }

    /** The number of blocks of the slice. */
    public int blocks() {
        return Math.ceilDiv(crossings, FrameLayout.BLOCK_CROSSINGS);
    }

    void put(ByteBuffer bytes) {
        bytes.putShort((short) slice).putShort((short) slices);
        bytes.putShort((short) firstCrossing).putShort((short) crossings);
        bytes.putLong(seed);
        Envelope.putDigest(bytes, layoutDigest);
    }

    /** Reads the fixed fields here, source and scheme at the begin of the variable ones. */
    static SliceOrigin take(ByteBuffer bytes, ByteBuffer variable) {
        int slice = Envelope.u16(bytes);
        int slices = Envelope.u16(bytes);
        int firstCrossing = Envelope.u16(bytes);
        int crossings = Envelope.u16(bytes);
        long seed = bytes.getLong();
        String layoutDigest = Envelope.digest(bytes);
        return new SliceOrigin(
                Envelope.run(bytes),
                Envelope.orbit(bytes),
                slice,
                slices,
                firstCrossing,
                crossings,
                seed,
                layoutDigest,
                Envelope.takeText(variable, "source"),
                Envelope.takeText(variable, "scheme"));
    }
}
