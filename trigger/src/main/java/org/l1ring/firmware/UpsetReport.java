package org.l1ring.firmware;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.l1ring.asic.UpsetTally;

/**
 * The result of a study of upsets.
 *
 * @param project whose registers were flipped
 * @param seed of the flips' order
 * @param series the forms of the design, its own first
 */
public record UpsetReport(UpsetProject project, long seed, List<UpsetSeries> series) {
    /** Copies the series. */
    public UpsetReport {
        series = List.copyOf(series);
    }

    /** What is not as it has to be. */
    public List<String> failures() {
        return series.stream().map(UpsetSeries::failure).flatMap(Optional::stream).toList();
    }

    /** Tables to read, and the result. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "upset        %s, circuit %s, %s, seed %d"
                        .formatted(
                                project.name(),
                                project.digest()
                                        .substring(0, Math.min(12, project.digest().length())),
                                project.loads() ? "weights over I2C" : "constant weights",
                                seed));
        int window = series.getFirst().tallies().getFirst().windowCycles();
        for (UpsetSeries one : series) {
            lines.add("");
            lines.add(one.name() + (one.mustFail() ? " (must fail)" : ""));
            lines.add(
                    "  %-12s %11s %11s %14s %13s %14s %9s %10s"
                            .formatted(
                                    "class",
                                    "flip-flops",
                                    "flips",
                                    "wrong outputs",
                                    "wrong states",
                                    "gone in 1 cyc.",
                                    "longest",
                                    "after " + window));
            for (UpsetTally tally : one.tallies()) {
                if (tally.flipFlops() > 0) {
                    lines.add(row(tally.kind().words(), List.of(tally)));
                }
            }
            lines.add(row("all", one.tallies()));
        }
        lines.add("");
        lines.add("not flipped  logic between registers, clock, reset");
        for (String failure : failures()) {
            lines.add("failed       " + failure);
        }
        if (failures().isEmpty()) {
            lines.add("result       as it has to be");
        }
        return lines;
    }

    private static String row(String name, List<UpsetTally> tallies) {
        return "  %-12s %,11d %,11d %,14d %,13d %,14d %9s %,10d"
                .formatted(
                        name,
                        tallies.stream().mapToLong(UpsetTally::flipFlops).sum(),
                        tallies.stream().mapToLong(UpsetTally::flips).sum(),
                        tallies.stream().mapToLong(UpsetTally::wrongOutputs).sum(),
                        tallies.stream().mapToLong(UpsetTally::wrongStates).sum(),
                        tallies.stream().mapToLong(UpsetTally::healedAtOnce).sum(),
                        longest(tallies),
                        tallies.stream().mapToLong(UpsetTally::unhealed).sum());
    }

    private static String longest(List<UpsetTally> tallies) {
        int longest = tallies.stream().mapToInt(UpsetTally::longestCycles).max().orElse(0);
        return longest == 0 ? "-" : Integer.toString(longest);
    }

    /** One JSON object whose keys stay; equal studies give equal bytes. */
    public String json() {
        JsonMapper mapper = JsonMapper.builder().build();
        ObjectNode root = mapper.createObjectNode();
        root.put("name", project.name());
        root.put("circuitDigest", project.digest());
        root.put("topModule", project.top());
        root.put("protection", project.protection().name().toLowerCase(Locale.ROOT));
        root.put("seed", seed);
        root.put("windowCycles", series.getFirst().tallies().getFirst().windowCycles());
        root.put("passed", failures().isEmpty());
        ArrayNode failures = root.putArray("failures");
        failures().forEach(failures::add);
        ArrayNode all = root.putArray("series");
        for (UpsetSeries one : series) {
            ObjectNode node = all.addObject();
            node.put("protection", one.protection().name().toLowerCase(Locale.ROOT));
            node.put("flipsAtOnce", one.twice() ? 2 : 1);
            node.put("mustFail", one.mustFail());
            node.put("flips", one.sum(UpsetTally::flips));
            node.put("wrongOutputs", one.sum(UpsetTally::wrongOutputs));
            ArrayNode classes = node.putArray("classes");
            one.tallies().forEach(tally -> fill(classes.addObject(), tally));
        }
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("report of upsets: " + e.getMessage(), e);
        }
    }

    private static void fill(ObjectNode node, UpsetTally tally) {
        node.put("class", tally.kind().key());
        node.put("flipFlops", tally.flipFlops());
        node.put("flips", tally.flips());
        node.put("wrongOutputs", tally.wrongOutputs());
        node.put("wrongStates", tally.wrongStates());
        node.put("goneInOneCycle", tally.healedAtOnce());
        node.put("longestCycles", tally.longestCycles());
        node.put("notGone", tally.unhealed());
        ArrayNode cycles = node.putArray("goneByCycles");
        tally.cycles().stream().skip(1).forEach(cycles::add);
    }
}
