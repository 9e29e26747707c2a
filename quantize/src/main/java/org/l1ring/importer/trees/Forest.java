package org.l1ring.importer.trees;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.l1ring.fixed.FixedType;

/**
 * Boosted trees as their file has them.
 *
 * @param format tool, version and objective, for people
 * @param columns input columns
 * @param trees in the order of the file
 * @param start the score of each group before any tree
 * @param normalisation factor of the sum in the types of the file; none when leaves hold it
 * @param types the types that the file declares
 * @param meaning what a score is
 * @param notes more for people to know
 */
public record Forest(
        String format,
        List<Column> columns,
        List<SourceTree> trees,
        List<BigDecimal> start,
        Optional<BigDecimal> normalisation,
        Optional<DeclaredTypes> types,
        String meaning,
        List<String> notes) {
    /** Copies the lists. */
    public Forest {
        columns = List.copyOf(columns);
        trees = List.copyOf(trees);
        start = List.copyOf(start);
        notes = List.copyOf(notes);
    }

    /** Most columns, groups of a file: far more than any trigger has. */
    static final int MOST_COLUMNS = 1 << 14;

    /** Most scores of a file. */
    static final int MOST_GROUPS = 1 << 10;

    /**
     * An input column.
     *
     * @param name in the file, or empty
     * @param magnitude largest magnitude that the file says it has, or 0
     */
    public record Column(String name, double magnitude) {}

    /** Types that a file declares: of the inputs and of the score. */
    public record DeclaredTypes(FixedType input, FixedType score) {}

    /** Number of scores. */
    public int groups() {
        return start.size();
    }
}
