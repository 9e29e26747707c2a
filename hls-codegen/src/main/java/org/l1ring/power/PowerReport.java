package org.l1ring.power;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Figures of a synthesised design for the library at hand: size, timing, power and energy. None is
 * scaled to another node.
 *
 * @param folder of the project
 * @param library that the netlist was made with
 * @param timing worst path
 * @param groups power by what takes it
 * @param staReading power with the energy tables read as OpenSTA 2.0.17 reads them
 * @param togglesPerNet toggles of a net a clock cycle, mean over the nets that cells drive
 * @param compared crossings of the simulation whose results were compared
 * @param mismatches crossings with a wrong result
 */
public record PowerReport(
        AsicFolder folder,
        CellLibrary library,
        TimingReport timing,
        Map<PowerGroup, GroupPower> groups,
        GroupPower staReading,
        double togglesPerNet,
        long compared,
        long mismatches) {
    private static final double PUBLISHED_SQUARE_MILLIMETRES = 3.6;
    private static final double PUBLISHED_MILLIWATTS = 95;
    private static final double PUBLISHED_NANOJOULES = 2.4;

    /** Copies the groups. */
    public PowerReport {
        groups = Map.copyOf(groups);
    }

    private GroupPower total() {
        return groups.values().stream().reduce(GroupPower.NONE, GroupPower::plus);
    }

    /** Nanojoules a crossing. */
    private double nanojoules() {
        return nanojoules(total().watts());
    }

    private double nanojoules(double watts) {
        return watts / (folder.clockMhz() * 1e6) * 1e9;
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is not among our libraries
    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /**
     * The report in lines.
     *
     * @param comparison with OpenSTA, if there is one
     */
    public List<String> lines(Optional<StaComparison> comparison) {
        GroupPower all = total();
        List<String> lines = new ArrayList<>();
        lines.add(
                text(
                        "design       %s, protection %s, weights %s",
                        folder.top(),
                        folder.protection(),
                        folder.loads() ? "in registers" : "constant"));
        lines.add(text("library      %s, %s V", library.name(), library.volts()));
        lines.add(text("cells        %,d", all.cells()));
        lines.add(text("flip-flops   %,d", all.flipFlops()));
        lines.add(text("area         %,.0f um2 of the library", all.area()));
        lines.add(
                text(
                        "worst path   %.3f ns, slack %.3f ns, without wires: %s to %s",
                        timing.arrivalNanos(), timing.slackNanos(), timing.from(), timing.to()));
        lines.add(
                text(
                        "latency      %d crossings at %s MHz",
                        folder.latencyCrossings(), folder.clockMhz()));
        lines.add(
                text(
                        "simulation   %,d mismatches in %,d crossings of the mapped netlist",
                        mismatches, compared));
        lines.add(text("activity     %.4f toggles a net and clock cycle", togglesPerNet));
        lines.add(
                text(
                        "power, mW    %-14s %10s %10s %10s %10s",
                        "", "internal", "switching", "leakage", "total"));
        for (PowerGroup group : PowerGroup.values()) {
            GroupPower own = groups.getOrDefault(group, GroupPower.NONE);
            if (own.watts() > 0) {
                lines.add(row(group.toString(), own));
            }
        }
        lines.add(row("total", all));
        lines.add(
                text(
                        "energy       %.3f nJ an inference: power / crossings a second",
                        nanojoules()));
        lines.add(
                text(
                        "             %.3f mW, %.3f nJ with internal energies as OpenSTA 2.0.17 counts them",
                        1e3 * staReading.watts(), nanojoules(staReading.watts())));
        lines.add(
                "left out     wires, clock tree, pulses within a clock cycle: docs/asic.md, Power");
        lines.add(
                text(
                        "ECON-T       %s mm2, %.0f mW, %s nJ as published: silicon of 65 nm (arXiv:2105.01683); not comparable, nothing is scaled",
                        PUBLISHED_SQUARE_MILLIMETRES, PUBLISHED_MILLIWATTS, PUBLISHED_NANOJOULES));
        comparison.ifPresent(one -> lines.addAll(one.lines()));
        return lines;
    }

    private static String row(String name, GroupPower own) {
        return text(
                "             %-14s %10.4f %10.4f %10.4f %10.4f",
                name,
                1e3 * own.internalWatts(),
                1e3 * own.switchingWatts(),
                1e3 * own.leakageWatts(),
                1e3 * own.watts());
    }

    /**
     * The report as JSON, with a new line at its end.
     *
     * @param comparison with OpenSTA, if there is one
     */
    public String json(Optional<StaComparison> comparison) {
        JsonMapper mapper = JsonMapper.builder().build();
        ObjectNode root = mapper.createObjectNode();
        GroupPower all = total();
        root.put("name", folder.name());
        root.put("topModule", folder.top());
        root.put("protection", folder.protection());
        root.put("weights", folder.loads() ? "registers" : "constant");
        root.put("library", library.name());
        root.put("volts", library.volts());
        root.put("clockMhz", folder.clockMhz());
        root.put("cells", all.cells());
        root.put("flipFlops", all.flipFlops());
        root.put("areaSquareMicrons", all.area());
        root.put("worstPathNanos", timing.arrivalNanos());
        root.put("worstSlackNanos", timing.slackNanos());
        root.put("latencyCrossings", folder.latencyCrossings());
        root.put("crossings", compared);
        root.put("mismatches", mismatches);
        root.put("togglesPerNetAndCycle", togglesPerNet);
        ObjectNode power = root.putObject("milliwatts");
        for (PowerGroup group : PowerGroup.values()) {
            put(power.putObject(group.key()), groups.getOrDefault(group, GroupPower.NONE));
        }
        put(power.putObject("total"), all);
        root.put("nanojoulesPerInference", nanojoules());
        root.put("milliwattsAsOpenSta", 1e3 * staReading.watts());
        comparison.ifPresent(one -> put(root.putObject("openSta"), one));
        ObjectNode published = root.putObject("published");
        published.put("chip", "ECON-T");
        published.put("silicon", "65 nm");
        published.put("source", "arXiv:2105.01683");
        published.put("squareMillimetres", PUBLISHED_SQUARE_MILLIMETRES);
        published.put("milliwatts", PUBLISHED_MILLIWATTS);
        published.put("nanojoulesPerInference", PUBLISHED_NANOJOULES);
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("report of power: " + e.getMessage(), e);
        }
    }

    private static void put(ObjectNode node, GroupPower own) {
        node.put("internal", 1e3 * own.internalWatts());
        node.put("switching", 1e3 * own.switchingWatts());
        node.put("leakage", 1e3 * own.leakageWatts());
        node.put("total", 1e3 * own.watts());
    }

    private static void put(ObjectNode node, StaComparison one) {
        node.put("activity", one.activity());
        node.put("ours", 1e3 * one.own().watts());
        node.put("openSta", 1e3 * one.sta().watts());
        node.put("ratio", one.ratio());
        node.put("agrees", one.agrees());
        node.put("oursAsLibertyDefines", 1e3 * one.libertyWatts());
    }
}
