package org.l1ring.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class FrameLayoutTest {
    @Test
    void objectsAre64FieldsIn128Bytes() {
        assertEquals(64, FrameLayout.OBJECTS.fields());
        assertEquals(128, FrameLayout.OBJECTS.frameBytes());
        assertEquals("MET_pt", FrameLayout.OBJECTS.fieldNames().getFirst());
        assertEquals(3564L * 128, FrameLayout.OBJECTS.orbitBytes());
    }

    @Test
    void columnsAreAsNarrowAsTheRangeAllows() {
        assertEquals(2, FrameLayout.columns(800, -32768, 32767).fieldBytes());
        assertEquals(1600, FrameLayout.columns(800, -32768, 32767).frameBytes());
        assertEquals(4, FrameLayout.columns(16, 0, 32768).fieldBytes());
        assertEquals(64, FrameLayout.columns(16, 0, 32768).frameBytes());
        assertEquals(8, FrameLayout.columns(9, -1L << 31, 1L << 31).fieldBytes());
        assertEquals(128, FrameLayout.columns(9, -1L << 31, 1L << 31).frameBytes());
    }

    @Test
    void anOrbitIs55BlocksOf64AndOneOf44() {
        assertEquals(56, FrameLayout.ORBIT_BLOCKS);
        assertEquals(64, FrameLayout.crossings(54));
        assertEquals(44, FrameLayout.crossings(55));
    }

    @Test
    void badLayoutsAreNamed() {
        assertMessage(
                "frame layout columns: range: expected minimum <= maximum, got 1 > 0",
                () -> FrameLayout.columns(1, 1, 0));
        assertMessage(
                "frame layout c: field names: expected one or more different names, got [a, a]",
                () -> new FrameLayout("c", List.of("a", "a"), 2, 64));
        assertMessage(
                "frame layout c: field width: expected 2, 4 or 8 bytes, got 3",
                () -> new FrameLayout("c", List.of("a"), 3, 64));
        assertMessage(
                "frame layout c: frame: expected a multiple of 64 of at least 2 bytes, got 32",
                () -> new FrameLayout("c", List.of("a"), 2, 32));
    }

    private static void assertMessage(
            String message, org.junit.jupiter.api.function.Executable action) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
    }
}
