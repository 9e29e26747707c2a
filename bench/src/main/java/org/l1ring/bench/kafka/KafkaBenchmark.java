package org.l1ring.bench.kafka;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.l1ring.bench.results.KafkaResults;
import org.l1ring.bench.results.KafkaResults.Flow;
import org.l1ring.bench.results.KafkaResults.Kind;
import org.l1ring.bench.results.KafkaResults.Latency;
import org.l1ring.bench.results.KafkaResults.Shape;
import org.l1ring.bench.results.Machine;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kafka.Broker;

/**
 * Measures streams through Kafka: broker, feed and worker are processes that the launcher starts,
 * and Kafka's own clients, with the same records and settings, are what they are held against.
 */
public final class KafkaBenchmark {
    private static final int ORBIT = FrameLayout.ORBIT_CROSSINGS;
    private static final int[] SLICES = {640, 1280, ORBIT};
    private static final String NONE = "none";

    /** Held here, as a logger that nobody holds forgets its level. */
    private static final Logger CLIENTS = Logger.getLogger("org.apache.kafka");

    private final boolean quick;
    private final List<Flow> flows = new ArrayList<>();
    private final List<Latency> latencies = new ArrayList<>();

    /**
     * A benchmark.
     *
     * @param quick whether one slice size without compression will do
     */
    public KafkaBenchmark(boolean quick) {
        this.quick = quick;
    }

    /**
     * Measures.
     *
     * @param out is told each figure
     * @throws IOException if the temporary folder cannot be used
     * @throws IllegalStateException if a process failed
     */
    public KafkaResults run(PrintStream out) throws IOException {
        CLIENTS.setLevel(Level.WARNING);
        double load = Load.lastMinute();
        try (Rig rig = new Rig()) {
            Flows measure = new Flows(rig);
            Shape whole = rig.sample("sample", ORBIT, false, NONE);
            int rounds = quick ? 1 : 2;
            for (int round = 0; round < rounds; round++) {
                pair(measure, whole, "sample", round, out);
            }
            apart(measure, whole, out);
            for (int slice : quick ? new int[] {ORBIT} : SLICES) {
                Shape shape = slice == ORBIT ? whole : shape(rig, measure, slice, NONE, false, out);
                latency(rig, shape, out);
            }
            if (!quick) {
                for (String compression : new String[] {NONE, "lz4", "zstd"}) {
                    for (boolean suppressed : new boolean[] {false, true}) {
                        if (suppressed || !compression.equals(NONE)) {
                            shape(rig, measure, ORBIT, compression, suppressed, out);
                        }
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return new KafkaResults(Machine.current(), quick, Broker.version(), load, flows, latencies);
    }

    private void apart(Flows measure, Shape shape, PrintStream out) throws InterruptedException {
        for (boolean raw : new boolean[] {true, false}) {
            measure.apart(raw, shape, "sample").forEach(flow -> add(flow, out));
        }
    }

    private Shape shape(
            Rig rig,
            Flows measure,
            int slice,
            String compression,
            boolean suppressed,
            PrintStream out)
            throws InterruptedException {
        String sample = "sample-%d-%s-%s".formatted(slice, compression, suppressed);
        Shape shape = rig.sample(sample, slice, suppressed, compression);
        pair(measure, shape, sample, 0, out);
        return shape;
    }

    private void pair(Flows measure, Shape shape, String sample, int round, PrintStream out)
            throws InterruptedException {
        add(measure.both(Kind.RAW_BOTH, shape, sample, round), out);
        add(measure.both(Kind.ALL, shape, sample, round), out);
    }

    private void latency(Rig rig, Shape shape, PrintStream out) throws InterruptedException {
        Latency latency = Latencies.measure(rig, shape, "paced-" + shape.slice());
        latencies.add(latency);
        out.printf(
                Locale.ROOT,
                "%-14s %4d crossings a record at %.1f MHz: p50 %.0f ms, p99 %.0f ms%n",
                "latency",
                shape.slice(),
                latency.megahertz(),
                latency.p50(),
                latency.p99());
    }

    private void add(Flow flow, PrintStream out) {
        flows.add(flow);
        out.printf(
                Locale.ROOT,
                "%-14s %4d crossings a record, %s%s: %.0f MB/s, %.2f M crossings/s;"
                        + " cores: broker %.2f, producer %.2f, consumer %.2f, others %.2f%n",
                flow.kind(),
                flow.shape().slice(),
                flow.shape().compression(),
                flow.shape().suppressed() ? ", zero-suppressed" : "",
                flow.bytes() * 1e-6,
                flow.crossings() * 1e-6,
                flow.cores().broker(),
                flow.cores().producer(),
                flow.cores().consumer(),
                flow.cores().others());
    }
}
