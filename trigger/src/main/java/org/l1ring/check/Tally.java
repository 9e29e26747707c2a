package org.l1ring.check;

import java.util.BitSet;
import java.util.Optional;

/** Wrong rows of one engine and the first wrong value. */
final class Tally {
    private final EngineKind engine;
    private final BitSet wrongRows = new BitSet();
    private Difference first;
    private long mismatches;

    Tally(EngineKind engine) {
        this.engine = engine;
    }

    /** Begins a chunk of rows. */
    void clear() {
        wrongRows.clear();
    }

    /** Notes a wrong value at a row of the chunk. */
    void wrong(int row, Difference difference) {
        if (!wrongRows.get(row)) {
            wrongRows.set(row);
            mismatches++;
        }
        if (first == null || difference.row() < first.row()) {
            first = difference;
        }
    }

    SetResult.EngineResult result(String detail) {
        return new SetResult.EngineResult(engine, mismatches, detail, Optional.ofNullable(first));
    }
}
