package org.l1ring.power;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Weights in the registers of a netlist without the cycles that I2C takes: an image's bits go
 * straight into every replica. Which bit a register holds is read from the netlist, from the net of
 * the shadow bank that it loads.
 */
final class WeightPreset {
    private static final Pattern WEIGHTS = Pattern.compile("weights_\\d+_\\d+");
    private static final Pattern REPLICA = Pattern.compile("weights_\\d+_\\d+/replica\\d");

    private final GateNetlist netlist;
    private final GateOrder order;
    private final GateSimulator simulator;

    private WeightPreset(GateNetlist netlist, GateOrder order, GateSimulator simulator) {
        this.netlist = netlist;
        this.order = order;
        this.simulator = simulator;
    }

    /**
     * Presets all weights.
     *
     * @param image payload of a parameter image
     * @return the flip-flops preset
     * @throws IllegalArgumentException if the netlist has no such registers or bank
     */
    static int apply(GateNetlist netlist, GateOrder order, GateSimulator simulator, byte[] image) {
        int preset = new WeightPreset(netlist, order, simulator).all(image);
        simulator.settle();
        return preset;
    }

    private int all(byte[] image) {
        Map<String, GateNetlist.Scope> scopes = new HashMap<>();
        netlist.scopes().forEach(scope -> scopes.put(scope.path(), scope));
        GateNetlist.Scope bank = scopes.get("bank");
        Map<Integer, Integer> held = new HashMap<>();
        for (int bit = 0; bank != null && bit < 8 * image.length; bit++) {
            Optional<Integer> net = bank.port("bits", bit);
            if (net.isPresent()) {
                held.put(net.get(), bit);
            }
        }
        int preset = 0;
        for (GateNetlist.Scope scope : netlist.scopes()) {
            if (REPLICA.matcher(scope.path()).matches()) {
                String path = scope.path().substring(0, scope.path().indexOf('/'));
                preset += replica(scopes.get(path), scope, held, image);
            }
        }
        long registers =
                netlist.scopes().stream()
                        .filter(scope -> WEIGHTS.matcher(scope.path()).matches())
                        .count();
        if (preset == 0 || registers == 0) {
            throw new IllegalArgumentException(
                    "netlist: expected registers weights_* that load from a bank, got none; make it anew with make synth");
        }
        return preset;
    }

    private int replica(
            GateNetlist.Scope registers,
            GateNetlist.Scope replica,
            Map<Integer, Integer> held,
            byte[] image) {
        int bit = 0;
        for (; replica.port("q", bit).isPresent(); bit++) {
            Integer place = held.get(registers.port("d", bit).orElseThrow());
            if (place == null) {
                throw new IllegalArgumentException(
                        "netlist: %s: expected bit %d to load from the bank, got another source"
                                .formatted(registers.path(), bit));
            }
            boolean one = (image[place >> 3] >> (place & 7) & 1) != 0;
            preset(replica.port("q", bit).orElseThrow(), one);
        }
        return bit;
    }

    /** The flip-flop behind a net, through buffers and inverters. */
    private void preset(int net, boolean one) {
        int cell = order.driver(net);
        if (cell < 0) {
            throw new IllegalArgumentException(
                    "netlist: expected a flip-flop behind every weight, got none");
        }
        LibraryCell type = netlist.type(cell);
        if (type.flipFlop().isPresent()) {
            simulator.preset(cell, net, one);
            return;
        }
        for (LibraryCell.Pin pin : type.pins()) {
            if (pin.output()) {
                switch (pin.function().orElseThrow()) {
                    case CellFunction.Variable(int input) -> preset(netlist.net(cell, input), one);
                    case CellFunction.Not(CellFunction.Variable(int input)) ->
                            preset(netlist.net(cell, input), !one);
                    default ->
                            throw new IllegalArgumentException(
                                    "netlist: %s: expected a buffer or an inverter behind a weight, got another gate"
                                            .formatted(netlist.name(cell)));
                }
            }
        }
    }
}
