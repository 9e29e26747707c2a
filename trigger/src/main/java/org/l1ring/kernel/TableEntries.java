package org.l1ring.kernel;

import java.util.HashMap;
import java.util.Map;
import org.l1ring.circuit.Contents;

/** The entries of a plan's tables, each kept once however many steps look it up. */
final class TableEntries {
    private final Map<Contents, long[]> wide = new HashMap<>();
    private final Map<Contents, short[]> narrow = new HashMap<>();

    /** The entries as they are. */
    long[] wide(Contents contents) {
        return wide.computeIfAbsent(
                contents,
                _ -> {
                    long[] entries = new long[contents.size()];
                    for (int i = 0; i < entries.length; i++) {
                        entries[i] = contents.get(i);
                    }
                    return entries;
                });
    }

    /** The low 16 bits of the entries, zeros behind them up to a power of two. */
    short[] narrow(Contents contents) {
        return narrow.computeIfAbsent(
                contents,
                _ -> {
                    int most = Math.max(1, contents.size() - 1);
                    short[] entries = new short[2 * Integer.highestOneBit(most)];
                    for (int i = 0; i < contents.size(); i++) {
                        entries[i] = (short) contents.get(i);
                    }
                    return entries;
                });
    }
}
