package org.l1ring.menu;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Some algorithms of a menu, as a command names them.
 *
 * @param indices of the algorithms
 * @param named those of them that were named one by one, by index or name
 */
public record AlgorithmChoice(Set<Integer> indices, Set<Integer> named) {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

    /** Copies the sets. */
    public AlgorithmChoice {
        indices = Set.copyOf(indices);
        named = Set.copyOf(named);
    }

    /**
     * The algorithms that a text names.
     *
     * @param menu that has them
     * @param text parts separated by commas: an index, a range of indices {@code 10-40}, a name, or
     *     a regular expression that whole names match
     * @throws MenuException where a part names nothing of the menu
     */
    public static AlgorithmChoice parse(Menu menu, String text) {
        Set<Integer> all = new TreeSet<>();
        Set<Integer> named = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            String item = part.strip();
            List<Algorithm> found = menu.algorithms().stream().filter(wanted(menu, item)).toList();
            if (found.isEmpty()) {
                throw new MenuException(
                        menu.file(),
                        "expected algorithms of the menu %s, got \"%s\", which names none; give indices, ranges such as 10-40, names or patterns of names"
                                .formatted(menu.name(), item));
            }
            for (Algorithm algorithm : found) {
                all.add(algorithm.index());
                if (item.equals(algorithm.name()) || item.matches("\\d+")) {
                    named.add(algorithm.index());
                }
            }
        }
        return new AlgorithmChoice(all, named);
    }

    private static Predicate<Algorithm> wanted(Menu menu, String item) {
        Matcher range = RANGE.matcher(item);
        if (range.matches()) {
            int from = Integer.parseInt(range.group(1));
            int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
            return entry -> entry.index() >= from && entry.index() <= to;
        }
        Pattern names = pattern(menu, item);
        return entry -> entry.name().equals(item) || names.matcher(entry.name()).matches();
    }

    private static Pattern pattern(Menu menu, String item) {
        try {
            return Pattern.compile(item);
        } catch (PatternSyntaxException e) {
            throw new MenuException(
                    menu.file(),
                    "expected a name or a pattern of names, got \"%s\": %s; correct it"
                            .formatted(item, e.getDescription()));
        }
    }

    /** The menu of these algorithms. */
    public Menu of(Menu menu) {
        return menu.only(indices);
    }

    /**
     * Checks that what was named one by one is there.
     *
     * @param circuit of these algorithms
     * @throws MenuException where one of them is not evaluated
     */
    public void requireEvaluated(MenuCircuit circuit) {
        for (MenuCircuit.NotEvaluated entry : circuit.notEvaluated()) {
            if (named.contains(entry.algorithm().index())) {
                throw new MenuException(
                        circuit.menu().where(entry.algorithm()),
                        "expected an algorithm that can be evaluated, got one that is not: %s; leave it out or mend that"
                                .formatted(entry.reason()));
            }
        }
    }
}
