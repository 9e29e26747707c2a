package org.l1ring.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.l1ring.wire.EndOfRun;
import org.l1ring.wire.Fault;
import org.l1ring.wire.OrbitSlice;
import org.l1ring.wire.ScoredSlice;
import org.l1ring.wire.WireException;
import org.l1ring.wire.WireMessage;

/**
 * Consumes orbit slices, scores them and produces the scored slices, all in transactions with the
 * offsets that were consumed.
 */
final class GroupWorker implements GroupThread.Session {
    private static final Duration POLL = Duration.ofMillis(200);

    /** A transaction is committed after this time, long before it would be aborted. */
    private static final long LONGEST_NANOS = 2_000_000_000L;

    private final GroupOptions options;
    private final GroupFigures figures;
    private final SliceScorers scorers;
    private final String id;
    private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private final Producer<byte[], byte[]> producer;
    private final Consumer<byte[], byte[]> consumer;
    private boolean closing;
    private int partitions;
    private long begunNanos;
    private int slices;
    private long crossings;
    private long accepts;
    private long bytes;
    private long run = -1;

    /**
     * Joins the group.
     *
     * @param clients makes the clients
     * @param id of this thread, the same when it begins again
     * @param scorers of this thread
     * @param figures where to count
     */
    GroupWorker(GroupClients clients, String id, SliceScorers scorers, GroupFigures figures) {
        this.options = clients.options();
        this.figures = figures;
        this.scorers = scorers;
        this.id = id;
        this.producer = clients.producer(id);
        try {
            producer.initTransactions();
            this.consumer = clients.frames();
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
        consumer.subscribe(
                List.of(options.frames()),
                new ConsumerRebalanceListener() {
                    @Override
                    public void onPartitionsRevoked(Collection<TopicPartition> given) {
                        figures.rebalances.add(closing ? 0 : 1);
                    }

                    @Override
                    public void onPartitionsAssigned(Collection<TopicPartition> taken) {
                        partitions = 0;
                    }
                });
    }

    @Override
    public boolean work() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (records.isEmpty()) {
            return false;
        }
        begin();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (System.nanoTime() - begunNanos > LONGEST_NANOS) {
                commit();
                begin();
            }
            if (record.partition() >= partitions) {
                partitions = consumer.partitionsFor(options.frames()).size();
            }
            slices += take(record) ? 1 : 0;
            offsets.put(
                    new TopicPartition(record.topic(), record.partition()),
                    new OffsetAndMetadata(
                            record.offset() + 1, record.leaderEpoch(), String.valueOf(run)));
        }
        commit();
        return true;
    }

    private void begin() {
        begunNanos = System.nanoTime();
        slices = 0;
        crossings = 0;
        accepts = 0;
        bytes = 0;
        faults.clear();
        offsets.clear();
        producer.beginTransaction();
    }

    private void commit() {
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
        figures.slices.add(slices);
        figures.crossings.add(crossings);
        figures.accepts.add(accepts);
        figures.bytes.add(bytes);
        faults.forEach(figures::deadLetter);
        figures.workerTransactions.increment();
        figures.lag(id, lag());
        figures.worked();
    }

    /** The greatest run of which a worker has committed records, -1 if none is known. */
    static long run(OffsetAndMetadata committed) {
        return committed.metadata().isEmpty() ? -1 : Long.parseLong(committed.metadata());
    }

    private boolean take(ConsumerRecord<byte[], byte[]> record) {
        bytes += record.serializedValueSize();
        try {
            WireMessage message = GroupClients.decode(record);
            WireMessage result =
                    switch (message) {
                        case OrbitSlice slice -> score(slice, record);
                        case EndOfRun end ->
                                new EndOfRun(
                                        end.run(), end.orbits(), record.partition(), partitions);
                        default -> throw GroupClients.unexpected("OrbitSlice or EndOfRun", message);
                    };
            GroupClients.send(
                    producer,
                    new ProducerRecord<>(options.scored(), 0, record.key(), result.encode()));
            run = Math.max(run, message.run());
            return message instanceof OrbitSlice;
        } catch (WireException e) {
            faults.add(e.fault());
            GroupClients.send(producer, DeadLetter.of(options.dead(), record, e));
            return false;
        }
    }

    private ScoredSlice score(OrbitSlice slice, ConsumerRecord<byte[], byte[]> record) {
        ScoredSlice scored =
                scorers.score(slice, record.timestamp(), record.partition(), partitions);
        crossings += slice.origin().crossings();
        accepts += scored.accepts();
        return scored;
    }

    private long lag() {
        long sum = 0;
        for (TopicPartition partition : consumer.assignment()) {
            sum += consumer.currentLag(partition).orElse(0);
        }
        return sum;
    }

    @Override
    public void close() {
        closing = true;
        GroupClients.close(consumer, producer);
    }
}
