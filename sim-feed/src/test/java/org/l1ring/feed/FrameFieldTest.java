package org.l1ring.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The frame's layout is fixed: names, places and ranges. */
class FrameFieldTest {
    @Test
    void fieldsFillTheFrame() {
        assertEquals(FrameField.FRAME_BYTES, 2 * FrameField.values().length);
        assertEquals(56, FrameField.ORBIT_BLOCKS);
        assertEquals(0, FrameField.named("MET_pt").index());
        assertEquals(2, FrameField.named("EG0_pt").index());
        assertEquals(14, FrameField.named("MU0_pt").index());
        assertEquals(26, FrameField.named("JET0_pt").index());
        assertEquals(55, FrameField.named("JET9_phi").index());
        assertEquals(56, FrameField.HT_PT.index());
        assertEquals(60, FrameField.EG_ISO.index());
        assertEquals(63, FrameField.FLAGS.index());
        assertEquals(126, FrameField.FLAGS.byteOffset());
    }

    @Test
    void everyNameFindsItsFieldAndRangesFitSixteenBits() {
        for (FrameField field : FrameField.values()) {
            assertSame(field, FrameField.named(field.fieldName()));
            assertTrue(field.minimum() >= Short.MIN_VALUE && field.maximum() <= Short.MAX_VALUE);
            assertTrue(field.minimum() <= 0 && field.maximum() > 0);
        }
    }

    @Test
    void unknownNameSaysWhatIsExpected() {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> FrameField.named("jet0_pt"));
        assertEquals(
                "frame field: expected one of MET_pt, EG0_pt .. JET9_phi, FLAGS, got \"jet0_pt\";"
                        + " see the frame table in docs/feed.md",
                error.getMessage());
    }
}
