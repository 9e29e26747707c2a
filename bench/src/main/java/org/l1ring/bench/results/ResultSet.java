package org.l1ring.bench.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The results of one run, as its JSON file holds them: the machine, and JMH's own list.
 *
 * @param machine where it ran
 * @param quick whether it was a smoke run
 * @param measurements in the order of the run
 */
public record ResultSet(Machine machine, boolean quick, List<Measurement> measurements) {

    /** Copies the list. */
    public ResultSet {
        measurements = List.copyOf(measurements);
    }

    /**
     * Puts JMH's results together with where they come from, without the machine's own paths.
     *
     * @param jmh list that JMH writes
     * @param machine where it ran
     * @param quick whether it was a smoke run
     * @return the object to write
     */
    public static ObjectNode describe(JsonNode jmh, Machine machine, boolean quick) {
        ObjectNode report = new ObjectMapper().valueToTree(machine);
        report.put("quick", quick);
        report.set("results", withoutPaths(jmh.deepCopy()));
        return report;
    }

    private static JsonNode withoutPaths(JsonNode jmh) {
        for (JsonNode result : jmh) {
            ObjectNode object = (ObjectNode) result;
            object.remove("jvm");
            object.remove("jvmArgs");
        }
        return jmh;
    }

    /**
     * Reads a file of results.
     *
     * @param file written by a run
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no such file
     */
    public static ResultSet read(Path file) throws IOException {
        try {
            return of(new ObjectMapper().readTree(file.toFile()));
        } catch (com.fasterxml.jackson.core.JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ": expected results of l1ring bench, got " + e.getMessage(), e);
        }
    }

    /**
     * The results in a file's content.
     *
     * @param report the object of {@link #describe}
     * @throws IllegalArgumentException if it is no such object
     */
    public static ResultSet of(JsonNode report) {
        if (report == null || !report.path("results").isArray()) {
            throw new IllegalArgumentException("an object without the list \"results\"");
        }
        ObjectNode head = ((ObjectNode) report).deepCopy();
        head.remove("results");
        boolean quick = head.path("quick").asBoolean();
        head.remove("quick");
        ObjectMapper mapper = new ObjectMapper();
        Machine machine = mapper.convertValue(head, Machine.class);
        List<Measurement> measurements = new ArrayList<>();
        report.get("results").forEach(result -> measurements.add(measurement(result)));
        return new ResultSet(machine, quick, measurements);
    }

    private static Measurement measurement(JsonNode result) {
        String[] path = result.path("benchmark").asText().split("\\.", -1);
        if (path.length < 2) {
            throw new IllegalArgumentException("a result without the name of its benchmark");
        }
        Map<String, String> parameters = new TreeMap<>();
        result.path("params")
                .properties()
                .forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
        JsonNode metric = result.path("primaryMetric");
        List<List<Double>> rounds = new ArrayList<>();
        for (JsonNode round : metric.path("rawData")) {
            List<Double> figures = new ArrayList<>();
            round.forEach(figure -> figures.add(figure.asDouble()));
            rounds.add(figures);
        }
        return new Measurement(
                path[path.length - 2] + "." + path[path.length - 1],
                parameters,
                metric.path("scoreUnit").asText(),
                metric.path("scoreError").asDouble(Double.NaN),
                rounds);
    }

    /**
     * The measurement of a benchmark with given parameters.
     *
     * @param name class and method
     * @param parameters names and values in turn
     * @return nothing if it was not run
     */
    public Optional<Measurement> find(String name, String... parameters) {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            wanted.put(parameters[i], parameters[i + 1]);
        }
        return measurements.stream()
                .filter(m -> m.name().equals(name))
                .filter(m -> m.parameters().entrySet().containsAll(wanted.entrySet()))
                .findFirst();
    }

    /**
     * All measurements of a benchmark.
     *
     * @param name class and method
     */
    public List<Measurement> all(String name) {
        return measurements.stream().filter(m -> m.name().equals(name)).toList();
    }
}
