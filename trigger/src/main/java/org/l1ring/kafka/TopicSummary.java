package org.l1ring.kafka;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.l1ring.frame.StreamException;
import org.l1ring.wire.AcceptEnd;
import org.l1ring.wire.AcceptStart;
import org.l1ring.wire.AcceptedFrames;
import org.l1ring.wire.EndOfRun;
import org.l1ring.wire.Fault;
import org.l1ring.wire.OrbitAccepts;
import org.l1ring.wire.OrbitSlice;
import org.l1ring.wire.ScoredSlice;
import org.l1ring.wire.WireException;
import org.l1ring.wire.WireMessage;

/** Counts what a topic holds. */
public final class TopicSummary implements CommittedRecords.Visitor {
    private final String topic;
    private final OptionalLong wanted;
    private final Map<String, Long> kinds = new TreeMap<>();
    private final TreeMap<Long, FrameRun> frames = new TreeMap<>();
    private final TreeSet<Long> accepts = new TreeSet<>();
    private final TreeSet<Long> runs = new TreeSet<>();
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private String firstFault = "";

    /**
     * An empty summary.
     *
     * @param topic the topic, for messages
     * @param wanted the only run to look at; all if there is none
     */
    public TopicSummary(String topic, OptionalLong wanted) {
        this.topic = topic;
        this.wanted = wanted;
    }

    @Override
    public void take(String place, byte[] value) {
        WireMessage message;
        try {
            message = WireMessage.decode(ByteBuffer.wrap(value));
        } catch (WireException e) {
            faults.merge(e.fault(), 1L, Long::sum);
            if (firstFault.isEmpty()) {
                firstFault = "%s: %s: %s".formatted(place, e.fault(), e.getMessage());
            }
            return;
        }
        kinds.merge(message.getClass().getSimpleName(), 1L, Long::sum);
        runs.add(message.run());
        if (wanted.isPresent() && wanted.getAsLong() != message.run()) {
            return;
        }
        switch (message) {
            case OrbitSlice slice -> frames(message.run()).add(slice, value.length);
            case EndOfRun end -> frames(message.run()).end(end);
            case AcceptStart _, OrbitAccepts _, AcceptEnd _ -> accepts.add(message.run());
            case ScoredSlice _, AcceptedFrames _ -> {}
        }
    }

    private FrameRun frames(long run) {
        return frames.computeIfAbsent(run, _ -> new FrameRun());
    }

    /**
     * The newest run of an accept stream.
     *
     * @return its number, or nothing if the topic holds no accepts
     * @throws StreamException if the wanted run is not there, or there are accepts and damaged
     *     records
     */
    public OptionalLong newestAccepts() {
        if (wanted.isPresent() && !runs.contains(wanted.getAsLong())) {
            throw new StreamException(
                    "kafka:%s: expected run %d, got runs %s; choose one of them"
                            .formatted(topic, wanted.getAsLong(), runs));
        }
        if (accepts.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!firstFault.isEmpty()) {
            throw new StreamException(firstFault + "; the record is damaged");
        }
        return OptionalLong.of(accepts.last());
    }

    /**
     * What was counted, to read.
     *
     * @return lines, each with its line feed
     */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append("records    ").append(list(kinds)).append('\n');
        frames.forEach((run, content) -> content.describe(run, text));
        text.append("faults     ").append(list(faults)).append('\n');
        if (!firstFault.isEmpty()) {
            text.append("first      ").append(firstFault).append('\n');
        }
        return text.toString();
    }

    private static String list(Map<?, Long> counts) {
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(count -> count.getKey() + " " + count.getValue())
                        .collect(Collectors.joining(", "));
    }
}
