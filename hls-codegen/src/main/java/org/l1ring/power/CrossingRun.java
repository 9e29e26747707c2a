package org.l1ring.power;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/**
 * Crossings through a netlist: reset, weights preset, then 64 streams of crossings of equal length,
 * all results compared. What follows the first crossings of each stream is counted.
 */
final class CrossingRun {
    private static final int RESET_CYCLES = 8;

    /** Cycles before the count in which the control's registers come to rest. */
    private static final int REST_CYCLES = 8;

    private static final int ORBIT = 3564;

    private final GateNetlist.Scope top;
    private final GateSimulator simulator;
    private final CrossingRows rows;
    private final int latency;
    private final List<Integer> inputs;
    private final List<Integer> outputs;
    private long mismatches;
    private long compared;

    /**
     * A run of a simulator whose flip-flops are 0.
     *
     * @param top instance of the design
     * @param simulator of it
     * @param rows crossings with results
     * @param latency in crossings
     */
    CrossingRun(GateNetlist.Scope top, GateSimulator simulator, CrossingRows rows, int latency) {
        this.top = top;
        this.simulator = simulator;
        this.rows = rows;
        this.latency = latency;
        this.inputs = vector("data_in");
        this.outputs = vector("data_out");
    }

    private List<Integer> vector(String name) {
        List<Integer> nets = new ArrayList<>();
        while (top.port(name, nets.size()).isPresent()) {
            nets.add(net(name, nets.size()));
        }
        if (nets.isEmpty()) {
            net(name, 0);
        }
        return nets;
    }

    private int net(String port, int bit) {
        return top.port(port, bit)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "netlist: %s: expected a port %s, got none; make it anew with make synth"
                                        .formatted(top.module().name(), port)));
    }

    private void set(String port, boolean one) {
        simulator.set(net(port, 0), one ? -1 : 0);
    }

    /** Reset; I2C lines are idle if there are any. */
    void reset() {
        set("rst", true);
        set("ce", true);
        if (top.port("scl", 0).isPresent()) {
            set("scl", true);
            set("sda", true);
        }
        for (int i = 0; i < RESET_CYCLES; i++) {
            simulator.settle();
            simulator.edge();
        }
        set("rst", false);
        simulator.settle();
    }

    /**
     * Streams crossings and counts.
     *
     * @param cycles to count, a crossing of each of the 64 streams in each
     * @param progress is told the crossings done
     */
    void crossings(int cycles, LongConsumer progress) {
        int before = latency + REST_CYCLES;
        for (int cycle = -before; cycle < cycles; cycle++) {
            if (cycle == 0) {
                simulator.count();
            }
            simulator.edge();
            feed(cycle, cycles);
            simulator.settle();
            if (cycle - 1 - latency >= -before) {
                compare(cycle - 1 - latency, cycles);
            }
            progress.accept((long) Math.max(0, cycle + 1) * GateSimulator.STREAMS);
        }
    }

    /** The crossing of a stream. */
    private static long crossing(int stream, int cycle, int cycles) {
        return (long) stream * cycles + cycle;
    }

    /** Which streams are at the first crossing of an orbit. */
    private static long firsts(int cycle, int cycles) {
        long firsts = 0;
        for (int stream = 0; stream < GateSimulator.STREAMS; stream++) {
            boolean first = Math.floorMod(crossing(stream, cycle, cycles), ORBIT) == 0;
            firsts |= first ? 1L << stream : 0;
        }
        return firsts;
    }

    private static BigInteger[] each(LongFunction<BigInteger> row, int cycle, int cycles) {
        BigInteger[] values = new BigInteger[GateSimulator.STREAMS];
        for (int stream = 0; stream < values.length; stream++) {
            values[stream] = row.apply(crossing(stream, cycle, cycles));
        }
        return values;
    }

    /** A bit of every stream's value. */
    private static long across(BigInteger[] values, int bit) {
        long across = 0;
        for (int stream = 0; stream < values.length; stream++) {
            across |= values[stream].testBit(bit) ? 1L << stream : 0;
        }
        return across;
    }

    private void feed(int cycle, int cycles) {
        BigInteger[] values = each(rows::input, cycle, cycles);
        simulator.set(net("bc0_in", 0), firsts(cycle, cycles));
        for (int i = 0; i < inputs.size(); i++) {
            simulator.set(inputs.get(i), across(values, i));
        }
    }

    private void compare(int cycle, int cycles) {
        BigInteger[] wanted = each(rows::output, cycle, cycles);
        long wrong = simulator.value(net("bc0_out", 0)) ^ firsts(cycle, cycles);
        for (int i = 0; i < outputs.size(); i++) {
            wrong |= simulator.value(outputs.get(i)) ^ across(wanted, i);
        }
        mismatches += Long.bitCount(wrong);
        compared += GateSimulator.STREAMS;
    }

    /** Crossings with a wrong result. */
    long mismatches() {
        return mismatches;
    }

    /** Crossings whose results were compared. */
    long compared() {
        return compared;
    }
}
