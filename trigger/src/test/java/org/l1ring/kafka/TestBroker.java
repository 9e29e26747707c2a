package org.l1ring.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A real broker for tests, in a JVM of its own: the verb broker with the class path of the tests.
 *
 * <p>{@link #shared()} is one for all test classes; a test that kills a broker makes its own.
 */
public final class TestBroker implements AutoCloseable {

    private static final long START_SECONDS = 60;
    private static final AtomicInteger TOPICS = new AtomicInteger();

    private final Path folder;
    private final Path output;
    private final int port = freePort();
    private final List<String> arguments;
    private final Thread onExit;
    private Process process;

    /**
     * Starts a broker and waits until it takes clients.
     *
     * @param folder an empty folder, or one that is not there
     * @param arguments more arguments of the verb broker
     */
    public TestBroker(Path folder, String... arguments) {
        this.folder = folder;
        this.output = folder.resolveSibling(folder.getFileName() + ".log");
        this.arguments = List.of(arguments);
        onExit = new Thread(this::kill, "kill broker");
        Runtime.getRuntime().addShutdownHook(onExit);
        start();
    }

    /** The broker of all tests in this JVM; started when it is first asked for. */
    public static TestBroker shared() {
        return Shared.BROKER;
    }

    private static final class Shared {
        private static final TestBroker BROKER = inTemporaryFolder();
    }

    /** A name that no other test of this JVM uses; the topic is not made. */
    public static String newTopic(String prefix) {
        return prefix + "-" + ProcessHandle.current().pid() + "-" + TOPICS.incrementAndGet();
    }

    /** Settings of clients without encryption or passwords. */
    public KafkaSettings settings() {
        return KafkaSettings.of(Map.of("bootstrap.servers", servers()));
    }

    /** Where clients connect, as {@code host:port}. */
    public String servers() {
        return "localhost:" + port;
    }

    /** Port of the listener. */
    public int port() {
        return port;
    }

    /** All that the broker has printed since its last start, on either stream. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Kills it at once, as a power cut of its process would. */
    public void kill() {
        end(process.destroyForcibly());
    }

    /**
     * Ends it as SIGTERM does.
     *
     * @return its exit code
     */
    public int terminate() {
        process.destroy();
        end(process);
        return process.exitValue();
    }

    /**
     * Starts it again on the same folder and port, after {@link #kill()} or {@link #terminate()}.
     */
    public void restart() {
        if (process.isAlive()) {
            throw new IllegalStateException("kill or terminate it first");
        }
        start();
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(onExit);
    }

    private void start() {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-Xmx512m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--sun-misc-unsafe-memory-access=allow",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "org.l1ring.cli.Main",
                                "broker",
                                "--dir",
                                folder.toString(),
                                "--port",
                                Integer.toString(port)));
        Collections.addAll(command, arguments.toArray(String[]::new));
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            awaitReady();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            kill();
            throw new IllegalStateException(e);
        }
    }

    private void awaitReady() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!output().contains(", ready")) {
            if (!process.isAlive() || System.nanoTime() > end) {
                kill();
                throw new IllegalStateException("no broker in time: " + output());
            }
            Thread.sleep(20);
        }
    }

    private static void end(Process process) {
        try {
            if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the broker does not end");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static TestBroker inTemporaryFolder() {
        try {
            Path parent = Files.createTempDirectory("l1ring-broker");
            TestBroker broker = new TestBroker(parent.resolve("data"));
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(() -> {
                                broker.kill();
                                delete(parent);
                            }));
            return broker;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            // Left in the folder of temporary files.
            return;
        }
    }

    /** A port that nobody listens on now. */
    public static int freePort() {
        return BrokerProperties.freePort();
    }
}
