package org.l1ring.ring;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.ExceptionHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.l1ring.frame.FrameLayout;
import org.l1ring.source.CrossingSource;

/**
 * The ring of blocks: a Disruptor with one producer, workers beside each other behind it, and one
 * deciding thread behind all of them, which alone makes room again. Scores, and frames that sources
 * copy, lie off-heap, aligned to cache lines.
 */
final class CrossingRing implements AutoCloseable {
    private static final long SCORE_BYTES = (long) FrameLayout.BLOCK_CROSSINGS * Long.BYTES;
    private static final int DECIDER_BATCH = 64;

    private final Arena arena = Arena.ofShared();
    private final RingBuffer<CrossingBlock> ring;
    private final List<BatchEventProcessor<CrossingBlock>> processors = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Sequence decided;

    /**
     * A ring and its threads, not started yet.
     *
     * @param options say how many slots the ring has
     * @param source of the frames
     * @param menuBytes bytes of a menu's bits and scores in each slot
     * @param workers the scoring handlers
     * @param decider the deciding handler
     * @param state receives failures
     * @param waiting how threads wait for blocks
     */
    CrossingRing(
            PipelineOptions options,
            CrossingSource source,
            long menuBytes,
            List<BlockWorker> workers,
            Decider decider,
            RunState state,
            SpinThenPark waiting) {
        FrameLayout layout = source.layout();
        boolean copies = source.copies();
        int slots = options.slots(layout, copies, menuBytes);
        long storageBytes = copies ? layout.slotBytes() : 0;
        MemorySegment scores = arena.allocate(slots * SCORE_BYTES, FrameLayout.ALIGNMENT_BYTES);
        MemorySegment storage = arena.allocate(slots * storageBytes, FrameLayout.ALIGNMENT_BYTES);
        MemorySegment found = arena.allocate(slots * menuBytes, FrameLayout.ALIGNMENT_BYTES);
        int[] made = {0};
        this.ring =
                RingBuffer.createSingleProducer(
                        () -> {
                            int slot = made[0]++;
                            return new CrossingBlock(
                                    storage.asSlice(slot * storageBytes, storageBytes),
                                    layout,
                                    scores.asSlice(slot * SCORE_BYTES, SCORE_BYTES),
                                    found.asSlice(slot * menuBytes, menuBytes));
                        },
                        slots,
                        waiting);
        Sequence[] scored = new Sequence[workers.size()];
        int workerBatch = workers.get(0).blocksOfAll();
        for (int i = 0; i < scored.length; i++) {
            scored[i] = add("worker " + i, workers.get(i), workerBatch, ring.newBarrier(), state);
        }
        this.decided = add("decider", decider, DECIDER_BATCH, ring.newBarrier(scored), state);
        ring.addGatingSequences(decided);
    }

    private Sequence add(
            String name,
            EventHandler<CrossingBlock> handler,
            int batch,
            SequenceBarrier barrier,
            RunState state) {
        BatchEventProcessor<CrossingBlock> processor =
                new BatchEventProcessorBuilder()
                        .setMaxBatchSize(batch)
                        .build(ring, barrier, handler);
        processor.setExceptionHandler(new Report(name, state));
        processors.add(processor);
        threads.add(thread(name, processor));
        return processor.getSequence();
    }

    static Thread thread(String name, Runnable body) {
        return Thread.ofPlatform().daemon().name("l1ring " + name).unstarted(body);
    }

    List<Thread> threads() {
        return threads;
    }

    RingBuffer<CrossingBlock> buffer() {
        return ring;
    }

    /** Waits until every published block is decided, and ends the threads. */
    void drain() {
        while (decided.get() < ring.getCursor()) {
            LockSupport.parkNanos(20_000);
        }
        processors.forEach(BatchEventProcessor::halt);
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        arena.close();
    }

    /** Makes a handler's failure the failure of the run; later blocks pass unhandled. */
    private record Report(String name, RunState state) implements ExceptionHandler<CrossingBlock> {
        @Override
        public void handleEventException(Throwable cause, long sequence, CrossingBlock block) {
            state.fail(
                    SourceLoop.failure(
                            "%s: orbit %d, block %d".formatted(name, block.orbit(), block.block()),
                            cause));
        }

        @Override
        public void handleOnStartException(Throwable cause) {
            state.fail(SourceLoop.failure(name, cause));
        }

        @Override
        public void handleOnShutdownException(Throwable cause) {
            state.fail(SourceLoop.failure(name, cause));
        }
    }
}
