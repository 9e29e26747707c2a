package org.l1ring.bench.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.l1ring.bench.results.KafkaResults.Latency;
import org.l1ring.bench.results.KafkaResults.Shape;
import org.l1ring.frame.FrameLayout;

/** Measures the time from producing a slice to a reader's having its accepts, at a slow pace. */
final class Latencies {
    private static final double MEGAHERTZ = 0.2;

    /** More orbits than are sent. */
    private static final long ENDLESS = 1L << 40;

    /** A start that takes longer is part of the result. */
    private static final long PATIENCE_MILLIS = 60_000;

    /** A stream whose orbits come within this time of their producing has caught up. */
    private static final long BEHIND_MILLIS = 500;

    private static final long WINDOW_MILLIS = 10_000;

    private Latencies() {}

    /**
     * Measures. The kernels of a worker are compiled in its first seconds, while slices pile up:
     * the measurement begins when it has caught up.
     *
     * @param name of the topics to make
     */
    static Latency measure(Rig rig, Shape shape, String name) throws InterruptedException {
        String accepts = name + "-accepts";
        String rate = String.format(Locale.ROOT, "%.1f", MEGAHERTZ);
        Map<Long, Long> arrivals = new HashMap<>();
        try (Probe probe = new Probe(rig.settings(), accepts);
                Child worker = rig.worker(shape, name, accepts, name);
                Child feed = rig.feed(shape, name, ENDLESS, "--rate", rate)) {
            long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
            do {
                follow(probe, arrivals, 2 * BEHIND_MILLIS, feed, worker);
            } while (arrivals.isEmpty()
                    || (behind(probe, name, shape, arrivals)
                            && System.currentTimeMillis() < deadline));
            long first = arrivals.size();
            follow(probe, arrivals, WINDOW_MILLIS, feed, worker);
            long end = arrivals.size();
            List<Double> millis = new ArrayList<>();
            probe.timestamps(
                    name,
                    Rig.PARTITIONS,
                    (orbit, produced) -> {
                        if (orbit >= first && orbit < end) {
                            millis.add((double) (arrivals.get(orbit) - produced));
                        }
                    });
            millis.sort(null);
            return new Latency(shape, MEGAHERTZ, part(millis, 0.5), part(millis, 0.99));
        }
    }

    /** Notes arrivals for some time. */
    private static void follow(
            Probe probe, Map<Long, Long> arrivals, long millis, Child feed, Child worker) {
        for (long end = System.currentTimeMillis() + millis; System.currentTimeMillis() < end; ) {
            feed.check();
            worker.check();
            probe.arrivals(arrivals);
        }
    }

    /** Whether more is on its way than comes within the time allowed. */
    private static boolean behind(Probe probe, String topic, Shape shape, Map<Long, Long> arrivals)
            throws InterruptedException {
        long under = probe.produced(topic, Rig.PARTITIONS) / shape.perOrbit() - arrivals.size();
        return under * FrameLayout.ORBIT_CROSSINGS > MEGAHERTZ * 1e3 * BEHIND_MILLIS;
    }

    private static double part(List<Double> sorted, double part) {
        return sorted.get((int) Math.min(sorted.size() - 1.0, part * sorted.size()));
    }
}
