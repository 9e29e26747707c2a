package org.l1ring.power;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A group of a Liberty file: {@code kind(arguments) { attributes and groups }}.
 *
 * @param file it is in, for messages
 * @param line it begins on, from 1
 * @param kind its word: library, cell, pin, timing …
 * @param arguments within its parentheses
 * @param attributes values by name; of a name that comes twice, the last
 * @param groups within it, in order
 */
record LibertyGroup(
        String file,
        int line,
        String kind,
        List<String> arguments,
        Map<String, List<String>> attributes,
        List<LibertyGroup> groups) {

    /** The groups of a kind. */
    Stream<LibertyGroup> all(String wanted) {
        return groups.stream().filter(group -> group.kind.equals(wanted));
    }

    /** The only or first group of a kind. */
    Optional<LibertyGroup> first(String wanted) {
        return all(wanted).findFirst();
    }

    /** The first argument: the name of a cell, a pin or a template. */
    String name() {
        return arguments.isEmpty() ? "" : arguments.getFirst();
    }

    /** A simple attribute's text. */
    Optional<String> text(String attribute) {
        List<String> values = attributes.get(attribute);
        return values == null || values.isEmpty()
                ? Optional.empty()
                : Optional.of(values.getFirst());
    }

    /** A number, or another where the attribute is absent. */
    double number(String attribute, double otherwise) {
        return text(attribute).map(value -> number(attribute, value)).orElse(otherwise);
    }

    /** A text as a number of this group. */
    double number(String attribute, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException _) {
            throw bad("%s: expected a number, got '%s'".formatted(attribute, value));
        }
    }

    /** What is wrong with this group, with file and line. */
    IllegalArgumentException bad(String what) {
        String of = name().isEmpty() ? kind : kind + " " + name();
        return new IllegalArgumentException("%s: line %d: %s: %s".formatted(file, line, of, what));
    }
}
