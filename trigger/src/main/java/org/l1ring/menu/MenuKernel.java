package org.l1ring.menu;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.Engine;
import org.l1ring.sliced.SlicedKernel;

/**
 * Evaluates a menu in many crossings at once, over frames of {@link FrameLayout#TRIGGER_WORDS}
 * whose two neighbours on either side lie beside them.
 *
 * <p>Allocates when it is made, never when it runs; for use by one thread at a time.
 */
public final class MenuKernel {
    /** Most crossings of a run: 512. */
    public static final int CROSSINGS = SlicedKernel.CROSSINGS;

    private final SlicedKernel kernel;
    private final int algorithms;

    /**
     * A kernel of a menu.
     *
     * @param menu to evaluate
     * @param engine that computes numbers: masses, distances, scores
     */
    public MenuKernel(MenuCircuit menu, Engine engine) {
        List<InputWord> words = menu.words();
        long[] offsets = new long[words.size()];
        int[] objects = new int[words.size()];
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < offsets.length; i++) {
            InputWord word = words.get(i);
            offsets[i] =
                    (long) word.bxOffset() * FrameLayout.TRIGGER_WORDS.frameBytes()
                            + (long) word.word() * FrameLayout.TRIGGER_WORDS.fieldBytes();
            objects[i] = numbers.computeIfAbsent(word.objectName(), _ -> numbers.size());
        }
        kernel = new SlicedKernel(menu.circuit(), offsets, objects, engine);
        algorithms = menu.algorithms().size();
    }

    /**
     * Evaluates crossings.
     *
     * @param rows addresses of their frames
     * @param count 1 to 512
     */
    public void run(long[] rows, int count) {
        kernel.run(rows, count);
    }

    /**
     * Bits of an algorithm in the crossings run last.
     *
     * @param column place among {@link MenuCircuit#algorithms}
     * @param word which 64 crossings, 0 to 7
     * @return bit k for crossing {@code 64 * word + k}; bits beyond the crossings mean nothing
     */
    public long bits(int column, int word) {
        return kernel.bits(column, word);
    }

    /**
     * A score of one of the crossings run last.
     *
     * @param column place among {@link MenuCircuit#scores}
     * @param crossing its place in the run
     * @return the raw score
     */
    public long score(int column, int crossing) {
        return kernel.number(algorithms + column, crossing);
    }

    /** What the kernel is made of, a line each. */
    public List<String> plan() {
        return kernel.plan();
    }
}
