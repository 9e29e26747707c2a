package org.l1ring.econ;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packed words hold what went in; numbers of crossings are those of the suite or 10^6. */
final class LinkFormatsTest {
    private static final int CROSSINGS = Integer.getInteger("l1ring.crossings", 20_000);
    private static final int SYNC = 0b001_0010_0010;
    private static final int ORBIT = 3564;

    private final LinkFrame sent = new LinkFrame();
    private final LinkFrame received = new LinkFrame();
    private final int[] words = new int[LinkFormat.MOST_WORDS];

    /** Charges of 22 bits: few or many cells, small or large. */
    private static long[] charges(Random random) {
        long[] charges = new long[LinkFrame.CELLS];
        int cells = random.nextInt(LinkFrame.CELLS + 1);
        for (int i = 0; i < cells; i++) {
            int bits = random.nextInt(22) + 1;
            charges[random.nextInt(LinkFrame.CELLS)] = random.nextInt(1 << bits);
        }
        return charges;
    }

    private static List<Integer> content(LinkFrame frame) {
        List<Integer> content = new ArrayList<>();
        content.add(frame.sum());
        content.add(frame.truncation().ordinal());
        for (int i = 0; i < frame.count(); i++) {
            content.add(frame.address(i));
            content.add(frame.code(i));
        }
        return content;
    }

    private void roundTrips(CellAlgorithm algorithm, int seed, int crossingMask, int mostWords) {
        Random random = new Random(seed);
        for (int i = 0; i < CROSSINGS; i++) {
            algorithm.select(charges(random), i % ORBIT, sent);
            Arrays.fill(words, 0xffff);
            int count = algorithm.write(sent, words);
            assertTrue(count <= mostWords, count + " words");
            assertEquals(count, algorithm.read(words, 0, received));
            assertEquals((i % ORBIT) & crossingMask, received.crossing() & crossingMask);
            assertEquals(content(sent), content(received));
        }
    }

    @Test
    void thresholdSum() {
        long[] thresholds = new long[LinkFrame.CELLS];
        Arrays.setAll(thresholds, i -> 1L << i % 20);
        roundTrips(new ThresholdSum(thresholds, 1, true), 1, 31, 25);
        roundTrips(new ThresholdSum(thresholds, 0, false), 2, 31, 25);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13})
    void bestChoice(int links) {
        roundTrips(new BestChoice(links, links % 5, links % 2 == 0), links, 0b10111, 2 * links);
    }

    @ParameterizedTest
    @EnumSource(SuperTriggerCell.Kind.class)
    void superTriggerCells(SuperTriggerCell.Kind kind) {
        for (int links = 1; links <= kind.mostLinks(); links++) {
            roundTrips(new SuperTriggerCell(kind, links, 2), links, 0b10111, 2 * links);
        }
    }

    @Test
    void repeater() {
        roundTrips(new Repeater(0), 7, 31, 22);
        roundTrips(new Repeater(3), 8, 31, 22);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 13})
    void latents(int links) {
        LatentFormat format = new LatentFormat(links);
        Random random = new Random(links);
        int[] latents = new int[LatentFormat.LATENTS];
        for (int i = 0; i < CROSSINGS; i++) {
            Arrays.setAll(latents, k -> random.nextInt(512) - 256);
            format.select(latents, random.nextInt(1 << 27), i % ORBIT, sent);
            int count = format.write(sent, words);
            assertEquals(2 * Math.min(links, 5), count);
            assertEquals(count, format.read(words, 0, received));
            assertEquals((i % ORBIT) & 31, received.crossing());
            assertEquals(content(sent), content(received));
            int top = latents[3] >> (9 - LatentFormat.kept(links));
            assertEquals(top & ((1 << LatentFormat.kept(links)) - 1), received.code(3));
        }
    }

    @Test
    void bestChoiceTakesTheLargest() {
        Random random = new Random(5);
        BestChoice best = new BestChoice(3, 0, false);
        for (int i = 0; i < 2000; i++) {
            long[] charges = charges(random);
            best.select(charges, i, sent);
            List<Long> all = new ArrayList<>(Arrays.stream(charges).boxed().toList());
            all.sort(Collections.reverseOrder());
            List<Long> taken = new ArrayList<>();
            for (int k = 0; k < sent.count(); k++) {
                taken.add(Math.min(charges[sent.address(k)], (1 << 18) - 1));
            }
            taken.sort(Collections.reverseOrder());
            List<Long> largest =
                    all.subList(0, 6).stream().map(c -> Math.min(c, (1 << 18) - 1)).toList();
            assertEquals(largest, taken);
            long rest =
                    all.subList(6, 48).stream().mapToLong(c -> Math.min(c, (1 << 18) - 1)).sum();
            assertEquals(FloatCode.SUM.encode(rest, 0, false), sent.sum());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 13})
    void framesOfTheBufferComeInOrder(int links) {
        long[] thresholds = new long[LinkFrame.CELLS];
        Arrays.fill(thresholds, 9);
        ThresholdSum algorithm = new ThresholdSum(thresholds, 0, true);
        LinkBuffer buffer = new LinkBuffer(links, 390, 120, 8, SYNC, algorithm);
        Random random = new Random(links);
        Deque<List<Integer>> expected = new ArrayDeque<>();
        int[] stream = new int[LinkFormat.MOST_WORDS * 40];
        int filled = 0;
        int[] dropped = new int[3];
        int decoded = 0;
        for (int i = 0; i < CROSSINGS; i++) {
            algorithm.select(
                    random.nextInt(8) < 6 && i % 64 > 40 ? new long[48] : charges(random),
                    i % ORBIT,
                    sent);
            int[] out = new int[2 * links];
            buffer.next(sent, out);
            dropped[sent.truncation().ordinal()]++;
            List<Integer> content = content(sent);
            content.add(i % ORBIT % 32);
            expected.add(content);
            System.arraycopy(out, 0, stream, filled, out.length);
            filled += out.length;
            int start = 0;
            while (filled - start >= LinkFormat.MOST_WORDS) {
                if (LinkBuffer.isIdle(stream[start])) {
                    start++;
                    continue;
                }
                start += algorithm.read(stream, start, received);
                List<Integer> got = content(received);
                got.add(received.crossing());
                assertEquals(expected.remove(), got, "frame " + decoded);
                decoded++;
            }
            System.arraycopy(stream, start, stream, 0, filled - start);
            filled -= start;
        }
        assertTrue(decoded > CROSSINGS - 500, decoded + " frames");
        if (links == 2) {
            assertTrue(dropped[1] > 0 && dropped[2] > 0, Arrays.toString(dropped));
        }
    }

    @Test
    void wrongWordsAreRefused() {
        ThresholdSum algorithm = new ThresholdSum(new long[LinkFrame.CELLS], 0, true);
        assertThrows(
                IllegalArgumentException.class,
                () -> algorithm.read(new int[] {0b011 << 8, 0}, 0, received));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LinkBuffer(2, 390, 120, 8, 0x7ff, algorithm));
        assertArrayEquals(
                new int[] {1, 4, 6},
                new int[] {BestChoice.cells(1), BestChoice.cells(2), BestChoice.cells(3)});
    }
}
