package org.l1ring.wire;

import java.nio.ByteBuffer;
import org.l1ring.frame.FrameLayout;

/** The list of accepted crossings that several records have. */
final class AcceptFields {
    private AcceptFields() {}

    /** Checks the accepted crossings of a slice and gives their number. */
    static int check(ByteBuffer crossings, SliceOrigin origin) {
        int first = origin.firstCrossing();
        return check(crossings, first, first + origin.crossings());
    }

    /** Checks the accepted crossings of an orbit and gives their number. */
    static int check(ByteBuffer crossings) {
        return check(crossings, 0, FrameLayout.ORBIT_CROSSINGS);
    }

    private static int check(ByteBuffer crossings, int first, int end) {
        int count = count(crossings);
        Envelope.expectBytes("crossings", crossings, (long) count * Short.BYTES);
        int last = first - 1;
        for (int i = 0; i < count; i++) {
            int crossing = crossing(crossings, i);
            if (crossing <= last || crossing >= end) {
                throw new WireException(
                        Fault.MALFORMED,
                        "crossing: expected %d to %d in ascending order, got %d after %d"
                                .formatted(first, end - 1, crossing, last));
            }
            last = crossing;
        }
        return count;
    }

    static int count(ByteBuffer crossings) {
        return crossings.limit() / Short.BYTES;
    }

    static int crossing(ByteBuffer crossings, int index) {
        return Short.toUnsignedInt(crossings.getShort(index * Short.BYTES));
    }
}
