package org.l1ring.sink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.frame.FrameLayout;
import org.l1ring.ring.PipelineOptions;
import org.l1ring.ring.ScorerSchedule;
import org.l1ring.ring.TestStreams;
import org.l1ring.ring.TriggerPipeline;
import org.l1ring.wire.AcceptStart;
import org.l1ring.wire.Fault;
import org.l1ring.wire.OrbitAccepts;
import org.l1ring.wire.WireException;
import org.l1ring.wire.WireMessage;

@Timeout(60)
class AcceptRecordsTest {
    private static final long RUN = 17;
    private static final String DIGEST = TestStreams.header().circuitDigest();

    @TempDir Path folder;

    /** The records of an accept file. */
    private static List<WireMessage> records(Path file) {
        List<WireMessage> records = new ArrayList<>();
        try (AcceptReader reader = new AcceptReader(file)) {
            records.add(AcceptRecords.start(RUN, reader.header()));
            long next = 0;
            for (DecidedOrbit orbit; (orbit = reader.next()) != null; ) {
                for (; next < orbit.orbit(); next++) {
                    records.add(idle(next));
                }
                records.add(record(orbit));
                next++;
            }
            for (; next < reader.totals().orbits(); next++) {
                records.add(idle(next));
            }
            records.add(AcceptRecords.end(RUN, reader.totals()));
        }
        return records;
    }

    private static OrbitAccepts idle(long orbit) {
        return AcceptRecords.orbit(RUN, orbit, DIGEST, 0, 0, new int[0], new long[0]);
    }

    private static OrbitAccepts record(DecidedOrbit orbit) {
        List<Accept> accepts = orbit.accepts();
        return AcceptRecords.orbit(
                RUN,
                orbit.orbit(),
                DIGEST,
                orbit.lostMask(),
                accepts.size(),
                accepts.stream().mapToInt(Accept::bunchCrossing).toArray(),
                accepts.stream().mapToLong(accept -> accept.scores().getFirst()).toArray());
    }

    /** An accept file of records that were encoded and decoded. */
    private static void write(List<WireMessage> records, Path path) {
        Iterator<WireMessage> decoded =
                records.stream()
                        .map(record -> WireMessage.decode(ByteBuffer.wrap(record.encode())))
                        .iterator();
        try (AcceptFile file =
                new AcceptFile(path, AcceptRecords.header((AcceptStart) decoded.next()))) {
            while (decoded.hasNext()) {
                WireMessage record = decoded.next();
                if (record instanceof OrbitAccepts orbit) {
                    file.write(orbit);
                } else {
                    assertEquals(AcceptRecords.end(RUN, file.totals()), record);
                }
            }
            file.finish();
        }
    }

