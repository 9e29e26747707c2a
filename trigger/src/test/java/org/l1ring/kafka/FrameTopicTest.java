package org.l1ring.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.l1ring.feed.FeedOptions;
import org.l1ring.frame.FrameFileHeader;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.StreamException;
import org.l1ring.ring.Rate;
import org.l1ring.ring.TestStreams;
import org.l1ring.source.CrossingSource;
import org.l1ring.source.Neighbours;
import org.l1ring.source.OrbitReader;
import org.l1ring.source.PatternSource;
import org.l1ring.source.SimulatedSource;
import org.l1ring.wire.EndOfRun;
import org.l1ring.wire.OrbitSlice;
import org.l1ring.wire.WireMessage;

/** What a feed puts into a topic is what a source takes out of it. */
@Timeout(120)
final class FrameTopicTest {
    private static final KafkaSettings SETTINGS = TestBroker.shared().settings();
    private static final FrameLayout LAYOUT = FrameLayout.OBJECTS;

    private static FrameFileHeader header(CrossingSource source) {
        return new FrameFileHeader(source.layout(), source.description(), "a scheme", 7);
    }

    /** Feeds a run of 8 orbits repeated; returns the topic. */
    private static String feed(
            String topic, CrossingSource source, long orbits, FrameFeed.Options options) {
        try (FrameFeed feed = new FrameFeed(SETTINGS, options, header(source))) {
            assertEquals(orbits, feed.send(source, orbits, Rate.MAX, _ -> {}));
        }
        return topic;
    }

    private static String feed(CrossingSource source, long orbits, int partitions, int slice) {
        String topic = TestBroker.newTopic("frames");
        return feed(
                topic, source, orbits, new FrameFeed.Options(topic, partitions, 5, slice, false));
    }

    private static CrossingSource open(String topic, OptionalLong run) {
        return TopicRun.find(SETTINGS, topic, run, _ -> {}).open(LAYOUT);
    }

