package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.kafka.KafkaSettings;
import org.l1ring.kafka.TestBroker;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** TLS, SASL with SCRAM and access control against a real broker; no secret is ever printed. */
@Timeout(180)
final class KafkaSecurityTest {

    private static final String STORE_PASSWORD = "kOaLa-store-1";
    private static final String ADMIN_PASSWORD = "kOaLa-admin-2";
    private static final String WORKER_PASSWORD = "kOaLa-worker-3";
    private static final String WRONG_PASSWORD = "kOaLa-wrong-4";
    private static final String TOPIC = "guarded";

    @TempDir private static Path folder;

    private static final int TLS_PORT = TestBroker.freePort();
    private static final int SASL_PORT = TestBroker.freePort();

    private static Path certificate;
    private static TestBroker broker;

    /** Stands for any verb that takes --kafka-config: it reaches, makes, writes and reads. */
    @Command(name = "probe")
    private static final class Probe implements Callable<Integer> {

        @SuppressWarnings("UnusedVariable") // Main reads --verbose itself.
        @Mixin
        private CommonOptions common;

        @Option(names = "--kafka-config")
        private Path file;

        @Option(names = "--topic")
        private String topic = TOPIC;

        @Override
        public Integer call() throws Exception {
            KafkaSettings settings = KafkaSettings.read(file);
            settings.reach();
            settings.topic(topic, 1);
            TopicPartition partition = new TopicPartition(topic, 0);
            try (KafkaProducer<byte[], byte[]> producer = settings.producer(Map.of(), Map.of());
                    KafkaConsumer<byte[], byte[]> consumer =
                            settings.consumer(Map.of(), Map.of())) {
                consumer.assign(List.of(partition));
                consumer.seekToEnd(List.of(partition));
                long before = consumer.position(partition);
                producer.send(new ProducerRecord<>(topic, 0, null, new byte[] {42})).get();
                consumer.seek(partition, before);
                int read = 0;
                while (read == 0) {
                    read = consumer.poll(Duration.ofMillis(200)).count();
                }
            } catch (ExecutionException e) {
                throw settings.failure("cannot send to " + topic, e);
            }
            return 0;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        Path store = folder.resolve("broker.p12");
        certificate = folder.resolve("broker.pem");
        String[] common = {"-keystore", store.toString(), "-storepass", STORE_PASSWORD};
        keytool(
                common,
                "-genkeypair -alias broker -keyalg EC -dname CN=localhost -validity 365"
                        + " -ext SAN=dns:localhost,ip:127.0.0.1");
        keytool(common, "-exportcert -rfc -alias broker -file " + certificate);
        Path config =
                Files.writeString(
                        folder.resolve("server.properties"),
                        """
                        listeners=SSL://localhost:%d,SASL_SSL://localhost:%d
                        ssl.keystore.location=%s
                        ssl.keystore.password=%s
                        ssl.truststore.type=PEM
                        ssl.truststore.location=%s
                        sasl.enabled.mechanisms=SCRAM-SHA-512
                        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
                        super.users=User:ANONYMOUS;User:admin
                        """
                                        .formatted(
                                                TLS_PORT,
                                                SASL_PORT,
                                                store,
                                                STORE_PASSWORD,
                                                certificate)
                                + "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config="
                                + login("admin", ADMIN_PASSWORD)
                                + "\n");
        broker =
                new TestBroker(
                        folder.resolve("data"),
                        "--verbose",
                        "--config",
                        config.toString(),
                        "--add-scram",
                        "SCRAM-SHA-512=[name=admin,password=" + ADMIN_PASSWORD + "]",
                        "--add-scram",
                        "SCRAM-SHA-512=[name=worker,password=" + WORKER_PASSWORD + "]");
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    private static void keytool(String[] common, String arguments) throws Exception {
        Path program = Path.of(System.getProperty("java.home"), "bin/keytool");
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments.split(" ", -1)));
        command.addAll(List.of(common));
        Path output = folder.resolve("keytool.txt");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), Files.readString(output));
    }

    private static String login(String user, String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
                + user
                + "\" password=\""
                + password
                + "\";";
    }

    private static Path client(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name + ".properties"), text);
    }

    private static Path saslClient(String user, String password) throws IOException {
        return client(
                user + password.length() + password.hashCode(),
                """
                bootstrap.servers=localhost:%d
                security.protocol=SASL_SSL
                ssl.truststore.type=PEM
                ssl.truststore.location=%s
                sasl.mechanism=SCRAM-SHA-512
                sasl.jaas.config=%s
                """
                        .formatted(SASL_PORT, certificate, login(user, password)));
    }

    private static Verb run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine();
        line.addSubcommand(new Probe());
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        int code = line.execute(arguments);
        String all = out.toString() + err + broker.output();
        for (String secret :
                List.of(STORE_PASSWORD, ADMIN_PASSWORD, WORKER_PASSWORD, WRONG_PASSWORD)) {
            assertFalse(all.contains(secret), all);
        }
        return new Verb(code, out.toString(), err.toString());
    }

    /** Runs once quietly, where the error is the only line, and once with all details. */
    private static String reject(Path file) {
        Verb details = run("probe", "--verbose", "--kafka-config", file.toString());
        assertEquals(2, details.code(), details.err());
        assertTrue(details.err().contains("AdminClientConfig values"), details.err());
        return oneLine(file);
    }

    private static String oneLine(Path file) {
        Verb plain = run("probe", "--kafka-config", file.toString());
        assertEquals(2, plain.code(), plain.err());
        assertEquals(1, plain.err().lines().count(), plain.err());
        return plain.err().strip().substring("l1ring probe: ".length());
    }

    private static void accept(Path file) {
        Verb plain = run("probe", "--kafka-config", file.toString());
        assertEquals(new Verb(0, "", ""), plain);
        Verb details = run("probe", "--verbose", "--kafka-config", file.toString());
        assertEquals(0, details.code(), details.err());
        assertTrue(details.err().contains("ProducerConfig values"), details.err());
    }

    @Test
    void tlsWorks() throws IOException {
        accept(
                client(
                        "tls",
                        """
                        bootstrap.servers=localhost:%d
                        security.protocol=SSL
                        ssl.truststore.type=PEM
                        ssl.truststore.location=%s
                        """
                                .formatted(TLS_PORT, certificate)));
    }

    @Test
    void scramOverTlsWorks() throws IOException {
        accept(saslClient("admin", ADMIN_PASSWORD));
    }

    @Test
    void aWrongPasswordIsSaid() throws IOException {
        Path file = saslClient("admin", WRONG_PASSWORD);
        assertEquals(
                "Kafka at localhost:%d: authentication failed: Authentication failed during"
                                .formatted(SASL_PORT)
                        + " authentication due to invalid credentials with SASL mechanism"
                        + " SCRAM-SHA-512; check sasl.mechanism and sasl.jaas.config in "
                        + file,
                reject(file));
    }

    @Test
    void aUserWithoutRightsIsSaid() throws IOException {
        Path file = saslClient("worker", WORKER_PASSWORD);
        assertEquals(
                "Kafka at localhost:%d: cannot ask for topic guarded: Topic authorization failed"
                                .formatted(SASL_PORT)
                        + "; the user of "
                        + file
                        + " needs an ACL that allows it",
                reject(file));
    }

    @Test
    void anUnknownCertificateIsSaid() throws IOException {
        Path file =
                client(
                        "untrusting",
                        "bootstrap.servers=localhost:%d\nsecurity.protocol=SSL\n"
                                .formatted(TLS_PORT));
        String reason = reject(file);
        assertTrue(reason.contains(": TLS failed: "), reason);
        assertTrue(
                reason.endsWith("; check security.protocol and ssl.truststore.location in " + file),
                reason);
    }

    @Test
    void aClientWithoutTlsIsSaid() throws IOException {
        Path file = client("plain", "bootstrap.servers=localhost:%d\n".formatted(SASL_PORT));
        String reason = oneLine(file);
        assertTrue(reason.contains(": cannot ask the broker: "), reason);
        assertTrue(
                reason.endsWith(
                        "; a broker may be down, or may want another security.protocol than "
                                + file
                                + " says"),
                reason);
    }
}
