package org.l1ring.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the registers on all paths through a netlist: a pipeline is balanced when the bits that a
 * cell reads all come from inputs of the same clock cycle.
 */
final class Registers {
    /** Cycles of a value that does not depend on any input. */
    private static final int ANY = -1;

    private final Netlist netlist;
    private final Map<String, Integer> cycles = new HashMap<>();
    private final List<String> unbalanced = new ArrayList<>();

    Registers(Netlist netlist) {
        this.netlist = netlist;
    }

    /**
     * Clock cycles from the inputs to all of these ports.
     *
     * @param ports output ports by name
     * @return cycles, 0 for combinational logic
     */
    int latency(Map<String, int[]> ports) {
        int latency = ANY;
        for (Map.Entry<String, int[]> port : ports.entrySet()) {
            latency = common(latency, port.getValue(), "output " + port.getKey());
        }
        return Math.max(0, latency);
    }

    /** Readers of values of different cycles, each as a line. */
    List<String> unbalanced() {
        return unbalanced;
    }

    /** The cycles of bits and of a value so far, which should agree. */
    private int common(int before, int[] bits, String reader) {
        int common = before;
        for (int bit : bits) {
            int own = cycles(bit);
            if (common == ANY) {
                common = own;
            } else if (own != ANY && own != common) {
                unbalanced.add(
                        "%s: expected operands of one clock cycle, got %d and %d registers"
                                .formatted(reader, common, own));
                return common;
            }
        }
        return common;
    }

    private int cycles(int bit) {
        int registers = 0;
        int at = bit;
        Netlist.Cell cell = netlist.driver(at);
        while (cell != null && cell.register()) {
            at = cell.port("D")[netlist.place(at)];
            cell = netlist.driver(at);
            registers++;
        }
        if (Bits.constant(at) || at == Netlist.UNKNOWN) {
            return ANY;
        }
        int before = cell == null ? 0 : cycles(cell);
        return before == ANY ? ANY : before + registers;
    }

    private int cycles(Netlist.Cell cell) {
        Integer known = cycles.get(cell.name());
        if (known != null) {
            return known;
        }
        int common = ANY;
        for (Map.Entry<String, int[]> port : cell.ports().entrySet()) {
            if (!"Y".equals(port.getKey())) {
                common = common(common, port.getValue(), cell.name());
            }
        }
        cycles.put(cell.name(), common);
        return common;
    }
}
