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
 * <p>Block b of orbit o starts at byte (56 o + b) 8192 and is 64-byte aligned; the frames behind an
 * orbit's last crossing are zero.
 */
public final class PatternMemory implements AutoCloseable {
    /** Orbits of a memory unless told otherwise: 117 MB. */
    public static final int DEFAULT_ORBITS = 256;

    /** Bytes of one block. */
    public static final long BLOCK_BYTES =
            (long) FrameField.BLOCK_CROSSINGS * FrameField.FRAME_BYTES;

    /** Bytes of one orbit. */
    public static final long ORBIT_BYTES = FrameField.ORBIT_BLOCKS * BLOCK_BYTES;

    private final FeedOptions options;
    private final int orbits;
    private final Arena arena;
    private final MemorySegment segment;

    /** [orbit, block]: bit k is set when frame k of the block has a byte that is not 0. */
    private final long[] filled;

    private PatternMemory(FeedOptions options, int orbits) {
        this.options = options;
        this.orbits = orbits;
        this.arena = Arena.ofShared();
        this.segment = LargePages.allocate(arena, orbits * ORBIT_BYTES);
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
     * Makes the orbits 0 to {@code orbits} - 1; the result does not depend on the threads.
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
        within("pattern memory", "orbits", orbits, 65536);
        within("pattern memory", "threads", threads, 1024);
        PatternMemory memory = new PatternMemory(options, orbits);
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

    private static void within(String where, String what, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(
                    where
                            + ": expected 1 to "
                            + most
                            + " "
                            + what
                            + ", got "
                            + value
                            + "; the default is "
                            + DEFAULT_ORBITS
                            + " orbits on all cores");
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
                            generator.fillOrbit(orbit, segment, orbit * ORBIT_BYTES);
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
            long frame = orbit * ORBIT_BYTES + (long) bunch * FrameField.FRAME_BYTES;
            long bits = 0;
            for (int word = 0; word < FrameField.FRAME_BYTES; word += Long.BYTES) {
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
     * @return {@link #orbits()} times {@link #ORBIT_BYTES} bytes, 64-byte aligned
     */
    public MemorySegment segment() {
        return segment;
    }

    /**
     * Where a block of the stream starts.
     *
     * @param orbit of the stream, any number, taken modulo {@link #orbits()}
     * @param block 0 to 55
     * @return byte offset in {@link #segment()}, a multiple of 8192
     */
    public long blockOffset(long orbit, int block) {
        return Math.floorMod(orbit, (long) orbits) * ORBIT_BYTES + block * BLOCK_BYTES;
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