    @Test
    void fileOfARingComesBackFromRecords() throws InterruptedException, IOException {
        Path made = folder.resolve("ring.l1a");
        ScorerSchedule schedule =
                ScorerSchedule.of(() -> TestStreams.scorer(TestStreams.THRESHOLD))
                        .then(4, () -> TestStreams.scorer(Long.MAX_VALUE))
                        .then(9, () -> TestStreams.scorer(0))
                        .then(11, () -> TestStreams.scorer(Long.MAX_VALUE));
        try (TriggerPipeline run =
                TriggerPipeline.start(
                        TestStreams.pattern(20, 5),
                        schedule,
                        List.of(new AcceptWriter(made, TestStreams.header())),
                        PipelineOptions.unpaced(20))) {
            run.await();
        }
        List<WireMessage> records = records(made);
        assertEquals(1 + 20 + 1, records.size());
        assertEquals(3564, ((OrbitAccepts) records.get(10)).accepts());
        Path again = folder.resolve("again.l1a");
        write(records, again);
        assertArrayEquals(Files.readAllBytes(made), Files.readAllBytes(again));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void seededFilesComeBackFromRecords(long seed) throws IOException {
        Path made = folder.resolve("made.l1a");
        Random random = new Random(seed);
        int orbits = 200 + random.nextInt(200);
        try (AcceptFile file = new AcceptFile(made, TestStreams.header())) {
            for (int orbit = 0; orbit < orbits; orbit++) {
                if (random.nextInt(3) == 0) {
                    fill(file, random);
                }
                file.endOrbit();
            }
            file.finish();
        }
        assertTrue(Files.size(made) > 1 << 20, "more than one buffer");
        Path again = folder.resolve("again.l1a");
        write(records(made), again);
        assertArrayEquals(Files.readAllBytes(made), Files.readAllBytes(again));
    }

    private static void fill(AcceptFile file, Random random) {
        long lost = random.nextInt(4) == 0 ? random.nextLong() & ((1L << 56) - 1) : 0;
        file.lost(lost);
        TreeMap<Integer, Long> accepts = new TreeMap<>();
        for (int count = random.nextInt(2000); count > 0; count--) {
            int crossing = random.nextInt(FrameLayout.ORBIT_CROSSINGS);
            if ((lost >>> (crossing / 64) & 1) == 0) {
                accepts.put(crossing, random.nextLong());
            }
        }
        accepts.forEach(file::accept);
    }

    @Test
    void manyAlgorithmsAndScoresAreWritten() {
        List<String> names = IntStream.range(0, 70).mapToObj(i -> "A" + i).toList();
        AcceptHeader header =
                new AcceptHeader(DIGEST, "menu", 0, "by hand", "", 0, names, List.of("s", "t"));
        Path path = folder.resolve("menu.l1a");
        OrbitAccepts orbit =
                new OrbitAccepts(
                        RUN,
                        0,
                        DIGEST,
                        1L << 55,
                        2,
                        2,
                        ByteBuffer.wrap(new byte[] {(byte) 133, 0}),
                        longs(3, 32),
                        longs(2, 0),
                        longs(-7, 9));
        try (AcceptFile file = new AcceptFile(path, header)) {
            file.write(orbit);
            file.finish();
        }
        try (AcceptReader reader = new AcceptReader(path)) {
            DecidedOrbit read = reader.next();
            assertEquals(1L << 55, read.lostMask());
            assertEquals(
                    List.of(
                            new Accept(
                                    0, 133, List.of(3L, 32L), List.of(2L, 0L), List.of(-7L, 9L))),
                    read.accepts());
        }
    }

    private static ByteBuffer longs(long first, long second) {
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.putLong(first).putLong(second).flip();
    }

    @Test
    void orbitOutOfOrderIsRefused() {
        Path path = folder.resolve("a.l1a");
        try (AcceptFile file = new AcceptFile(path, TestStreams.header())) {
            file.write(idle(0));
            Exception e = assertThrows(IllegalArgumentException.class, () -> file.write(idle(2)));
            assertEquals("accept stream: expected orbit 1, got orbit 2", e.getMessage());
        }
        assertFalse(Files.exists(path));
    }

    @Test
    void headerComesBackOrIsRefused() {
        AcceptHeader header = TestStreams.header();
        AcceptStart start = AcceptRecords.start(RUN, header);
        assertEquals(header, AcceptRecords.header(start));
        byte[] bytes = new byte[start.header().limit()];
        for (int at = 0; at < bytes.length; at++) {
            start.header().get(0, bytes);
            bytes[at] ^= 4;
            AcceptStart damaged = new AcceptStart(RUN, DIGEST, ByteBuffer.wrap(bytes));
            WireException e =
                    assertThrows(WireException.class, () -> AcceptRecords.header(damaged));
            assertEquals(Fault.MALFORMED, e.fault());
        }
        AcceptStart other = new AcceptStart(RUN, "11".repeat(32), start.header());
        WireException e = assertThrows(WireException.class, () -> AcceptRecords.header(other));
        assertEquals(
                "accept start: header: circuit: expected %s, got %s"
                        .formatted("11".repeat(32), DIGEST),
                e.getMessage());
    }
}
