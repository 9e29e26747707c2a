package org.l1ring.feed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.l1ring.feed.lhc.FillingScheme;
import org.l1ring.feed.physics.Level1Objects;
import org.l1ring.feed.physics.Level1Objects.Kind;
import org.l1ring.feed.physics.Signal;
import org.l1ring.feed.physics.TriggerWord;

/** Frames are reproducible, within range, sorted, and empty where nothing collides. */
class OrbitGeneratorTest {
    private static final int ORBIT_BYTES = FrameField.ORBIT_CROSSINGS * FrameField.FRAME_BYTES;

    private static byte[] orbit(OrbitGenerator generator, long orbit) {
        byte[] bytes = new byte[ORBIT_BYTES];
        generator.fillOrbit(orbit, MemorySegment.ofArray(bytes), 0);
        return bytes;
    }

    private static int field(byte[] frames, int bx, FrameField field) {
        return ByteBuffer.wrap(frames)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getShort(bx * FrameField.FRAME_BYTES + field.byteOffset());
    }

    @Test
    void sameSeedGivesSameBytesInAnyOrder() {
        OrbitGenerator first = new OrbitGenerator(FeedOptions.standard());
        byte[] seven = orbit(first, 7);
        byte[] eight = orbit(first, 8);
        OrbitGenerator second = new OrbitGenerator(FeedOptions.standard());
        assertArrayEquals(eight, orbit(second, 8));
        assertArrayEquals(seven, orbit(second, 7));
        assertArrayEquals(seven, orbit(second.forAnotherThread(), 7));
        assertFalse(Arrays.equals(seven, eight));
        FeedOptions other = FeedOptions.standard().withSeed(2);
        assertFalse(Arrays.equals(seven, orbit(new OrbitGenerator(other), 7)));
    }

