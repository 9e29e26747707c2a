package org.l1ring.ring;

import org.l1ring.frame.FrameLayout;

/**
 * How a run goes; nothing here changes its decisions, but for blocks lost in a paced run.
 *
 * @param rate pace of the stream
 * @param workers scoring threads, 1 to 256
 * @param ringBlocks slots of the ring, a power of two from 64 to 2^20, or 0 for a fitting number:
 *     8192 without pacing, 65,536 (105 ms of LHC stream) with it, fewer if the slots hold frames
 * @param orbits orbits to run, or {@link Long#MAX_VALUE} until the source ends or the run is
 *     stopped
 * @param warmUpNanos time given to a rehearsal before the stream begins, so that compiled code
 *     meets its first crossing; 0 for none
 */
public record PipelineOptions(
        Rate rate, int workers, int ringBlocks, long orbits, long warmUpNanos) {
    private static final int MAX_RATE_BLOCKS = 8192;
    private static final int PACED_BLOCKS = 65_536;
    private static final long STORAGE_BYTES = 64L << 20;

    /** Checks the options. */
    public PipelineOptions {
        if (workers < 1 || workers > 256) {
            throw new IllegalArgumentException(
                    "workers: expected 1 to 256, got %d".formatted(workers));
        }
        if (ringBlocks != 0
                && (ringBlocks < 64 || ringBlocks > 1 << 20 || Integer.bitCount(ringBlocks) != 1)) {
            throw new IllegalArgumentException(
                    "ring: expected a power of two from 64 to 1048576 blocks, got %d"
                            .formatted(ringBlocks));
        }
        if (orbits < 1) {
            throw new IllegalArgumentException("orbits: expected 1 or more, got " + orbits);
        }
        if (warmUpNanos < 0) {
            throw new IllegalArgumentException(
                    "warm-up: expected 0 ns or more, got " + warmUpNanos);
        }
    }

    /**
     * A run as fast as the pipeline can, with one worker, fitting ring and no warm-up.
     *
     * @param orbits orbits to run
     * @return the options
     */
    public static PipelineOptions unpaced(long orbits) {
        return new PipelineOptions(Rate.MAX, 1, 0, orbits, 0);
    }

    /**
     * These options at another pace.
     *
     * @param newRate pace of the stream
     * @return the options
     */
    public PipelineOptions withRate(Rate newRate) {
        return new PipelineOptions(newRate, workers, ringBlocks, orbits, warmUpNanos);
    }

    /**
     * These options with another number of workers.
     *
     * @param newWorkers scoring threads
     * @return the options
     */
    public PipelineOptions withWorkers(int newWorkers) {
        return new PipelineOptions(rate, newWorkers, ringBlocks, orbits, warmUpNanos);
    }

    /**
     * These options with a ring of another size.
     *
     * @param newRingBlocks slots of the ring, or 0
     * @return the options
     */
    public PipelineOptions withRingBlocks(int newRingBlocks) {
        return new PipelineOptions(rate, workers, newRingBlocks, orbits, warmUpNanos);
    }

    /**
     * These options with another warm-up.
     *
     * @param newWarmUpNanos time given to a rehearsal
     * @return the options
     */
    public PipelineOptions withWarmUp(long newWarmUpNanos) {
        return new PipelineOptions(rate, workers, ringBlocks, orbits, newWarmUpNanos);
    }

    /** The slots to use for a source, each of which also holds what a menu finds. */
    int slots(FrameLayout layout, boolean copies, long menuBytes) {
        if (ringBlocks != 0) {
            return ringBlocks;
        }
        int blocks = rate.paced() ? PACED_BLOCKS : MAX_RATE_BLOCKS;
        long bytes = menuBytes + (copies ? layout.slotBytes() : 0);
        while (blocks > 64 && blocks * bytes > STORAGE_BYTES) {
            blocks /= 2;
        }
        return blocks;
    }
}
