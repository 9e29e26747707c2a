package org.l1ring.menu;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CrossingWindow;
import org.l1ring.frame.FrameLayout;
import org.l1ring.model.Model;

/**
 * A menu as one circuit: a column of bits for each algorithm that is evaluated, over words of the
 * decided crossing and its neighbours.
 *
 * @param menu that it computes
 * @param circuit whose outputs are one bit for each of {@code algorithms}, then one raw score for
 *     each network, named as its model
 * @param words what its input columns are, in order
 * @param algorithms that are evaluated, by index
 * @param notEvaluated the others, with the reason
 */
public record MenuCircuit(
        Menu menu,
        Circuit circuit,
        List<InputWord> words,
        List<Algorithm> algorithms,
        List<NotEvaluated> notEvaluated) {

    private static final String NO_EXTERNALS =
            "asks for external conditions, which the simulated feed does not have";

    /** Copies the lists. */
    public MenuCircuit {
        words = List.copyOf(words);
        algorithms = List.copyOf(algorithms);
        notEvaluated = List.copyOf(notEvaluated);
    }

    /**
     * An algorithm that is not evaluated.
     *
     * @param algorithm of the menu
     * @param reason what it lacks
     */
    public record NotEvaluated(Algorithm algorithm, String reason) {}

    /**
     * The circuit of a menu.
     *
     * @param menu to lower
     * @param models the networks that are loaded
     * @throws MenuException when a threshold or cut is not on its scale, when a scale or precision
     *     is missing, or when a network is loaded in another version than the menu names
     */
    public static MenuCircuit of(Menu menu, List<Model> models) {
        return new MenuLowering(menu, models).circuit();
    }

    /**
     * The words of a crossing that it looks at in any crossing, in the order of {@link
     * FrameLayout#TRIGGER_WORDS}: fields of that layout.
     */
    public List<Integer> wordsOfCrossing() {
        return words.stream().map(InputWord::word).distinct().sorted().toList();
    }

    /** Which of these words of which crossing each input column is. */
    public CrossingWindow window() {
        List<Integer> fields = wordsOfCrossing();
        List<Circuit.Port> ports = new ArrayList<>();
        for (int field : fields) {
            ports.add(new Circuit.Port(new InputWord(0, field).portName(), WordSteps.WORD, 0));
        }
        List<CrossingWindow.Column> columns = new ArrayList<>();
        for (InputWord word : words) {
            columns.add(new CrossingWindow.Column(fields.indexOf(word.word()), word.bxOffset()));
        }
        return new CrossingWindow(ports, columns);
    }

    /**
     * The circuit of a menu over the simulated feed, which sets no external conditions: algorithms
     * that ask for them are not evaluated, as they would fire always or never.
     *
     * @param menu to lower
     * @param models the networks that are loaded
     * @throws MenuException as {@link #of}
     */
    public static MenuCircuit withoutExternals(Menu menu, List<Model> models) {
        Set<Integer> asking =
                menu.algorithms().stream()
                        .filter(entry -> Expression.asksForExternals(entry.expression()))
                        .map(Algorithm::index)
                        .collect(Collectors.toSet());
        Set<Integer> others =
                menu.algorithms().stream()
                        .map(Algorithm::index)
                        .filter(index -> !asking.contains(index))
                        .collect(Collectors.toSet());
        MenuCircuit some = of(menu.only(others), models);
        List<NotEvaluated> rest = new ArrayList<>(some.notEvaluated());
        for (Algorithm algorithm : menu.algorithms()) {
            if (asking.contains(algorithm.index())) {
                rest.add(new NotEvaluated(algorithm, NO_EXTERNALS));
            }
        }
        rest.sort(Comparator.comparingInt(entry -> entry.algorithm().index()));
        return new MenuCircuit(menu, some.circuit(), some.words(), some.algorithms(), rest);
    }

    /** The names of the scores after the algorithms' bits. */
    public List<String> scores() {
        return circuit.outputs().subList(algorithms.size(), circuit.outputs().size()).stream()
                .map(Circuit.Output::name)
                .toList();
    }
}
