package org.l1ring.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.frame.FrameFileHeader;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.StreamException;
import org.l1ring.report.TopicFigures;
import org.l1ring.ring.BlockSink;
import org.l1ring.ring.PipelineOptions;
import org.l1ring.ring.Rate;
import org.l1ring.ring.RunSnapshot;
import org.l1ring.ring.ScorerSchedule;
import org.l1ring.ring.TestStreams;
import org.l1ring.ring.TriggerPipeline;
import org.l1ring.sink.AcceptHeader;
import org.l1ring.sink.AcceptReader;
import org.l1ring.sink.AcceptRecords;
import org.l1ring.sink.AcceptWriter;
import org.l1ring.sink.WhenFull;
import org.l1ring.source.OrbitReader;
import org.l1ring.source.PatternSource;
import org.l1ring.wire.AcceptEnd;
import org.l1ring.wire.AcceptStart;
import org.l1ring.wire.AcceptedFrames;
import org.l1ring.wire.OrbitAccepts;
import org.l1ring.wire.WireMessage;

/** What a run's sinks send, with a broker and without. */
@Timeout(180)
final class KafkaSinkTest {
    private static final FrameLayout LAYOUT = FrameLayout.OBJECTS;
    private static final int PATTERN_ORBITS = 4;

    @TempDir private Path folder;

    private static AcceptHeader header() {
        return new AcceptHeader(
                "ab".repeat(32),
                "sum",
                TestStreams.THRESHOLD,
                "random objects",
                "",
                1,
                List.of("model"),
                List.of("score"));
    }

    private static ScorerSchedule scorers(long threshold) {
        return ScorerSchedule.of(() -> TestStreams.scorer(threshold));
    }

    private static TriggerPipeline start(
            long threshold, PipelineOptions options, BlockSink... sinks) {
        PatternSource source = TestStreams.pattern(PATTERN_ORBITS, 8);
        return TriggerPipeline.start(source, scorers(threshold), List.of(sinks), options);
    }

    @Test
    void topicsHoldWhatTheAcceptFileHolds() throws InterruptedException {
        KafkaSettings settings = TestBroker.shared().settings();
        String accepts = TestBroker.newTopic("accepts");
        String frames = TestBroker.newTopic("frames");
        settings.topic(accepts, 1);
        settings.topic(frames, 1);
        KafkaSink first = KafkaSink.accepts(settings, accepts, 6, WhenFull.WAIT, header());
        KafkaSink second = KafkaSink.frames(settings, frames, 6, WhenFull.WAIT, LAYOUT);
        Path file = folder.resolve("a.l1a");
        AcceptWriter writer = new AcceptWriter(file, header());
        try (TriggerPipeline run =
                start(TestStreams.THRESHOLD, PipelineOptions.unpaced(500), first, second, writer)) {
            run.await();
        }
        checkAccepts(file, TestTopics.messages(settings, accepts));
        checkFrames(file, TestTopics.messages(settings, frames));
        assertEquals(502, first.figures().records());
        assertEquals(0, first.figures().dropped());
        assertTrue(first.figures().p99Nanos() >= first.figures().p50Nanos());
        assertTrue(first.figures().p50Nanos() > 0);
        assertEquals(
                TestTopics.read(settings, frames).stream()
                        .mapToLong(r -> r.key().length + r.value().length)
                        .sum(),
                second.figures().bytes());
    }

    /** The records say orbit by orbit what the file says. */
    private static void checkAccepts(Path file, List<WireMessage> records) {
        AcceptStart start = assertInstanceOf(AcceptStart.class, records.getFirst());
        AcceptEnd end = assertInstanceOf(AcceptEnd.class, records.getLast());
        try (AcceptReader reader = new AcceptReader(file)) {
            assertEquals(reader.header(), AcceptRecords.header(start));
            for (var orbit = reader.next(); orbit != null; orbit = reader.next()) {
                OrbitAccepts record =
                        assertInstanceOf(OrbitAccepts.class, records.get(1 + (int) orbit.orbit()));
                assertEquals(orbit.orbit(), record.orbit());
                assertEquals(6, record.run());
                assertEquals(orbit.lostMask(), record.lostBlocks());
                assertEquals(orbit.accepts().size(), record.accepts());
                for (int i = 0; i < record.accepts(); i++) {
                    assertEquals(orbit.accepts().get(i).bunchCrossing(), record.crossing(i));
                    assertEquals(
                            orbit.accepts().get(i).scores().getFirst(),
                            record.scores().getLong(i * Long.BYTES));
                }
            }
            assertEquals(reader.totals(), AcceptRecords.totals(end));
            assertEquals(reader.totals().orbits() + 2, records.size());
        }
    }

