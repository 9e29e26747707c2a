package org.l1ring.feed;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Orbits made beforehand and kept off-heap, from which a stream is played round and round: orbit n
 * of the stream is orbit n modulo {@link #orbits()} of the memory.
 *
 * <p>Of object frames, block b of orbit o starts at byte (56 o + b) 8192; the frames behind an
 * orbit's last crossing are zero. The Global Trigger's words lie closer: 3564 frames of 320 bytes,
 * and two frames of zeros before and after each orbit, the neighbours of its first and last
 * crossings (simulated crossings have no external conditions, which alone go round the orbit).
 * Blocks are 64-byte aligned.
 */
public final class PatternMemory implements AutoCloseable {
    /** Orbits of a memory unless told otherwise: 117 MB. */
    public static final int DEFAULT_ORBITS = 256;

    /** Orbits of a memory of the Global Trigger's words unless told otherwise: 73 MB. */
    public static final int DEFAULT_WORD_ORBITS = 64;

    /** Bytes of one block of object frames. */
    private static final long BLOCK_BYTES =
            (long) FrameField.BLOCK_CROSSINGS * FrameField.FRAME_BYTES;

    private static final long WORD_MARGIN_BYTES = 2L * GlobalTriggerWords.WORD_BYTES;
    private static final int MOST_ORBITS = 65536;
    private static final int MOST_THREADS = 1024;

    /** What a frame is. */
    private enum Frames {
        OBJECTS(FrameField.FRAME_BYTES, 0, FrameField.ORBIT_BLOCKS * BLOCK_BYTES),
        WORDS(
                GlobalTriggerWords.WORD_BYTES,
                WORD_MARGIN_BYTES,
                (long) FrameField.ORBIT_CROSSINGS * GlobalTriggerWords.WORD_BYTES
                        + 2 * WORD_MARGIN_BYTES);

        private final int frameBytes;
        private final long marginBytes;
        private final long orbitBytes;

        Frames(int frameBytes, long marginBytes, long orbitBytes) {
            this.frameBytes = frameBytes;
            this.marginBytes = marginBytes;
            this.orbitBytes = orbitBytes;
        }

        void generate(OrbitGenerator generator, long orbit, MemorySegment segment) {
            long at = orbit * orbitBytes + marginBytes;
            switch (this) {
                case OBJECTS -> generator.fillOrbit(orbit, segment, at);
                case WORDS -> generator.fillWords(orbit, segment, at);
            }
        }
    }

    private final FeedOptions options;
    private final Frames frames;
    private final int orbits;
    private final Arena arena;
    private final MemorySegment segment;

    /** [orbit, block]: bit k is set when frame k of the block has a byte that is not 0. */
    private final long[] filled;

    private PatternMemory(FeedOptions options, Frames frames, int orbits) {
        this.options = options;
        this.frames = frames;
        this.orbits = orbits;
        this.arena = Arena.ofShared();
        this.segment = LargePages.allocate(arena, orbits * frames.orbitBytes);
        this.filled = new long[orbits * FrameField.ORBIT_BLOCKS];
    }

    /** Told how far the making is, by one thread at a time. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Called after each orbit.
         *
         * @param done orbits made
         * @param total orbits to make
         */
        void made(int done, int total);
    }

    /**
     * Makes the object frames of the orbits 0 to {@code orbits} - 1; the result does not depend on
     * the threads.
     *
     * @param options what the stream is made of
     * @param orbits how many, 1 to 65536
     * @param threads that make them, 1 to 1024
     * @param progress told after each orbit
     * @return the memory, to be closed by the caller
     * @throws IllegalArgumentException when a number is out of range
     * @throws IllegalStateException when a thread fails or the caller is interrupted
     */
    public static PatternMemory generate(
            FeedOptions options, int orbits, int threads, Progress progress) {
        return generate(Frames.OBJECTS, options, orbits, threads, progress);
    }

    /**
     * Makes the same orbits as the Global Trigger's own words.
     *
     * @param options what the stream is made of
     * @param orbits how many, 1 to 65536
     * @param threads that make them, 1 to 1024
     * @param progress told after each orbit
     * @return the memory, to be closed by the caller
     * @throws IllegalArgumentException when a number is out of range
     * @throws IllegalStateException when a thread fails or the caller is interrupted
     */
    public static PatternMemory generateWords(
            FeedOptions options, int orbits, int threads, Progress progress) {
        return generate(Frames.WORDS, options, orbits, threads, progress);
    }

    private static PatternMemory generate(
            Frames frames, FeedOptions options, int orbits, int threads, Progress progress) {
        within(frames, "orbits", orbits, MOST_ORBITS);
        within(frames, "threads", threads, MOST_THREADS);
        PatternMemory memory = new PatternMemory(options, frames, orbits);
        boolean complete = false;
        try {
            memory.fill(Math.min(threads, orbits), progress);
            complete = true;
            return memory;
        } finally {
            if (!complete) {
                memory.close();
            }
        }
    }

    private static void within(Frames frames, String what, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(
                    "pattern memory: expected 1 to %d %s, got %d; the default is %d orbits on all cores"
                            .formatted(
                                    most,
                                    what,
                                    value,
                                    frames == Frames.WORDS ? DEFAULT_WORD_ORBITS : DEFAULT_ORBITS));
        }
    }

    private void fill(int threads, Progress progress) {
        OrbitGenerator first = new OrbitGenerator(options);
        AtomicInteger next = new AtomicInteger();
        int[] done = new int[1];
        List<Throwable> failures = new ArrayList<>();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            OrbitGenerator generator = i == 0 ? first : first.forAnotherThread();
            Runnable work =
                    () -> {
                        for (int orbit = next.getAndIncrement();
                                orbit < orbits;
                                orbit = next.getAndIncrement()) {
                            frames.generate(generator, orbit, segment);
                            markFilled(orbit);
                            synchronized (done) {
                                progress.made(++done[0], orbits);
                            }
                        }
                    };
            Thread worker = Thread.ofPlatform().name("feed-" + i).daemon().unstarted(work);
            worker.setUncaughtExceptionHandler((_, failure) -> {
                next.set(orbits);
                synchronized (done) {
                    failures.add(failure);
                }
            });
            workers.add(worker);
            worker.start();
        }
        join(workers, next);
        synchronized (done) {
            if (!failures.isEmpty()) {
                throw new IllegalStateException(
                        "pattern memory: making orbits failed", failures.get(0));
            }
        }
    }

    private void markFilled(int orbit) {
        for (int bunch = 0; bunch < FrameField.ORBIT_CROSSINGS; bunch++) {
            long frame = blockOffset(orbit, 0) + (long) bunch * frames.frameBytes;
            long bits = 0;
            for (int word = 0; word < frames.frameBytes; word += Long.BYTES) {
                bits |= segment.get(ValueLayout.JAVA_LONG, frame + word);
            }
            if (bits != 0) {
                int block = bunch / FrameField.BLOCK_CROSSINGS;
                filled[orbit * FrameField.ORBIT_BLOCKS + block] |=
                        1L << (bunch % FrameField.BLOCK_CROSSINGS);
            }
        }
    }

    private void join(List<Thread> workers, AtomicInteger next) {
        boolean interrupted = false;
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                    next.set(orbits);
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("pattern memory: interrupted while making orbits");
        }
    }

    /**
     * What the orbits are made of.
     *
     * @return the options
     */
    public FeedOptions options() {
        return options;
    }

    /**
     * Whether the frames are the Global Trigger's own words.
     *
     * @return false for object frames
     */
    public boolean words() {
        return frames == Frames.WORDS;
    }

    /**
     * Orbits in the memory.
     *
     * @return 1 or more
     */
    public int orbits() {
        return orbits;
    }

    /**
     * All frames.
     *
     * @return a 64-byte aligned segment
     */
    public MemorySegment segment() {
        return segment;
    }

    /**
     * Where a block of the stream starts.
     *
     * @param orbit of the stream, any number, taken modulo {@link #orbits()}
     * @param block 0 to 55
     * @return byte offset in {@link #segment()}, a multiple of 64
     */
    public long blockOffset(long orbit, int block) {
        return Math.floorMod(orbit, (long) orbits) * frames.orbitBytes
                + frames.marginBytes
                + (long) block * FrameField.BLOCK_CROSSINGS * frames.frameBytes;
    }

    /**
     * The frames of a block that are not empty.
     *
     * @param orbit of the stream, any number, taken modulo {@link #orbits()}
     * @param block 0 to 55
     * @return bit k is set when frame k has a byte that is not 0
     */
    public long filled(long orbit, int block) {
        int stored = (int) Math.floorMod(orbit, (long) orbits);
        return filled[stored * FrameField.ORBIT_BLOCKS + block];
    }

    /** Gives the memory back; nobody may read it any more. */
    @Override
    public void close() {
        arena.close();
    }
}
