package org.l1ring.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.decision.DecisionSetup.Gap;
import org.l1ring.frame.FrameLayout;

/** Whole blocks are decided as their crossings are one by one. */
class BlockDecisionTest {
    private static final List<String> DEAD_TIMES =
            List.of("cms", "none", "simple4,complex8/351", "2in25,complex3/100,1in3");

    private static DecisionSetup setup(SplittableRandom random, int algorithms) {
        List<Double> prescales = new ArrayList<>();
        List<Boolean> finor = new ArrayList<>();
        List<Boolean> veto = new ArrayList<>();
        CrossingMasks masks = CrossingMasks.ALL;
        for (int i = 0; i < algorithms; i++) {
            prescales.add(
                    switch (random.nextInt(4)) {
                        case 0 -> 0.0;
                        case 1 -> 1 + random.nextInt(500) / 100.0;
                        default -> 1.0;
                    });
            finor.add(random.nextInt(5) > 0);
            veto.add(random.nextInt(40) == 0);
            if (random.nextInt(4) == 0) {
                BitSet hidden = new BitSet();
                for (int k = 0; k < 300; k++) {
                    hidden.set(random.nextInt(FrameLayout.ORBIT_CROSSINGS));
                }
                masks = masks.hiding(i, hidden);
            }
        }
        Gap gap = random.nextBoolean() ? Gap.NONE : new Gap(random.nextInt(3000), 200);
        String deadTime = DEAD_TIMES.get(random.nextInt(DEAD_TIMES.size()));
        return new DecisionSetup(prescales, finor, veto, masks, gap, DeadTime.parse(deadTime));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void blocksAreDecidedAsCrossingsAre(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int algorithms = 1 + random.nextInt(200);
        DecisionSetup setup = setup(random, algorithms);
        FinalDecision byBlock = new FinalDecision(setup);
        FinalDecision byCrossing = new FinalDecision(setup);
        long first = FinalDecision.SECTION_ORBITS - 2;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment words = arena.allocate((long) Long.BYTES * algorithms, Long.BYTES);
            for (long orbit = first; orbit < first + 4; orbit++) {
                byBlock.orbit(orbit);
                byCrossing.orbit(orbit);
                for (int block = 0; block < FrameLayout.ORBIT_BLOCKS; block++) {
                    long[][] bits = draw(random, words, algorithms, FrameLayout.crossings(block));
                    compare(byBlock, byCrossing, orbit, block, words, bits);
                }
            }
        }
        assertEquals(byCrossing.lost(), byBlock.lost());
        assertEquals(byCrossing.candidates(), byBlock.candidates());
        assertEquals(byCrossing.accepts(), byBlock.accepts());
        assertEquals(byCrossing.vetoedByAlgorithms(), byBlock.vetoedByAlgorithms());
        assertEquals(byCrossing.beforePrescale().latched(), byBlock.beforePrescale().latched());
        assertEquals(byCrossing.afterPrescale().running(), byBlock.afterPrescale().running());
        assertEquals(byCrossing.afterDeadTime().running(), byBlock.afterDeadTime().running());
        assertTrue(byBlock.beforePrescale().latched().stream().anyMatch(count -> count > 0));
    }

    /** Random bits: a word for each algorithm, and the same for each crossing. */
    private static long[][] draw(
            SplittableRandom random, MemorySegment words, int algorithms, int crossings) {
        double part = 3 * Math.pow(10, -2 * random.nextDouble()) / algorithms;
        long[][] bits = new long[crossings][Math.ceilDiv(algorithms, Long.SIZE)];
        for (int i = 0; i < algorithms; i++) {
            long word = 0;
            for (int k = 0; k < crossings; k++) {
                if (random.nextDouble() < part) {
                    word |= 1L << k;
                    bits[k][i / Long.SIZE] |= 1L << i;
                }
            }
            words.setAtIndex(ValueLayout.JAVA_LONG, i, word);
        }
        return bits;
    }

    private static void compare(
            FinalDecision byBlock,
            FinalDecision byCrossing,
            long orbit,
            int block,
            MemorySegment words,
            long[][] bits) {
        long accepted = byBlock.decideBlock(orbit, block, words);
        for (int k = 0; k < bits.length; k++) {
            int bx = block * Long.SIZE + k;
            boolean expected = byCrossing.decide(orbit, bx, bits[k]);
            assertEquals(expected, (accepted >>> k & 1) != 0, "crossing " + bx);
            for (int i = 0; i < words.byteSize() / Long.BYTES; i++) {
                long before = byCrossing.before(i / Long.SIZE) >>> i & 1;
                long after = byCrossing.after(i / Long.SIZE) >>> i & 1;
                assertEquals(before, byBlock.beforeOf(i) >>> k & 1);
                assertEquals(after, byBlock.afterOf(i) >>> k & 1);
            }
        }
    }
}
