package org.l1ring.power;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads the cells of a library. */
final class CellReader {
    private final LibertyGroup library;
    private final Map<String, LibertyGroup> templates;
    private final double leakageUnit;

    /**
     * A reader.
     *
     * @param library whose defaults hold
     * @param templates of its tables
     * @param leakageUnit in watts
     */
    CellReader(LibertyGroup library, Map<String, LibertyGroup> templates, double leakageUnit) {
        this.library = library;
        this.templates = templates;
        this.leakageUnit = leakageUnit;
    }

    /** A cell; one that cannot be simulated has no functions. */
    LibraryCell read(LibertyGroup cell) {
        List<LibertyGroup> groups =
                cell.all("pin").filter(pin -> !direction(pin).equals("internal")).toList();
        Map<String, Integer> variables = new HashMap<>();
        for (LibertyGroup pin : groups) {
            variables.put(pin.name(), variables.size());
        }
        Map<String, Integer> withState = new HashMap<>(variables);
        Optional<LibertyGroup> storage = cell.first("ff");
        if (storage.isPresent()) {
            List<String> names = storage.get().arguments();
            for (int i = 0; i < names.size(); i++) {
                withState.put(names.get(i), groups.size() + i);
            }
        }
        Optional<LibraryCell.FlipFlop> flipFlop =
                storage.flatMap(ff -> flipFlop(ff, variables, withState));
        boolean usable =
                storage.isPresent() == flipFlop.isPresent()
                        && groups.stream().allMatch(CellReader::plain)
                        && cell.groups().stream().noneMatch(CellReader::storesOtherwise);
        List<LibraryCell.Pin> pins = new ArrayList<>();
        int clock = flipFlop.map(LibraryCell.FlipFlop::clock).orElse(-1);
        for (LibertyGroup pin : groups) {
            boolean clocks = pins.size() == clock;
            pins.add(pin(pin, clocks, variables, usable ? withState : Map.of()));
        }
        return new LibraryCell(
                cell.name(),
                cell.number("area", 0),
                leakageUnit * leakage(cell),
                pins,
                flipFlop,
                usable);
    }

    private static boolean storesOtherwise(LibertyGroup group) {
        return switch (group.kind()) {
            case "latch", "ff_bank", "latch_bank", "statetable", "bus", "bundle" -> true;
            default -> false;
        };
    }

    private static String direction(LibertyGroup pin) {
        return pin.text("direction").orElseThrow(() -> pin.bad("expected a direction, got none"));
    }

    /** An input, or an output that always follows its function. */
    private static boolean plain(LibertyGroup pin) {
        return switch (direction(pin)) {
            case "input" -> true;
            case "output" -> pin.text("function").isPresent() && pin.text("three_state").isEmpty();
            default -> false;
        };
    }

    /** Leakage, or the mean over the states that it is given for. */
    private double leakage(LibertyGroup cell) {
        if (cell.text("cell_leakage_power").isPresent()) {
            return cell.number("cell_leakage_power", 0);
        }
        double otherwise = library.number("default_cell_leakage_power", 0);
        return cell.all("leakage_power")
                .mapToDouble(group -> group.number("value", 0))
                .average()
                .orElse(otherwise);
    }

    /** A flip-flop of a rising edge and nothing else, whose next state depends on pins only. */
    private static Optional<LibraryCell.FlipFlop> flipFlop(
            LibertyGroup ff, Map<String, Integer> variables, Map<String, Integer> withState) {
        boolean plain = ff.text("clear").isEmpty() && ff.text("preset").isEmpty();
        String next = ff.text("next_state").orElse("");
        String edge = ff.text("clocked_on").orElse("");
        if (!plain || next.isEmpty() || edge.isEmpty()) {
            return Optional.empty();
        }
        CellFunction taken = CellFunction.parse(next, withState, ff);
        boolean holds =
                IntStream.range(variables.size(), withState.size())
                        .anyMatch(state -> taken.passed(state) >= 0);
        return !holds
                        && CellFunction.parse(edge, variables, ff)
                                instanceof CellFunction.Variable(int clock)
                ? Optional.of(new LibraryCell.FlipFlop(taken, clock))
                : Optional.empty();
    }

