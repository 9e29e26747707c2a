package org.l1ring.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that says how Kafka is reached. */
final class KafkaConfig {

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description =
                    "Properties of all Kafka clients, bootstrap.servers first of all (default:"
                            + " localhost:9092).")
    private Path file;

    /** File of client properties, or null. */
    Path file() {
        return file;
    }
}
