package org.l1ring.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.l1ring.feed.physics.Signal;

/** The pattern memory holds the generator's orbits, whoever made them. */
class PatternMemoryTest {
    @Test
    void bytesDoNotDependOnThreads() {
        FeedOptions options = FeedOptions.standard().withSignal(Signal.SUEP, 0.2);
        List<Integer> steps = new ArrayList<>();
        try (PatternMemory one = PatternMemory.generate(options, 6, 1, (_, _) -> {});
                PatternMemory three =
                        PatternMemory.generate(options, 6, 3, (done, _) -> steps.add(done))) {
            assertEquals(-1, one.segment().mismatch(three.segment()));
            assertEquals(IntStream.rangeClosed(1, 6).boxed().toList(), steps);
        }
    }

    @Test
    void blocksLieWhereTheyAreSaidTo() {
        FeedOptions options = FeedOptions.standard();
        try (PatternMemory memory = PatternMemory.generate(options, 3, 2, (_, _) -> {})) {
            assertEquals(3L * 56 * 64 * 128, memory.segment().byteSize());
            assertEquals(0, memory.segment().address() % 64);
            assertEquals(0, memory.blockOffset(3, 0));
            assertEquals((56 + 55) * 8192L, memory.blockOffset(4, 55));
            MemorySegment block = MemorySegment.ofArray(new byte[8192]);
            OrbitGenerator generator = new OrbitGenerator(options);
            for (int b = 0; b < FrameField.ORBIT_BLOCKS; b++) {
                generator.fillBlock(1, b, block, 0);
                long offset = memory.blockOffset(1, b);
                assertEquals(-1, memory.segment().asSlice(offset, 8192).mismatch(block));
            }
        }
    }

    @Test
    void wordsLieBetweenFramesOfZeros() {
        FeedOptions options = FeedOptions.standard().withSignal(Signal.SUEP, 0.2);
        try (PatternMemory one = PatternMemory.generateWords(options, 3, 1, (_, _) -> {});
                PatternMemory two = PatternMemory.generateWords(options, 3, 2, (_, _) -> {})) {
            assertTrue(one.words());
            assertEquals(-1, one.segment().mismatch(two.segment()));
            assertEquals(3L * (3564 + 4) * 320, one.segment().byteSize());
            assertEquals(0, one.segment().address() % 64);
            assertEquals((3564 + 6) * 320L, one.blockOffset(4, 0));
            MemorySegment orbit = MemorySegment.ofArray(new byte[(3564 + 4) * 320]);
            new OrbitGenerator(options).fillWords(1, orbit, 640);
            long start = one.blockOffset(1, 0) - 640;
            assertEquals(-1, one.segment().asSlice(start, orbit.byteSize()).mismatch(orbit));
            for (int bx = 0; bx < FrameField.ORBIT_CROSSINGS; bx++) {
                byte[] frame = orbit.asSlice(640 + 320L * bx, 320).toArray(ValueLayout.JAVA_BYTE);
                boolean empty = Arrays.equals(frame, new byte[320]);
                assertEquals(empty, (one.filled(1, bx / 64) >>> bx & 1) == 0);
            }
        }
    }

    @Test
    void failuresAndWrongNumbersAreTold() {
        FeedOptions options = FeedOptions.standard();
        assertEquals(
                "pattern memory: expected 1 to 65536 orbits, got 0; the default is 256 orbits on"
                        + " all cores",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> PatternMemory.generate(options, 0, 1, (_, _) -> {}))
                        .getMessage());
        assertEquals(
                "pattern memory: expected 1 to 1024 threads, got 0; the default is 64 orbits on all"
                        + " cores",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> PatternMemory.generateWords(options, 1, 0, (_, _) -> {}))
                        .getMessage());
        IllegalStateException failed =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                PatternMemory.generate(
                                        options,
                                        4,
                                        2,
                                        (_, _) -> {
                                            throw new UnsupportedOperationException("no");
                                        }));
        assertEquals(UnsupportedOperationException.class, failed.getCause().getClass());
    }
}
