package org.l1ring.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Logger;
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
import org.l1ring.wire.ScoredSlice;
import org.l1ring.wire.WireException;
import org.l1ring.wire.WireMessage;

/**
 * Takes the decisions that depend on the order of orbits, or stands by until it is its turn: the
 * group gives the only partition of the scored slices to one member at a time.
 */
final class GroupDecider implements GroupThread.Session {
    private static final Logger LOG = Logger.getLogger(GroupDecider.class.getName());
    private static final Duration POLL = Duration.ofMillis(100);

    /** Records of accepts in a transaction, about. */
    private static final int ORBITS_AT_ONCE = 2000;

    private final GroupClients clients;
    private final GroupOptions options;
    private final DecisionRule rule;
    private final GroupFigures figures;
    private final TopicPartition scored;
    private final Consumer<byte[], byte[]> consumer;
    private Producer<byte[], byte[]> producer;
    private OrbitOrder order;
    private Decisions decisions;
    private final List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private long handled;
    private boolean more;
    private volatile boolean active;

    /**
     * Joins the deciders.
     *
     * @param clients makes the clients
     * @param rule what the scored slices must agree with
     * @param figures where to count
     */
    GroupDecider(GroupClients clients, DecisionRule rule, GroupFigures figures) {
        this.clients = clients;
        this.options = clients.options();
        this.rule = rule;
        this.figures = figures;
        this.scored = new TopicPartition(options.scored(), 0);
        this.consumer = clients.scored();
        consumer.subscribe(
                List.of(options.scored()),
                new ConsumerRebalanceListener() {
                    @Override
                    public void onPartitionsRevoked(Collection<TopicPartition> given) {
                        if (given.contains(scored)) {
                            standBy();
                        }
                    }

                    @Override
                    public void onPartitionsAssigned(Collection<TopicPartition> taken) {
                        if (taken.contains(scored)) {
                            takeOver();
                        }
                    }
                });
    }

    /** Fences off the decider before, and goes on from what it committed. */
    private void takeOver() {
        producer = clients.producer(options.deciders());
        producer.initTransactions();
        OffsetAndMetadata committed = consumer.committed(Set.of(scored)).get(scored);
        DeciderState state = DeciderState.parse(committed == null ? "" : committed.metadata());
        if (committed == null) {
            consumer.seekToBeginning(Set.of(scored));
        } else {
            consumer.seek(scored, committed.offset());
        }
        handled = state.handled();
        decisions = new Decisions(options, rule, state, figures);
        order = new OrbitOrder(state, decisions);
        more = true;
        active = true;
        LOG.info(() -> "decides from orbit %,d of run %d on".formatted(state.next(), state.run()));
    }

    private void standBy() {
        active = false;
        order = null;
        letters.clear();
        faults.clear();
        LOG.info("stands by as decider");
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }

    @Override
    public boolean work() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (order == null || (records.isEmpty() && !more)) {
            return false;
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                take(record);
            } catch (WireException e) {
                if (record.offset() >= handled) {
                    letters.add(DeadLetter.of(options.dead(), record, e));
                    faults.add(e.fault());
                }
            }
            decide(record.offset() + 1);
        }
        decide(consumer.position(scored));
        commit(consumer.position(scored));
        return true;
    }

    /** Decides what can be decided, in transactions that do not grow beyond all bounds. */
    private void decide(long position) {
        do {
            more = order.advance(position, ORBITS_AT_ONCE);
            if (decisions.records().size() >= ORBITS_AT_ONCE) {
                commit(position);
            }
        } while (more);
    }

    private void commit(long position) {
        handled = Math.max(handled, position);
        producer.beginTransaction();
        letters.forEach(letter -> GroupClients.send(producer, letter));
        decisions.records().forEach(record -> GroupClients.send(producer, record));
        OffsetAndMetadata offset =
                new OffsetAndMetadata(
                        order.resume(position),
                        Optional.empty(),
                        decisions.state(order, handled).text());
        producer.sendOffsetsToTransaction(Map.of(scored, offset), consumer.groupMetadata());
        producer.commitTransaction();
        faults.forEach(figures::deadLetter);
        decisions.committed();
        letters.clear();
        faults.clear();
        figures.deciderTransactions.increment();
        figures.worked();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        WireMessage message = GroupClients.decode(record);
        switch (message) {
            case ScoredSlice slice -> {
                order.passed(slice);
                rule.check(slice);
                order.slice(slice, record.offset());
            }
            case EndOfRun end -> order.end(end, record.offset());
            default -> throw GroupClients.unexpected("ScoredSlice or EndOfRun", message);
        }
    }

    /** Whether this member decides now. */
    boolean active() {
        return active;
    }

    @Override
    public void close() {
        active = false;
        if (producer == null) {
            consumer.close();
        } else {
            GroupClients.close(consumer, producer);
        }
    }
}
