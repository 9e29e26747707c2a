package org.l1ring.wire;

import java.nio.ByteBuffer;
import org.l1ring.frame.FrameLayout;

/**
 * Totals of an accept stream: the last record of a run.
 *
 * @param run run, 0 or more
 * @param orbits orbits
 * @param crossings crossings of these orbits, lost ones included
 * @param accepts accepted crossings
 * @param lostBlocks lost blocks
 * @param lostCrossings crossings of the lost blocks
 */
public record AcceptEnd(
        long run, long orbits, long crossings, long accepts, long lostBlocks, long lostCrossings)
        implements WireMessage {
    /**
     * Checks that the numbers can be together.
     *
     * @throws WireException if they cannot
     */
    public AcceptEnd {
        Envelope.expectPlace(run, orbits);
        boolean whole =
                crossings % FrameLayout.ORBIT_CROSSINGS == 0
                        && crossings / FrameLayout.ORBIT_CROSSINGS == orbits;
        Envelope.expect("crossings", whole, "3564 in each of " + orbits + " orbits", crossings);
        Envelope.expect(
                "lost crossings",
                lostCrossings >= 0 && lostCrossings <= crossings,
                "0 to " + crossings,
                lostCrossings);
        Envelope.expect(
                "lost blocks",
                lostBlocks >= 0 && lostBlocks <= lostCrossings,
                "0 to " + lostCrossings,
                lostBlocks);
        Envelope.expect(
                "accepts",
                accepts >= 0 && accepts <= crossings - lostCrossings,
                "0 to " + (crossings - lostCrossings),
                accepts);
    }

    @Override
    public byte[] encode() {
        ByteBuffer bytes = Envelope.begin(MessageType.ACCEPT_END, run, orbits);
        bytes.putLong(crossings).putLong(accepts).putLong(lostBlocks).putLong(lostCrossings);
        return Envelope.seal(bytes);
    }

    static AcceptEnd decode(ByteBuffer bytes) {
        return new AcceptEnd(
                Envelope.run(bytes),
                Envelope.orbit(bytes),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong());
    }
}
