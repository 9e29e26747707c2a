package org.l1ring.bench.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.l1ring.bench.results.KafkaResults.Shape;
import org.l1ring.kafka.BrokerProperties;
import org.l1ring.kafka.CommittedRecords;
import org.l1ring.kafka.KafkaSettings;

/** A broker in a temporary folder, and what to start beside it. */
final class Rig implements AutoCloseable {
    /** Partitions of every topic of frames. */
    static final int PARTITIONS = 4;

    /** Orbits that a feed generates and repeats. */
    private static final int ORBITS = 128;

    /** A record that only says that a run has ended is shorter. */
    private static final int SHORTEST_SLICE = 200;

    private final Path folder;
    private final String servers;
    private final Child broker;
    private int children;

    Rig() throws IOException, InterruptedException {
        folder = Files.createTempDirectory("l1ring-kafka");
        int port = BrokerProperties.freePort();
        servers = "localhost:" + port;
        Path properties = folder.resolve("broker.properties");
        Files.writeString(properties, "log.segment.delete.delay.ms=500\n");
        broker =
                Child.verb(
                        output(),
                        "broker",
                        "--dir",
                        folder.resolve("data").toString(),
                        "--port",
                        Integer.toString(port),
                        "--config",
                        properties.toString());
        broker.await(", ready");
    }

    private Path output() {
        return folder.resolve("process-" + children++ + ".log");
    }

    Child broker() {
        return broker;
    }

    KafkaSettings settings() {
        return KafkaSettings.of(Map.of("bootstrap.servers", servers));
    }

    /** A file of client properties. */
    private String config(String compression) {
        Path file = folder.resolve(compression + ".properties");
        try {
            return Files.writeString(
                            file,
                            "bootstrap.servers=%s\ncompression.type=%s\n"
                                    .formatted(servers, compression))
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Feeds a few orbits to a topic and looks what their records are like. */
    Shape sample(String topic, int slice, boolean suppressed, String compression)
            throws InterruptedException {
        Shape plan = new Shape(slice, suppressed, compression, 0, 0);
        try (Child feed = feed(plan, topic, ORBITS)) {
            feed.await();
        }
        long[] sums = new long[2];
        new CommittedRecords(settings(), topic)
                .forEach((_, value) -> {
                    if (value.length >= SHORTEST_SLICE) {
                        sums[0]++;
                        sums[1] += value.length;
                    }
                });
        try (Probe probe = new Probe(settings(), null)) {
            double count = sums[0];
            return new Shape(
                    slice, suppressed, compression, sums[1] / count, probe.logBytes(topic) / count);
        }
    }

    /** Our feed. */
    Child feed(Shape shape, String topic, long orbits, String... more) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "feed",
                                "-q",
                                "-o",
                                "kafka:" + topic,
                                "--repeat",
                                Integer.toString(ORBITS),
                                "--orbits",
                                Long.toString(orbits),
                                "--slice",
                                Integer.toString(shape.slice()),
                                "--partitions",
                                Integer.toString(PARTITIONS),
                                "--kafka-config",
                                config(shape.compression())));
        if (shape.suppressed()) {
            words.add("--zero-suppress");
        }
        words.addAll(List.of(more));
        return Child.verb(output(), words.toArray(String[]::new));
    }

    /** Our worker with one scoring thread, which decides too; its group is named group. */
    Child worker(Shape shape, String topic, String accepts, String group) {
        return Child.verb(
                output(),
                "run",
                "-q",
                "--source",
                "kafka:" + topic,
                "--sink",
                "kafka:" + accepts,
                "--group",
                group,
                "--workers",
                "1",
                "--kafka-config",
                config(shape.compression()),
                "-o",
                folder.resolve("run").toString());
    }

    /** A producer of Kafka's that sends the records of a sample again and again. */
    Child rawProducer(Shape shape, String topic, String sample) {
        settings().topic(topic, PARTITIONS);
        String config = config(shape.compression());
        return Child.main(output(), RawClient.class, "produce", config, topic, sample);
    }

    /** A consumer of Kafka's that only counts. */
    Child rawConsumer(Shape shape, String topic, String group) {
        settings().topic(topic, PARTITIONS);
        String config = config(shape.compression());
        return Child.main(output(), RawClient.class, "consume", config, topic, group);
    }

    @Override
    public void close() throws IOException {
        broker.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
