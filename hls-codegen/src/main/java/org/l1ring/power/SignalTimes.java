package org.l1ring.power;

import java.util.Arrays;

/**
 * Loads and slews of every net, in the library's units: a net's load is the capacitance of the
 * input pins on it, there are no wires; its slew is the greatest that an arc of its driver gives.
 * Inputs of the design and its clock are ideal: their slew is 0.
 */
final class SignalTimes {
    private final GateNetlist netlist;
    private final double[] riseLoad;
    private final double[] fallLoad;
    private final double[] riseSlew;
    private final double[] fallSlew;

    private SignalTimes(GateNetlist netlist) {
        this.netlist = netlist;
        this.riseLoad = new double[netlist.nets()];
        this.fallLoad = new double[netlist.nets()];
        this.riseSlew = new double[netlist.nets()];
        this.fallSlew = new double[netlist.nets()];
    }

    /** The times of a netlist. */
    static SignalTimes of(GateNetlist netlist, GateOrder order) {
        SignalTimes times = new SignalTimes(netlist);
        for (int cell = 0; cell < netlist.cells(); cell++) {
            times.addLoads(cell);
        }
        Arrays.stream(order.flipFlops()).forEach(times::slews);
        Arrays.stream(order.gates()).forEach(times::slews);
        return times;
    }

    private void addLoads(int cell) {
        int net = netlist.first(cell);
        for (LibraryCell.Pin pin : netlist.type(cell).pins()) {
            // An output's own capacitance counts, too; most libraries have it in their tables.
            riseLoad[netlist.pins()[net]] += pin.riseLoad();
            fallLoad[netlist.pins()[net]] += pin.fallLoad();
            net++;
        }
    }

    private void slews(int cell) {
        LibraryCell type = netlist.type(cell);
        for (int pin = 0; pin < type.pins().size(); pin++) {
            if (!type.pins().get(pin).output()) {
                continue;
            }
            int net = netlist.net(cell, pin);
            for (LibraryCell.Arc arc : type.pins().get(pin).arcs()) {
                int from = netlist.net(cell, arc.from());
                double up = slewIn(arc, from, true);
                double down = slewIn(arc, from, false);
                riseSlew[net] = Math.max(riseSlew[net], arc.rise().at(riseLoad[net], up));
                fallSlew[net] = Math.max(fallSlew[net], arc.fall().at(fallLoad[net], down));
            }
        }
    }

    /** The slew of the input's edge that makes an output rise or fall: the greater of two. */
    private double slewIn(LibraryCell.Arc arc, int from, boolean rising) {
        if (arc.clocked()) {
            return 0;
        }
        return switch (arc.sense()) {
            case POSITIVE -> rising ? riseSlew[from] : fallSlew[from];
            case NEGATIVE -> rising ? fallSlew[from] : riseSlew[from];
            case BOTH -> Math.max(riseSlew[from], fallSlew[from]);
        };
    }

    /** The load of a net, the greater of those as it rises and falls. */
    double load(int net) {
        return Math.max(riseLoad[net], fallLoad[net]);
    }

    /** The slew of a rising or falling net. */
    double slew(int net, boolean rising) {
        return rising ? riseSlew[net] : fallSlew[net];
    }
}
