package org.l1ring.power;

import java.util.List;
import java.util.Optional;

/**
 * A cell of a library. Pins are numbered as they come; variables of functions are pins, and behind
 * them the two states of a flip-flop, its value and the inverse.
 *
 * @param name of the cell
 * @param area in the library's unit
 * @param leakageWatts always
 * @param pins inputs and outputs
 * @param flipFlop what it stores, if it does
 * @param usable whether its function and storage are of a kind that can be simulated
 */
record LibraryCell(
        String name,
        double area,
        double leakageWatts,
        List<Pin> pins,
        Optional<FlipFlop> flipFlop,
        boolean usable) {

    /** Copies the list. */
    LibraryCell {
        pins = List.copyOf(pins);
    }

    /**
     * A flip-flop.
     *
     * @param next what it takes at the clock edge
     * @param clock number of the pin whose rising edge it is
     */
    record FlipFlop(CellFunction next, int clock) {}

    /**
     * A pin.
     *
     * @param name of the pin
     * @param output whether the cell drives it
     * @param clock whether flip-flops take their edge from it
     * @param riseLoad its capacitance as its net rises, in the library's unit
     * @param fallLoad the same as its net falls
     * @param function of an output
     * @param arcs from inputs to this output
     * @param energies of this pin's transitions
     */
    record Pin(
            String name,
            boolean output,
            boolean clock,
            double riseLoad,
            double fallLoad,
            Optional<CellFunction> function,
            List<Arc> arcs,
            List<Energy> energies) {
        /** Copies the lists. */
        Pin {
            arcs = List.copyOf(arcs);
            energies = List.copyOf(energies);
        }
    }

    /** How an output goes with an input. */
    enum Sense {
        /** Up with up. */
        POSITIVE,
        /** Up with down. */
        NEGATIVE,
        /** Either. */
        BOTH
    }

    /**
     * How an output's slew comes from an input's.
     *
     * @param from number of the input
     * @param sense of it
     * @param clocked whether it is the edge of a clock, always a rising one
     * @param rise slew of a rising output
     * @param fall slew of a falling one
     */
    record Arc(int from, Sense sense, boolean clocked, LookupTable rise, LookupTable fall) {}

    /**
     * Energy that a cell takes from its supply when a pin changes, without that which charges the
     * net.
     *
     * @param from number of the input that causes it; the pin itself if none is named
     * @param rise energy of a rising pin
     * @param fall of a falling one
     */
    record Energy(int from, LookupTable rise, LookupTable fall) {}

    /** The number of the variable that is a flip-flop's value; its inverse follows. */
    int state() {
        return pins.size();
    }

    /**
     * Whether an output of a flip-flop is the inverse of its value.
     *
     * @throws IllegalArgumentException if it is neither that nor the value
     */
    boolean inverse(Pin output) {
        CellFunction function = output.function().orElseThrow();
        boolean inverse = false;
        while (function instanceof CellFunction.Not(CellFunction of)) {
            function = of;
            inverse = !inverse;
        }
        if (function instanceof CellFunction.Variable(int number) && number >= state()) {
            return inverse ^ (number > state());
        }
        throw new IllegalArgumentException(
                "cell %s: expected pin %s to be its state or the inverse, got another function"
                        .formatted(name, output.name()));
    }
}
