package org.l1ring.kafka;

import org.l1ring.wire.EndOfRun;
import org.l1ring.wire.OrbitSlice;

/** Counts one run of a topic of frames. */
final class FrameRun {
    private OrbitSlice example;
    private long orbits = -1;
    private long firstOrbit = Long.MAX_VALUE;
    private long lastOrbit;
    private long slices;
    private long crossings;
    private long leftOut;
    private long bytes;

    void add(OrbitSlice slice, int length) {
        example = example == null ? slice : example;
        firstOrbit = Math.min(firstOrbit, slice.origin().orbit());
        lastOrbit = Math.max(lastOrbit, slice.origin().orbit());
        slices++;
        crossings += slice.origin().crossings();
        int all = slice.leading() + slice.origin().crossings() + slice.trailing();
        leftOut += all - slice.frames().limit() / slice.frameBytes();
        bytes += length;
    }

    void end(EndOfRun end) {
        orbits = end.orbits();
    }

    void describe(long run, StringBuilder text) {
        String ended = orbits < 0 ? "not ended" : "ended after " + orbits + " orbits";
        text.append("run        %d, %s\n".formatted(run, ended));
        if (example == null) {
            return;
        }
        int perOrbit = example.origin().slices();
        text.append(
                """
                frames     %d bytes, layout %s
                source     %s
                scheme     %s
                seed       %d
                orbits     %d to %d
                slices     %d of %d, %d an orbit
                crossings  %d, %d empty frames left out
                bytes      %d
                """
                        .formatted(
                                example.frameBytes(),
                                example.origin().layoutDigest(),
                                example.origin().source(),
                                example.origin().scheme(),
                                example.origin().seed(),
                                firstOrbit,
                                lastOrbit,
                                slices,
                                (lastOrbit - firstOrbit + 1) * perOrbit,
                                perOrbit,
                                crossings,
                                leftOut,
                                bytes));
    }
}
