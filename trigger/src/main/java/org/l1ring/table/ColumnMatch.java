package org.l1ring.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Finds the columns of a table that hold a model's values: by name, else by order. */
public final class ColumnMatch {
    private ColumnMatch() {}

    /**
     * The column of each value: by name if every name of a list is in the header, else by order if
     * the number of columns is right.
     *
     * @param table with or without names
     * @param count values wanted from each row
     * @param names lists of {@code count} names, the first that fits wins
     * @return [count] columns of the file
     * @throws IllegalArgumentException if neither names nor number fit
     */
    public static int[] match(TableReader table, int count, List<List<String>> names) {
        for (List<String> list : names) {
            int[] found = byName(table.columns(), list);
            if (found.length == count) {
                return found;
            }
        }
        if (table.width() == count) {
            return IntStream.range(0, count).toArray();
        }
        throw new IllegalArgumentException(
                "%s: expected %d columns, or a header with %s, got %d columns%s; %s"
                        .formatted(
                                table.name(),
                                count,
                                span(names.getFirst()),
                                table.width(),
                                missing(table.columns(), names),
                                "add what is missing, or remove other columns"));
    }

    /** The columns of these names; empty if one is missing or ambiguous. */
    public static int[] byName(List<String> header, List<String> names) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
            places.merge(header.get(i), i, (_, _) -> -1);
        }
        int[] found = names.stream().mapToInt(name -> places.getOrDefault(name, -1)).toArray();
        boolean all = IntStream.of(found).noneMatch(column -> column < 0);
        return all && IntStream.of(found).distinct().count() == found.length ? found : new int[0];
    }

    private static String span(List<String> names) {
        return names.size() == 1 ? names.getFirst() : names.getFirst() + " to " + names.getLast();
    }

    /** Names the first missing column of the list that fits best. */
    private static String missing(List<String> header, List<List<String>> names) {
        List<String> best = List.of();
        long most = 0;
        for (List<String> list : names) {
            long known = list.stream().filter(header::contains).count();
            if (known > most) {
                most = known;
                best = list;
            }
        }
        return best.stream()
                .filter(name -> !header.contains(name))
                .findFirst()
                .map(name -> " and no column " + name)
                .orElse("");
    }
}
