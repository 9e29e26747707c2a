package org.l1ring.bench.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.l1ring.bench.network.ProjectFolder;

/** A process that takes part; it ends with this program at the latest. */
final class Child implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final Path output;
    private final Thread onExit = new Thread(this::kill, "kill");

    private Child(List<String> command, Path output) {
        this.output = output;
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    /** The launcher with a verb, as users start it. */
    static Child verb(Path output, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProjectFolder.root().resolve("l1ring").toString());
        Collections.addAll(command, arguments);
        return new Child(command, output);
    }

    /** Another class of this program, with the flags of this JVM. */
    static Child main(Path output, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.removeIf(flag -> flag.startsWith("-Dl1ring.stderr"));
        Collections.addAll(command, "-cp", System.getProperty("java.class.path"));
        command.add(main.getName());
        Collections.addAll(command, arguments);
        return new Child(command, output);
    }

    /** Waits until the process has printed a text. */
    void await(String text) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(4 * PATIENCE_SECONDS);
        while (!output().contains(text)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw failed();
            }
            Thread.sleep(20);
        }
    }

    /** Waits until the process has ended well. */
    void await() throws InterruptedException {
        if (!process.waitFor(4 * PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw failed();
        }
    }

    private IllegalStateException failed() {
        return new IllegalStateException("a process of the benchmark failed: " + output());
    }

    /** All that it has printed. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Throws if it has ended badly. */
    void check() {
        if (!process.isAlive() && process.exitValue() != 0) {
            throw failed();
        }
    }

    /** Processors' time that it has used so far, in seconds. */
    double seconds() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() * 1e-9;
    }

    private void kill() {
        process.destroyForcibly();
    }

    /** Ends it as Ctrl-C does. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(onExit);
    }
}
