package org.l1ring.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A part of a run: one class or method, with the values of parameters to run.
 *
 * @param include regular expression of benchmarks
 * @param parameters values that replace those of the class
 */
record Part(String include, Map<String, List<String>> parameters) {
    private static final String VECTOR = "VECTOR";

    Part {
        parameters = Map.copyOf(parameters);
    }

    private static Part of(String include) {
        return new Part(pattern(include), Map.of());
    }

    /** A method with all its parameters as given. */
    static Part of(String include, Map<String, List<String>> parameters) {
        return new Part(pattern(include), parameters);
    }

    private static String pattern(String name) {
        return "\\." + name.replace(".", "\\.") + "(\\.|$)";
    }

    private Part with(String parameter, String... values) {
        Map<String, List<String>> more = new TreeMap<>(parameters);
        more.put(parameter, List.of(values));
        return new Part(include, more);
    }

    /**
     * Everything.
     *
     * @param processors of the machine
     */
    static List<Part> full(int processors) {
        return List.of(
                of("PeerBenchmark"),
                of("OnnxBenchmark"),
                of("LimitBenchmark"),
                of("ModelBenchmark"),
                of("MenuBenchmark"),
                of("LoopBenchmark").with("engine", "SCALAR", VECTOR),
                of("FrameBenchmark").with("engine", "SCALAR", VECTOR),
                of("BlockBenchmark"),
                of("StreamBenchmark").with("workers", workers(processors)),
                of("ChainBenchmark"),
                of("ScalingBenchmark"),
                of("FixedCastBenchmark"));
    }

    /** Worker counts to measure: powers of two, and the number of processors. */
    static String[] workers(int processors) {
        List<String> counts = new ArrayList<>();
        for (int count = 1; count < processors; count *= 2) {
            counts.add(Integer.toString(count));
        }
        counts.add(Integer.toString(processors));
        return counts.toArray(String[]::new);
    }

    /** The selection of a smoke run. */
    static List<Part> quick() {
        return List.of(
                of("PeerBenchmark")
                        .with("network", "57-28-15-8")
                        .with("engine", "VECTOR", "SCALAR", "PLAIN", "PLAIN_SPARSE"),
                of("OnnxBenchmark").with("network", "57-28-15-8").with("precision", "FLOAT32"),
                of("OnnxBenchmark")
                        .with("network", "57-28-15-8")
                        .with("precision", "INT8")
                        .with("batch", "1024"),
                of("LimitBenchmark"),
                of("ModelBenchmark").with("model", "AXOL1TL_v4").with("engine", VECTOR),
                of("MenuBenchmark")
                        .with("menu", "own")
                        .with("stream", "FEED")
                        .with("engine", VECTOR),
                of("LoopBenchmark").with("loop", "LINEAR_16").with("engine", "SCALAR", VECTOR),
                of("FrameBenchmark").with("layout", "FIELDS_64_16").with("engine", VECTOR),
                of("StreamBenchmark").with("workers", "1"),
                of("ScalingBenchmark").with("terms", "1000"),
                of("LoopBenchmark").with("loop", "TREES").with("engine", "SCALAR", VECTOR));
    }
}
