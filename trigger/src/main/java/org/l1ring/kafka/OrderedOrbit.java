package org.l1ring.kafka;

import java.util.List;
import java.util.Optional;
import org.l1ring.wire.ScoredSlice;
import org.l1ring.wire.SliceOrigin;

/**
 * An orbit whose turn has come.
 *
 * @param run its run
 * @param orbit its number
 * @param lostBlocks bit b is set when block b was lost
 * @param origin where its run comes from, if any slice of it is there
 * @param slices what is there of it, in the order of the crossings
 */
record OrderedOrbit(
        long run,
        long orbit,
        long lostBlocks,
        Optional<SliceOrigin> origin,
        List<ScoredSlice> slices) {
    OrderedOrbit {
        slices = List.copyOf(slices);
    }
}
