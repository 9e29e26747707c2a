package org.l1ring.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.frame.FrameLayout;

class RoundTripTest {
    private static final int SEEDS = 40;

    private static List<Integer> kinds() {
        return IntStream.range(0, TestRecords.KINDS).boxed().toList();
    }

    @ParameterizedTest(name = "kind {0}")
    @MethodSource("kinds")
    void recordsComeBack(int kind) {
        for (long seed = 0; seed < SEEDS; seed++) {
            WireMessage made = new TestRecords(seed).next(kind);
            byte[] bytes = made.encode();
            WireMessage read = WireMessage.decode(ByteBuffer.wrap(bytes));
            assertEquals(made, read, "seed " + seed);
            assertArrayEquals(bytes, read.encode(), "seed " + seed);
        }
    }

    @Test
    void recordIsReadFromTheMiddleOfABuffer() {
        WireMessage made = new TestRecords(3).next(MessageType.ORBIT_ACCEPTS.ordinal());
        byte[] bytes = made.encode();
        ByteBuffer larger = ByteBuffer.allocateDirect(bytes.length + 20);
        larger.position(7).put(bytes).limit(7 + bytes.length).position(7);
        assertEquals(made, WireMessage.decode(larger));
        assertEquals(7, larger.position());
    }

    /** First crossing, crossings, slice, slices; leading and trailing frames. */
    private static Stream<Arguments> places() {
        return Stream.of(
                Arguments.of(0, 64, 0, 56, 0, 2),
                Arguments.of(64, 64, 1, 56, 2, 2),
                Arguments.of(3520, 44, 55, 56, 2, 0),
                Arguments.of(3456, 108, 27, 28, 255, 255),
                Arguments.of(0, 1792, 0, 2, 0, 1),
                Arguments.of(1792, 1772, 1, 2, 1, 0),
                Arguments.of(0, 3564, 0, 1, 0, 0));
    }

    @ParameterizedTest
    @MethodSource("places")
    void framesComeBack(
            int first, int crossings, int slice, int slices, int leading, int trailing) {
        for (boolean suppress : new boolean[] {false, true}) {
            TestRecords records = new TestRecords(crossings + leading);
            SliceOrigin origin =
                    new SliceOrigin(
                            1, 2, slice, slices, first, crossings, 3, records.digest(), "s", "");
            byte[] memory = records.memory(leading + crossings + trailing, 128);
            OrbitSlice made =
                    OrbitSlice.pack(
                            origin,
                            128,
                            leading,
                            trailing,
                            suppress,
                            MemorySegment.ofArray(memory));
            OrbitSlice read = (OrbitSlice) WireMessage.decode(ByteBuffer.wrap(made.encode()));
            byte[] own = Arrays.copyOfRange(memory, leading * 128, (leading + crossings) * 128);
            byte[] unpacked = new byte[own.length];
            Arrays.fill(unpacked, (byte) 9);
            read.unpack(MemorySegment.ofArray(unpacked));
            assertArrayEquals(own, unpacked);
            for (int block = 0; block < origin.blocks(); block++) {
                assertEquals(filled(own, block), read.filled(block), "block " + block);
            }
            assertEquals(Math.ceilDiv(crossings, 64), origin.blocks());
            assertEquals(first / 64, origin.firstBlock());
        }
    }

    private static long filled(byte[] frames, int block) {
        long mask = 0;
        for (int k = 0; k < 64 && (block * 64 + k + 1) * 128 <= frames.length; k++) {
            for (int at = (block * 64 + k) * 128; at < (block * 64 + k + 1) * 128; at++) {
                mask |= frames[at] == 0 ? 0 : 1L << k;
            }
        }
        return mask;
    }

    @Test
    void emptyFramesAreLeftOut() {
        SliceOrigin origin = new SliceOrigin(1, 2, 0, 1, 0, 3564, 3, "00".repeat(32), "s", "");
        byte[] memory = new byte[3564 * 128];
        memory[100 * 128 + 127] = 1;
        memory[3563 * 128] = 1;
        OrbitSlice slice = OrbitSlice.pack(origin, 128, 0, 0, true, MemorySegment.ofArray(memory));
        assertEquals(2 * 128, slice.frames().limit());
        assertEquals(1L << 36, slice.filled(1));
        assertEquals(1L << 43, slice.filled(55));
        byte[] unpacked = new byte[memory.length];
        slice.unpack(MemorySegment.ofArray(unpacked));
        assertArrayEquals(memory, unpacked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "zz", "A0"})
    void badDigestIsRefused(String start) {
        String digest = start.isEmpty() ? "" : start + "0".repeat(start.equals("00") ? 63 : 62);
        WireException e =
                assertThrows(
                        WireException.class,
                        () -> new AcceptStart(1, digest, ByteBuffer.allocate(0)));
        assertEquals(
                "circuit digest: expected 64 hexadecimal digits, got " + digest, e.getMessage());
        assertEquals(Fault.MALFORMED, e.fault());
    }

    private static Stream<Arguments> wrongPlaces() {
        return Stream.of(
                Arguments.of(0, 1, 0, 3000, "crossings: expected whole blocks of 64 within 3564"),
                Arguments.of(0, 1, 32, 3532, "crossings: expected whole blocks of 64 within 3564"),
                Arguments.of(0, 1, 0, 3584, "crossings: expected whole blocks of 64 within 3564"),
                Arguments.of(0, 1, 0, 64, "crossings: expected slice 0 of 1 of an orbit"),
                Arguments.of(1, 3, 0, 64, "crossings: expected slice 1 of 3 of an orbit"),
                Arguments.of(3, 3, 0, 64, "slice: expected below 3, got 3"),
                Arguments.of(0, 57, 0, 64, "slices: expected 1 to 56, got 57"));
    }

    @ParameterizedTest
    @MethodSource("wrongPlaces")
    void wrongPlaceIsRefused(int slice, int slices, int first, int crossings, String message) {
        String digest = "00".repeat(32);
        WireException e =
                assertThrows(
                        WireException.class,
                        () ->
                                new SliceOrigin(
                                        1, 2, slice, slices, first, crossings, 3, digest, "", ""));
        assertEquals(message, e.getMessage().substring(0, message.length()));
    }

    @Test
    void acceptInALostBlockIsRefused() {
        ByteBuffer crossing = ByteBuffer.wrap(new byte[] {64, 0});
        ByteBuffer none = ByteBuffer.allocate(0);
        WireException e =
                assertThrows(
                        WireException.class,
                        () ->
                                new OrbitAccepts(
                                        1,
                                        2,
                                        "00".repeat(32),
                                        2,
                                        0,
                                        0,
                                        crossing,
                                        none,
                                        none,
                                        none));
        assertEquals("crossing: expected none in a lost block, got 64", e.getMessage());
    }

    @Test
    void layoutsOfOneNameAreToldApart() {
        String digest = FrameLayout.columns(3, -10, 10).digest();
        assertEquals(digest, FrameLayout.columns(3, -20, 20).digest());
        assertEquals(64, digest.length());
        assertNotEquals(digest, FrameLayout.columns(4, -10, 10).digest());
        assertNotEquals(digest, FrameLayout.columns(3, -10, 1 << 20).digest());
    }
}
