package org.l1ring.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
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
    private final AtomicLong latestRun = new AtomicLong(-1);
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
                    .run(() -> new GroupWorker(clients, producer, scorers, figures, latestRun));
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
        boolean waits = false;
        try (Admin admin = clients.settings().admin()) {
            while (!stopping.get()) {
                Thread.sleep(WATCH_MILLIS);
                long left = -1;
                try {
                    left = backlog(admin);
                    state = state(admin);
                } catch (ExecutionException | KafkaException e) {
                    LOG.fine(() -> "kafka: the watch sees no broker: " + e.getMessage());
                }
                GroupDecider its = decider;
                boolean active = its != null && its.active();
                progress.accept(new GroupProgress(figures, left, state, active));
                if (left == 0 && state.ended() && state.run() >= latestRun.get()) {
                    if (!clients.options().follow()) {
                        return;
                    }
                } else if (left < 0 && !waits) {
                    waits = true;
                    LOG.info("waiting for topic " + clients.options().frames());
                }
            }
        }
    }

    /** Records of the frames that no worker has committed; -1 if there is no such topic. */
    private long backlog(Admin admin) throws ExecutionException, InterruptedException {
        String topic = clients.options().frames();
        if (!admin.listTopics().names().get().contains(topic)) {
            return -1;
        }
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        int partitions =
                admin.describeTopics(Set.of(topic))
                        .allTopicNames()
                        .get()
                        .get(topic)
                        .partitions()
                        .size();
        for (int i = 0; i < partitions; i++) {
            latest.put(new TopicPartition(topic, i), OffsetSpec.latest());
        }
        Map<TopicPartition, OffsetAndMetadata> done =
                admin.listConsumerGroupOffsets(clients.options().group())
                        .partitionsToOffsetAndMetadata()
                        .get();
        long left = 0;
        Map<TopicPartition, ListOffsetsResultInfo> ends = admin.listOffsets(latest).all().get();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
            OffsetAndMetadata committed = done.get(end.getKey());
            left += end.getValue().offset() - (committed == null ? 0 : committed.offset());
        }
        return left;
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