    /** On a thread of its own: the common pool may have a single one. */
    private static <T> CompletableFuture<T> inBackground(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofPlatform().start(task));
    }

    /** Both streams have the same frames, and so many orbits. */
    private static void assertSame(CrossingSource expected, CrossingSource got, long orbits) {
        try (Arena arena = Arena.ofConfined();
                OrbitReader first = new OrbitReader(expected);
                OrbitReader second = new OrbitReader(got)) {
            MemorySegment a = arena.allocate(LAYOUT.orbitBytes());
            MemorySegment b = arena.allocate(LAYOUT.orbitBytes());
            for (long orbit = 0; orbit < orbits; orbit++) {
                assertTrue(first.read(orbit, a, 0));
                assertTrue(second.read(orbit, b, 0), "orbit " + orbit);
                assertEquals(-1, a.mismatch(b), "orbit " + orbit);
            }
            assertFalse(second.read(orbits, b, 0));
        }
    }

    @ParameterizedTest(name = "slices of {0}, suppressed {1}, {2} partitions")
    @CsvSource({"3564,false,1", "3564,true,3", "640,false,3", "640,true,1", "64,true,4"})
    void framesComeBackInTheirOrder(int slice, boolean suppress, int partitions) {
        CrossingSource frames = new SimulatedSource(FeedOptions.standard());
        String topic = TestBroker.newTopic("frames");
        feed(topic, frames, 20, new FrameFeed.Options(topic, partitions, 5, slice, suppress));
        TopicRun run = TopicRun.find(SETTINGS, topic, OptionalLong.empty(), _ -> {});
        assertEquals(5, run.run());
        assertEquals("a scheme", run.scheme());
        assertEquals(7, run.seed());
        try (CrossingSource source = run.open(LAYOUT)) {
            assertEquals(frames.description(), source.description());
            assertSame(frames, source, 20);
            assertSame(frames, source, 20);
            assertTrue(source.begin(0));
            assertTrue(source.begin(1));
            assertSame(frames, source, 20);
        }
    }

    @Test
    void readingAheadIsBounded() {
        PatternSource frames = TestStreams.pattern(3, 1);
        String topic = feed(frames, 400, 3, 3564);
        try (CrossingSource source = open(topic, OptionalLong.empty())) {
            assertSame(frames, source, 400);
        }
    }

    @Test
    void slicesKnowTheirNeighbours() {
        PatternSource frames = TestStreams.pattern(3, 1);
        String topic = feed(frames, 3, 2, 1792);
        List<OrbitSlice> slices = new ArrayList<>();
        int ends = 0;
        for (WireMessage message : TestTopics.messages(SETTINGS, topic)) {
            switch (message) {
                case OrbitSlice slice -> slices.add(slice);
                case EndOfRun end -> {
                    assertEquals(new EndOfRun(5, 3, -1, 0), end);
                    ends++;
                }
                case WireMessage other -> throw new AssertionError(other);
            }
        }
        assertEquals(2, ends);
        assertEquals(6, slices.size());
        slices.sort((a, b) -> Integer.compare(place(a), place(b)));
        for (int i = 0; i < slices.size(); i++) {
            OrbitSlice slice = slices.get(i);
            assertEquals(i == 0 ? 0 : 2, slice.leading());
            assertEquals(i == 5 ? 0 : 2, slice.trailing());
            if (i > 0) {
                assertEquals(frames(slices.get(i - 1), -4, 4), frames(slice, 0, 4), "slice " + i);
            }
        }
    }

    @Test
    void blocksOfTriggerWordsHaveTheirNeighbours() {
        String topic = feed(Neighbours.random(2), 3, 2, 640);
        TopicRun run = TopicRun.find(SETTINGS, topic, OptionalLong.empty(), _ -> {});
        try (CrossingSource source = run.open(FrameLayout.TRIGGER_WORDS)) {
            Neighbours.check(source, 3);
        }
    }

    private static int place(OrbitSlice slice) {
        return (int) slice.origin().orbit() * 2 + slice.origin().slice();
    }

    /** Frames of a slice with its context; from the end if {@code first} is negative. */
    private static ByteBuffer frames(OrbitSlice slice, int first, int count) {
        int from = first < 0 ? slice.frames().limit() / slice.frameBytes() + first : first;
        return slice.frames().slice(from * slice.frameBytes(), count * slice.frameBytes());
    }

    @Test
    void newestRunIsTakenUnlessAnotherIsNamed() {
        String topic = TestBroker.newTopic("frames");
        for (long run = 3; run <= 5; run++) {
            feed(
                    topic,
                    TestStreams.pattern(2, run),
                    2 + run,
                    new FrameFeed.Options(topic, 2, run, 3564, false));
        }
        try (CrossingSource newest = open(topic, OptionalLong.empty());
                CrossingSource middle = open(topic, OptionalLong.of(4));
                CrossingSource oldest = open(topic, OptionalLong.of(3))) {
            assertSame(TestStreams.pattern(2, 5), newest, 7);
            assertSame(TestStreams.pattern(2, 4), middle, 6);
            assertSame(TestStreams.pattern(2, 3), oldest, 5);
        }
    }

    @Test
    void sourceWaitsForTheFeed() throws Exception {
        String topic = TestBroker.newTopic("frames");
        SETTINGS.topic(topic, 2);
        CompletableFuture<CrossingSource> source =
                inBackground(() -> open(topic, OptionalLong.empty()));
        Thread.sleep(300);
        assertFalse(source.isDone());
        PatternSource frames = TestStreams.pattern(2, 1);
        FrameFeed.Options options = new FrameFeed.Options(topic, 2, 9, 640, false);
        try (FrameFeed feed = new FrameFeed(SETTINGS, options, header(frames))) {
            CountDownLatch opened = new CountDownLatch(1);
            CompletableFuture<Long> sent =
                    inBackground(() ->
                            feed.send(
                                    frames,
                                    60,
                                    Rate.MAX,
                                    orbits -> {
                                        if (orbits == 30) {
                                            join(opened);
                                        }
                                    }));
            try (CrossingSource reading = source.get(60, TimeUnit.SECONDS)) {
                assertFalse(sent.isDone());
                opened.countDown();
                assertSame(TestStreams.pattern(2, 1), reading, 60);
            }
            assertEquals(60, sent.get());
        }
    }

    private static void join(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void stoppedSourceDoesNotWait() throws Exception {
        String topic = TestBroker.newTopic("frames");
        PatternSource frames = TestStreams.pattern(2, 1);
        FrameFeed.Options options = new FrameFeed.Options(topic, 2, 9, 3564, false);
        try (FrameFeed feed = new FrameFeed(SETTINGS, options, header(frames))) {
            long sent =
                    feed.send(
                            frames,
                            1000,
                            Rate.MAX,
                            orbits -> {
                                if (orbits == 5) {
                                    feed.stop();
                                }
                            });
            assertEquals(5, sent);
        }
        List<ConsumerRecord<byte[], byte[]>> all = TestTopics.read(SETTINGS, topic);
        String endless = TestBroker.newTopic("frames");
        SETTINGS.topic(endless, 2);
        for (ConsumerRecord<byte[], byte[]> record : all) {
            if (TopicRun.decode(record) instanceof OrbitSlice) {
                TestTopics.write(
                        SETTINGS, endless, record.partition(), record.key(), record.value());
            }
        }
        try (CrossingSource source = open(topic, OptionalLong.empty())) {
            assertSame(frames, source, 5);
        }
        try (CrossingSource source = open(endless, OptionalLong.empty())) {
            assertTrue(source.begin(0));
            assertTrue(source.begin(4));
            CompletableFuture<Boolean> more = inBackground(() -> source.begin(5));
            Thread.sleep(300);
            assertFalse(more.isDone());
            source.stop();
            assertFalse(more.get(5, TimeUnit.SECONDS));
            assertTrue(source.begin(0));
        }
    }

    @ParameterizedTest
    @CsvSource({"damaged", "missing", "twice", "foreign"})
    void badRecordEndsTheReplay(String what) {
        String good = feed(TestStreams.pattern(2, 1), 12, 2, 3564);
        String topic = TestBroker.newTopic("frames");
        SETTINGS.topic(topic, 2);
        long at = -1;
        for (ConsumerRecord<byte[], byte[]> record : TestTopics.read(SETTINGS, good)) {
            byte[] value = record.value().clone();
            if (record.partition() == 1 && record.offset() == 3) {
                at = record.offset();
                switch (what) {
                    case "damaged" -> value[5000] ^= 1;
                    case "missing" -> {
                        continue;
                    }
                    case "twice" -> TestTopics.write(SETTINGS, topic, 1, record.key(), value);
                    default -> value = new byte[] {1, 2, 3};
                }
            }
            TestTopics.write(SETTINGS, topic, record.partition(), record.key(), value);
        }
        assertEquals(3, at);
        String said;
        try (CrossingSource source = open(topic, OptionalLong.empty())) {
            said =
                    assertThrows(
                                    StreamException.class,
                                    () -> {
                                        for (long orbit = 0; source.begin(orbit); orbit++) {}
                                    })
                            .getMessage();
        }
        String place = "kafka:" + topic;
        String expected =
                switch (what) {
                    case "damaged" ->
                            place + ", partition 1, offset 3: CORRUPT, record: expected checksum ";
                    case "missing" ->
                            place
                                    + ": orbit 7 of run 5: expected its slice from crossing 0 on in"
                                    + " one of 2 partitions, got later records only (";
                    case "twice" ->
                            place
                                    + ", partition 1, offset 4: expected each slice once, got slice"
                                    + " 0 of orbit 7 again";
                    default -> place + ", partition 1, offset 3: TRUNCATED, ";
                };
        assertTrue(said.startsWith(expected), said);
    }

    @Test
    void otherLayoutEndsTheReplay() {
        String topic = feed(TestStreams.pattern(1, 1), 2, 1, 3564);
        FrameLayout other = FrameLayout.columns(3, 0, 100);
        try (CrossingSource source =
                TopicRun.find(SETTINGS, topic, OptionalLong.empty(), _ -> {}).open(other)) {
            String said = assertThrows(StreamException.class, () -> source.begin(0)).getMessage();
            assertTrue(
                    said.startsWith(
                            "kafka:%s, partition 0, offset 0: FRAME_LAYOUT, expected frames of 64"
                                            .formatted(topic)
                                    + " bytes of layout "),
                    said);
        }
    }

    @Test
    void sourceNeedsItsTopic() {
        String topic = TestBroker.newTopic("absent");
        assertThrows(StreamException.class, () -> open(topic, OptionalLong.empty()));
    }
}