    private static void checkFrames(Path file, List<WireMessage> records) {
        PatternSource source = TestStreams.pattern(PATTERN_ORBITS, 8);
        byte[] orbitBytes = new byte[(int) LAYOUT.orbitBytes()];
        int next = 0;
        try (AcceptReader reader = new AcceptReader(file);
                OrbitReader orbits = new OrbitReader(source)) {
            for (var orbit = reader.next(); orbit != null; orbit = reader.next()) {
                if (orbit.accepts().isEmpty()) {
                    continue;
                }
                AcceptedFrames record = assertInstanceOf(AcceptedFrames.class, records.get(next++));
                assertEquals(orbit.orbit(), record.orbit());
                assertEquals(LAYOUT.digest(), record.layoutDigest());
                assertEquals(orbit.accepts().size() * LAYOUT.frameBytes(), record.frames().limit());
                orbits.read(orbit.orbit(), MemorySegment.ofArray(orbitBytes), 0);
                for (int i = 0; i < orbit.accepts().size(); i++) {
                    int bx = orbit.accepts().get(i).bunchCrossing();
                    assertEquals(bx, Short.toUnsignedInt(record.crossings().getShort(2 * i)));
                    ByteBuffer expected =
                            ByteBuffer.wrap(
                                    orbitBytes, bx * LAYOUT.frameBytes(), LAYOUT.frameBytes());
                    assertEquals(
                            expected,
                            record.frames().slice(i * LAYOUT.frameBytes(), LAYOUT.frameBytes()));
                }
            }
        }
        assertEquals(next, records.size());
    }

