package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.kafka.TestBroker;

/** What the verb broker says of a folder, a port or properties that will not do. */
@Timeout(60)
final class BrokerCommandTest {

    @TempDir private Path folder;

    private final String port = Integer.toString(TestBroker.freePort());

    @Test
    void aPortInUseIsSaid() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            String used = Integer.toString(taken.getLocalPort());
            assertEquals(
                    "port "
                            + used
                            + " of localhost: Address already in use; stop the program that listens"
                            + " there, or choose another with --port",
                    Verb.reject("broker", "--dir", folder.resolve("data"), "--port", used));
        }
        assertFalse(Files.exists(folder.resolve("data")));
        assertEquals(
                "--port: expected 1 to 65535, got 0",
                Verb.reject("broker", "--dir", folder, "--port", "0"));
    }

    @Test
    void anotherProgramsFolderIsLeftAlone() throws IOException {
        Files.writeString(folder.resolve("thesis.tex"), "x");
        assertEquals(
                folder
                        + ": expected an empty folder or one of l1ring broker, got one that holds"
                        + " thesis.tex; choose another with --dir",
                Verb.reject("broker", "--dir", folder, "--port", port));
        Path file = folder.resolve("thesis.tex");
        String reason = Verb.reject("broker", "--dir", file, "--port", port);
        assertTrue(reason.startsWith(file + ": expected a folder that can be written"), reason);
        assertTrue(reason.endsWith("; choose another with --dir"), reason);
    }

    @Test
    void aFolderInUseIsSaid() {
        try (TestBroker broker = new TestBroker(folder.resolve("data"))) {
            assertTrue(broker.output().contains("folder   "), broker.output());
            assertEquals(
                    folder.resolve("data")
                            + ": another broker runs in this folder; stop it, or choose another"
                            + " folder with --dir and another port with --port",
                    Verb.reject("broker", "--dir", folder.resolve("data"), "--port", port));
        }
    }

    @Test
    void badPropertiesAreSaid() throws IOException {
        Path data = folder.resolve("data");
        Path file = folder.resolve("server.properties");
        assertEquals(
                file + ": no such file; expected Kafka properties, lines of name=value",
                Verb.reject("broker", "--dir", data, "--port", port, "--config", file));
        Files.writeString(file, "log.dirs=/elsewhere\n");
        assertEquals(
                file
                        + ": log.dirs: l1ring broker sets it for a single node in the folder of"
                        + " --dir; remove the line",
                Verb.reject("broker", "--dir", data, "--port", port, "--config", file));
        Files.writeString(file, "num.io.threads=many\n");
        assertEquals(
                file
                        + ": Invalid value many for configuration num.io.threads: Not a number of"
                        + " type INT",
                Verb.reject("broker", "--dir", data, "--port", port, "--config", file));
    }

    @Test
    void aBadUserIsSaidWithoutThePassword() {
        Path data = folder.resolve("data");
        for (String user :
                new String[] {
                    "SCRAM-SHA-512=[name=worker,pasword=kangaroo-99]",
                    "SCRAM-SHA-1=[name=worker,password=kangaroo-99]",
                    "worker:kangaroo-99",
                    "SCRAM-SHA-512=[password=kangaroo-99]"
                }) {
            assertEquals(
                    "--add-scram: expected SCRAM-SHA-512=[name=NAME,password=PASSWORD] or"
                            + " SCRAM-SHA-256=[...], got something else",
                    Verb.reject("broker", "--dir", data, "--port", port, "--add-scram", user));
            Verb run = Verb.run("broker", "-v", "--dir", data, "--port", port, "--add-scram", user);
            assertFalse((run.out() + run.err()).contains("kangaroo"), run.err());
        }
    }
}
