package org.l1ring.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.l1ring.frame.StreamException;
import org.l1ring.kernel.Engine;
import org.l1ring.run.StreamModel;

/**
 * One member of a group that scores the crossings of a topic and decides on them: scoring threads,
 * a decider that works or stands by, and a watch that ends both when a run has been decided.
 */
public final class GroupRun {
    private static final Logger LOG = Logger.getLogger(GroupRun.class.getName());
    private static final long WATCH_MILLIS = 500;

    private final GroupClients clients;
    private final List<StreamModel> models;
    private final long threshold;
    private final Engine engine;
    private final GroupFigures figures = new GroupFigures();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final String id = UUID.randomUUID().toString();
    private volatile GroupDecider decider;
    private DeciderState state = DeciderState.NONE;

    /**
     * A member that has not joined yet.
     *
     * @param settings properties of all clients
     * @param options what the member does
     * @param models what scores, on each layout that it can read
     * @param threshold raw score from which a crossing is accepted
     * @param engine what computes
     */
    public GroupRun(
            KafkaSettings settings,
            GroupOptions options,
            List<StreamModel> models,
            long threshold,
            Engine engine) {
        this.clients = new GroupClients(settings, options);
        this.models = List.copyOf(models);
        this.threshold = threshold;
        this.engine = engine;
    }

