package org.l1ring.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.l1ring.source.CrossingSource;

/**
 * A running trigger: crossings from a source go block by block through a ring to scoring workers,
 * are decided in order, and end in sinks.
 *
 * <pre>{@code
 * try (TriggerPipeline run = TriggerPipeline.start(source, schedule, sinks, options)) {
 *     RunResult result = run.await();
 * }
 * }</pre>
 *
 * <p>Decisions do not depend on pace or workers. After the start nothing is allocated per block.
 */
public final class TriggerPipeline implements AutoCloseable {
    private static final long SNAPSHOT_MILLIS = 250;

    private final RunState state = new RunState();
    private final CountDownLatch ready;
    private final CountDownLatch done = new CountDownLatch(1);
    private final List<BlockSink> sinks;
    private final Decider decider;
    private final CrossingRing ring;
    private final SourceLoop loop;
    private final Thread thread;
    private RunSnapshot latest;
    private volatile RunResult result;

    private TriggerPipeline(
            CrossingSource source,
            ScorerSchedule schedule,
            List<BlockSink> sinks,
            PipelineOptions options) {
        this.sinks = List.copyOf(sinks);
        int workers = options.workers();
        this.ready = new CountDownLatch(workers + 1);
        this.decider = new Decider(this.sinks, state, ready);
        List<BlockWorker> handlers = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            handlers.add(new BlockWorker(i, options, schedule, state, ready));
        }
        SpinThenPark waiting = SpinThenPark.forRun(options.rate().paced(), workers + 2);
        this.ring =
                new CrossingRing(
                        options, source, schedule.menuBytes(), handlers, decider, state, waiting);
        this.loop = new SourceLoop(source, ring.buffer(), state, options, waiting);
        this.latest = new RunStatistics().snapshot(0);
        this.thread = CrossingRing.thread("source", this::run);
    }

    /**
     * Starts a run. Its sinks belong to it from now on, and are closed even if it cannot start; the
     * source stays the caller's.
     *
     * @param source where the crossings come from
     * @param schedule what scores them
     * @param sinks where decided blocks go, none to only count
     * @param options how the run goes
     * @return the running pipeline
     */
    public static TriggerPipeline start(
            CrossingSource source,
            ScorerSchedule schedule,
            List<? extends BlockSink> sinks,
            PipelineOptions options) {
        List<BlockSink> owned = List.copyOf(sinks);
        try {
            if (options.warmUpNanos() > 0) {
                rehearse(source, schedule, options);
            }
            TriggerPipeline pipeline = new TriggerPipeline(source, schedule, owned, options);
            pipeline.ring.threads().forEach(Thread::start);
            pipeline.thread.start();
            return pipeline;
        } catch (RuntimeException | Error e) {
            Decider.close(owned, new RunState());
            throw e;
        }
    }

    /** Runs the beginning of the stream for a while without sinks, first unpaced, then as asked. */
    private static void rehearse(
            CrossingSource source, ScorerSchedule schedule, PipelineOptions options) {
        PipelineOptions rehearsal = options.withWarmUp(0).withRingBlocks(0);
        long nanos = options.warmUpNanos();
        if (options.rate().paced()) {
            rehearse(source, schedule, rehearsal.withRate(Rate.MAX), nanos / 2);
            rehearse(source, schedule, rehearsal, nanos / 2);
        } else {
            rehearse(source, schedule, rehearsal, nanos);
        }
    }

    private static void rehearse(
            CrossingSource source, ScorerSchedule schedule, PipelineOptions options, long nanos) {
        try (TriggerPipeline rehearsal = start(source, schedule, List.of(), options)) {
            if (!rehearsal.done.await(nanos, TimeUnit.NANOSECONDS)) {
                rehearsal.stop();
            }
            rehearsal.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            ready.await();
            loop.run();
        } catch (Throwable e) {
            state.fail(SourceLoop.failure("source", e));
        }
        ring.drain();
        if (!state.failed()) {
            try {
                decider.finish(loop.endPosition());
            } catch (Throwable e) {
                state.fail(SourceLoop.failure("sink", e));
            }
        }
        Decider.close(sinks, state);
        result = new RunResult(decider.statistics().snapshot(loop.startNanos()), !loop.ended());
        done.countDown();
    }

    /**
     * Asks the run to end at the next orbit boundary; everything up to there is decided and the
     * sinks are finished. Returns at once.
     */
    public void stop() {
        state.stop();
        loop.stop();
    }

    /**
     * What the run has done so far.
     *
     * @return the state at the latest orbit boundary; the one returned before if no orbit ended
     *     within a quarter of a second
     * @throws InterruptedException if the thread is interrupted while waiting
     */
    public synchronized RunSnapshot snapshot() throws InterruptedException {
        if (result == null) {
            RunStatistics copy = decider.statistics().copyWithin(SNAPSHOT_MILLIS);
            if (copy != null) {
                latest = copy.snapshot(loop.startNanos());
            }
        }
        return result == null ? latest : result.totals();
    }

    /**
     * Waits for the end of the run.
     *
     * @return what it did
     * @throws InterruptedException if the thread is interrupted while waiting
     * @throws PipelineException if a scorer, a sink or the source failed; every sink has been
     *     closed without being finished
     * @throws org.l1ring.frame.StreamException if the source read a damaged file
     * @throws java.io.UncheckedIOException if reading or writing failed
     */
    public RunResult await() throws InterruptedException {
        done.await();
        if (state.failed()) {
            throw state.failure();
        }
        return result;
    }

    /**
     * Waits for the end of the run, but not longer than a given time.
     *
     * @param millis longest wait in milliseconds
     * @return true if the run has ended, well or badly
     * @throws InterruptedException if the thread is interrupted while waiting
     */
    public boolean await(long millis) throws InterruptedException {
        return done.await(millis, TimeUnit.MILLISECONDS);
    }

    /** The threads of the run: source, workers, decider. */
    List<Thread> threads() {
        List<Thread> all = new ArrayList<>(ring.threads());
        all.addFirst(thread);
        return all;
    }

    /**
     * Stops the run if it still goes, and waits for its end; {@link #await()} says how it ended.
     */
    @Override
    public void close() {
        stop();
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        ring.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
