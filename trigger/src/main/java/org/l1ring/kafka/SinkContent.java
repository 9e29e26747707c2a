package org.l1ring.kafka;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.l1ring.sink.AcceptHeader;
import org.l1ring.sink.AcceptRecords;
import org.l1ring.sink.AcceptTotals;
import org.l1ring.wire.AcceptedFrames;
import org.l1ring.wire.WireMessage;

/** What a sink makes of the orbits of a run. */
sealed interface SinkContent {
    /** What the records hold, in the plural. */
    String name();

    /** Bytes of a frame if frames are wanted, else 0. */
    int frameBytes();

    /** Whether orbits without accepts have records too. */
    boolean everyOrbit();

    /** The record before the first orbit. */
    Optional<WireMessage> start(long run);

    /** The record of an orbit. */
    WireMessage orbit(long run, OrbitMessage orbit);

    /** The record after the last orbit. */
    Optional<WireMessage> end(long run, AcceptTotals totals);

    /** The accept stream. */
    record Accepts(AcceptHeader header) implements SinkContent {
        @Override
        public String name() {
            return "accepts";
        }

        @Override
        public int frameBytes() {
            return 0;
        }

        @Override
        public boolean everyOrbit() {
            return true;
        }

        @Override
        public Optional<WireMessage> start(long run) {
            return Optional.of(AcceptRecords.start(run, header));
        }

        @Override
        public WireMessage orbit(long run, OrbitMessage orbit) {
            int count = orbit.accepts();
            int[] crossings = new int[count];
            long[] scores = new long[count];
            for (int i = 0; i < count; i++) {
                crossings[i] = orbit.crossing(i);
                scores[i] = orbit.score(i);
            }
            return AcceptRecords.orbit(
                    run,
                    orbit.orbit(),
                    header.circuitDigest(),
                    orbit.lostBlocks(),
                    count,
                    crossings,
                    scores);
        }

        @Override
        public Optional<WireMessage> end(long run, AcceptTotals totals) {
            return Optional.of(AcceptRecords.end(run, totals));
        }
    }

    /** The frames of the accepted crossings. */
    record Frames(String layoutDigest, int frameBytes) implements SinkContent {
        @Override
        public String name() {
            return "accepted frames";
        }

        @Override
        public boolean everyOrbit() {
            return false;
        }

        @Override
        public Optional<WireMessage> start(long run) {
            return Optional.empty();
        }

        @Override
        public WireMessage orbit(long run, OrbitMessage orbit) {
            int count = orbit.accepts();
            ByteBuffer crossings = WireMessage.buffer(count * Short.BYTES);
            ByteBuffer frames = ByteBuffer.allocate(count * frameBytes);
            for (int i = 0; i < count; i++) {
                crossings.putShort((short) orbit.crossing(i));
                orbit.frame(i, frames);
            }
            return new AcceptedFrames(
                    run, orbit.orbit(), layoutDigest, frameBytes, crossings.flip(), frames.flip());
        }

        @Override
        public Optional<WireMessage> end(long run, AcceptTotals totals) {
            return Optional.empty();
        }
    }
}