    @Test
    void decidingThreadAllocatesNothing() throws InterruptedException {
        KafkaSettings settings = TestBroker.shared().settings();
        String accepts = TestBroker.newTopic("accepts");
        String frames = TestBroker.newTopic("frames");
        settings.topic(accepts, 1);
        settings.topic(frames, 1);
        ThreadMXBean beans = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        PipelineOptions options =
                PipelineOptions.unpaced(Long.MAX_VALUE)
                        .withRate(new Rate(2))
                        .withWarmUp(200_000_000);
        try (TriggerPipeline run =
                start(
                        TestStreams.THRESHOLD,
                        options,
                        KafkaSink.accepts(settings, accepts, 1, WhenFull.DROP, header()),
                        KafkaSink.frames(settings, frames, 1, WhenFull.DROP, LAYOUT))) {
            long decider =
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().equals("l1ring decider"))
                            .mapToLong(Thread::threadId)
                            .findFirst()
                            .orElseThrow();
            long last = 0;
            long allocated = -1;
            // linking a branch on its first visit allocates once; what a block costs stays
            for (int window = 1; window <= 10 && allocated != 0; window++) {
                while (run.snapshot().orbits() < window * 400L) {
                    Thread.sleep(2);
                }
                long now = beans.getThreadAllocatedBytes(decider);
                allocated = now - last;
                last = now;
            }
            assertEquals(0, allocated, "bytes in 22,400 blocks");
            run.stop();
            run.await();
        }
    }

    @Test
    void brokerThatVanishesCostsRecordsButNoDeadTime() throws InterruptedException {
        try (TestBroker broker = new TestBroker(folder.resolve("broker"))) {
            KafkaSettings settings = broker.settings();
            settings.topic("accepts", 1);
            KafkaSink sink = KafkaSink.accepts(settings, "accepts", 1, WhenFull.DROP, header());
            PipelineOptions options = PipelineOptions.unpaced(1500).withRate(new Rate(2));
            RunSnapshot totals;
            long begun = System.nanoTime();
            try (TriggerPipeline run = start(TestStreams.THRESHOLD, options, sink)) {
                while (run.snapshot().orbits() < 500) {
                    Thread.sleep(2);
                }
                broker.kill();
                totals = run.await().totals();
            }
            double seconds = 1e-9 * (System.nanoTime() - begun);
            assertTrue(seconds < 20, seconds + " s");
            assertEquals(1500, totals.orbits());
            assertEquals(0, totals.lostCrossings());
            TopicFigures figures = sink.figures();
            assertTrue(figures.records() > 300, figures.toString());
            assertTrue(figures.dropped() > 500, figures.toString());
            // the first record got there, the last did not
            assertEquals(1501, figures.records() + figures.dropped(), figures.toString());
        }
    }

    @Test
    void waitingRunGoesOnWhenTheBrokerIsBack() throws InterruptedException {
        try (TestBroker broker = new TestBroker(folder.resolve("broker"))) {
            KafkaSettings settings = broker.settings();
            settings.topic("frames", 1);
            // all crossings of 400 orbits are more than the buffers hold
            KafkaSink sink = KafkaSink.frames(settings, "frames", 1, WhenFull.WAIT, LAYOUT);
            try (TriggerPipeline run = start(0, PipelineOptions.unpaced(400), sink)) {
                while (run.snapshot().orbits() < 20) {
                    Thread.sleep(1);
                }
                broker.kill();
                assertFalse(run.await(2000));
                long held = run.snapshot().orbits();
                assertTrue(held < 400, held + " orbits decided without a broker");
                broker.restart();
                assertEquals(400, run.await().totals().orbits());
            }
            assertEquals(0, sink.figures().dropped());
            List<WireMessage> records = TestTopics.messages(settings, "frames");
            assertEquals(400, records.size());
            for (int orbit = 0; orbit < 400; orbit++) {
                AcceptedFrames frames = (AcceptedFrames) records.get(orbit);
                assertEquals(orbit, frames.orbit());
                assertEquals(LAYOUT.orbitBytes(), frames.frames().limit());
            }
        }
    }

    @Test
    void waitingEndsWithTheDeliveryTimeout() throws InterruptedException {
        try (TestBroker broker = new TestBroker(folder.resolve("broker"))) {
            KafkaSettings settings =
                    KafkaSettings.of(
                            Map.of(
                                    "bootstrap.servers",
                                    broker.servers(),
                                    "delivery.timeout.ms",
                                    "2000",
                                    "request.timeout.ms",
                                    "1000"));
            settings.topic("accepts", 1);
            KafkaSink sink = KafkaSink.accepts(settings, "accepts", 3, WhenFull.WAIT, header());
            Path file = folder.resolve("a.l1a");
            AcceptWriter writer = new AcceptWriter(file, header());
            List<String> said = new ArrayList<>();
            PipelineOptions endless = PipelineOptions.unpaced(Long.MAX_VALUE);
            try (TriggerPipeline run = start(TestStreams.THRESHOLD, endless, sink, writer)) {
                while (run.snapshot().orbits() < 100) {
                    Thread.sleep(1);
                }
                broker.kill();
                said.add(assertThrows(StreamException.class, run::await).getMessage());
            }
            PatternSource source = TestStreams.pattern(PATTERN_ORBITS, 8);
            broker.restart();
            FrameFeed.Options options = new FrameFeed.Options("frames", 2, 3, 3564, false);
            FrameFileHeader header = new FrameFileHeader(LAYOUT, "random", "", 0);
            try (FrameFeed feed = new FrameFeed(settings, options, header)) {
                LongConsumer killing =
                        orbits -> {
                            if (orbits == 20) {
                                broker.kill();
                            }
                        };
                said.add(
                        assertThrows(
                                        StreamException.class,
                                        () -> feed.send(source, 1_000_000, Rate.MAX, killing))
                                .getMessage());
            }
            for (String line : said) {
                assertEquals(1, line.lines().count(), line);
                assertTrue(line.contains(broker.servers()), line);
                assertTrue(line.contains("run 3: the broker did not take a record"), line);
            }
            assertFalse(file.toFile().exists());
        }
    }
}
