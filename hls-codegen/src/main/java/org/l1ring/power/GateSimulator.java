package org.l1ring.power;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Simulates a netlist with zero delay: 64 independent streams side by side, in the bits of a long.
 * Toggles of every net are counted over all streams.
 *
 * <p>Without delays a net changes at most once a clock cycle: pulses within a cycle are not seen.
 */
final class GateSimulator {
    /** Streams side by side. */
    static final int STREAMS = Long.SIZE;

    /** What is run for a type of cell. */
    private static final class Work {
        /** Numbers of the driven pins. */
        private final int[] outputs;

        /** Programs of these; of a flip-flop, that of its next state. */
        private final int[][] functions;

        /** Whether an output of a flip-flop is the inverse of its state. */
        private final boolean[] inverse;

        Work(LibraryCell type) {
            List<LibraryCell.Pin> pins = type.pins();
            outputs =
                    IntStream.range(0, pins.size()).filter(pin -> pins.get(pin).output()).toArray();
            functions = new int[outputs.length][];
            inverse = new boolean[outputs.length];
            for (int i = 0; i < outputs.length; i++) {
                LibraryCell.Pin pin = pins.get(outputs[i]);
                if (type.flipFlop().isPresent()) {
                    functions[i] = type.flipFlop().get().next().program();
                    inverse[i] = type.inverse(pin);
                } else {
                    functions[i] = pin.function().orElseThrow().program();
                }
            }
        }
    }

    private final GateNetlist netlist;
    private final GateOrder order;
    private final Work[] work;
    private final long[] values;
    private final int[] toggles;
    private final long[] states;
    private final long[] stack;
    private boolean counting;
    private long cycles;

    /**
     * A simulation of which every flip-flop is 0.
     *
     * @param clock net of the clock
     * @throws IllegalArgumentException if a flip-flop has another clock
     */
    GateSimulator(GateNetlist netlist, GateOrder order, int clock) {
        this.netlist = netlist;
        this.order = order;
        this.values = new long[netlist.nets()];
        values[NetlistModule.ONE] = -1;
        this.toggles = new int[netlist.nets()];
        this.states = new long[order.flipFlops().length];
        this.work = netlist.types().stream().map(Work::new).toArray(Work[]::new);
        this.stack =
                new long
                        [Arrays.stream(work)
                                .flatMap(one -> Arrays.stream(one.functions))
                                .mapToInt(program -> program.length)
                                .max()
                                .orElse(0)];
        for (int cell : order.flipFlops()) {
            if (netlist.net(cell, netlist.type(cell).flipFlop().orElseThrow().clock()) != clock) {
                throw new IllegalArgumentException(
                        "netlist: %s: expected the design's clock at a flip-flop, got another net"
                                .formatted(netlist.name(cell)));
            }
        }
        drive();
        settle();
    }

    /** The values of a net, a stream a bit. */
    long value(int net) {
        return values[net];
    }

    /** Gives an input its values, a stream a bit; {@link #settle} passes them on. */
    void set(int net, long value) {
        if (counting) {
            toggles[net] += Long.bitCount(values[net] ^ value);
        }
        values[net] = value;
    }

    /** Outputs of the flip-flops from their states. */
    private void drive() {
        for (int i = 0; i < states.length; i++) {
            drive(i);
        }
    }

    private void drive(int flipFlop) {
        int cell = order.flipFlops()[flipFlop];
        Work own = work[netlist.typeNumber(cell)];
        for (int k = 0; k < own.outputs.length; k++) {
            long state = states[flipFlop];
            set(netlist.net(cell, own.outputs[k]), own.inverse[k] ? ~state : state);
        }
    }

    /** Gates take their values from inputs and flip-flops. */
    void settle() {
        int[] pins = netlist.pins();
        for (int cell : order.gates()) {
            Work own = work[netlist.typeNumber(cell)];
            int first = netlist.first(cell);
            for (int k = 0; k < own.outputs.length; k++) {
                set(
                        pins[first + own.outputs[k]],
                        CellFunction.Programs.run(own.functions[k], values, pins, first, stack));
            }
        }
    }

    /** Flip-flops take what has settled before them; {@link #settle} passes it on. */
    void edge() {
        int[] flipFlops = order.flipFlops();
        int[] pins = netlist.pins();
        for (int i = 0; i < flipFlops.length; i++) {
            int[] function = work[netlist.typeNumber(flipFlops[i])].functions[0];
            int first = netlist.first(flipFlops[i]);
            states[i] = CellFunction.Programs.run(function, values, pins, first, stack);
        }
        drive();
        cycles += counting ? 1 : 0;
    }

    /**
     * Gives a flip-flop another state in all streams.
     *
     * @param cell the flip-flop
     * @param net that one of its outputs drives
     * @param one value of that net
     */
    void preset(int cell, int net, boolean one) {
        int place = Arrays.binarySearch(order.flipFlops(), cell);
        Work own = work[netlist.typeNumber(cell)];
        for (int k = 0; k < own.outputs.length; k++) {
            if (netlist.net(cell, own.outputs[k]) == net) {
                states[place] = one ^ own.inverse[k] ? -1 : 0;
            }
        }
        drive(place);
    }

    /** Counts toggles and cycles from here on. */
    void count() {
        counting = true;
    }

    /** Clock cycles that were counted. */
    long cycles() {
        return cycles;
    }

    /** Toggles of a net in all streams while they were counted. */
    int toggles(int net) {
        return toggles[net];
    }
}
