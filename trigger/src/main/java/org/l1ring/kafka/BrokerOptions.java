package org.l1ring.kafka;

import java.nio.file.Path;
import java.util.List;

/**
 * What a broker is started with.
 *
 * @param folder where it keeps its data; made if it is not there
 * @param port of its listener on localhost, 1 to 65535, unless the file names listeners
 * @param file server properties that are laid over ours; null for none
 * @param scram users that a new folder begins with, as {@code
 *     SCRAM-SHA-512=[name=NAME,password=PASSWORD]}
 */
public record BrokerOptions(Path folder, int port, Path file, List<String> scram) {

    /** Checks the port. */
    public BrokerOptions {
        scram = List.copyOf(scram);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("--port: expected 1 to 65535, got " + port);
        }
    }
}
