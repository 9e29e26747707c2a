package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.kafka.TestBroker;

/** A run that has nothing to do with Kafka loads no class of it. */
@Timeout(120)
final class NoKafkaTest {

    private static final Pattern KAFKA =
            Pattern.compile(" (org\\.apache\\.kafka|kafka|org\\.slf4j|scala)\\.");

    @TempDir private Path folder;

    /** Classes that a JVM of its own loads for a verb, as the JVM's log has them. */
    private List<String> loaded(int code, String... arguments) throws Exception {
        Path log = folder.resolve("classes.txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-Xlog:class+load:file=" + log + ":none:filesize=0");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("org.l1ring.cli.Main");
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output.txt");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        } finally {
            process.destroyForcibly();
        }
        assertEquals(code, process.exitValue(), Files.readString(output));
        return read(log);
    }

    private static List<String> read(Path log) throws IOException {
        return Files.readAllLines(log).stream().map(line -> " " + line).toList();
    }

    private static List<String> ofKafka(List<String> classes) {
        return classes.stream().filter(line -> KAFKA.matcher(line).find()).toList();
    }

    @Test
    void aRunLoadsNoKafkaClass() throws Exception {
        Path run = folder.resolve("run");
        List<String> classes =
                loaded(0, "run", "--orbits", "200", "--workers", "1", "-o", run.toString());
        assertTrue(classes.stream().anyMatch(line -> line.contains("org.l1ring.ring.")));
        assertEquals(List.of(), ofKafka(classes));
    }

    @Test
    void thoseOfABrokerAreFound() throws Exception {
        String data = folder.resolve("data").toString();
        String port = Integer.toString(TestBroker.freePort());
        List<String> classes =
                loaded(2, "broker", "--dir", data, "--port", port, "--add-scram", "nobody");
        assertTrue(ofKafka(classes).size() > 10);
    }
}
