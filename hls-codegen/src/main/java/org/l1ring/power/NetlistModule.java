package org.l1ring.power;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A module of a mapped netlist: bits of nets, numbered from 2 behind the constants 0 and 1, and
 * what is instantiated on them.
 */
final class NetlistModule {
    /** A bit that is always 0, or not connected. */
    static final int ZERO = 0;

    /** A bit that is always 1. */
    static final int ONE = 1;

    /** What a module is made of: a cell or another module; a port's bits come lowest first. */
    record Instance(String type, String name, Map<String, int[]> ports) {}

    private final String name;
    private final List<String> ports;
    private final Map<String, int[]> nets = new HashMap<>();
    private final Map<String, Integer> lows = new HashMap<>();
    private final List<Instance> instances = new ArrayList<>();
    private final List<int[]> assignments = new ArrayList<>();
    private int bits = 2;

    NetlistModule(String name, List<String> ports) {
        this.name = name;
        this.ports = List.copyOf(ports);
    }

    String name() {
        return name;
    }

    /** Names of the ports in order. */
    List<String> ports() {
        return ports;
    }

    /**
     * Adds a net of some bits unless it is there; a later declaration of the port's range holds.
     */
    void declare(String net, int low, int width) {
        int[] known = nets.get(net);
        if (known != null && known.length == width) {
            return;
        }
        int[] own = new int[width];
        for (int i = 0; i < width; i++) {
            own[i] = bits++;
        }
        nets.put(net, own);
        lows.put(net, low);
    }

    /** The bits of a net; null where there is none. */
    int[] net(String net) {
        return nets.get(net);
    }

    /** The index of a net's lowest bit. */
    int low(String net) {
        return lows.getOrDefault(net, 0);
    }

    /** One more than the highest bit. */
    int bits() {
        return bits;
    }

    void add(Instance instance) {
        instances.add(instance);
    }

    List<Instance> instances() {
        return instances;
    }

    /** Two bits that are one. */
    void assign(int left, int right) {
        assignments.add(new int[] {left, right});
    }

    List<int[]> assignments() {
        return assignments;
    }
}
