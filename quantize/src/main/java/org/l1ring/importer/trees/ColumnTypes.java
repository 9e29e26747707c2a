package org.l1ring.importer.trees;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ModelException;

/**
 * The types of the input columns and who chose them.
 *
 * @param types one a column
 * @param reason for people
 */
record ColumnTypes(List<FixedType> types, String reason) {
    private static final int DEFAULT_WIDTH = 16;
    private static final int UNUSED_INTEGER = 8;

    /** Most integer bits of a type that is chosen; thresholds beyond it decide nothing. */
    private static final int MOST_INTEGER = 32;

    /**
     * The declared types, else those of the file, else 16 bits a column with the integer bits that
     * its thresholds need.
     *
     * @throws ModelException when as many types are declared as there are neither one nor columns
     */
    static ColumnTypes of(String file, Forest forest, TreeTypes declared) {
        int size = forest.columns().size();
        List<FixedType> inputs = declared.inputs();
        if (!inputs.isEmpty()) {
            if (inputs.size() != 1 && inputs.size() != size) {
                throw new ModelException(
                        file,
                        "expected one input type or %d, one a column, got %d; mend --input-type"
                                .formatted(size, inputs.size()));
            }
            inputs.forEach(type -> check(file, type));
            return new ColumnTypes(
                    inputs.size() == size ? inputs : Collections.nCopies(size, inputs.getFirst()),
                    "as declared");
        }
        if (forest.types().isPresent()) {
            FixedType type = forest.types().get().input();
            check(file, type);
            return new ColumnTypes(Collections.nCopies(size, type), "as the file declares");
        }
        return new ColumnTypes(
                chosen(forest),
                "chosen: 16 bits, with the integer bits that a column's thresholds and its range"
                        + " in the file need; declare the columns' own types with --input-type");
    }

    private static void check(String file, FixedType type) {
        if (type.width() == 0 || (!type.signed() && type.width() == FixedType.MAX_WIDTH)) {
            throw new ModelException(
                    file,
                    "expected input types of 1 to 64 bits, 63 without a sign, got %s; declare"
                                    .formatted(type)
                            + " another with --input-type");
        }
    }

    private static List<FixedType> chosen(Forest forest) {
        int size = forest.columns().size();
        double[] largest = new double[size];
        boolean[] used = new boolean[size];
        for (SourceTree tree : forest.trees()) {
            for (SourceNode node : tree.nodes()) {
                if (node instanceof SourceNode.Split split
                        && split.feature() >= 0
                        && split.feature() < size
                        && !split.cut().constant()) {
                    double bound = Math.abs(split.cut().bound().doubleValue());
                    largest[split.feature()] = Math.max(largest[split.feature()], bound);
                    used[split.feature()] = true;
                }
            }
        }
        List<FixedType> types = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            double magnitude = Math.max(largest[i], forest.columns().get(i).magnitude());
            int integer = used[i] ? integerBits(magnitude) : UNUSED_INTEGER;
            types.add(FixedType.signed(Math.max(DEFAULT_WIDTH, integer), integer));
        }
        return types;
    }

    /** Integer bits, that of the sign included, of values up to the magnitude. */
    private static int integerBits(double magnitude) {
        return magnitude < 1 ? 1 : (int) Math.min(MOST_INTEGER, Math.getExponent(magnitude) + 2L);
    }
}
