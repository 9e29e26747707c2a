package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
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

    /** Seconds that a process may take to begin on a busy machine. */
    private static final int START = 4;

    private static final int CUT_SECONDS = 30;
    private static final String ADDRESS = "10.213.77.1";
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

    private void broker(Path data, String... arguments) throws IOException {
        broker = new TestBroker(data, arguments);
        address(broker.servers());
        Path run = folder.resolve("run");
        Verb.succeed("run", "--model", "built-in", "--orbits", "" + ORBITS, "-o", run, "-q");
    }

    private void address(String servers) throws IOException {
        Files.writeString(
                folder.resolve("kafka.properties"), "bootstrap.servers=" + servers + "\n");
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

    private VerbProcess process(List<String> prefix, String name, Object... words) {
        List<Object> all = new ArrayList<>(List.of(words));
        all.add("--kafka-config");
        all.add(folder.resolve("kafka.properties"));
        return new VerbProcess(folder.resolve(name + ++started + ".log"), prefix, all.toArray());
    }

    private VerbProcess member(String role) {
        return member(List.of(), role);
    }

    private VerbProcess member(List<String> prefix, String role) {
        return process(
                prefix,
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

    /** Feeds so slowly that it lasts so many seconds. */
    private void feed(double seconds) {
        feed =
                process(
                        List.of(),
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
    }

    /** All end well, and the accepts are those of the run in one process. */
    private void compare() throws IOException {
        assertEquals(0, feed.waitFor(600), feed.output());
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

    private static void pause() throws InterruptedException {
        Thread.sleep(1000L * PAUSE);
    }

    @Test
    void nothingIsLostOrDoubledWhoeverDies() throws IOException, InterruptedException {
        broker(folder.resolve("broker"));
        List<Blow> blows = new ArrayList<>();
        blows.addAll(Collections.nCopies(WORKER_KILLS, Blow.WORKER));
        blows.addAll(Collections.nCopies(DECIDER_KILLS, Blow.DECIDER));
        blows.addAll(Collections.nCopies(RESTARTS, Blow.BROKER));
        Random random = new Random(11);
        Collections.shuffle(blows, random);
        feed((PAUSE + START) * (blows.size() + 2.0));
        for (int i = 0; i < 2; i++) {
            workers.add(member("worker"));
            deciders.add(member("decider"));
        }
        awaitAll();
        pause();
        for (Blow blow : blows) {
            switch (blow) {
                case WORKER -> replace(workers, random.nextInt(2), "worker");
                case DECIDER -> replace(deciders, active(), "decider");
                case BROKER -> {
                    broker.kill();
                    broker.restart();
                }
            }
            pause();
        }
        compare();
    }

    /** The network between a worker and the broker is cut; needs root and iproute2. */
    @Test
    @EnabledIfSystemProperty(named = "l1ring.kills.cuts", matches = "[1-9]\\d*")
    void nothingIsLostWhenTheNetworkIsCut() throws IOException, InterruptedException {
        String space = "l1ring" + ProcessHandle.current().pid();
        Path config = folder.resolve("server.properties");
        String servers = ADDRESS + ":" + TestBroker.freePort();
        Files.writeString(config, "listeners=PLAINTEXT://" + servers + "\n");
        command("ip", "netns", "add", space);
        try {
            command("ip", "link", "add", "l1r0", "type", "veth", "peer", "name", "l1r1");
            command("ip", "link", "set", "l1r1", "netns", space);
            command("ip", "addr", "add", ADDRESS + "/24", "dev", "l1r0");
            command("ip", "link", "set", "l1r0", "up");
            List<String> inside = List.of("ip", "netns", "exec", space);
            command(inside, "ip", "addr", "add", "10.213.77.2/24", "dev", "l1r1");
            command(inside, "ip", "link", "set", "lo", "up");
            command(inside, "ip", "link", "set", "l1r1", "up");
            broker(folder.resolve("broker"), "--config", config.toString());
            address(servers);
            int cuts = Integer.getInteger("l1ring.kills.cuts");
            feed(cuts * (CUT_SECONDS + 2.0 * PAUSE));
            workers.add(member(inside, "worker"));
            workers.add(member("worker"));
            deciders.add(member("decider"));
            awaitAll();
            for (int i = 0; i < cuts; i++) {
                pause();
                command(inside, "ip", "link", "set", "l1r1", "down");
                Thread.sleep(1000L * CUT_SECONDS);
                command(inside, "ip", "link", "set", "l1r1", "up");
                pause();
            }
            compare();
        } finally {
            command("ip", "netns", "del", space);
        }
    }

    /** The disk under the broker's log is full for a while; needs root. */
    @Test
    @EnabledIfSystemProperty(named = "l1ring.kills.disk", matches = "true")
    void nothingIsLostWhenTheDiskIsFull() throws IOException, InterruptedException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        command("mount", "-t", "tmpfs", "-o", "size=2g", "tmpfs", disk.toString());
        try {
            broker(disk.resolve("broker"));
            feed(8.0 * PAUSE);
            workers.add(member("worker"));
            deciders.add(member("decider"));
            awaitAll();
            pause();
            Path filler = disk.resolve("filler");
            fill(filler);
            for (int i = 0; i < 30 && broker.alive(); i++) {
                Thread.sleep(1000);
            }
            broker.kill();
            Files.delete(filler);
            broker.restart();
            compare();
        } finally {
            broker.kill();
            command("umount", "-l", disk.toString());
        }
    }

    private static void fill(Path file) throws IOException {
        byte[] some = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(some);
            }
        } catch (IOException full) {
            assertTrue(full.getMessage().contains("No space"), full.getMessage());
        }
    }

    private static void command(String... words) throws IOException, InterruptedException {
        command(List.of(), words);
    }

    private static void command(List<String> prefix, String... words)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(List.of(words));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), all + ": " + output);
    }

    private void replace(List<VerbProcess> members, int index, String role)
            throws InterruptedException {
        assertTrue(members.get(index).alive(), members.get(index).output());
        members.get(index).kill();
        members.set(index, member(role));
        awaitBegun(members.get(index));
    }

    /** Who starts while there is no broker gives up soon; who has begun does not. */
    private static void awaitBegun(VerbProcess process) throws InterruptedException {
        while (process.alive()
                && !process.output().contains("l1ring: group")
                && !process.output().contains(", 4 partitions")) {
            Thread.sleep(100);
        }
    }

    private void awaitAll() throws InterruptedException {
        awaitBegun(feed);
        for (List<VerbProcess> some : List.of(workers, deciders)) {
            for (VerbProcess each : some) {
                awaitBegun(each);
            }
        }
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
