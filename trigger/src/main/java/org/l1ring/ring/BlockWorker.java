package org.l1ring.ring;

import com.lmax.disruptor.EventHandler;
import java.util.concurrent.CountDownLatch;
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

    /** Blocks that are scored together. */
    private final CrossingBlock[] waiting = new CrossingBlock[1 << SHARD_BITS];

    private int count;

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
        if (count > 0 && waiting[0].orbit() != block.orbit()) {
            score();
        }
        waiting[count++] = block;
        if (endOfBatch || count == waiting.length || !shardGoesOn(sequence)) {
            score();
        }
    }

    private void score() {
        scorer(waiting[0].orbit()).score(waiting, count);
        long now = System.nanoTime();
        for (int i = 0; i < count; i++) {
            waiting[i].scoredNanos = now;
        }
        count = 0;
    }

    private BlockScorer scorer(long orbit) {
        while (current + 1 < fromOrbit.length && orbit >= fromOrbit[current + 1]) {
            current++;
        }
        return scorers[current];
    }

    /** Whether the block after this one is of the same shard. */
    private static boolean shardGoesOn(long sequence) {
        return ((sequence + 1) >>> SHARD_BITS) == (sequence >>> SHARD_BITS);
    }
}
