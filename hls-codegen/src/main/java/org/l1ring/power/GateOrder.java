package org.l1ring.power;

import java.util.Arrays;
import java.util.List;

/**
 * The order in which a netlist's cells have their values: flip-flops apart, gates behind what
 * drives them.
 */
final class GateOrder {
    private final GateNetlist netlist;
    private final int[] driver;
    private final int[] flipFlops;
    private final int[] gates;

    private GateOrder(GateNetlist netlist) {
        this.netlist = netlist;
        this.driver = new int[netlist.nets()];
        Arrays.fill(driver, -1);
        int count = 0;
        for (int cell = 0; cell < netlist.cells(); cell++) {
            count += netlist.type(cell).flipFlop().isPresent() ? 1 : 0;
            drive(cell);
        }
        this.flipFlops = new int[count];
        this.gates = new int[netlist.cells() - count];
    }

    /**
     * The order of a netlist.
     *
     * @throws IllegalArgumentException if a net has two drivers, or gates form a loop
     */
    static GateOrder of(GateNetlist netlist) {
        GateOrder order = new GateOrder(netlist);
        order.sort();
        return order;
    }

    private void drive(int cell) {
        LibraryCell type = netlist.type(cell);
        for (int pin = 0; pin < type.pins().size(); pin++) {
            if (!type.pins().get(pin).output()) {
                continue;
            }
            int net = netlist.net(cell, pin);
            if (driver[net] >= 0 || net <= NetlistModule.ONE) {
                throw new IllegalArgumentException(
                        "netlist: %s: expected to drive a net alone, got %s"
                                .formatted(
                                        netlist.name(cell),
                                        driver[net] >= 0
                                                ? "another driver, " + netlist.name(driver[net])
                                                : "a constant"));
            }
            driver[net] = cell;
        }
    }

    private void sort() {
        int[] waiting = new int[netlist.cells()];
        int[] begin = new int[netlist.cells() + 1];
        for (int cell = 0; cell < netlist.cells(); cell++) {
            waiting[cell] = gate(cell) ? count(cell, begin) : 0;
        }
        int total = 0;
        for (int cell = 0; cell <= netlist.cells(); cell++) {
            int readers = begin[cell];
            begin[cell] = total;
            total += readers;
        }
        int[] readers = new int[total];
        int[] next = Arrays.copyOf(begin, netlist.cells());
        for (int cell = 0; cell < netlist.cells(); cell++) {
            list(cell, next, readers);
        }
        walk(waiting, begin, readers);
    }

    private boolean gate(int cell) {
        return cell >= 0 && netlist.type(cell).flipFlop().isEmpty();
    }

    /** Inputs of a gate that gates drive; each is one reader more of its driver. */
    private int count(int cell, int[] readers) {
        int waiting = 0;
        List<LibraryCell.Pin> pins = netlist.type(cell).pins();
        for (int pin = 0; pin < pins.size(); pin++) {
            int from = driver[netlist.net(cell, pin)];
            if (!pins.get(pin).output() && gate(from)) {
                readers[from]++;
                waiting++;
            }
        }
        return waiting;
    }

    private void list(int cell, int[] next, int[] readers) {
        if (!gate(cell)) {
            return;
        }
        List<LibraryCell.Pin> pins = netlist.type(cell).pins();
        for (int pin = 0; pin < pins.size(); pin++) {
            int from = driver[netlist.net(cell, pin)];
            if (!pins.get(pin).output() && gate(from)) {
                readers[next[from]++] = cell;
            }
        }
    }

    private void walk(int[] waiting, int[] begin, int[] readers) {
        int ready = 0;
        int stored = 0;
        for (int cell = 0; cell < netlist.cells(); cell++) {
            if (!gate(cell)) {
                flipFlops[stored++] = cell;
            } else if (waiting[cell] == 0) {
                gates[ready++] = cell;
            }
        }
        for (int done = 0; done < ready; done++) {
            int cell = gates[done];
            for (int i = begin[cell]; i < begin[cell + 1]; i++) {
                if (--waiting[readers[i]] == 0) {
                    gates[ready++] = readers[i];
                }
            }
        }
        if (ready < gates.length) {
            int cell = 0;
            while (waiting[cell] <= 0) {
                cell++;
            }
            throw new IllegalArgumentException(
                    "netlist: %s: expected gates without loops, got one that this is in or behind"
                            .formatted(netlist.name(cell)));
        }
    }

    /** The cell that drives a net, or -1 for an input, a constant or nothing. */
    int driver(int net) {
        return driver[net];
    }

    /** Cells that store; not to be changed. */
    int[] flipFlops() {
        return flipFlops;
    }

    /** Cells that do not, each behind those that drive it; not to be changed. */
    int[] gates() {
        return gates;
    }
}
