package org.l1ring.kafka;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.l1ring.frame.FrameLayout;
import org.l1ring.ring.TestStreams;
import org.l1ring.sink.AcceptFile;
import org.l1ring.sink.AcceptRecords;
import org.l1ring.wire.EndOfRun;
import org.l1ring.wire.OrbitAccepts;
import org.l1ring.wire.OrbitSlice;
import org.l1ring.wire.SliceOrigin;
import org.l1ring.wire.WireMessage;

/** Small seeded streams of records, and their way into a topic. */
public final class TopicStreams {
    private TopicStreams() {}

    /** A run of accepts: its start, its orbits, its end; a third of the orbits is idle. */
    public static List<WireMessage> accepts(long run, int orbits, Path file) {
        Random random = new Random(run);
        List<WireMessage> records = new ArrayList<>();
        records.add(AcceptRecords.start(run, TestStreams.header()));
        try (AcceptFile out = new AcceptFile(file, TestStreams.header())) {
            for (int orbit = 0; orbit < orbits; orbit++) {
                OrbitAccepts record = orbit(run, orbit, random);
                records.add(record);
                out.write(record);
            }
            records.add(AcceptRecords.end(run, out.totals()));
            out.finish();
        }
        return records;
    }

    private static OrbitAccepts orbit(long run, long orbit, Random random) {
        TreeSet<Integer> crossings = new TreeSet<>();
        long lost = random.nextInt(5) == 0 ? 1L << random.nextInt(56) : 0;
        for (int i = random.nextInt(3) * random.nextInt(10); i > 0; i--) {
            int crossing = random.nextInt(FrameLayout.ORBIT_CROSSINGS);
            if ((lost >>> (crossing / 64) & 1) == 0) {
                crossings.add(crossing);
            }
        }
        return AcceptRecords.orbit(
                run,
                orbit,
                TestStreams.header().circuitDigest(),
                lost,
                crossings.size(),
                crossings.stream().mapToInt(crossing -> crossing).toArray(),
                random.longs(crossings.size()).toArray());
    }

    /** A run of frames in two slices an orbit, every second one without its empty frames. */
    public static List<WireMessage> frames(long run, int orbits) {
        Random random = new Random(run);
        List<WireMessage> records = new ArrayList<>();
        for (int i = 0; i < 2 * orbits; i++) {
            int first = i % 2 * 1792;
            int crossings = i % 2 == 0 ? 1792 : 1772;
            SliceOrigin origin =
                    new SliceOrigin(
                            run,
                            i / 2,
                            i % 2,
                            2,
                            first,
                            crossings,
                            -5,
                            FrameLayout.columns(3, -9, 9).digest(),
                            "τ pairs",
                            "2760 bunches");
            byte[] memory = new byte[(crossings + 1) * 64];
            for (int frame = 0; frame <= crossings; frame++) {
                memory[frame * 64] = (byte) random.nextInt(2);
            }
            records.add(
                    OrbitSlice.pack(
                            origin,
                            64,
                            i % 2,
                            1 - i % 2,
                            i % 2 == 0,
                            MemorySegment.ofArray(memory)));
        }
        records.add(new EndOfRun(run, orbits, -1, 0));
        return records;
    }

    /** How records are sent. */
    public enum Way {
        /** As they are. */
        PLAIN,
        /** Compressed by gzip. */
        GZIP,
        /** In a transaction that is committed. */
        COMMITTED,
        /** In a transaction that is aborted. */
        ABORTED
    }

    /** Sends records to the partitions of a topic in turn. */
    public static void send(
            TestBroker broker, String topic, int partitions, List<byte[]> records, Way way) {
        broker.settings().topic(topic, partitions);
        Map<String, Object> fixed = new HashMap<>();
        fixed.put("compression.type", way == Way.GZIP ? "gzip" : "none");
        boolean transaction = way == Way.COMMITTED || way == Way.ABORTED;
        if (transaction) {
            fixed.put("transactional.id", topic + way);
        }
        try (KafkaProducer<byte[], byte[]> producer =
                broker.settings().producer(Map.of("linger.ms", 0), fixed)) {
            if (transaction) {
                producer.initTransactions();
                producer.beginTransaction();
            }
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (byte[] record : records) {
                int partition = sent.size() % partitions;
                sent.add(producer.send(new ProducerRecord<>(topic, partition, null, record)));
            }
            producer.flush();
            sent.forEach(Future::resultNow);
            if (way == Way.COMMITTED) {
                producer.commitTransaction();
            } else if (way == Way.ABORTED) {
                producer.abortTransaction();
            }
        }
    }

    /** The bytes of records. */
    public static List<byte[]> encoded(List<? extends WireMessage> records) {
        return records.stream().map(WireMessage::encode).toList();
    }
}
