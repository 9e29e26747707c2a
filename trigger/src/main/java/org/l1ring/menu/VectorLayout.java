package org.l1ring.menu;

import java.util.Arrays;
import java.util.Optional;

/** The two layouts of the Global Trigger's test vectors, told apart by their columns. */
public enum VectorLayout {
    /** 2015 and 2016: 8 taus and 4 sums. */
    COLUMNS_48(48, 8, 4),
    /** From late 2016 on: 12 taus and 12 words of sums, 6 of them spare. */
    COLUMNS_60(60, 12, 12);

    private final int columns;
    private final int taus;
    private final int sums;

    VectorLayout(int columns, int taus, int sums) {
        this.columns = columns;
        this.taus = taus;
        this.sums = sums;
    }

    /** Columns of a line: crossing, objects, sums, externals, algorithms, final decision. */
    public int columns() {
        return columns;
    }

    /** Columns of taus. */
    int taus() {
        return taus;
    }

    /** Columns of sums. */
    int sums() {
        return sums;
    }

    /** The layout of a number of columns. */
    static Optional<VectorLayout> of(int columns) {
        return Arrays.stream(values()).filter(layout -> layout.columns == columns).findFirst();
    }
}
