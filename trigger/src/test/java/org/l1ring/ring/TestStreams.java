package org.l1ring.ring;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.l1ring.feed.FrameField;
import org.l1ring.frame.FieldAccess;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.BlockScorer;
import org.l1ring.sink.AcceptHeader;
import org.l1ring.source.OrbitMemory;
import org.l1ring.source.PatternSource;
import org.l1ring.source.RandomSource;

/** Small deterministic streams and scorers for tests. */
public final class TestStreams {
    /** Accepts about one crossing in 250 of a random stream. */
    public static final long THRESHOLD = 8000;

    private TestStreams() {}

    /** Random objects, drawn anew. */
    public static RandomSource random(long seed) {
        List<RandomSource.Range> ranges =
                Arrays.stream(FrameField.values())
                        .map(f -> new RandomSource.Range(f.minimum(), f.maximum()))
                        .toList();
        return new RandomSource(FrameLayout.OBJECTS, ranges, seed);
    }

    /** A pattern memory of random objects. */
    public static PatternSource pattern(int orbits, long seed) {
        OrbitMemory memory = OrbitMemory.record(random(seed), orbits);
        return new PatternSource(memory, FrameLayout.OBJECTS, "random objects");
    }

    /** The score of one frame: MET plus HT. */
    public static long score(MemorySegment frames, long frame) {
        return FieldAccess.get(frames, frame, FrameLayout.OBJECTS, FrameField.MET_PT.index())
                + FieldAccess.get(frames, frame, FrameLayout.OBJECTS, FrameField.HT_PT.index());
    }

    /** Scores MET plus HT against a threshold. */
    public static BlockScorer scorer(long threshold) {
        return (frames, offset, crossings, scores) -> {
            long mask = 0;
            for (int k = 0; k < crossings; k++) {
                long score = score(frames, offset + (long) k * FrameField.FRAME_BYTES);
                scores.setAtIndex(ValueLayout.JAVA_LONG, k, score);
                mask |= score >= threshold ? 1L << k : 0;
            }
            return mask;
        };
    }

    /** The header of an accept stream. */
    public static AcceptHeader header() {
        return new AcceptHeader(
                "00".repeat(32),
                "sum",
                THRESHOLD,
                "random objects",
                "",
                1,
                List.of("model"),
                List.of("score"));
    }

    /** Remembers what it is shown. */
    public static class Recorder implements BlockSink {
        public final List<Long> positions = new ArrayList<>();
        public final List<Long> sequences = new ArrayList<>();
        public final List<Long> lost = new ArrayList<>();
        public final List<Long> ended = new ArrayList<>();
        public final List<String> accepts = new ArrayList<>();
        public boolean finished;
        public boolean closed;

        @Override
        public void block(CrossingBlock block) {
            positions.add(block.orbit() * FrameLayout.ORBIT_BLOCKS + block.block());
            sequences.add(block.sequence());
            for (int k = 0; k < block.crossings(); k++) {
                if (((block.acceptMask() >>> k) & 1) != 0) {
                    int bx = block.block() * FrameLayout.BLOCK_CROSSINGS + k;
                    accepts.add(block.orbit() + "/" + bx + "/" + block.score(k));
                }
            }
        }

        @Override
        public void lost(long orbit, int block) {
            lost.add(orbit * FrameLayout.ORBIT_BLOCKS + block);
        }

        @Override
        public void orbitEnded(long orbit) {
            ended.add(orbit);
        }

        @Override
        public void finish() {
            finished = true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
