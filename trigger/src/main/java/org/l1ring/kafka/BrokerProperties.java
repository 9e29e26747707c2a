package org.l1ring.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.l1ring.frame.StreamException;

/** Server properties that are right for a single node, with the user's laid over them. */
public final class BrokerProperties {

    /** The only node. */
    static final int NODE = 1;

    /** Listener of the quorum's controller, on the loopback address only. */
    static final String CONTROLLER = "CONTROLLER";

    private static final String LISTENERS = "listeners";
    private static final String INTER_BROKER = "inter.broker.listener.name";

    /** What makes it a single node in the folder of --dir. */
    private static final Set<String> OURS =
            Set.of(
                    "process.roles",
                    "node.id",
                    "log.dir",
                    "log.dirs",
                    "metadata.log.dir",
                    "controller.listener.names",
                    "controller.quorum.voters",
                    "controller.quorum.bootstrap.servers");

    private BrokerProperties() {}

    /** All properties of the server. */
    static Map<String, String> of(BrokerOptions options, Map<String, String> given) {
        for (String name : given.keySet()) {
            if (OURS.contains(name)) {
                throw new StreamException(
                        options.file()
                                + ": "
                                + name
                                + ": l1ring broker sets it for a single node in the folder of"
                                + " --dir; remove the line");
            }
        }
        int controllerPort = freePort();
        Map<String, String> all = new TreeMap<>(singleNode());
        all.put("process.roles", "broker,controller");
        all.put("node.id", Integer.toString(NODE));
        all.put("log.dirs", options.folder().toAbsolutePath().toString());
        all.put("controller.listener.names", CONTROLLER);
        all.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        all.put(
                "listener.security.protocol.map",
                CONTROLLER
                        + ":PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,"
                        + "SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL");
        all.put(LISTENERS, "PLAINTEXT://localhost:" + options.port());
        all.putAll(given);
        String listeners = all.get(LISTENERS);
        if (!given.containsKey("security.inter.broker.protocol")) {
            all.putIfAbsent(INTER_BROKER, listeners.split(":", 2)[0].strip());
        }
        all.put(LISTENERS, listeners + "," + CONTROLLER + "://127.0.0.1:" + controllerPort);
        return all;
    }

    /** What clients are told to connect to, as {@code host:port,host:port}. */
    static String servers(Map<String, String> all) {
        String advertised = all.getOrDefault("advertised.listeners", all.get(LISTENERS));
        return String.join(",", addresses(advertised));
    }

    /** Host and port of each listener of clients; an empty host is every address. */
    static List<String> addresses(Map<String, String> all) {
        return addresses(all.get(LISTENERS));
    }

    private static List<String> addresses(String listeners) {
        List<String> found = new ArrayList<>();
        for (String listener : listeners.split(",", -1)) {
            String text = listener.strip();
            int address = text.indexOf("://");
            if (address > 0 && !text.startsWith(CONTROLLER + ":")) {
                found.add(text.substring(address + 3));
            }
        }
        return found;
    }

    private static Map<String, String> singleNode() {
        return Map.ofEntries(
                // One copy of everything: there is nobody to copy to.
                Map.entry("default.replication.factor", "1"),
                Map.entry("min.insync.replicas", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("transaction.state.log.num.partitions", "4"),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                // A topic whose name is mistyped is an error, not a new topic.
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry(
                        "message.max.bytes", Integer.toString(KafkaSettings.LARGEST_RECORD_BYTES)),
                // Members come and go in trials: groups and transactions settle at once.
                Map.entry("group.initial.rebalance.delay.ms", "100"),
                Map.entry("group.min.session.timeout.ms", "1000"),
                Map.entry("group.consumer.session.timeout.ms", "6000"),
                Map.entry("group.consumer.min.session.timeout.ms", "1000"),
                Map.entry("group.consumer.heartbeat.interval.ms", "1000"),
                Map.entry("group.consumer.min.heartbeat.interval.ms", "200"),
                Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),
                // Sockets get as much memory as the system finds right for their traffic.
                Map.entry("socket.send.buffer.bytes", "-1"),
                Map.entry("socket.receive.buffer.bytes", "-1"),
                // After a kill the node waits so long for its own earlier life to end.
                Map.entry("broker.session.timeout.ms", "3000"),
                Map.entry("broker.heartbeat.interval.ms", "500"),
                // The cleaner only ever has the small topics of offsets and transactions.
                Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20)));
    }

    /**
     * A port of the loopback address that nobody listens on now, below those that systems give to
     * outgoing connections: a client that looks for a broker there never meets itself.
     */
    public static int freePort() {
        IOException last = null;
        for (int tries = 0; tries < 100; tries++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_768);
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                last = e;
            }
        }
        throw new UncheckedIOException("no free port on the loopback address", last);
    }
}
