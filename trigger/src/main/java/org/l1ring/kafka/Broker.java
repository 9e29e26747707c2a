package org.l1ring.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.metadata.storage.FormatterException;
import org.l1ring.frame.StreamException;

/**
 * A real Kafka broker in this process: one node, which is broker and KRaft controller at once, with
 * its data in a folder of its own. For trials and tests; a cluster is Kafka's own distribution.
 */
public final class Broker implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Broker.class.getName());

    private final KafkaRaftServer server;
    private final String servers;

    private Broker(KafkaRaftServer server, String servers) {
        this.server = server;
        this.servers = servers;
    }

    /**
     * Starts a broker and waits until it takes clients. A folder of an earlier broker goes on with
     * its topics, however that one ended.
     *
     * @throws StreamException if the folder, the port or the properties will not do
     */
    public static Broker start(BrokerOptions options) {
        Map<String, String> given =
                options.file() == null ? Map.of() : PropertyFile.read(options.file());
        Secrets secrets = Secrets.of(given).and(options.scram());
        Map<String, String> all = BrokerProperties.of(options, given);
        for (String address : BrokerProperties.addresses(all)) {
            checkFree(address);
        }
        boolean isNew = BrokerFolder.prepare(options.folder());
        String where = options.file() == null ? "broker" : options.file().toString();
        try {
            Properties properties = new Properties();
            properties.putAll(all);
            KafkaConfig config = KafkaConfig.fromProps(properties, false);
            if (isNew) {
                format(options);
            } else if (!options.scram().isEmpty()) {
                LOG.info(
                        options.folder()
                                + ": --add-scram is for new folders; this one keeps its users");
            }
            KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
            server.startup();
            return new Broker(server, BrokerProperties.servers(all));
        } catch (KafkaException | IllegalArgumentException e) {
            String text = where + ": " + secrets.hide(String.valueOf(e.getMessage()));
            throw secrets.shownBy(e) ? new StreamException(text) : new StreamException(text, e);
        }
    }

    /** What clients give as {@code bootstrap.servers}. */
    public String servers() {
        return servers;
    }

    /** Version of Kafka. */
    public static String version() {
        return AppInfoParser.getVersion();
    }

    /** Waits until the broker has ended. */
    public void await() {
        server.awaitShutdown();
    }

    /** Ends the broker cleanly: the next start has nothing to recover. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(BrokerOptions options) {
        String folder = options.folder().toAbsolutePath().toString();
        Formatter formatter =
                new Formatter()
                        .setPrintStream(
                                new PrintStream(
                                        OutputStream.nullOutputStream(),
                                        false,
                                        StandardCharsets.UTF_8))
                        .setNodeId(BrokerProperties.NODE)
                        .setClusterId(Uuid.randomUuid().toString())
                        .addDirectory(folder)
                        .setMetadataLogDirectory(folder)
                        .setControllerListenerName(BrokerProperties.CONTROLLER)
                        .setScramArguments(options.scram());
        try {
            formatter.run();
        } catch (FormatterException e) {
            if (options.scram().isEmpty()) {
                throw e;
            }
            // Kafka's message would show the argument.
            throw new StreamException(
                    "--add-scram: expected SCRAM-SHA-512=[name=NAME,password=PASSWORD] or"
                            + " SCRAM-SHA-256=[...], got something else");
        } catch (Exception e) {
            throw new StreamException(folder + ": cannot be made a broker's folder: " + e, e);
        }
    }

    /** Whether nobody listens on {@code host:port}. */
    private static void checkFree(String address) {
        String host = Utils.getHost(address);
        Integer port = Utils.getPort(address);
        InetSocketAddress wanted;
        if (port == null) {
            return; // Kafka says what is wrong with it.
        }
        wanted =
                host == null || host.isEmpty()
                        ? new InetSocketAddress(port)
                        : new InetSocketAddress(host, port);
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(wanted);
        } catch (IOException e) {
            throw new StreamException(
                    "port %d of %s: %s; stop the program that listens there, or choose another with --port"
                            .formatted(
                                    port,
                                    host == null || host.isEmpty() ? "all addresses" : host,
                                    e.getMessage()),
                    e);
        }
    }
}