    private LibraryCell.Pin pin(
            LibertyGroup pin,
            boolean clock,
            Map<String, Integer> variables,
            Map<String, Integer> functions) {
        boolean output = direction(pin).equals("output");
        double load =
                pin.number("capacitance", output ? 0 : library.number("default_input_pin_cap", 0));
        boolean function = output && !functions.isEmpty();
        return new LibraryCell.Pin(
                pin.name(),
                output,
                clock,
                pin.number("rise_capacitance", load),
                pin.number("fall_capacitance", load),
                function
                        ? pin.text("function").map(text -> CellFunction.parse(text, functions, pin))
                        : Optional.empty(),
                function ? arcs(pin, variables) : List.of(),
                energies(pin, variables));
    }

    private List<LibraryCell.Arc> arcs(LibertyGroup pin, Map<String, Integer> variables) {
        List<LibraryCell.Arc> arcs = new ArrayList<>();
        for (LibertyGroup timing : pin.all("timing").toList()) {
            String type = timing.text("timing_type").orElse("combinational");
            boolean clocked = type.equals("rising_edge");
            if (!clocked && !type.startsWith("combinational")) {
                continue;
            }
            Optional<LibertyGroup> rise = timing.first("rise_transition");
            Optional<LibertyGroup> fall = timing.first("fall_transition");
            if (rise.isEmpty() && fall.isEmpty()) {
                continue;
            }
            LibraryCell.Sense sense =
                    switch (timing.text("timing_sense").orElse("non_unate")) {
                        case "positive_unate" -> LibraryCell.Sense.POSITIVE;
                        case "negative_unate" -> LibraryCell.Sense.NEGATIVE;
                        default -> LibraryCell.Sense.BOTH;
                    };
            LookupTable up = table(rise.or(() -> fall).orElseThrow());
            LookupTable down = table(fall.or(() -> rise).orElseThrow());
            for (int from : related(timing, variables)) {
                arcs.add(new LibraryCell.Arc(from, sense, clocked, up, down));
            }
        }
        return arcs;
    }

    private List<LibraryCell.Energy> energies(LibertyGroup pin, Map<String, Integer> variables) {
        List<LibraryCell.Energy> energies = new ArrayList<>();
        for (LibertyGroup power : pin.all("internal_power").toList()) {
            Optional<LibertyGroup> both = power.first("power");
            Optional<LibertyGroup> rise = power.first("rise_power").or(() -> both);
            Optional<LibertyGroup> fall = power.first("fall_power").or(() -> both);
            if (rise.isEmpty() && fall.isEmpty()) {
                continue;
            }
            LookupTable up = rise.map(this::table).orElse(LookupTable.ZERO);
            LookupTable down = fall.map(this::table).orElse(LookupTable.ZERO);
            List<Integer> from = related(power, variables);
            int self = variables.get(pin.name());
            for (int input : from.isEmpty() ? List.of(self) : from) {
                energies.add(new LibraryCell.Energy(input, up, down));
            }
        }
        return energies;
    }

    private LookupTable table(LibertyGroup group) {
        return LookupTable.of(group, templates);
    }

    /** The pins of related_pin; none where it is absent. */
    private static List<Integer> related(LibertyGroup group, Map<String, Integer> variables) {
        List<Integer> pins = new ArrayList<>();
        String text = group.text("related_pin").orElse("").strip();
        for (String name : text.isEmpty() ? new String[0] : text.split("\\s+")) {
            Integer pin = variables.get(name);
            if (pin == null) {
                throw group.bad("related_pin: expected a pin of the cell, got " + name);
            }
            pins.add(pin);
        }
        return pins;
    }
}
