package org.l1ring.wire;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.l1ring.frame.FrameLayout;

/** Records of seeded random content. */
final class TestRecords {
    /** How many kinds there are. */
    static final int KINDS = MessageType.values().length;

    private final Random random;

    TestRecords(long seed) {
        random = new Random(seed);
    }

    /** A record of a kind. */
    WireMessage next(int kind) {
        return switch (MessageType.values()[kind]) {
            case ORBIT_SLICE -> slice();
            case END_OF_RUN -> endOfRun();
            case SCORED_SLICE -> scored();
            case ACCEPT_START -> new AcceptStart(number(), digest(), bytes(random.nextInt(500)));
            case ORBIT_ACCEPTS -> accepts();
            case ACCEPT_END -> end();
            case ACCEPTED_FRAMES -> frames();
        };
    }

    private long number() {
        return random.nextLong() >>> (1 + random.nextInt(63));
    }

    String digest() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private ByteBuffer bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private String text() {
        return List.of("", "Z → ee, 60 crossings at a time", "2760 bunches", "τ")
                .get(random.nextInt(4));
    }

    private int frameBytes() {
        return 64 * (1 + random.nextInt(5));
    }

    private SliceOrigin origin() {
        int blocks = 1 + random.nextInt(FrameLayout.ORBIT_BLOCKS);
        int first = random.nextInt(FrameLayout.ORBIT_BLOCKS - blocks + 1);
        boolean last = first + blocks == FrameLayout.ORBIT_BLOCKS;
        int before = first == 0 ? 0 : 1 + random.nextInt(first);
        int after = last ? 0 : 1 + random.nextInt(FrameLayout.ORBIT_BLOCKS - first - blocks);
        int start = first * FrameLayout.BLOCK_CROSSINGS;
        int end = Math.min(FrameLayout.ORBIT_CROSSINGS, start + blocks * Long.SIZE);
        return new SliceOrigin(
                number(),
                number(),
                before,
                before + 1 + after,
                start,
                end - start,
                random.nextLong(),
                digest(),
                text(),
                text());
    }

    /** Frames, of which a random part is empty. */
    byte[] memory(int count, int frameBytes) {
        byte[] memory = new byte[count * frameBytes];
        random.nextBytes(memory);
        int emptyIn10 = random.nextInt(11);
        for (int i = 0; i < count; i++) {
            if (random.nextInt(10) < emptyIn10) {
                java.util.Arrays.fill(memory, i * frameBytes, (i + 1) * frameBytes, (byte) 0);
                if (random.nextInt(4) == 0) {
                    memory[i * frameBytes + random.nextInt(frameBytes)] = 1;
                }
            }
        }
        return memory;
    }

    private OrbitSlice slice() {
        SliceOrigin origin = origin();
        int leading = random.nextInt(3) == 0 ? random.nextInt(256) : random.nextInt(3);
        int trailing = random.nextInt(3) == 0 ? random.nextInt(256) : random.nextInt(3);
        int frameBytes = frameBytes();
        byte[] memory = memory(leading + origin.crossings() + trailing, frameBytes);
        return OrbitSlice.pack(
                origin,
                frameBytes,
                leading,
                trailing,
                random.nextBoolean(),
                MemorySegment.ofArray(memory));
    }

    private EndOfRun endOfRun() {
        int partitions = random.nextInt(5);
        return new EndOfRun(
                number(), number(), partitions == 0 ? -1 : random.nextInt(partitions), partitions);
    }

    /** Ascending crossings. */
    private ByteBuffer crossings(int first, int count, long lost) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
        int oneIn = 1 + random.nextInt(300);
        for (int i = 0; i < count; i++) {
            boolean there = (lost >>> ((first + i) / Long.SIZE) & 1) == 0;
            if (there && random.nextInt(oneIn) == 0) {
                bytes.putShort((short) (first + i));
            }
        }
        return bytes.flip();
    }

    private ScoredSlice scored() {
        SliceOrigin origin = origin();
        ByteBuffer crossings = crossings(origin.firstCrossing(), origin.crossings(), 0);
        int count = crossings.limit() / 2;
        int partitions = 1 + random.nextInt(8);
        int frameBytes = random.nextBoolean() ? frameBytes() : 0;
        return new ScoredSlice(
                origin,
                digest(),
                random.nextLong(),
                random.nextLong(),
                random.nextInt(partitions),
                partitions,
                frameBytes,
                text(),
                text(),
                crossings,
                bytes(8 * count),
                bytes(frameBytes * count));
    }

    private OrbitAccepts accepts() {
        long lost = random.nextInt(3) == 0 ? random.nextLong() >>> 8 : 0;
        ByteBuffer crossings = crossings(0, FrameLayout.ORBIT_CROSSINGS, lost);
        int longs = crossings.limit() / 2 * 8;
        int words = random.nextInt(9);
        int scores = random.nextInt(4);
        return new OrbitAccepts(
                number(),
                number(),
                digest(),
                lost,
                words,
                scores,
                crossings,
                bytes(longs * words),
                bytes(longs * words),
                bytes(longs * scores));
    }

    private AcceptEnd end() {
        long orbits = random.nextInt(1 << 30);
        long lost = orbits == 0 ? 0 : random.nextInt((int) Math.min(orbits, 1000));
        long crossings = orbits * FrameLayout.ORBIT_CROSSINGS;
        return new AcceptEnd(number(), orbits, crossings, orbits * 7, lost, lost * 64);
    }

    private AcceptedFrames frames() {
        ByteBuffer crossings = crossings(0, FrameLayout.ORBIT_CROSSINGS, 0);
        int frameBytes = frameBytes();
        return new AcceptedFrames(
                number(),
                number(),
                digest(),
                frameBytes,
                crossings,
                bytes(crossings.limit() / 2 * frameBytes));
    }
}
