package org.l1ring.power;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table of a Liberty file over output load and input slew, in the library's units; between its
 * points linear in both, beyond its ends by the outermost lines. A table of one variable holds for
 * every value of the other.
 */
final class LookupTable {
    /** 0 everywhere. */
    static final LookupTable ZERO = new LookupTable(new double[1], new double[1], new double[1][1]);

    private final double[] loads;
    private final double[] slews;
    private final double[][] values;

    private LookupTable(double[] loads, double[] slews, double[][] values) {
        this.loads = loads;
        this.slews = slews;
        this.values = values;
    }

    /**
     * A table of a library.
     *
     * @param group that holds its values, and its indices unless the template's hold
     * @param templates of the library by name
     * @throws IllegalArgumentException if it is over other variables, or has not a value a point
     */
    static LookupTable of(LibertyGroup group, Map<String, LibertyGroup> templates) {
        Optional<LibertyGroup> template = Optional.ofNullable(templates.get(group.name()));
        if (template.isEmpty() && !group.name().equals("scalar") && !group.name().isEmpty()) {
            throw group.bad("expected a table template of this name, got none");
        }
        double[] none = {0};
        double[] loads = none;
        double[] slews = none;
        boolean loadFirst = true;
        for (int variable = 1; variable <= 3; variable++) {
            Optional<String> name =
                    template.isEmpty()
                            ? Optional.empty()
                            : template.get().text("variable_" + variable);
            if (name.isEmpty()) {
                break;
            }
            double[] index = index(group, template.get(), "index_" + variable);
            switch (name.get()) {
                case "total_output_net_capacitance" -> {
                    loads = index;
                    loadFirst = variable == 1;
                }
                case "input_net_transition", "input_transition_time" -> slews = index;
                default ->
                        throw group.bad(
                                "expected a table over input slew and output load, got one over "
                                        + name.get());
            }
        }
        return new LookupTable(loads, slews, values(group, loads.length, slews.length, loadFirst));
    }

    private static double[] index(LibertyGroup group, LibertyGroup template, String attribute) {
        List<String> own = group.attributes().get(attribute);
        List<String> texts = own == null ? template.attributes().get(attribute) : own;
        if (texts == null) {
            throw group.bad("expected " + attribute + ", got none");
        }
        double[] index = numbers(group, attribute, texts);
        for (int i = 1; i < index.length; i++) {
            if (!(index[i] > index[i - 1])) {
                throw group.bad("expected rising numbers in " + attribute + ", got others");
            }
        }
        return index;
    }

    private static double[] numbers(LibertyGroup group, String attribute, List<String> texts) {
        List<Double> numbers = new ArrayList<>();
        for (String text : texts) {
            for (String part : text.strip().split("[\\s,]+", -1)) {
                numbers.add(group.number(attribute, part));
            }
        }
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double[][] values(LibertyGroup group, int loads, int slews, boolean loadFirst) {
        List<String> texts = group.attributes().getOrDefault("values", List.of());
        double[] flat = texts.isEmpty() ? new double[0] : numbers(group, "values", texts);
        if (flat.length != loads * slews) {
            throw group.bad("expected %d values, got %d".formatted(loads * slews, flat.length));
        }
        double[][] values = new double[loads][slews];
        for (int load = 0; load < loads; load++) {
            for (int slew = 0; slew < slews; slew++) {
                values[load][slew] = flat[loadFirst ? load * slews + slew : slew * loads + load];
            }
        }
        return values;
    }

    /**
     * The value at a point.
     *
     * @param load at the output
     * @param slew at the input
     */
    double at(double load, double slew) {
        int row = segment(loads, load);
        double low = along(values[row], slew);
        if (loads.length == 1) {
            return low;
        }
        double part = (load - loads[row]) / (loads[row + 1] - loads[row]);
        return low + part * (along(values[row + 1], slew) - low);
    }

    private double along(double[] row, double slew) {
        int column = segment(slews, slew);
        if (slews.length == 1) {
            return row[0];
        }
        double part = (slew - slews[column]) / (slews[column + 1] - slews[column]);
        return row[column] + part * (row[column + 1] - row[column]);
    }

    /** The first of the two points that a value lies between, or is beyond. */
    private static int segment(double[] index, double value) {
        int at = 0;
        while (at < index.length - 2 && value >= index[at + 1]) {
            at++;
        }
        return at;
    }
}