    /**
     * Finds the broker, and makes the topics that are not there.
     *
     * @throws StreamException if there is no broker
     */
    public void prepare() {
        GroupOptions options = clients.options();
        clients.settings().reach();
        clients.settings().topic(options.scored(), 1);
        clients.settings().topic(options.accepts(), 1);
        clients.settings().topic(options.dead(), 1);
        options.acceptedFrames().ifPresent(topic -> clients.settings().topic(topic, 1));
        try (Admin admin = clients.settings().admin()) {
            checkOwner(admin);
        } catch (ExecutionException | KafkaException e) {
            throw clients.settings().failure("cannot join group " + options.group(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while joining a group", e);
        }
    }

    /** Two groups that write to one topic would double every orbit. */
    private void checkOwner(Admin admin) throws ExecutionException, InterruptedException {
        String topic = clients.options().accepts();
        TopicPartition partition = new TopicPartition(topic, 0);
        long records =
                admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                        .all()
                        .get()
                        .get(partition)
                        .offset();
        if (records > 0 && state(admin).equals(DeciderState.NONE)) {
            throw new StreamException(
                    "kafka:%s: expected none or the accepts of group %s, got those of others; name another --sink, or the --group that wrote them"
                            .formatted(topic, clients.options().group()));
        }
    }

    /** Asks the member to end after the transactions it is in; returns at once. */
    public void stop() {
        stopping.set(true);
    }

    /**
     * Works until a run has been decided and nothing is left in the topic, or until {@link #stop}.
     *
     * @param progress is told now and then
     * @return what the member did
     * @throws StreamException if the broker stays away, or refuses the member
     * @throws InterruptedException if the thread is interrupted
     */
    public GroupReport run(Consumer<GroupProgress> progress) throws InterruptedException {
        GroupOptions options = clients.options();
        List<Thread> threads = new ArrayList<>();
        if (options.role().works()) {
            for (int i = 0; i < options.workers(); i++) {
                int number = i;
                threads.add(new Thread(() -> guard(() -> work(number)), "worker-" + i));
            }
        }
        if (options.role().decides()) {
            threads.add(new Thread(() -> guard(this::decide), "decider"));
        }
        threads.forEach(Thread::start);
        try {
            watch(progress);
        } finally {
            stopping.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        Throwable cause = failure.get();
        if (cause instanceof StreamException e) {
            throw e;
        }
        if (cause != null) {
            throw new IllegalStateException("group member: " + cause, cause);
        }
        return new GroupReport(options, DecisionRule.of(models.getFirst(), threshold), figures);
    }

    private void guard(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
            stopping.set(true);
        }
    }

    private void work(int number) {
        String name = "worker " + number;
        String producer = clients.options().group() + ".worker." + id + "." + number;
        boolean frames = clients.options().acceptedFrames().isPresent();
        try (SliceScorers scorers =
                new SliceScorers(
                        models, model -> new SliceScorer(model, threshold, engine, frames))) {
            new GroupThread(name, clients, figures, stopping)
                    .run(() -> new GroupWorker(clients, producer, scorers, figures));
        }
    }

    private void decide() {
        DecisionRule rule = DecisionRule.of(models.getFirst(), threshold);
        new GroupThread("decider", clients, figures, stopping)
                .run(() -> {
                    decider = new GroupDecider(clients, rule, figures);
                    return decider;
                });
    }

    private void watch(Consumer<GroupProgress> progress) throws InterruptedException {
        GroupOptions options = clients.options();
        boolean waits = false;
        long answered = System.nanoTime();
        try (Admin admin = clients.settings().admin()) {
            while (!stopping.get()) {
                Thread.sleep(WATCH_MILLIS);
                Backlog left = Backlog.UNKNOWN;
                try {
                    left = backlog(admin);
                    state = state(admin);
                    answered = System.nanoTime();
                    if (left.equals(Backlog.UNKNOWN) && !waits) {
                        waits = true;
                        LOG.info("waiting for topic " + options.frames());
                    }
                } catch (ExecutionException | KafkaException e) {
                    silent(e, answered);
                }
                GroupDecider its = decider;
                boolean active = its != null && its.active();
                progress.accept(new GroupProgress(figures, left.records(), state, active));
                boolean done = left.records() == 0 && state.ended() && state.run() >= left.run();
                if (done && !options.follow()) {
                    return;
                }
            }
        }
    }

    /** Gives up when the broker refuses an answer, or has given none for too long. */
    private void silent(Exception cause, long answeredNanos) {
        boolean refused =
                cause.getCause() instanceof AuthorizationException
                        || cause.getCause() instanceof AuthenticationException;
        long nanos = System.nanoTime() - answeredNanos;
        if (refused || nanos > clients.options().giveUp().toNanos()) {
            throw clients.settings()
                    .failure("a member of group " + clients.options().group(), cause);
        }
        LOG.fine(() -> "the watch sees no broker: " + cause.getMessage());
    }

    /**
     * What is left to score.
     *
     * @param records of the frames that no worker has committed, -1 if there is no such topic
     * @param run greatest run that a worker has committed
     */
    private record Backlog(long records, long run) {
        static final Backlog UNKNOWN = new Backlog(-1, -1);
    }

    private Backlog backlog(Admin admin) throws ExecutionException, InterruptedException {
        String topic = clients.options().frames();
        if (!admin.listTopics().names().get().contains(topic)) {
            return Backlog.UNKNOWN;
        }
        Map<TopicPartition, OffsetSpec> first = new HashMap<>();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        admin.describeTopics(Set.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .forEach(each -> {
                    TopicPartition partition = new TopicPartition(topic, each.partition());
                    first.put(partition, OffsetSpec.earliest());
                    latest.put(partition, OffsetSpec.latest());
                });
        Map<TopicPartition, OffsetAndMetadata> done =
                admin.listConsumerGroupOffsets(clients.options().group())
                        .partitionsToOffsetAndMetadata()
                        .get();
        Map<TopicPartition, ListOffsetsResultInfo> begins = admin.listOffsets(first).all().get();
        Map<TopicPartition, ListOffsetsResultInfo> ends = admin.listOffsets(latest).all().get();
        long left = 0;
        long run = -1;
        for (TopicPartition partition : latest.keySet()) {
            OffsetAndMetadata committed = done.get(partition);
            long from = begins.get(partition).offset();
            if (committed != null) {
                from = Math.max(from, committed.offset());
                run = Math.max(run, GroupWorker.run(committed));
            }
            left += ends.get(partition).offset() - from;
        }
        return new Backlog(left, run);
    }

    private DeciderState state(Admin admin) throws ExecutionException, InterruptedException {
        OffsetAndMetadata committed =
                admin.listConsumerGroupOffsets(clients.options().deciders())
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(new TopicPartition(clients.options().scored(), 0));
        return committed == null ? DeciderState.NONE : DeciderState.parse(committed.metadata());
    }
}
