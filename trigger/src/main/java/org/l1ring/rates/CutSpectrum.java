package org.l1ring.rates;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.l1ring.menu.CutScan;

/** Values that a cut is compared with, by crossings, and the thresholds that give a rate. */
public final class CutSpectrum {
    private final CutScan scan;
    private final NavigableMap<Long, Long> counts = new TreeMap<>();

    /** An empty spectrum. */
    public CutSpectrum(CutScan scan) {
        this.scan = scan;
    }

    /**
     * A threshold and its rate.
     *
     * @param value in the units of the scale
     * @param raw hardware integer from which on it passes
     * @param crossings that pass
     */
    public record Choice(double value, long raw, long crossings) {}

    /** Counts a crossing's value. */
    void add(long value) {
        if (value >= 0 || scan.thresholds().isEmpty()) {
            counts.merge(value, 1L, Long::sum);
        }
    }

    /** The scan whose values these are. */
    public CutScan scan() {
        return scan;
    }

    /**
     * The lowest threshold that not more than so many crossings pass; the highest one of the scale
     * if all let more pass.
     *
     * @param most crossings, 0 or more
     */
    public Choice lowest(double most) {
        return scan.thresholds().isEmpty() ? lowestScore(most) : lowestOnScale(most);
    }

    private Choice lowestOnScale(double most) {
        List<CutScan.Threshold> thresholds = scan.thresholds();
        Choice best = null;
        for (int i = thresholds.size() - 1; i >= 0; i--) {
            CutScan.Threshold threshold = thresholds.get(i);
            long passing = passing(threshold.raw());
            if (best != null && passing > most) {
                break;
            }
            best = new Choice(threshold.value(), threshold.raw(), passing);
        }
        return best;
    }

    private Choice lowestScore(double most) {
        long passing = 0;
        long raw = counts.isEmpty() ? 0 : counts.lastKey() + 1;
        for (Map.Entry<Long, Long> entry : counts.descendingMap().entrySet()) {
            if (passing + entry.getValue() > most) {
                break;
            }
            passing += entry.getValue();
            raw = entry.getKey();
        }
        // Between this value and the next lower one all thresholds are alike: the lowest of them.
        Long below = counts.lowerKey(raw);
        long least = below == null ? raw : below + 1;
        return new Choice(least, least, passing);
    }

    /**
     * The threshold for a wanted rate.
     *
     * @param target in kHz
     * @param crossings that were counted
     */
    public CutChoice choice(double target, long crossings) {
        return CutChoice.of(this, target, crossings);
    }

    /** Crossings whose value is at least a hardware integer. */
    public long passing(long raw) {
        return counts.tailMap(raw, true).values().stream().mapToLong(Long::longValue).sum();
    }
}
