package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.kafka.TestBroker;

/**
 * Groups lose no crossing and double none, whoever dies: members and brokers are killed while a
 * feed goes on, and the accepts are compared with those of one process.
 *
 * <p>The suite has a short form; the nightly profile sets the numbers.
 */
@Timeout(3600)
class GroupHardnessTest {
    private static final int WORKER_KILLS = Integer.getInteger("l1ring.kills.worker", 2);
    private static final int DECIDER_KILLS = Integer.getInteger("l1ring.kills.decider", 0);
    private static final int RESTARTS = Integer.getInteger("l1ring.kills.broker", 1);
    private static final int ORBITS = Integer.getInteger("l1ring.kills.orbits", 300);

    /** Seconds from one blow to the next. */
    private static final int PAUSE = Integer.getInteger("l1ring.kills.pause", 4);

    private static final String FRAMES = "frames";
    private static final String ACCEPTS = "accepts";

    @TempDir private Path folder;
    private final List<VerbProcess> workers = new ArrayList<>();
    private final List<VerbProcess> deciders = new ArrayList<>();
    private TestBroker broker;
    private VerbProcess feed;
    private int started;

    private enum Blow {
        WORKER,
        DECIDER,
        BROKER
    }

    @BeforeEach
    void start() throws IOException {
        broker = new TestBroker(folder.resolve("broker"));
        Files.writeString(
                folder.resolve("kafka.properties"), "bootstrap.servers=" + broker.servers() + "\n");
    }

    @AfterEach
    void stop() {
        workers.forEach(VerbProcess::close);
        deciders.forEach(VerbProcess::close);
        if (feed != null) {
            feed.close();
        }
        broker.close();
    }

    private VerbProcess process(String name, Object... words) {
        List<Object> all = new ArrayList<>(List.of(words));
        all.add("--kafka-config");
        all.add(folder.resolve("kafka.properties"));
        return new VerbProcess(
                folder.resolve(name + ++started + ".log"), List.of(), all.toArray());
    }

    private VerbProcess member(String role) {
        return process(
                role,
                "run",
                "--source",
                "kafka:" + FRAMES,
                "--sink",
                "kafka:" + ACCEPTS,
                "--role",
                role,
                "--workers",
                "1",
                "--engine",
                "scalar",
                "-o",
                folder.resolve("out" + started));
    }

    @Test
    void nothingIsLostOrDoubledWhoeverDies() throws IOException, InterruptedException {
        Verb.succeed("run", "--orbits", "" + ORBITS, "-o", folder.resolve("run"), "-q");
        List<Blow> blows = new ArrayList<>();
        blows.addAll(Collections.nCopies(WORKER_KILLS, Blow.WORKER));
        blows.addAll(Collections.nCopies(DECIDER_KILLS, Blow.DECIDER));
        blows.addAll(Collections.nCopies(RESTARTS, Blow.BROKER));
        Random random = new Random(11);
        Collections.shuffle(blows, random);
        double seconds = PAUSE * (blows.size() + 2.0);
        feed =
                process(
                        "feed",
                        "feed",
                        "-o",
                        "kafka:" + FRAMES,
                        "--orbits",
                        "" + ORBITS,
                        "--repeat",
                        "256",
                        "--slice",
                        "1280",
                        "--rate",
                        "" + ORBITS * 3564 / seconds / 1e6);
        for (int i = 0; i < 2; i++) {
            workers.add(member("worker"));
            deciders.add(member("decider"));
        }
        Thread.sleep(1000L * PAUSE);
        for (Blow blow : blows) {
            switch (blow) {
                case WORKER -> replace(workers, random.nextInt(2), "worker");
                case DECIDER -> replace(deciders, active(), "decider");
                case BROKER -> {
                    broker.kill();
                    broker.restart();
                }
            }
            Thread.sleep(1000L * PAUSE);
        }
        assertEquals(0, feed.waitFor(300), feed.output());
        for (List<VerbProcess> some : List.of(workers, deciders)) {
            for (VerbProcess each : some) {
                assertEquals(0, each.waitFor(300), each.output());
            }
        }
        Path saved = folder.resolve("saved.l1a");
        Verb.succeed(
                "dump",
                "kafka:" + ACCEPTS,
                "--save",
                saved,
                "-q",
                "--kafka-config",
                folder.resolve("kafka.properties"));
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("run/accepts.l1a")), Files.readAllBytes(saved));
    }

    private void replace(List<VerbProcess> members, int index, String role) {
        assertTrue(members.get(index).alive(), members.get(index).output());
        members.get(index).kill();
        members.set(index, member(role));
    }

    /** The decider that took over last. */
    private int active() {
        for (int i = 0; i < deciders.size(); i++) {
            String output = deciders.get(i).output();
            if (output.lastIndexOf("decides from") > output.lastIndexOf("stands by")) {
                return i;
            }
        }
        return 0;
    }
}
