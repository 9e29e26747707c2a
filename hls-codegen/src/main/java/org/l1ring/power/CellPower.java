package org.l1ring.power;

import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Power of single cells from toggles of nets: leakage; switching, {@code C V² / 2} a toggle of a
 * net that the cell drives; internal, from the energy tables at the pins' slews and loads.
 */
final class CellPower {
    /** How energy tables are read. */
    enum Reading {
        /**
         * As Liberty defines them: a rise takes the rise energy, a fall the fall energy. Half of
         * the toggles are rises. A toggle of an output takes the mean over the inputs that may have
         * caused it, weighted by the inputs' toggles.
         */
        LIBERTY,
        /**
         * As OpenSTA 2.0.17 reports them, found by experiment: a toggle of an output takes, for
         * each of its inputs, rise and fall energy together times the probability that the
         * innermost operator of the function lets the input through; a toggle of an input takes
         * half of rise and fall energy together, one of a clock both.
         */
        OPENSTA
    }

    private final GateNetlist netlist;
    private final SignalTimes times;
    private final IntToDoubleFunction rates;
    private final Reading reading;
    private final double[][][] passed;

    /**
     * The power of a netlist's cells.
     *
     * @param rates toggles of a net a second
     * @param reading of the energy tables
     */
    CellPower(GateNetlist netlist, SignalTimes times, IntToDoubleFunction rates, Reading reading) {
        this.netlist = netlist;
        this.times = times;
        this.rates = rates;
        this.reading = reading;
        this.passed = netlist.types().stream().map(CellPower::passed).toArray(double[][][]::new);
    }

    /** For each pin and each of its energies, how far the function lets the input through. */
    private static double[][] passed(LibraryCell type) {
        double[][] passed = new double[type.pins().size()][];
        for (int pin = 0; pin < passed.length; pin++) {
            LibraryCell.Pin own = type.pins().get(pin);
            passed[pin] =
                    own.energies().stream()
                            .mapToDouble(energy -> passed(type, own, energy))
                            .toArray();
        }
        return passed;
    }

    private static double passed(LibraryCell type, LibraryCell.Pin pin, LibraryCell.Energy energy) {
        if (!pin.output()) {
            return pin.clock() ? 1 : 0.5;
        }
        double passed = pin.function().orElseThrow().passed(energy.from());
        return passed < 0 || type.flipFlop().isPresent() ? 1 : passed;
    }

    /** Leakage of a cell in watts. */
    double leakage(int cell) {
        return netlist.type(cell).leakageWatts();
    }

    /** Watts that charge the nets a cell drives. */
    double switching(int cell) {
        List<LibraryCell.Pin> pins = netlist.type(cell).pins();
        double watts = 0;
        for (int pin = 0; pin < pins.size(); pin++) {
            watts += pins.get(pin).output() ? net(netlist.net(cell, pin)) : 0;
        }
        return watts;
    }

    /** Watts that charge a net. */
    double net(int net) {
        CellLibrary library = netlist.library();
        double load = times.load(net) * library.farads();
        return 0.5 * load * library.volts() * library.volts() * rates.applyAsDouble(net);
    }

    /** Internal watts of a cell without those of its clock pin. */
    double internal(int cell) {
        List<LibraryCell.Pin> pins = netlist.type(cell).pins();
        double watts = 0;
        for (int pin = 0; pin < pins.size(); pin++) {
            watts += pins.get(pin).clock() ? 0 : pin(cell, pin);
        }
        return watts;
    }

    /** Internal watts of a flip-flop's clock pin, which it takes even where nothing changes. */
    double clock(int cell) {
        return netlist.type(cell)
                .flipFlop()
                .map(flipFlop -> pin(cell, flipFlop.clock()))
                .orElse(0.0);
    }

    private double pin(int cell, int pin) {
        LibraryCell type = netlist.type(cell);
        List<LibraryCell.Energy> energies = type.pins().get(pin).energies();
        if (energies.isEmpty()) {
            return 0;
        }
        double rate = rates.applyAsDouble(netlist.net(cell, pin));
        if (rate == 0) {
            return 0;
        }
        double[] open = passed[netlist.typeNumber(cell)][pin];
        double energy = 0;
        double total = 0;
        double plain = 0;
        for (int i = 0; i < open.length; i++) {
            double both = bothEdges(cell, pin, energies.get(i));
            double weight =
                    reading == Reading.OPENSTA
                            ? open[i]
                            : rates.applyAsDouble(netlist.net(cell, energies.get(i).from()));
            energy += weight * both;
            total += weight;
            plain += both;
        }
        double joules = netlist.library().joules() * rate;
        if (reading == Reading.OPENSTA) {
            return joules * energy;
        }
        return joules / 2 * (total > 0 ? energy / total : plain / open.length);
    }

    private double bothEdges(int cell, int pin, LibraryCell.Energy energy) {
        int net = netlist.net(cell, pin);
        int from = netlist.net(cell, energy.from());
        double load = times.load(net);
        return energy.rise().at(load, times.slew(from, true))
                + energy.fall().at(load, times.slew(from, false));
    }
}
