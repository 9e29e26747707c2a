package org.l1ring.ring;

import com.lmax.disruptor.EventHandler;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.l1ring.frame.FrameLayout;

/**
 * Sees the scored blocks in the order of the stream, finds the lost ones by the gaps between them,
 * and feeds statistics and sinks.
 */
final class Decider implements EventHandler<CrossingBlock> {
    private final BlockSink[] sinks;
    private final RunState state;
    private final CountDownLatch ready;
    private final RunStatistics statistics = new RunStatistics();
    private long next;

    Decider(List<BlockSink> sinks, RunState state, CountDownLatch ready) {
        this.sinks = sinks.toArray(BlockSink[]::new);
        this.state = state;
        this.ready = ready;
    }

    RunStatistics statistics() {
        return statistics;
    }

    @Override
    public void onStart() {
        ready.countDown();
    }

    @Override
    public void onEvent(CrossingBlock block, long sequence, boolean endOfBatch) {
        if (state.failed()) {
            return;
        }
        loseUntil(block.orbit() * FrameLayout.ORBIT_BLOCKS + block.block());
        for (BlockSink sink : sinks) {
            sink.block(block);
        }
        statistics.block(block, System.nanoTime());
        advance();
    }

    private void loseUntil(long position) {
        while (next < position) {
            long orbit = next / FrameLayout.ORBIT_BLOCKS;
            int block = (int) (next % FrameLayout.ORBIT_BLOCKS);
            for (BlockSink sink : sinks) {
                sink.lost(orbit, block);
            }
            statistics.lost(block);
            advance();
        }
    }

    private void advance() {
        next++;
        if (next % FrameLayout.ORBIT_BLOCKS == 0) {
            for (BlockSink sink : sinks) {
                sink.orbitEnded(next / FrameLayout.ORBIT_BLOCKS - 1);
            }
            statistics.orbitEnded();
        }
    }

    /** Ends a run that went well; the thread of the decider has ended. */
    void finish(long endPosition) {
        loseUntil(endPosition);
        for (BlockSink sink : sinks) {
            sink.finish();
        }
    }

    /** Closes the sinks, all of them whatever happens. */
    static void close(Iterable<BlockSink> sinks, RunState state) {
        for (BlockSink sink : sinks) {
            try {
                sink.close();
            } catch (RuntimeException e) {
                state.fail(new PipelineException("closing a sink: " + e.getMessage(), e));
            }
        }
    }
}
