package org.l1ring.check;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Shares rows between evaluators of one kind, one a processor. */
public final class ParallelEvaluator implements Evaluator {
    private static final int MOST = 8;

    private final List<Evaluator> shards;

    /**
     * An evaluator over all processors.
     *
     * @param maker gives an evaluator with its own memory at each call
     */
    public ParallelEvaluator(Supplier<Evaluator> maker) {
        int count = Math.min(MOST, Runtime.getRuntime().availableProcessors());
        shards = Stream.generate(maker).limit(count).toList();
    }

    @Override
    public void run(long[] inputs, int from, int to, long[] outputs) {
        int count = shards.size();
        long rows = (long) to - from;
        IntStream.range(0, count)
                .parallel()
                .forEach(i -> {
                    int start = from + (int) (rows * i / count);
                    int end = from + (int) (rows * (i + 1L) / count);
                    shards.get(i).run(inputs, start, end, outputs);
                });
    }
}
