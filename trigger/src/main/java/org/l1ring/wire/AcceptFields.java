package org.l1ring.wire;

import java.nio.ByteBuffer;
import org.l1ring.frame.FrameLayout;

/** The list of accepted crossings that several records have. */
final class AcceptFields {
    private AcceptFields() {}

    /** Accepted crossings of a slice. */
    static ByteBuffer crossings(ByteBuffer variable, SliceOrigin origin) {
        int first = origin.firstCrossing();
        return crossings(variable, first, first + origin.crossings());
    }

    /** Accepted crossings of an orbit. */
    static ByteBuffer crossings(ByteBuffer variable) {
        return crossings(variable, 0, FrameLayout.ORBIT_CROSSINGS);
    }

    private static ByteBuffer crossings(ByteBuffer variable, int first, int end) {
        ByteBuffer field = Envelope.take(variable, "crossings");
        Envelope.expect("crossings", field.limit() % 2 == 0, "an even length", field.limit());
        int last = first - 1;
        for (int at = 0; at < field.limit(); at += Short.BYTES) {
            int crossing = Short.toUnsignedInt(field.getShort(at));
            Envelope.expect(
                    "crossing",
                    crossing > last && crossing < end,
                    "ascending below " + end,
                    crossing);
            last = crossing;
        }
        return field;
    }
}