    @Test
    void blocksAreTheOrbitCutUp() {
        OrbitGenerator generator = new OrbitGenerator(FeedOptions.standard());
        byte[] orbit = Arrays.copyOf(orbit(generator, 3), 56 * 64 * 128);
        byte[] blocks = new byte[56 * 64 * 128];
        Arrays.fill(blocks, (byte) -1);
        for (int block = 55; block >= 0; block--) {
            generator.fillBlock(3, block, MemorySegment.ofArray(blocks), block * 8192L);
        }
        assertArrayEquals(orbit, blocks);
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void fieldsStayInRangeAndAreSorted(Signal signal) {
        FeedOptions options =
                FeedOptions.standard()
                        .withPileUp(signal == Signal.SUEP ? 200 : 60)
                        .withSignal(signal, signal == Signal.NONE ? 0 : 0.5);
        byte[] frames = orbit(new OrbitGenerator(options), 11);
        FillingScheme scheme = options.scheme();
        int injected = 0;
        for (int bx = 0; bx < FrameField.ORBIT_CROSSINGS; bx++) {
            int flags = field(frames, bx, FrameField.FLAGS);
            assertEquals(scheme.collides(bx), (flags & 1) == 1);
            injected += flags >> 8 == signal.number() && flags >> 8 != 0 ? 1 : 0;
            int total = 0;
            for (FrameField field : FrameField.values()) {
                int value = field(frames, bx, field);
                total += Math.abs(value);
                assertTrue(
                        value >= field.minimum() && value <= field.maximum(),
                        () -> field + " = " + value);
            }
            assertTrue(scheme.collides(bx) || total == 0);
            sorted(frames, bx, FrameField.EG0_PT, FrameField.EGAMMAS);
            sorted(frames, bx, FrameField.MU0_PT, FrameField.MUONS);
            sorted(frames, bx, FrameField.JET0_PT, FrameField.JETS);
        }
        assertEquals(signal == Signal.NONE ? 0 : scheme.collisions() / 2, injected, 120);
    }

    private static void sorted(byte[] frames, int bx, FrameField first, int count) {
        FrameField[] fields = FrameField.values();
        for (int i = 1; i < count; i++) {
            int before = field(frames, bx, fields[first.index() + 3 * (i - 1)]);
            int after = field(frames, bx, fields[first.index() + 3 * i]);
            assertTrue(before >= after);
            if (after == 0) {
                assertEquals(0, field(frames, bx, fields[first.index() + 3 * i + 1]));
                assertEquals(0, field(frames, bx, fields[first.index() + 3 * i + 2]));
            }
        }
    }

    @Test
    void wordsHoldTheSameCrossingAsTheFrame() {
        FeedOptions options = FeedOptions.standard().withSignal(Signal.TTBAR, 0.3);
        OrbitGenerator generator = new OrbitGenerator(options);
        byte[] frames = orbit(generator, 5);
        MemorySegment words =
                MemorySegment.ofArray(
                        new byte[FrameField.ORBIT_CROSSINGS * GlobalTriggerWords.WORD_BYTES]);
        generator.fillWords(5, words, 0);
        byte[] back = new byte[ORBIT_BYTES];
        Level1Objects objects = new Level1Objects();
        int taus = 0;
        for (int bx = 0; bx < FrameField.ORBIT_CROSSINGS; bx++) {
            GlobalTriggerWords.toFrame(
                    words,
                    bx * (long) GlobalTriggerWords.WORD_BYTES,
                    MuonPhi.AT_VERTEX,
                    objects,
                    MemorySegment.ofArray(back),
                    bx * (long) FrameField.FRAME_BYTES);
            taus += TriggerWord.egammaPt(objects.word(Kind.TAU, 0)) > 0 ? 1 : 0;
        }
        assertArrayEquals(frames, back);
        assertTrue(taus > 2700);
    }

    @Test
    void pileUpHasItsMeanAndTrainHeadItsEffect() {
        FeedOptions options = FeedOptions.standard().withPileUp(40).withTrainHead(2);
        OrbitGenerator generator = new OrbitGenerator(options);
        double sum = 0;
        double square = 0;
        FillingScheme scheme = options.scheme();
        for (int bx = 0; bx < FrameField.ORBIT_CROSSINGS; bx++) {
            double mean = generator.pileUp().mean(bx);
            sum += mean;
            square += mean * mean;
        }
        double mean = sum / scheme.collisions();
        assertEquals(40, mean, 1e-9);
        double spread = Math.sqrt(square / scheme.collisions() - mean * mean) / mean;
        assertEquals(0.12, spread, 0.006);
        double head = 0;
        double body = 0;
        for (int orbit = 0; orbit < 40; orbit++) {
            byte[] frames = orbit(generator, orbit);
            for (int bx = 0; bx < FrameField.ORBIT_CROSSINGS; bx++) {
                int position = scheme.trainPosition(bx);
                int energy = field(frames, bx, FrameField.ET_PT);
                head += position == 0 ? energy / 39.0 : 0;
                body += position == 30 ? energy / 38.0 : 0;
            }
        }
        assertTrue(head > 1.6 * body, head + " against " + body);
    }

    @Test
    void nothingIsAllocatedPerOrbit() {
        FeedOptions options = FeedOptions.standard().withSignal(Signal.TTBAR, 0.1);
        OrbitGenerator generator = new OrbitGenerator(options);
        MemorySegment frames = MemorySegment.ofArray(new long[ORBIT_BYTES / 8]);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        long least = Long.MAX_VALUE;
        for (int orbit = 0; orbit < 60 && least > 0; orbit++) {
            long before = threads.getThreadAllocatedBytes(thread);
            generator.fillOrbit(orbit, frames, 0);
            least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
        }
        assertEquals(0, least);
        assertEquals(1, frames.get(ValueLayout.JAVA_BYTE, 69L * 128 + 126) & 1);
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        FeedOptions standard = FeedOptions.standard();
        assertEquals(
                "pile-up: expected 0.0 to 400.0, got 500.0; 60 is Run 3, 140 to 200 is HL-LHC",
                message(() -> standard.withPileUp(500)));
        assertEquals(
                "signal fraction: expected 0.0 to 1.0, got NaN; 0.01 is one colliding crossing in"
                        + " 100",
                message(() -> standard.withSignal(Signal.TTBAR, Double.NaN)));
        assertEquals(
                "signal fraction: expected 0 without a signal, got 0.5; name a signal such as"
                        + " ttbar, or leave the fraction out",
                message(() -> standard.withSignal(Signal.NONE, 0.5)));
        assertEquals(
                "signal: expected one of none, ttbar, h-aa-4b, z-mumu, vbf-h, suep, black-hole,"
                        + " got \"higgs\"; choose one of them",
                message(() -> Signal.named("higgs")));
        assertEquals(Signal.SUEP, Signal.named("suep"));
        assertEquals(Signal.VBF_H, Signal.numbered(4));
    }

    private static String message(Runnable action) {
        return assertThrows(IllegalArgumentException.class, action::run).getMessage();
    }
}
