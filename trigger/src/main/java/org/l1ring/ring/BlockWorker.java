package org.l1ring.ring;

import com.lmax.disruptor.EventHandler;
import java.util.concurrent.CountDownLatch;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.BlockScorer;

/** Scores every block of its shard: shards of consecutive blocks go round the workers. */
final class BlockWorker implements EventHandler<CrossingBlock> {
    /** Blocks of a shard as a power of two: 8, so that a worker reads on for a while. */
    static final int SHARD_BITS = 3;

    private final int index;
    private final int workers;
    private final long[] fromOrbit;
    private final BlockScorer[] scorers;
    private final RunState state;
    private final CountDownLatch ready;
    private int current;

    /** Block that is scored together with the next one. */
    private CrossingBlock waiting;

    BlockWorker(
            int index, int workers, ScorerSchedule schedule, RunState state, CountDownLatch ready) {
        this.index = index;
        this.workers = workers;
        this.fromOrbit =
                schedule.entries().stream().mapToLong(ScorerSchedule.Entry::fromOrbit).toArray();
        this.scorers =
                schedule.entries().stream()
                        .map(entry -> (BlockScorer) entry.scorers().get())
                        .toArray(BlockScorer[]::new);
        this.state = state;
        this.ready = ready;
    }

    @Override
    public void onStart() {
        ready.countDown();
    }

    @Override
    public void onEvent(CrossingBlock block, long sequence, boolean endOfBatch) {
        if ((sequence >>> SHARD_BITS) % workers != index || state.failed()) {
            return;
        }
        if (waiting == null && !endOfBatch && partnerFollows(block, sequence)) {
            waiting = block;
            return;
        }
        if (waiting != null && waiting.orbit() != block.orbit()) {
            scorer(waiting.orbit()).score(waiting);
            waiting.scoredNanos = System.nanoTime();
            waiting = null;
        }
        if (waiting == null) {
            scorer(block.orbit()).score(block);
        } else {
            scorer(block.orbit()).score(waiting, block);
            waiting.scoredNanos = System.nanoTime();
            waiting = null;
        }
        block.scoredNanos = System.nanoTime();
    }

    private BlockScorer scorer(long orbit) {
        while (current + 1 < fromOrbit.length && orbit >= fromOrbit[current + 1]) {
            current++;
        }
        return scorers[current];
    }

    /** Whether the next block is of this shard, so that both can be scored together. */
    private static boolean partnerFollows(CrossingBlock block, long sequence) {
        return ((sequence + 1) >>> SHARD_BITS) == (sequence >>> SHARD_BITS)
                && block.block() < FrameLayout.ORBIT_BLOCKS - 1;
    }
}
