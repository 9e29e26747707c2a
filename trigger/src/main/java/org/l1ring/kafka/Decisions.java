package org.l1ring.kafka;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.l1ring.frame.FrameLayout;
import org.l1ring.sink.AcceptRecords;
import org.l1ring.sink.AcceptTotals;
import org.l1ring.wire.AcceptedFrames;
import org.l1ring.wire.ScoredSlice;
import org.l1ring.wire.WireMessage;

/** Turns orbits whose turn has come into the records of the accept stream. */
final class Decisions implements OrbitOrder.Output {
    private final GroupOptions options;
    private final DecisionRule rule;
    private final GroupFigures figures;
    private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final List<Long> producedMillis = new ArrayList<>();
    private long accepts;
    private long lostBlocks;
    private long lostCrossings;
    private long newOrbits;
    private long newAccepts;
    private long newLostBlocks;
    private long newFramesMissing;

    /**
     * Decisions that go on from others.
     *
     * @param options names of topics
     * @param rule what decides
     * @param state totals of the run that is going on
     * @param figures where to count what was committed
     */
    Decisions(GroupOptions options, DecisionRule rule, DeciderState state, GroupFigures figures) {
        this.options = options;
        this.rule = rule;
        this.figures = figures;
        this.accepts = state.accepts();
        this.lostBlocks = state.lostBlocks();
        this.lostCrossings = state.lostCrossings();
    }

    @Override
    public void orbit(OrderedOrbit orbit) {
        if (orbit.orbit() == 0) {
            accepts = 0;
            lostBlocks = 0;
            lostCrossings = 0;
            accept(AcceptRecords.start(orbit.run(), rule.header(orbit.origin())), 0);
        }
        int count = orbit.slices().stream().mapToInt(ScoredSlice::accepts).sum();
        int[] crossings = new int[count];
        long[] scores = new long[count];
        int at = 0;
        for (ScoredSlice slice : orbit.slices()) {
            for (int i = 0; i < slice.accepts(); i++) {
                crossings[at] = slice.crossing(i);
                scores[at++] = slice.score(i);
            }
            producedMillis.add(slice.producedMillis());
        }
        accept(
                AcceptRecords.orbit(
                        orbit.run(),
                        orbit.orbit(),
                        rule.circuitDigest(),
                        orbit.lostBlocks(),
                        count,
                        crossings,
                        scores),
                orbit.orbit());
        if (count > 0 && options.acceptedFrames().isPresent()) {
            frames(orbit, count);
        }
        lose(orbit.lostBlocks());
        accepts += count;
        newOrbits++;
        newAccepts += count;
    }

    private void lose(long mask) {
        lostBlocks += Long.bitCount(mask);
        newLostBlocks += Long.bitCount(mask);
        lostCrossings += FrameLayout.crossingsOf(mask);
    }

    private void accept(WireMessage message, long orbit) {
        records.add(
                new ProducerRecord<>(
                        options.accepts(),
                        0,
                        WireMessage.key(message.run(), orbit),
                        message.encode()));
    }

    /** The frames of accepted crossings, as far as the workers sent them. */
    private void frames(OrderedOrbit orbit, int count) {
        int frameBytes = orbit.slices().stream().mapToInt(ScoredSlice::frameBytes).max().orElse(0);
        ByteBuffer crossings = WireMessage.buffer(count * Short.BYTES);
        ByteBuffer frames = ByteBuffer.allocate(count * frameBytes);
        for (ScoredSlice slice : orbit.slices()) {
            if (slice.frameBytes() == frameBytes && frameBytes > 0) {
                crossings.put(slice.crossings().duplicate());
                frames.put(slice.frames().duplicate());
            } else {
                newFramesMissing += slice.accepts();
            }
        }
        if (crossings.position() == 0) {
            return;
        }
        AcceptedFrames message =
                new AcceptedFrames(
                        orbit.run(),
                        orbit.orbit(),
                        orbit.origin().orElseThrow().layoutDigest(),
                        frameBytes,
                        crossings.flip(),
                        frames.flip());
        records.add(
                new ProducerRecord<>(
                        options.acceptedFrames().orElseThrow(),
                        null,
                        WireMessage.key(orbit.run(), orbit.orbit()),
                        message.encode()));
    }

    @Override
    public void end(long run, long orbits) {
        boolean none = orbits == 0;
        if (none) {
            accept(AcceptRecords.start(run, rule.header(Optional.empty())), 0);
        }
        AcceptTotals totals =
                new AcceptTotals(
                        orbits,
                        orbits * FrameLayout.ORBIT_CROSSINGS,
                        none ? 0 : accepts,
                        none ? 0 : lostBlocks,
                        none ? 0 : lostCrossings);
        accept(AcceptRecords.end(run, totals), orbits);
    }

    /** The records that have not been committed. */
    List<ProducerRecord<byte[], byte[]>> records() {
        return records;
    }

    /** All that the next decider must know. */
    DeciderState state(OrbitOrder order, long handled) {
        return new DeciderState(
                order.run(),
                order.next(),
                order.open(),
                accepts,
                lostBlocks,
                lostCrossings,
                handled,
                order.seen());
    }

    /** Notes that the records have been committed. */
    void committed() {
        long now = System.currentTimeMillis();
        for (long millis : producedMillis) {
            figures.latencyMillis.recordValue(Math.clamp(now - millis, 0, 3_600_000));
        }
        figures.decidedOrbits.add(newOrbits);
        figures.decidedAccepts.add(newAccepts);
        figures.lostBlocks.add(newLostBlocks);
        figures.framesMissing.add(newFramesMissing);
        newFramesMissing = 0;
        newOrbits = 0;
        newAccepts = 0;
        newLostBlocks = 0;
        records.clear();
        producedMillis.clear();
    }
}
