package org.l1ring.kafka;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.l1ring.frame.StreamException;

/**
 * The properties of all Kafka clients of a command: from the file that {@code --kafka-config}
 * names, else a broker on this machine.
 *
 * <p>The file takes any property of Kafka's clients. Its secrets (passwords, JAAS texts, tokens,
 * keys) never show in a message, a log line or {@link #toString()}.
 */
public final class KafkaSettings {

    /** Where a broker is looked for without a file. */
    public static final String DEFAULT_SERVERS = "localhost:9092";

    /** Bytes of the largest record that topics of ours take. */
    public static final int LARGEST_RECORD_BYTES = 16 << 20;

    /** What a consumer needs that reads committed records from their beginning on. */
    public static final Map<String, ?> COMMITTED =
            Map.of(
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    "false",
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "earliest",
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    "read_committed");

    /** Longest wait for a broker that is away before records could expire. */
    static final long PATIENT_SECONDS = 150;

    /**
     * Records wait for a broker that is away in the producer, until they expire; a producer that
     * forgot the topic when no broker answers would wait in {@code send} instead.
     */
    static final Map<String, ?> PATIENT =
            Map.of(
                    CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG,
                    "none",
                    ProducerConfig.MAX_BLOCK_MS_CONFIG,
                    (int) PATIENT_SECONDS * 1000);

    private static final Logger LOG = Logger.getLogger(KafkaSettings.class.getName());

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PROBE_PAUSE = Duration.ofMillis(100);

    /** What only the program itself may set: its records are bytes and its ids have meaning. */
    private static final Set<String> OURS =
            Set.of(
                    ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                    ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                    ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                    ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                    ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                    ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);

    /** The system chooses the size of a socket's buffer, which grows with the traffic. */
    private static final int SYSTEM_BUFFER = -1;

    private static final Map<String, Object> PRODUCER =
            Map.of(
                    ProducerConfig.ACKS_CONFIG,
                    "all",
                    ProducerConfig.BATCH_SIZE_CONFIG,
                    1 << 20,
                    ProducerConfig.LINGER_MS_CONFIG,
                    5,
                    ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                    LARGEST_RECORD_BYTES,
                    ProducerConfig.BUFFER_MEMORY_CONFIG,
                    64L << 20,
                    // A batch is copied anew for each part of it that the socket takes.
                    ProducerConfig.SEND_BUFFER_CONFIG,
                    SYSTEM_BUFFER);

    private static final Map<String, Object> CONSUMER =
            Map.of(
                    ConsumerConfig.FETCH_MAX_BYTES_CONFIG, LARGEST_RECORD_BYTES,
                    ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, LARGEST_RECORD_BYTES,
                    ConsumerConfig.RECEIVE_BUFFER_CONFIG, SYSTEM_BUFFER);

    private static final Map<String, Object> ADMIN =
            Map.of(
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis(),
                    AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());

    private final String origin;
    private final Map<String, String> properties;
    private final ClientFailures failures;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    private KafkaSettings(String origin, Map<String, String> given) {
        this.origin = origin;
        properties = new TreeMap<>(given);
        properties.putIfAbsent(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, DEFAULT_SERVERS);
        for (String name : OURS) {
            if (properties.remove(name) != null) {
                LOG.warning(origin + ": " + name + ": L1Ring sets it itself; the line is ignored");
            }
        }
        failures = new ClientFailures(servers(), origin, Secrets.of(properties));
    }

    /**
     * Reads the file of {@code --kafka-config}.
     *
     * @param file lines of {@code name=value}; null for a broker at {@value #DEFAULT_SERVERS}
     * @throws StreamException if the file is not there, cannot be read or is something else
     */
    public static KafkaSettings read(Path file) {
        return file == null
                ? of(Map.of())
                : new KafkaSettings(file.toString(), PropertyFile.read(file));
    }

    /**
     * Settings from properties of Kafka's clients.
     *
     * @param properties names and values; a broker at {@value #DEFAULT_SERVERS} if they name none
     */
    public static KafkaSettings of(Map<String, String> properties) {
        return new KafkaSettings("--kafka-config", properties);
    }

    /** The brokers that are asked first, as {@code host:port,host:port}. */
    public String servers() {
        return properties.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
    }

