package org.l1ring.ring;

import com.lmax.disruptor.EventHandler;
import java.util.concurrent.CountDownLatch;
import org.l1ring.kernel.BlockScorer;

/**
 * Scores every block of its shards: shards of consecutive blocks go round the workers. Blocks that
 * are there are scored together, so kernel runs are full when a run is behind and short when not.
 */
final class BlockWorker implements EventHandler<CrossingBlock> {
    /** Most blocks that are scored together, as a power of two: their kernel runs are full. */
    private static final int TOGETHER_BITS = 5;

    /** Blocks of a shard, likewise, where they arrive one by one and are wanted soon. */
    private static final int PACED_SHARD_BITS = 3;

    private final int index;
    private final int workers;
    private final long[] fromOrbit;
    private final BlockScorer[] scorers;
    private final RunState state;
    private final CountDownLatch ready;
    private int current;

    /** Blocks that are to be scored together. */
    private final CrossingBlock[] waiting;

    private final int shardBits;

    private int count;

    BlockWorker(
            int index,
            PipelineOptions options,
            ScorerSchedule schedule,
            RunState state,
            CountDownLatch ready) {
        this.index = index;
        this.workers = options.workers();
        this.shardBits = options.rate().paced() ? PACED_SHARD_BITS : TOGETHER_BITS;
        this.waiting = new CrossingBlock[1 << TOGETHER_BITS];
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
        if (state.failed()) {
            return;
        }
        if ((sequence >>> shardBits) % workers == index) {
            if (count > 0 && scorerChanges(block.orbit())) {
                score();
            }
            waiting[count++] = block;
        }
        // The end of a batch, whoever's block it is: all that came before counts as scored then.
        if (count == waiting.length || (endOfBatch && count > 0)) {
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
        while (scorerChanges(orbit)) {
            current++;
        }
        return scorers[current];
    }

    private boolean scorerChanges(long orbit) {
        return current + 1 < fromOrbit.length && orbit >= fromOrbit[current + 1];
    }

    /** Blocks from which a worker gets as many as it scores together. */
    int blocksOfAll() {
        return workers << TOGETHER_BITS;
    }
}
