package org.l1ring.prescale;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.l1ring.decision.CrossingMasks;
import org.l1ring.decision.DecisionSetup;
import org.l1ring.menu.Algorithm;
import org.l1ring.menu.Menu;
import org.l1ring.menu.MenuException;

/**
 * The masks of a menu's algorithms: which take part in the final OR, which veto it, and in which
 * crossings of the orbit they are looked at. What no table says: all, none, all.
 */
public final class Masks {
    private final BitSet outsideFinor = new BitSet();
    private final BitSet vetoes = new BitSet();
    private final BitSet[] hidden = new BitSet[Algorithm.BITS];

    private Masks() {
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] = new BitSet();
        }
    }

    /** All algorithms in the final OR, no vetoes, all crossings. */
    public static Masks none() {
        return new Masks();
    }

    /**
     * Reads the tables {@code finorMask}, {@code vetoMask} and {@code algorithmBxMask} of files of
     * run settings, plain or gzip.
     *
     * @param files each of which has at least one of the tables; a table occurs once in all of them
     * @param menu that they are for
     * @throws MenuException when one is no such file or its tables do not fit the menu
     */
    public static Masks read(List<Path> files, Menu menu) {
        Masks masks = new Masks();
        MaskReader reader = new MaskReader(new AlgorithmNames(menu), masks);
        try {
            for (Path file : files) {
                reader.read(RunSettings.read(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return masks;
    }

    /** Whether an algorithm takes part in the final OR. */
    void finor(int index, boolean part) {
        outsideFinor.set(index, !part);
    }

    /** Whether an algorithm vetoes the final OR. */
    void veto(int index, boolean vetoing) {
        vetoes.set(index, vetoing);
    }

    /** Whether an algorithm is looked at in crossings, from the first up to the last one. */
    void look(int index, int first, int last, boolean shown) {
        hidden[index].set(first, last + 1, !shown);
    }

    /**
     * How algorithm bits are decided on, with the default trigger rules and no calibration gap.
     *
     * @param prescales of the algorithms
     * @param algorithms in the order of their bits
     */
    public DecisionSetup setup(List<Double> prescales, List<Algorithm> algorithms) {
        CrossingMasks crossings = CrossingMasks.ALL;
        for (int i = 0; i < algorithms.size(); i++) {
            BitSet dark = hidden[algorithms.get(i).index()];
            crossings = dark.isEmpty() ? crossings : crossings.hiding(i, dark);
        }
        return new DecisionSetup(
                prescales,
                algorithms.stream().map(entry -> !outsideFinor.get(entry.index())).toList(),
                algorithms.stream().map(entry -> vetoes.get(entry.index())).toList(),
                crossings,
                DecisionSetup.Gap.NONE,
                DecisionSetup.RULES);
    }
}
