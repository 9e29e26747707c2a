package org.l1ring.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.feed.FeedOptions;
import org.l1ring.feed.PatternMemory;
import org.l1ring.frame.BlockFrames;
import org.l1ring.frame.FrameFileHeader;
import org.l1ring.frame.FrameFileWriter;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.StreamException;
import org.l1ring.kernel.BlockScorer;
import org.l1ring.ring.BlockSink;
import org.l1ring.ring.CrossingBlock;
import org.l1ring.ring.PipelineOptions;
import org.l1ring.ring.ScorerSchedule;
import org.l1ring.ring.TriggerPipeline;

/** Blocks of trigger words have the frames of the crossings around them beside them. */
@Timeout(60)
class OrbitMarginsTest {
    private static final FrameLayout WORDS = FrameLayout.TRIGGER_WORDS;
    private static final FeedOptions OPTIONS = FeedOptions.standard().withSeed(8);

    @TempDir private Path folder;

    private Path file(int orbits) {
        Path file = folder.resolve("words.l1f");
        try (OrbitMemory memory = OrbitMemory.record(Neighbours.random(3), Math.max(1, orbits));
                FrameFileWriter writer =
                        new FrameFileWriter(file, new FrameFileHeader(WORDS, "random", "", 3))) {
            for (int orbit = 0; orbit < orbits; orbit++) {
                writer.write(orbit, memory.segment(), memory.blockOffset(orbit, 0));
            }
            writer.finish();
        }
        return file;
    }

    @Test
    void onlyTriggerWordsHaveNeighbours() {
        assertEquals(2, WORDS.neighbours());
        assertEquals(640, WORDS.marginBytes());
        assertEquals(68 * 320, WORDS.slotBytes());
        assertEquals(0, FrameLayout.OBJECTS.neighbours());
        assertEquals(64 * 128, FrameLayout.OBJECTS.slotBytes());
        assertEquals(0, FrameLayout.columns(80, -1L << 31, (1L << 31) - 1).neighbours());
    }

    @Test
    void everySourceHandsThemOut() {
        Neighbours.check(Neighbours.random(5), 2);
        try (FrameFileSource source = new FrameFileSource(file(2))) {
            Neighbours.check(source, 2);
        }
        try (OrbitMemory memory = OrbitMemory.record(Neighbours.random(5), 2)) {
            Neighbours.check(new PatternSource(memory, WORDS, "recorded"), 4);
        }
        try (TriggerWordSource source = new TriggerWordSource(OPTIONS)) {
            Neighbours.check(source, 2);
        }
        try (PatternMemory memory = PatternMemory.generateWords(OPTIONS, 2, 2, (_, _) -> {})) {
            Neighbours.check(PatternSource.of(memory), 3);
        }
    }

    @Test
    void patternMemoryOfWordsHoldsTheFreshStreamsFirstOrbits() {
        try (PatternMemory memory = PatternMemory.generateWords(OPTIONS, 3, 2, (_, _) -> {});
                TriggerWordSource anew = new TriggerWordSource(OPTIONS);
                OrbitMemory fresh = OrbitMemory.record(anew, 3)) {
            assertEquals(-1, memory.segment().mismatch(fresh.segment()));
            long empty = 0;
            for (int orbit = 0; orbit < 3; orbit++) {
                for (int block = 0; block < FrameLayout.ORBIT_BLOCKS; block++) {
                    assertEquals(fresh.filled(orbit, block), memory.filled(orbit, block));
                    empty += 64 - Long.bitCount(memory.filled(orbit, block));
                }
            }
            assertEquals(3L * (56 * 64 - 2748), empty);
            assertEquals(
                    "simulated, pile-up 60.0, bunch spread 0.12, train head 1.0, 3 orbits repeated",
                    PatternSource.of(memory).description());
        }
    }

    @Test
    void theRingKeepsThem() throws InterruptedException {
        Checker checker = new Checker(OrbitMemory.record(Neighbours.random(6), 4));
        BlockScorer none = (_, _, _, _) -> 0;
        try (TriggerPipeline run =
                TriggerPipeline.start(
                        Neighbours.random(6),
                        ScorerSchedule.of(() -> none),
                        List.of(checker),
                        PipelineOptions.unpaced(4).withWorkers(2).withRingBlocks(64))) {
            run.await();
        }
        assertEquals(4 * FrameLayout.ORBIT_BLOCKS, checker.blocks);
    }

    /** Checks blocks as the decider sees them. */
    private static final class Checker implements BlockSink {
        private final OrbitMemory orbits;
        private int blocks;

        Checker(OrbitMemory orbits) {
            this.orbits = orbits;
        }

        @Override
        public void block(CrossingBlock block) {
            long first = orbits.blockOffset(block.orbit(), 0);
            Neighbours.check(
                    orbits.segment().asSlice(first, WORDS.orbitBytes()),
                    block.block(),
                    block.frameSegment(),
                    block.frameOffset(),
                    block.filled());
            blocks++;
        }
    }

    @Test
    void aFileIsRepeatedForEver() {
        try (RepeatedSource source = new RepeatedSource(new FrameFileSource(file(2)))) {
            Neighbours.check(source, 5);
            assertTrue(source.begin(1_000_001));
            assertEquals("random, 2 orbits repeated", source.description());
        }
        try (FrameFileSource once = new FrameFileSource(file(2))) {
            assertTrue(once.begin(1));
            assertFalse(once.begin(2));
        }
    }

    @Test
    void anEmptyFileIsNotRepeated() {
        FrameFileSource empty = new FrameFileSource(file(0));
        StreamException e = assertThrows(StreamException.class, () -> new RepeatedSource(empty));
        assertEquals(
                "random: expected one orbit or more to repeat, got none; give a stream that has"
                        + " crossings",
                e.getMessage());
    }

    @Test
    void objectsAreReferredToWithoutNeighbours() {
        BlockFrames frames = new BlockFrames(MemorySegment.NULL, FrameLayout.OBJECTS);
        assertEquals(0, frames.offset());
        assertNotEquals(0, new BlockFrames(slot(), WORDS).own().byteSize());
        BlockFrames words = new BlockFrames(slot(), WORDS);
        words.own();
        assertEquals(640, words.offset());
    }

    private static MemorySegment slot() {
        return Arena.ofAuto().allocate(WORDS.slotBytes(), 64);
    }
}
