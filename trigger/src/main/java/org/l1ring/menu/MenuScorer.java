package org.l1ring.menu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.BlockScorer;
import org.l1ring.kernel.Engine;
import org.l1ring.kernel.ScoredBlock;

/**
 * Evaluates a menu in the crossings of blocks: those that hold something, or have a neighbour that
 * may, are gathered from block to block so that runs of the kernel are full; the others have the
 * bits of an empty crossing.
 *
 * <p>A block gets the bits of all algorithms and the raw scores, the first of which is its score;
 * its decision stays open. Allocates when it is made, never when it runs; for use by one thread at
 * a time.
 */
public final class MenuScorer implements BlockScorer {
    private static final int FRAME_BYTES = FrameLayout.TRIGGER_WORDS.frameBytes();

    /** Blocks that can have crossings in one run of the kernel. */
    private static final int MOST_PARTS = MenuKernel.CROSSINGS;

    private final MenuKernel kernel;
    private final int algorithms;
    private final int scores;
    private final boolean neighbours;
    private final int[] firesOnNothing;
    private final long[] scoreOfNothing;
    private final long[] rows = new long[MenuKernel.CROSSINGS];

    /** Crossings of one block in the run that is being gathered. */
    private final ScoredBlock[] part = new ScoredBlock[MOST_PARTS];

    private final int[] start = new int[MOST_PARTS + 1];
    private final long[] places = new long[MOST_PARTS];
    private int parts;
    private int waiting;

    /**
     * A scorer of a menu.
     *
     * @param menu to evaluate
     * @param engine that computes numbers: masses, distances, scores
     */
    public MenuScorer(MenuCircuit menu, Engine engine) {
        kernel = new MenuKernel(menu, engine);
        algorithms = menu.algorithms().size();
        scores = menu.scores().size();
        neighbours = menu.words().stream().anyMatch(word -> word.bxOffset() != 0);
        scoreOfNothing = new long[scores];
        List<Integer> fires = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            long reach = (long) InputWord.REACH * FRAME_BYTES;
            MemorySegment empty =
                    arena.allocate(2 * reach + FRAME_BYTES, FrameLayout.ALIGNMENT_BYTES);
            rows[0] = empty.address() + reach;
            kernel.run(rows, 1);
        }
        for (int i = 0; i < algorithms; i++) {
            if ((kernel.bits(i, 0) & 1) != 0) {
                fires.add(i);
            }
        }
        for (int i = 0; i < scores; i++) {
            scoreOfNothing[i] = kernel.score(i, 0);
        }
        firesOnNothing = fires.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public long score(MemorySegment frames, long offset, int crossings, MemorySegment column) {
        throw new UnsupportedOperationException("a menu scores blocks that hold its bits");
    }

    @Override
    public void score(ScoredBlock block) {
        begin(block);
        flush();
    }

    @Override
    public void score(ScoredBlock[] blocks, int count) {
        for (int i = 0; i < count; i++) {
            begin(blocks[i]);
        }
        flush();
    }

    private void begin(ScoredBlock block) {
        long all = -1L >>> -block.crossings();
        long filled = block.filled() & all;
        if (neighbours && filled != all) {
            long edges = 3L | 3L << (block.crossings() - InputWord.REACH);
            filled |= filled << 1 | filled << 2 | filled >>> 1 | filled >>> 2 | edges;
            filled &= all;
        }
        MemorySegment found = block.algorithms();
        for (int i = 0; i < algorithms; i++) {
            found.setAtIndex(ValueLayout.JAVA_LONG, i, 0);
        }
        for (int algorithm : firesOnNothing) {
            found.setAtIndex(ValueLayout.JAVA_LONG, algorithm, all & ~filled);
        }
        MemorySegment first = block.scores().whole();
        for (int k = 0; k < FrameLayout.BLOCK_CROSSINGS; k++) {
            first.setAtIndex(ValueLayout.JAVA_LONG, k, scores == 0 ? 0 : scoreOfNothing[0]);
            for (int i = 0; i < scores; i++) {
                found.setAtIndex(ValueLayout.JAVA_LONG, scoreIndex(i, k), scoreOfNothing[i]);
            }
        }
        block.decide(0);
        gather(block, filled);
    }

    private long scoreIndex(int score, int crossing) {
        return algorithms + (long) score * FrameLayout.BLOCK_CROSSINGS + crossing;
    }

    private void gather(ScoredBlock block, long filled) {
        long first = block.frameSegment().address() + block.frameOffset();
        long rest = filled;
        while (rest != 0) {
            part[parts] = block;
            start[parts] = waiting;
            long before = rest;
            for (; rest != 0 && waiting < rows.length; rest &= rest - 1) {
                rows[waiting++] = first + (long) Long.numberOfTrailingZeros(rest) * FRAME_BYTES;
            }
            places[parts++] = before & ~rest;
            if (waiting == rows.length) {
                flush();
            }
        }
    }

    /** Runs the kernel on the gathered crossings and gives their blocks bits and scores. */
    private void flush() {
        if (waiting == 0) {
            return;
        }
        kernel.run(rows, waiting);
        start[parts] = waiting;
        for (int i = 0; i < algorithms; i++) {
            long any = 0;
            for (int word = 0; word <= (waiting - 1) / Long.SIZE; word++) {
                any |= kernel.bits(i, word);
            }
            if (any != 0) {
                spread(i);
            }
        }
        for (int p = 0; p < parts; p++) {
            for (int i = 0; i < scores; i++) {
                spreadScores(i, p);
            }
        }
        parts = 0;
        waiting = 0;
    }

    private void spread(int algorithm) {
        for (int p = 0; p < parts; p++) {
            int first = start[p];
            int word = first / Long.SIZE;
            long bits = kernel.bits(algorithm, word) >>> first;
            if (first % Long.SIZE != 0 && word + 1 < MenuKernel.CROSSINGS / Long.SIZE) {
                bits |= kernel.bits(algorithm, word + 1) << -first;
            }
            if (bits != 0) {
                MemorySegment found = part[p].algorithms();
                long before = found.getAtIndex(ValueLayout.JAVA_LONG, algorithm);
                long after = before | Long.expand(bits, places[p]);
                found.setAtIndex(ValueLayout.JAVA_LONG, algorithm, after);
            }
        }
    }

    private void spreadScores(int score, int p) {
        MemorySegment found = part[p].algorithms();
        MemorySegment first = part[p].scores().whole();
        int item = start[p];
        for (long rest = places[p]; rest != 0; rest &= rest - 1) {
            int crossing = Long.numberOfTrailingZeros(rest);
            long raw = kernel.score(score, item++);
            found.setAtIndex(ValueLayout.JAVA_LONG, scoreIndex(score, crossing), raw);
            if (score == 0) {
                first.setAtIndex(ValueLayout.JAVA_LONG, crossing, raw);
            }
        }
    }
}
