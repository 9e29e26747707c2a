package org.l1ring.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.l1ring.frame.FrameLayout;
import org.l1ring.wire.EndOfRun;
import org.l1ring.wire.Fault;
import org.l1ring.wire.ScoredSlice;
import org.l1ring.wire.SliceOrigin;
import org.l1ring.wire.WireException;
import org.l1ring.wire.WireMessage;

/** Orbits come out in order and whole, whatever the order of partitions, losses and crashes. */
class OrbitOrderTest {
    private static final String DIGEST = "0".repeat(64);
    private static final int EMPTY = 0;

    private static List<Integer> seeds() {
        List<Integer> seeds = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            seeds.add(i);
        }
        return seeds;
    }

    /** What came out, as text. */
    private static final class Log implements OrbitOrder.Output {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void orbit(OrderedOrbit orbit) {
            lines.add(
                    "%d/%d lost %x, %d slices"
                            .formatted(
                                    orbit.run(),
                                    orbit.orbit(),
                                    orbit.lostBlocks(),
                                    orbit.slices().size()));
        }

        @Override
        public void end(long run, long orbits) {
            lines.add(run + " ends after " + orbits);
        }
    }

    /** A stream of several runs, dealt to partitions, scored by workers in any order. */
    private static final class Stream {
        final List<WireMessage> log = new ArrayList<>();
        final List<String> expected = new ArrayList<>();

        Stream(Random random) {
            int partitions = 1 + random.nextInt(5);
            List<List<WireMessage>> lanes = new ArrayList<>();
            for (int p = 0; p < partitions; p++) {
                lanes.add(new ArrayList<>());
            }
            int runs = 1 + random.nextInt(3);
            for (int run = 7; run < 7 + runs; run++) {
                fill(run, lanes, random, run == 6 + runs);
            }
            int[] next = new int[partitions];
            int total = lanes.stream().mapToInt(List::size).sum();
            while (log.size() < total) {
                int p = random.nextInt(partitions);
                int burst = random.nextInt(8);
                while (burst-- > 0 && next[p] < lanes.get(p).size()) {
                    log.add(lanes.get(p).get(next[p]++));
                }
            }
        }

        private void fill(int run, List<List<WireMessage>> lanes, Random random, boolean last) {
            int orbits = random.nextInt(12);
            int sliceBlocks = List.of(56, 28, 10).get(random.nextInt(3));
            int slices = Math.ceilDiv(56, sliceBlocks);
            boolean lossy = random.nextBoolean();
            boolean sayEnd = last || random.nextInt(4) > 0;
            int begun = 0;
            List<String> lines = new ArrayList<>();
            for (int orbit = 0; orbit < orbits; orbit++) {
                long lost = 0;
                int there = 0;
                for (int k = 0; k < slices; k++) {
                    int p = (orbit * slices + k) % lanes.size();
                    ScoredSlice slice = slice(run, orbit, k, sliceBlocks, p, lanes.size());
                    if (lossy && random.nextInt(4) == 0) {
                        int blocks = slice.origin().blocks();
                        lost |= (-1L >>> (64 - blocks)) << slice.origin().firstBlock();
                    } else {
                        lanes.get(p).add(slice);
                        there++;
                        begun = orbit + 1;
                    }
                }
                lines.add("%d/%d lost %x, %d slices".formatted(run, orbit, lost, there));
            }
            if (sayEnd) {
                for (int p = 0; p < lanes.size(); p++) {
                    lanes.get(p).add(new EndOfRun(run, orbits, p, lanes.size()));
                }
                expected.addAll(lines);
                expected.add(run + " ends after " + orbits);
            } else if (begun > 0) {
                expected.addAll(lines.subList(0, begun));
                expected.add(run + " ends after " + begun);
            }
        }
    }

    private static ScoredSlice slice(
            int run, int orbit, int k, int sliceBlocks, int partition, int partitions) {
        int slices = Math.ceilDiv(56, sliceBlocks);
        int first = k * sliceBlocks * 64;
        int crossings = Math.min(sliceBlocks * 64, FrameLayout.ORBIT_CROSSINGS - first);
        SliceOrigin origin =
                new SliceOrigin(run, orbit, k, slices, first, crossings, 1, DIGEST, "", "");
        ByteBuffer none = ByteBuffer.allocate(EMPTY);
        return new ScoredSlice(
                origin, DIGEST, 5, 0, partition, partitions, 0, "m", "s", none, none, none);
    }

    private static void take(OrbitOrder order, WireMessage message, long offset) {
        switch (message) {
            case ScoredSlice slice -> order.slice(slice, offset);
            case EndOfRun end -> order.end(end, offset);
            default -> throw new IllegalStateException(message.toString());
        }
        while (order.advance(offset + 1, 3)) {
            // goes on
        }
    }

    /** Takes a record that an earlier decider may have used up. */
    private static void takeAgain(
            OrbitOrder order, WireMessage message, long offset, long handled) {
        try {
            take(order, message, offset);
        } catch (WireException e) {
            assertTrue(offset < handled, e.getMessage());
        }
    }

    private static DeciderState state(OrbitOrder order, long handled) {
        return new DeciderState(
                order.run(), order.next(), order.open(), 0, 0, 0, handled, order.seen());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void ordersWhateverComes(int seed) {
        Stream stream = new Stream(new Random(seed));
        Log log = new Log();
        OrbitOrder order = new OrbitOrder(DeciderState.NONE, log);
        for (int i = 0; i < stream.log.size(); i++) {
            take(order, stream.log.get(i), i);
        }
        assertEquals(stream.expected, log.lines);
        assertEquals(Long.MAX_VALUE, order.resume(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void goesOnAfterEveryCrashFromWhatWasCommitted(int seed) {
        Random random = new Random(seed);
        Stream stream = new Stream(random);
        List<String> committed = new ArrayList<>();
        String text = DeciderState.NONE.text();
        long resume = 0;
        while (resume < stream.log.size()) {
            // a decider that commits a few batches and then dies in the middle of one
            DeciderState state = DeciderState.parse(text);
            Log log = new Log();
            OrbitOrder order = new OrbitOrder(state, log);
            long position = resume;
            int batches = 1 + random.nextInt(12);
            long handled = state.handled();
            for (int b = 0; b < batches && position < stream.log.size(); b++) {
                long end = Math.min(stream.log.size(), position + 1 + random.nextInt(20));
                for (; position < end; position++) {
                    WireMessage message = stream.log.get((int) position);
                    takeAgain(order, message, position, state.handled());
                }
                committed.addAll(log.lines);
                log.lines.clear();
                handled = Math.max(handled, position);
                text = state(order, handled).text();
                resume = order.resume(position);
            }
            if (position == stream.log.size()) {
                break;
            }
            for (int i = 0; i < 5 && position < stream.log.size(); i++, position++) {
                takeAgain(order, stream.log.get((int) position), position, state.handled());
            }
        }
        assertEquals(stream.expected, committed);
    }

    @Test
    void refusesWhatWasDecided() {
        OrbitOrder order = new OrbitOrder(DeciderState.NONE, new Log());
        take(order, slice(1, 0, 0, 56, 0, 1), 0);
        take(order, slice(1, 1, 0, 56, 0, 1), 1);
        WireException late =
                assertThrows(WireException.class, () -> take(order, slice(1, 0, 0, 56, 0, 1), 2));
        assertEquals(Fault.ALREADY_DECIDED, late.fault());
        assertEquals("orbit 0 of run 1: expected orbit 2 of run 1 or later", late.getMessage());
    }

    @Test
    void refusesASliceThatCameBefore() {
        OrbitOrder order = new OrbitOrder(DeciderState.NONE, new Log());
        take(order, slice(1, 0, 0, 28, 0, 1), 0);
        WireException twice =
                assertThrows(WireException.class, () -> take(order, slice(1, 0, 0, 28, 0, 1), 1));
        assertEquals(Fault.ALREADY_DECIDED, twice.fault());
        assertEquals("slice 0 of orbit 0 of run 1 came before", twice.getMessage());
    }

    @Test
    void statesSurviveTheirText() {
        List<Position> seen = new ArrayList<>();
        seen.add(new Position(12, 345));
        seen.add(null);
        seen.add(new Position(13, Position.END));
        seen.add(new Position(12, Position.END));
        seen.add(new Position(14, 0));
        seen.add(new Position(12, 14));
        DeciderState state = new DeciderState(12, 99, true, 5, 6, 7, 8, seen);
        assertEquals(state, DeciderState.parse(state.text()));
        assertEquals(DeciderState.NONE, DeciderState.parse(DeciderState.NONE.text()));
        assertEquals(DeciderState.NONE, DeciderState.parse(""));
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> DeciderState.parse("2 something"))
                        .getMessage();
        assertTrue(message.contains("choose another --group"), message);
    }
}