    /**
     * A producer of byte records; acks all, batches of 1 MiB, records of at most 16 MiB.
     *
     * @param tuning defaults of the caller, which the file may override
     * @param fixed what the caller needs, which the file may not change
     * @throws StreamException if the properties do not make a producer
     */
    public KafkaProducer<byte[], byte[]> producer(Map<String, ?> tuning, Map<String, ?> fixed) {
        try {
            return new KafkaProducer<>(
                    merged(PRODUCER, tuning, fixed),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        } catch (KafkaException | IllegalArgumentException e) {
            throw failure("cannot make a producer", e);
        }
    }

    /**
     * A consumer of byte records of at most 16 MiB.
     *
     * @param tuning defaults of the caller, which the file may override
     * @param fixed what the caller needs, which the file may not change
     * @throws StreamException if the properties do not make a consumer
     */
    public KafkaConsumer<byte[], byte[]> consumer(Map<String, ?> tuning, Map<String, ?> fixed) {
        try {
            return new KafkaConsumer<>(
                    merged(CONSUMER, tuning, fixed),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
        } catch (KafkaException | IllegalArgumentException e) {
            throw failure("cannot make a consumer", e);
        }
    }

    /**
     * A client that asks and changes topics and groups; its calls give up after ten seconds.
     *
     * @throws StreamException if the properties do not make a client
     */
    public Admin admin() {
        try {
            return Admin.create(merged(ADMIN, Map.of(), Map.of()));
        } catch (KafkaException | IllegalArgumentException e) {
            throw failure("cannot make a client", e);
        }
    }

    /**
     * Waits for a broker that lets us in, at most ten seconds.
     *
     * @throws StreamException if none does; the one line says why and how to mend it
     */
    public void reach() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        awaitListener(end);
        try (Admin admin = admin()) {
            int millis = (int) Math.max(1000, Duration.ofNanos(end - System.nanoTime()).toMillis());
            DescribeClusterOptions options = new DescribeClusterOptions().timeoutMs(millis);
            get(admin.describeCluster(options).nodes(), "cannot ask the broker");
        }
    }

    /**
     * Makes a topic that takes records of up to 16 MiB, unless there is one of this name.
     *
     * @param partitionsIfNew partitions of a new topic, at least 1
     * @return partitions of the topic as it is now
     * @throws StreamException if the topic cannot be made or asked for
     */
    public int topic(String name, int partitionsIfNew) {
        NewTopic topic =
                new NewTopic(name, Optional.of(partitionsIfNew), Optional.empty())
                        .configs(
                                Map.of(
                                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                        Integer.toString(LARGEST_RECORD_BYTES)));
        try (Admin admin = admin()) {
            Optional<Integer> there = partitionsOf(admin, name);
            if (there.isPresent()) {
                return there.get();
            }
            try {
                admin.createTopics(List.of(topic)).all().get();
                return partitionsIfNew;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw failure("cannot make topic " + name, e.getCause());
                }
            }
            return partitionsOf(admin, name).orElse(partitionsIfNew);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Partitions of a topic that must be there.
     *
     * @throws StreamException if it is not there or may not be asked for
     */
    public int partitions(String name) {
        try (Admin admin = admin()) {
            return partitionsOf(admin, name).orElseThrow(() -> failures.absent(name));
        }
    }

    /** The partitions of a topic that must exist, as clients name them. */
    List<TopicPartition> topicPartitions(String name) {
        return IntStream.range(0, partitions(name))
                .mapToObj(i -> new TopicPartition(name, i))
                .toList();
    }

    /**
     * One clear line for what a client of these settings threw: where, what, how to mend; without
     * any secret.
     *
     * @param doing what failed, as {@code cannot send to frames}
     * @param failure what the client threw, or what it was wrapped in
     */
    public StreamException failure(String doing, Throwable failure) {
        return failures.explain(doing, failure);
    }

    @Override
    public String toString() {
        return "Kafka at " + servers();
    }

    /** Defaults of ours, then the caller's, then the file's, then what the caller needs. */
    private Map<String, Object> merged(
            Map<String, ?> ours, Map<String, ?> tuning, Map<String, ?> fixed) {
        Map<String, Object> all = new HashMap<>(ours);
        all.putAll(tuning);
        all.putAll(properties);
        fixed.forEach((name, value) -> {
            String given = properties.get(name);
            if (given != null && !given.equals(value.toString()) && warned.add(name)) {
                LOG.warning(
                        origin + ": " + name + ": L1Ring needs " + value + "; the line is ignored");
            }
            all.put(name, value);
        });
        return all;
    }

    /** Waits until one of the servers accepts a connection. */
    private void awaitListener(long end) {
        String[] addresses = servers().split(",", -1);
        while (true) {
            String reason = "";
            for (String address : addresses) {
                reason = knock(address.strip(), end);
                if (reason.isEmpty()) {
                    return;
                }
            }
            if (System.nanoTime() >= end) {
                throw failures.unreachable(reason);
            }
            try {
                Thread.sleep(PROBE_PAUSE);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    /** Connects to {@code host:port}; why it did not, or empty. */
    private static String knock(String address, long end) {
        String host = Utils.getHost(address);
        Integer port = Utils.getPort(address);
        if (host == null || port == null) {
            return ""; // The client says what is wrong with it.
        }
        InetSocketAddress target = new InetSocketAddress(host, port);
        if (target.isUnresolved()) {
            return "host " + host + " is unknown";
        }
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        try (Socket socket = new Socket()) {
            socket.connect(target, Math.clamp(left, 200, 3000));
            return "";
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private Optional<Integer> partitionsOf(Admin admin, String name) {
        try {
            return Optional.of(
                    admin.describeTopics(List.of(name))
                            .allTopicNames()
                            .get()
                            .get(name)
                            .partitions()
                            .size());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw failure("cannot ask for topic " + name, e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private <T> T get(KafkaFuture<T> answer, String doing) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw failure(doing, e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private StreamException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new StreamException(this + ": interrupted while waiting for an answer", e);
    }
}
