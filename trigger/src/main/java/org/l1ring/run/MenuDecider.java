package org.l1ring.run;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.l1ring.decision.FinalDecision;
import org.l1ring.frame.FrameLayout;
import org.l1ring.menu.MenuCircuit;
import org.l1ring.ring.BlockSink;
import org.l1ring.ring.CrossingBlock;
import org.l1ring.sink.AcceptFile;

/**
 * Decides on the blocks of a menu's run and writes the accepts; the first of a run's sinks, so that
 * the others see its decision.
 */
public final class MenuDecider implements BlockSink {
    private final FinalDecision decision;
    private final AcceptFile file;
    private final CounterTable counters;
    private final int algorithms;
    private final long[] before;
    private final long[] after;
    private final long[] scores;

    /**
     * Begins a run.
     *
     * @param decision how to decide
     * @param file receives the accepts, and is closed with this
     * @param counters receives the counters of each luminosity section, and is closed with this
     * @param menu whose bits and scores blocks hold
     */
    MenuDecider(FinalDecision decision, AcceptFile file, CounterTable counters, MenuCircuit menu) {
        this.decision = decision;
        this.file = file;
        this.counters = counters;
        this.algorithms = menu.algorithms().size();
        int words = Math.ceilDiv(algorithms, Long.SIZE);
        this.before = new long[words];
        this.after = new long[words];
        this.scores = new long[menu.scores().size()];
    }

    @Override
    public void block(CrossingBlock block) {
        MemorySegment found = block.algorithms();
        long accepted = decision.decideBlock(block.orbit(), block.block(), found);
        block.decide(accepted);
        int first = block.block() * FrameLayout.BLOCK_CROSSINGS;
        for (long rest = accepted; rest != 0; rest &= rest - 1) {
            int crossing = Long.numberOfTrailingZeros(rest);
            for (int word = 0; word < before.length; word++) {
                collect(word, crossing);
            }
            for (int i = 0; i < scores.length; i++) {
                long at = algorithms + (long) i * FrameLayout.BLOCK_CROSSINGS + crossing;
                scores[i] = found.getAtIndex(ValueLayout.JAVA_LONG, at);
            }
            file.accept(first + crossing, before, after, scores);
        }
    }

    private void collect(int word, int crossing) {
        int first = word * Long.SIZE;
        int end = Math.min(algorithms, first + Long.SIZE);
        long bitsBefore = 0;
        long bitsAfter = 0;
        for (int i = first; i < end; i++) {
            bitsBefore |= (decision.beforeOf(i) >>> crossing & 1) << i;
            bitsAfter |= (decision.afterOf(i) >>> crossing & 1) << i;
        }
        before[word] = bitsBefore;
        after[word] = bitsAfter;
    }

    @Override
    public void lost(long orbit, int block) {
        file.lost(1L << block);
    }

    @Override
    public void orbitEnded(long orbit) {
        file.endOrbit();
        decision.orbit(orbit + 1);
        if ((orbit + 1) % FinalDecision.SECTION_ORBITS == 0) {
            counters.ended(decision);
        }
    }

    @Override
    public void finish() {
        counters.finish(decision);
        file.finish();
    }

    @Override
    public void close() {
        counters.close();
        file.close();
    }
}
