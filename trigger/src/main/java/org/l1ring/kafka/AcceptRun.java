package org.l1ring.kafka;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.TreeMap;
import org.l1ring.frame.StreamException;
import org.l1ring.sink.AcceptFile;
import org.l1ring.sink.AcceptRecords;
import org.l1ring.wire.AcceptEnd;
import org.l1ring.wire.AcceptStart;
import org.l1ring.wire.AcceptedFrames;
import org.l1ring.wire.EndOfRun;
import org.l1ring.wire.OrbitAccepts;
import org.l1ring.wire.OrbitSlice;
import org.l1ring.wire.ScoredSlice;
import org.l1ring.wire.WireException;
import org.l1ring.wire.WireMessage;

/**
 * Writes one run of an accept stream, as records of its topic say it, into an accept file: the file
 * that the run would have written itself.
 *
 * <p>Orbits may come out of order, as they do from several partitions. A run that was started again
 * counts from its last start.
 */
public final class AcceptRun implements CommittedRecords.Visitor, AutoCloseable {
    private final String name;
    private final long run;
    private final Path path;
    private final TreeMap<Long, OrbitAccepts> waiting = new TreeMap<>();
    private AcceptFile file;
    private AcceptEnd end;
    private long next;

    /**
     * Waits for the records of a run.
     *
     * @param topic its topic, for messages
     * @param run number of the run
     * @param path the name that the whole file is to have
     */
    public AcceptRun(String topic, long run, Path path) {
        this.name = "kafka:%s: run %d".formatted(topic, run);
        this.run = run;
        this.path = path;
    }

    @Override
    public void take(String place, byte[] value) {
        try {
            WireMessage message = WireMessage.decode(ByteBuffer.wrap(value));
            if (message.run() == run) {
                take(message);
            }
        } catch (WireException e) {
            throw new StreamException(
                    "%s: %s; the record is damaged".formatted(place, e.getMessage()), e);
        }
    }

    private void take(WireMessage message) {
        switch (message) {
            case AcceptStart start -> begin(start);
            case OrbitAccepts orbit -> {
                if (orbit.orbit() < next || waiting.putIfAbsent(orbit.orbit(), orbit) != null) {
                    throw new StreamException(
                            "%s: expected each orbit once, got orbit %d again; the run was written twice"
                                    .formatted(name, orbit.orbit()));
                }
                write();
            }
            case AcceptEnd last -> end = last;
            case OrbitSlice _, EndOfRun _, ScoredSlice _, AcceptedFrames _ -> {}
        }
    }

    private void begin(AcceptStart start) {
        if (file != null) {
            file.close();
            waiting.clear();
            end = null;
            next = 0;
        }
        file = new AcceptFile(path, AcceptRecords.header(start));
        write();
    }

    private void write() {
        while (file != null && !waiting.isEmpty() && waiting.firstKey() == next) {
            file.write(waiting.pollFirstEntry().getValue());
            next++;
        }
    }

    /**
     * Whether the run's last record has come.
     *
     * @return false if the run goes on, or was broken off
     */
    public boolean ended() {
        return end != null;
    }

    /**
     * Gives the file its name.
     *
     * @throws StreamException if the run has no first record, or lacks an orbit, or has other
     *     totals than its last record says
     */
    public void finish() {
        if (file == null) {
            throw new StreamException(
                    name + ": expected a record that starts it, got none; its beginning is gone");
        }
        if (!waiting.isEmpty()) {
            throw new StreamException(
                    "%s: expected orbit %d, got orbit %d; the topic has lost records"
                            .formatted(name, next, waiting.firstKey()));
        }
        if (end != null && !AcceptRecords.totals(end).equals(file.totals())) {
            throw new StreamException(
                    "%s: expected %s, got %s; the topic has lost records"
                            .formatted(name, AcceptRecords.totals(end), file.totals()));
        }
        file.finish();
    }

    /** Deletes what was written unless it was finished. */
    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
