package org.l1ring.bench.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.l1ring.frame.FrameLayout;

/**
 * What a run through Kafka measured.
 *
 * @param machine where it ran
 * @param quick whether it was a smoke run
 * @param kafka version of broker and clients
 * @param loadBefore the machine's load of the last minute before the run; NaN if not known
 * @param flows streams at full speed, in the order of the run
 * @param latencies streams at a pace
 */
public record KafkaResults(
        Machine machine,
        boolean quick,
        String kafka,
        double loadBefore,
        List<Flow> flows,
        List<Latency> latencies) {

    /** Copies the lists. */
    public KafkaResults {
        flows = List.copyOf(flows);
        latencies = List.copyOf(latencies);
    }

    /** Which processes are at work beside the broker. */
    public enum Kind {
        /** A producer of Kafka's, with records that are ready. */
        RAW_PRODUCER,
        /** A consumer of Kafka's, which only counts. */
        RAW_CONSUMER,
        /** Both at once. */
        RAW_BOTH,
        /** Our feed. */
        FEED,
        /** A worker and the decider, from a topic that is full. */
        WORKER,
        /** All at once. */
        ALL
    }

    /**
     * A stream at full speed: what was seen from outside in a stretch of time after the start.
     *
     * @param kind processes at work
     * @param shape its records
     * @param round number of the repetition, from 0
     * @param seconds of the stretch
     * @param produced slices that the broker took, a second; 0 if none was to
     * @param consumed slices whose consumption was committed, a second; 0 if none was to be
     * @param decided orbits whose accepts were committed, a second; 0 if none was to be
     * @param cores processors' time a second, of each process
     */
    public record Flow(
            Kind kind,
            Shape shape,
            int round,
            double seconds,
            double produced,
            double consumed,
            double decided,
            Cores cores) {

        /** Slices a second that went all the way. */
        public double slices() {
            return switch (kind) {
                case RAW_PRODUCER, FEED -> produced;
                case RAW_CONSUMER -> consumed;
                case RAW_BOTH -> Math.min(produced, consumed);
                case WORKER -> Math.min(consumed, decided * shape.perOrbit());
                case ALL -> Math.min(produced, Math.min(consumed, decided * shape.perOrbit()));
            };
        }

        /** Crossings a second that went all the way. */
        public double crossings() {
            return slices() * FrameLayout.ORBIT_CROSSINGS / shape.perOrbit();
        }

        /** Records' bytes a second that went all the way, before compression. */
        public double bytes() {
            return slices() * shape.recordBytes();
        }
    }

    /**
     * How busy processes were.
     *
     * @param broker processors' time a second of the broker
     * @param producer of the feed, or the raw producer; 0 if there was none
     * @param consumer of the worker with its decider, or the raw consumer; 0 if there was none
     * @param others of all other programs of the machine; NaN if not known
     */
    public record Cores(double broker, double producer, double consumer, double others) {}

    /**
     * What the records of a stream are like.
     *
     * @param slice crossings of a record, at most
     * @param suppressed whether empty crossings are left out
     * @param compression of batches, as {@code compression.type}
     * @param recordBytes mean bytes of a record before compression
     * @param wireBytes mean bytes of a record in the broker's log
     */
    public record Shape(
            int slice,
            boolean suppressed,
            String compression,
            double recordBytes,
            double wireBytes) {
        /** Records of an orbit. */
        public int perOrbit() {
            return Math.ceilDiv(FrameLayout.ORBIT_CROSSINGS, slice);
        }
    }

    /**
     * Time from producing a slice to its accepts being committed.
     *
     * @param shape its records
     * @param megahertz pace of crossings
     * @param p50 in milliseconds
     * @param p99 in milliseconds
     */
    public record Latency(Shape shape, double megahertz, double p50, double p99) {}

    /** The streams of a kind. */
    Stream<Flow> of(Kind kind) {
        return flows.stream().filter(flow -> flow.kind() == kind);
    }

    /** The results as JSON. */
    public String json() {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this)
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads a file that {@link #json} was written to.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no such file
     */
    public static KafkaResults read(Path file) throws IOException {
        try {
            return new ObjectMapper().readValue(file.toFile(), KafkaResults.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "%s: expected results of l1ring bench --kafka, got %s"
                            .formatted(file, e.getOriginalMessage()),
                    e);
        }
    }
}
