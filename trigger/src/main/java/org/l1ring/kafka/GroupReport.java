package org.l1ring.kafka;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a member of a group has done, as text and as JSON. */
public final class GroupReport {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};
    private static final String[] KEYS = {"p50", "p90", "p99", "p999"};

    private final GroupOptions options;
    private final DecisionRule rule;
    private final GroupFigures figures;

    GroupReport(GroupOptions options, DecisionRule rule, GroupFigures figures) {
        this.options = options;
        this.rule = rule;
        this.figures = figures;
    }

    private double perSecond(long count) {
        double seconds = figures.seconds();
        return seconds > 0 ? count / seconds : 0;
    }

    /** The report as lines to read. */
    public String text() {
        String dead =
                figures.deadLetters().entrySet().stream()
                        .map(each -> each.getValue() + " " + each.getKey())
                        .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                """
                model        %s, threshold %d
                group        %s: %s -> %s
                scored       %,d crossings of %,d slices in %.1f s, %,.0f crossings/s, %.1f MB/s
                accepts      %,d of these
                transactions %,d of workers, %,d of the decider; %,d begun again, %,d rebalances
                decided      %,d orbits, %,d accepts, %,d blocks lost%s
                dead letters %s
                latency      p50 %d ms, p99 %d ms from produced to decided
                """,
                rule.model(),
                rule.threshold(),
                options.group(),
                options.frames(),
                options.accepts(),
                figures.crossings.sum(),
                figures.slices.sum(),
                figures.seconds(),
                perSecond(figures.crossings.sum()),
                perSecond(figures.bytes.sum()) * 1e-6,
                figures.accepts.sum(),
                figures.workerTransactions.sum(),
                figures.deciderTransactions.sum(),
                figures.retries.sum(),
                figures.rebalances.sum(),
                figures.decidedOrbits.sum(),
                figures.decidedAccepts.sum(),
                figures.lostBlocks.sum(),
                figures.framesMissing.sum() == 0
                        ? ""
                        : ", %,d accepts without frames: members without --sink-frames scored them"
                                .formatted(figures.framesMissing.sum()),
                dead.isEmpty() ? "none" : dead + " in " + options.dead(),
                figures.latencyMillis.getValueAtPercentile(50),
                figures.latencyMillis.getValueAtPercentile(99));
    }

    /** The report as a JSON object. */
    public String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("model", rule.model());
        root.put("circuitDigest", rule.circuitDigest());
        root.put("threshold", rule.threshold());
        root.put("crossings", figures.crossings.sum());
        root.put("seconds", figures.seconds());
        root.put("crossingsPerSecond", perSecond(figures.crossings.sum()));
        root.put("accepts", figures.accepts.sum());
        ObjectNode kafka = root.putObject("kafka");
        kafka.put("group", options.group());
        kafka.put("frames", options.frames());
        kafka.put("accepts", options.accepts());
        kafka.put("role", options.role().toString());
        kafka.put("workers", options.workers());
        kafka.put("records", figures.slices.sum());
        kafka.put("bytes", figures.bytes.sum());
        kafka.put("bytesPerSecond", perSecond(figures.bytes.sum()));
        kafka.put("lag", figures.lag());
        kafka.put("workerTransactions", figures.workerTransactions.sum());
        kafka.put("deciderTransactions", figures.deciderTransactions.sum());
        kafka.put("retries", figures.retries.sum());
        kafka.put("rebalances", figures.rebalances.sum());
        ObjectNode decided = root.putObject("decided");
        decided.put("orbits", figures.decidedOrbits.sum());
        decided.put("accepts", figures.decidedAccepts.sum());
        decided.put("lostBlocks", figures.lostBlocks.sum());
        decided.put("framesMissing", figures.framesMissing.sum());
        ObjectNode dead = root.putObject("deadLetters");
        figures.deadLetters().forEach((fault, count) -> dead.put(fault.name(), count));
        ObjectNode latency = root.putObject("latencyMillis");
        for (int i = 0; i < KEYS.length; i++) {
            latency.put(KEYS[i], figures.latencyMillis.getValueAtPercentile(PERCENTILES[i]));
        }
        latency.put("max", figures.latencyMillis.getMaxValue());
        return root.toPrettyString() + "\n";
    }
}
