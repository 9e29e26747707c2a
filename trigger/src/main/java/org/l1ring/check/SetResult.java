package org.l1ring.check;

import java.util.List;
import java.util.Optional;

/**
 * What the check of one set of rows found.
 *
 * @param name of the set
 * @param rows compared
 * @param compared what was compared, in words
 * @param engines one entry an engine
 */
public record SetResult(String name, long rows, String compared, List<EngineResult> engines) {

    /** Copies the list. */
    public SetResult {
        engines = List.copyOf(engines);
    }

    /**
     * What one engine gave.
     *
     * @param engine that ran
     * @param mismatches rows with at least one wrong value
     * @param detail further counts in words; may be empty
     * @param first the first wrong value
     */
    public record EngineResult(
            EngineKind engine, long mismatches, String detail, Optional<Difference> first) {}

    /** The same result under another name. */
    public SetResult named(String newName) {
        return new SetResult(newName, rows, compared, engines);
    }

    /** Whether an engine gave a wrong value. */
    public boolean differs() {
        return engines.stream().anyMatch(result -> result.mismatches() > 0);
    }
}
