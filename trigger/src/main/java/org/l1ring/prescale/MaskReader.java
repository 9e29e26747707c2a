package org.l1ring.prescale;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import org.l1ring.frame.FrameLayout;
import org.l1ring.menu.Algorithm;
import org.l1ring.menu.MenuException;

/**
 * Reads mask tables of the Global Trigger's run settings. Files list all 512 indices, so rows of
 * indices that the menu does not have are passed over; names that it does not have are errors.
 */
final class MaskReader {
    private static final String FINOR = "finorMask";
    private static final String VETO = "vetoMask";
    private static final String CROSSINGS = "algorithmBxMask";
    private static final String ALL = "all";
    private static final int LAST = FrameLayout.ORBIT_CROSSINGS - 1;

    private final AlgorithmNames names;
    private final Masks masks;
    private final Set<String> seen = new HashSet<>();

    MaskReader(AlgorithmNames names, Masks masks) {
        this.names = names;
        this.masks = masks;
    }

    void read(RunSettings settings) {
        int before = seen.size();
        settings.table(FINOR).ifPresent(table -> bits(FINOR, "mask", table, masks::finor));
        settings.table(VETO).ifPresent(table -> bits(VETO, "veto", table, masks::veto));
        settings.table(CROSSINGS).ifPresent(this::crossings);
        if (seen.size() == before) {
            throw new MenuException(
                    settings.file(),
                    "expected a table %s, %s or %s, got none; give the run settings of a mask"
                            .formatted(FINOR, VETO, CROSSINGS));
        }
    }

    /** Takes a bit of an algorithm. */
    private interface Setter {
        void set(int index, boolean value);
    }

    private void once(String id, RunSettings.Table table) {
        if (!seen.add(id)) {
            throw new MenuException(
                    table.where(), "expected the table in one file, got it twice; leave one out");
        }
    }

    /** A table of an algorithm and a bit; the row of all algorithms is the default. */
    private void bits(String id, String value, RunSettings.Table table, Setter setter) {
        once(id, table);
        expectColumns(table, List.of("algo", value));
        for (RunSettings.Row row : table.rows()) {
            if (row.cells().getFirst().equalsIgnoreCase(ALL)) {
                boolean bit = bit(row.where(), row.cells().get(1));
                forAll(index -> setter.set(index, bit));
            }
        }
        BitSet done = new BitSet();
        for (RunSettings.Row row : table.rows()) {
            String algorithm = row.cells().getFirst();
            if (algorithm.equalsIgnoreCase(ALL)) {
                continue;
            }
            int index = index(row.where(), algorithm);
            if (done.get(index)) {
                throw new MenuException(
                        row.where(),
                        "expected each algorithm once, got %s again; remove a row"
                                .formatted(algorithm));
            }
            done.set(index);
            setter.set(index, bit(row.where(), row.cells().get(1)));
        }
    }

    /** Rows of crossings with a column for each index, or rows of algorithm, range and bit. */
    private void crossings(RunSettings.Table table) {
        once(CROSSINGS, table);
        if (table.columns().getFirst().equals("bx/algo")) {
            int[] indices =
                    table.columns().stream()
                            .skip(1)
                            .mapToInt(column -> AlgorithmNames.index(table.where(), column))
                            .toArray();
            for (RunSettings.Row row : table.rows()) {
                int crossing = crossing(row.where(), row.cells().getFirst());
                for (int i = 0; i < indices.length; i++) {
                    boolean bit = bit(row.where(), row.cells().get(i + 1));
                    masks.look(indices[i], crossing, crossing, bit);
                }
            }
            return;
        }
        expectColumns(table, List.of("algo", "range", "mask"));
        for (RunSettings.Row row : table.rows()) {
            String algorithm = row.cells().getFirst();
            boolean bit = bit(row.where(), row.cells().get(2));
            IntConsumer apply = index -> range(row, index, bit);
            if (algorithm.equalsIgnoreCase(ALL)) {
                forAll(apply);
            } else {
                apply.accept(index(row.where(), algorithm));
            }
        }
    }

    /** A range of crossings, which may wrap through the orbit's end. */
    private void range(RunSettings.Row row, int index, boolean bit) {
        String text = row.cells().get(1);
        if (text.equalsIgnoreCase(ALL)) {
            masks.look(index, 0, LAST, bit);
            return;
        }
        String[] ends = text.split("-", -1);
        int first = crossing(row.where(), ends[0].strip());
        int last = ends.length == 2 ? crossing(row.where(), ends[1].strip()) : first;
        if (ends.length > 2) {
            throw badRange(row.where(), text);
        }
        if (first <= last) {
            masks.look(index, first, last, bit);
        } else {
            masks.look(index, first, LAST, bit);
            masks.look(index, 0, last, bit);
        }
    }

    private static MenuException badRange(String where, String text) {
        return new MenuException(
                where,
                "expected a crossing from 0 to 3563, two with a hyphen, or all, got \"%s\"; correct it"
                        .formatted(text));
    }

    /** A crossing; those who count from 1 call the first one 3564. */
    private static int crossing(String where, String text) {
        int crossing = text.matches("\\d{1,4}") ? Integer.parseInt(text) : Integer.MAX_VALUE;
        if (crossing > FrameLayout.ORBIT_CROSSINGS) {
            throw badRange(where, text);
        }
        return crossing % FrameLayout.ORBIT_CROSSINGS;
    }

    private static void forAll(IntConsumer each) {
        for (int index = 0; index < Algorithm.BITS; index++) {
            each.accept(index);
        }
    }

    private int index(String where, String text) {
        return text.matches("\\d+")
                ? AlgorithmNames.index(where, text)
                : names.find(where, text).index();
    }

    private static boolean bit(String where, String text) {
        if (!text.equals("0") && !text.equals("1")) {
            throw new MenuException(
                    where, "expected 0 or 1, got \"%s\"; correct the row".formatted(text));
        }
        return text.equals("1");
    }

    private static void expectColumns(RunSettings.Table table, List<String> expected) {
        if (!table.columns().equals(expected)) {
            String got = String.join(",", table.columns());
            throw new MenuException(
                    table.where(),
                    "expected the columns %s, got %s; correct the table"
                            .formatted(
                                    String.join(",", expected),
                                    got.length() > 60 ? got.substring(0, 60) + "..." : got));
        }
    }
}
