package org.l1ring.bench.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Ratios that a run must reach: how many times faster one engine is than another in the same run.
 *
 * <p>The key of a floor is the benchmark, its other parameters, and the values of {@code engine}
 * with a slash between them: {@code LoopBenchmark.run loop=TREES SCALAR/VECTOR} is the time of
 * SCALAR over that of VECTOR. On a machine with narrower vectors than those that the floors were
 * measured with, they are lower in proportion.
 *
 * @param vectorBits width of the vectors that the floors were measured with
 * @param floors least ratio by key
 */
public record Floors(int vectorBits, Map<String, Double> floors) {
    private static final String ENGINE = "engine";

    /** Copies the floors and checks their keys. */
    public Floors {
        floors = new TreeMap<>(floors);
        floors.keySet().forEach(Key::of);
        if (vectorBits < 64) {
            throw new IllegalArgumentException(
                    "vectorBits: expected 64 or more, got " + vectorBits);
        }
    }

    /** Two measurements whose ratio counts. */
    private record Key(String name, Map<String, String> parameters, String slow, String fast) {
        static Key of(String text) {
            String[] words = text.split(" ", -1);
            String[] engines = words[words.length - 1].split("/", -1);
            Map<String, String> parameters = new TreeMap<>();
            boolean valid = words.length > 1 && engines.length == 2 && words[0].contains(".");
            for (int i = 1; i + 1 < words.length; i++) {
                String[] parts = words[i].split("=", -1);
                valid &= parts.length == 2;
                parameters.put(parts[0], parts[parts.length - 1]);
            }
            if (!valid) {
                throw new IllegalArgumentException(
                        "floor: expected a key such as"
                                + " \"LoopBenchmark.run loop=TREES SCALAR/VECTOR\", got \""
                                + text
                                + "\"");
            }
            return new Key(words[0], parameters, engines[0], engines[1]);
        }

        OptionalDouble ratio(ResultSet results) {
            Measurement[] found = new Measurement[2];
            for (Measurement measurement : results.all(name)) {
                Map<String, String> others = new TreeMap<>(measurement.parameters());
                String engine = others.remove(ENGINE);
                if (!others.equals(parameters)) {
                    continue;
                }
                if (slow.equals(engine)) {
                    found[0] = measurement;
                } else if (fast.equals(engine)) {
                    found[1] = measurement;
                }
            }
            return found[0] == null || found[1] == null
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(found[0].ratioTo(found[1]));
        }
    }

    /**
     * Reads a file of floors.
     *
     * @param file {@code {"vectorBits": 512, "floors": {key: ratio, …}}}
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no such file
     */
    public static Floors read(Path file) throws IOException {
        try {
            JsonNode root = new ObjectMapper().readTree(file.toFile());
            Map<String, Double> floors = new TreeMap<>();
            for (Map.Entry<String, JsonNode> entry : root.path("floors").properties()) {
                if (!entry.getValue().isNumber()) {
                    throw new IllegalArgumentException(
                            "floor \"%s\": expected a number, got %s"
                                    .formatted(entry.getKey(), entry.getValue()));
                }
                floors.put(entry.getKey(), entry.getValue().asDouble());
            }
            if (floors.isEmpty()) {
                throw new IllegalArgumentException("floors: expected one or more, got none");
            }
            return new Floors(root.path("vectorBits").asInt(), floors);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    file + ": expected JSON, got " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * One floor held against a run.
     *
     * @param key of the floor
     * @param floor least ratio on the machine of the run
     * @param ratio measured; empty if the run lacks one of the two
     */
    public record Verdict(String key, double floor, OptionalDouble ratio) {
        /** Whether the run reached it. */
        public boolean reached() {
            return ratio.isPresent() && ratio.getAsDouble() >= floor;
        }

        /** The verdict in one line. */
        public String text() {
            String measured = ratio.isPresent() ? Table.times(ratio.getAsDouble()) : "not measured";
            return "%s %s: %s, floor %s"
                    .formatted(
                            reached() ? "reached" : "BELOW  ", key, measured, Table.times(floor));
        }
    }

    /**
     * Holds a run against the floors.
     *
     * @param results of the run
     * @return one verdict a floor, in the order of their keys
     */
    public List<Verdict> check(ResultSet results) {
        double width = Math.min(1, (double) results.machine().vectorBits() / vectorBits);
        List<Verdict> verdicts = new ArrayList<>();
        floors.forEach((key, floor) ->
                verdicts.add(new Verdict(key, floor * width, Key.of(key).ratio(results))));
        return verdicts;
    }

    /** Names of the benchmarks that the floors need, each once. */
    public List<String> benchmarks() {
        return floors.keySet().stream().map(key -> Key.of(key).name()).distinct().toList();
    }

    /**
     * Values of a parameter that the floors of a benchmark need, engines included.
     *
     * @param benchmark class and method
     */
    public Map<String, List<String>> parameters(String benchmark) {
        Map<String, List<String>> all = new TreeMap<>();
        for (String text : floors.keySet()) {
            Key key = Key.of(text);
            if (key.name().equals(benchmark)) {
                key.parameters().forEach((name, value) -> add(all, name, value));
                add(all, ENGINE, key.slow());
                add(all, ENGINE, key.fast());
            }
        }
        return all;
    }

    private static void add(Map<String, List<String>> all, String name, String value) {
        List<String> values = all.computeIfAbsent(name, _ -> new ArrayList<>());
        if (!values.contains(value)) {
            values.add(value);
        }
    }
}
