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
    private static final double ORBIT_SECONDS = 1e-6 * FrameLayout.ORBIT_CROSSINGS / MEGAHERTZ;

    private Latencies() {}

    /**
     * Measures.
     *
     * @param name of the topics to make
     * @param warmSeconds before the measurement
     * @param windowSeconds of the measurement
     */
    static Latency measure(
            Rig rig, Shape shape, String name, double warmSeconds, double windowSeconds)
            throws InterruptedException {
        String accepts = name + "-accepts";
        Map<Long, Long> arrivals = new HashMap<>();
        try (Probe probe = new Probe(rig.settings(), accepts)) {
            long orbits = Math.round((warmSeconds + windowSeconds) / ORBIT_SECONDS);
            try (Child _ = rig.worker(shape, name, accepts, name);
                    Child feed =
                            rig.feed(
                                    shape,
                                    name,
                                    orbits,
                                    "--rate",
                                    String.format(Locale.ROOT, "%.1f", MEGAHERTZ))) {
                while (arrivals.size() < orbits) {
                    feed.check();
                    probe.arrivals(arrivals);
                }
            }
            long first = Math.round(warmSeconds / ORBIT_SECONDS);
            List<Double> millis = new ArrayList<>();
            probe.timestamps(
                    name,
                    Rig.PARTITIONS,
                    (orbit, produced) -> {
                        if (orbit >= first && orbit < orbits) {
                            millis.add((double) (arrivals.get(orbit) - produced));
                        }
                    });
            millis.sort(null);
            return new Latency(shape, MEGAHERTZ, part(millis, 0.5), part(millis, 0.99));
        }
    }

    private static double part(List<Double> sorted, double part) {
        return sorted.get((int) Math.min(sorted.size() - 1.0, part * sorted.size()));
    }
}
