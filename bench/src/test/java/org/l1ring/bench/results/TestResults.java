package org.l1ring.bench.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Results made up for tests. */
final class TestResults {
    static final Machine MACHINE =
            new Machine("1.0", "abc", "25", 512, "a CPU", 2, List.of("-Xms1g"), "2026-01-31");

    private final List<Measurement> measurements = new ArrayList<>();

    /** One more measurement with a figure for each round. */
    TestResults add(String name, Map<String, String> parameters, double... rounds) {
        List<List<Double>> figures = new ArrayList<>();
        for (double figure : rounds) {
            figures.add(List.of(figure));
        }
        measurements.add(new Measurement(name, parameters, "ns/op", 0.1, figures));
        return this;
    }

    ResultSet results() {
        return results(MACHINE);
    }

    ResultSet results(Machine machine) {
        return new ResultSet(machine, false, measurements);
    }

    private TestResults addLimits() {
        for (String limit : MachineLimits.NAMES) {
            add("LimitBenchmark." + limit, Map.of(), limit.equals("add16") ? 0.25 : 0.5);
        }
        return this;
    }

    /** A run that has a figure for everything that the pages name. */
    static ResultSet full() {
        TestResults all = new TestResults().addLimits();
        for (String engine : new String[] {"VECTOR", "SCALAR", "PLAIN", "PLAIN_SPARSE"}) {
            double nanos = engine.equals("VECTOR") ? 40 : engine.equals("PLAIN") ? 700 : 800;
            all.add(
                    "PeerBenchmark.score",
                    Map.of("network", "57-28-15-8", "engine", engine),
                    nanos,
                    nanos);
        }
        for (int batch : new int[] {1, 64, 1024}) {
            for (String precision : new String[] {"FLOAT32", "INT8"}) {
                Map<String, String> parameters = new TreeMap<>();
                parameters.put("network", "57-28-15-8");
                parameters.put("precision", precision);
                parameters.put("batch", Integer.toString(batch));
                double nanos = 4000.0 / batch + (precision.equals("INT8") ? 90 : 70);
                all.add("OnnxBenchmark.score", parameters, nanos, nanos);
            }
        }
        for (String engine : new String[] {"VECTOR", "SCALAR", "INTERPRETER"}) {
            double nanos = engine.equals("VECTOR") ? 50 : 1000;
            all.add("ModelBenchmark.run", Map.of("model", "built-in", "engine", engine), nanos);
        }
        for (String engine : new String[] {"VECTOR", "SCALAR"}) {
            double nanos = engine.equals("VECTOR") ? 10 : 250;
            all.add("LoopBenchmark.run", Map.of("loop", "TREES", "engine", engine), nanos);
        }
        Map<String, String> layout = Map.of("layout", "FIELDS_64_16", "engine", "VECTOR");
        all.add("FrameBenchmark.baseline", layout, 6).add("FrameBenchmark.frames", layout, 17);
        for (int crossings : new int[] {1, 64, 128}) {
            all.add(
                    "BlockBenchmark.score",
                    Map.of("crossings", Integer.toString(crossings)),
                    crossings == 128 ? 5120 : 3200);
        }
        for (String scorer : new String[] {"NONE", "MODEL"}) {
            for (String workers : new String[] {"1", "2"}) {
                all.add(
                        "StreamBenchmark.run",
                        Map.of("scorer", scorer, "workers", workers),
                        scorer.equals("NONE") ? 4 : 32);
            }
        }
        for (int terms : new int[] {1000, 3000, 10000}) {
            all.add(
                    "ScalingBenchmark.run",
                    Map.of("terms", Integer.toString(terms)),
                    5 + 0.03 * terms);
        }
        return all.results();
    }
}
