package org.l1ring.power;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mapped netlist without its hierarchy: cells on numbered nets. Net 0 is the constant 0, net 1
 * the constant 1.
 */
final class GateNetlist {
    /** An instance of a module. */
    static final class Scope {
        private final String path;
        private final NetlistModule module;
        private final int[] nets;

        private Scope(String path, NetlistModule module, int[] nets) {
            this.path = path;
            this.module = module;
            this.nets = nets;
        }

        /** Names of the instances from the top, separated by slashes; empty for the top. */
        String path() {
            return path;
        }

        /** The module that it is. */
        NetlistModule module() {
            return module;
        }

        /** The net of a port's bit, as OpenSTA's ports of one bit or as a vector. */
        Optional<Integer> port(String name, int bit) {
            String single = name + "[" + bit + "]";
            if (module.ports().contains(single)) {
                return Optional.of(nets[module.net(single)[0]]);
            }
            int[] bits = module.ports().contains(name) ? module.net(name) : null;
            int place = bits == null ? -1 : bit - module.low(name);
            return place >= 0 && place < bits.length
                    ? Optional.of(nets[bits[place]])
                    : Optional.empty();
        }
    }

    private final Map<String, NetlistModule> modules;
    private final CellLibrary library;
    private final List<Scope> scopes = new ArrayList<>();
    private final List<LibraryCell> types = new ArrayList<>();
    private final Map<String, Integer> typeNumbers = new HashMap<>();
    private int[] parents = {NetlistModule.ZERO, NetlistModule.ONE};
    private int nets = 2;
    private int cells;
    private int[] type = new int[1024];
    private int[] scope = new int[1024];
    private int[] local = new int[1024];
    private int[] first = new int[1025];
    private int[] pins = new int[4096];

    private GateNetlist(Map<String, NetlistModule> modules, CellLibrary library) {
        this.modules = modules;
        this.library = library;
    }

    /**
     * A design flattened.
     *
     * @param modules by name
     * @param top name of the top module
     * @param library of the cells
     * @throws IllegalArgumentException if a module or a cell is not there, or one has itself within
     */
    static GateNetlist of(Map<String, NetlistModule> modules, String top, CellLibrary library) {
        NetlistModule module = modules.get(top);
        if (module == null) {
            throw new IllegalArgumentException(
                    "netlist: expected module %s, got none; make it anew with make synth"
                            .formatted(top));
        }
        GateNetlist netlist = new GateNetlist(modules, library);
        netlist.place(module, "", new int[module.bits()], 0);
        netlist.finish();
        return netlist;
    }

    /** Places a module; bits of its ports have nets already where they are not 0. */
    private void place(NetlistModule module, String path, int[] bits, int depth) {
        if (depth > 100) {
            throw new IllegalArgumentException(
                    "netlist: %s: expected at most 100 levels of modules, got more"
                            .formatted(module.name()));
        }
        bits[NetlistModule.ONE] = NetlistModule.ONE;
        grow(module.bits());
        for (int bit = 2; bit < bits.length; bit++) {
            bits[bit] = bits[bit] == 0 ? newNet() : bits[bit] - 1;
        }
        for (int[] pair : module.assignments()) {
            join(bits[pair[0]], bits[pair[1]]);
        }
        int own = scopes.size();
        scopes.add(new Scope(path, module, bits));
        List<NetlistModule.Instance> instances = module.instances();
        for (int i = 0; i < instances.size(); i++) {
            NetlistModule.Instance instance = instances.get(i);
            NetlistModule inner = modules.get(instance.type());
            if (inner == null) {
                cell(instance, bits, own, i);
            } else {
                String name = path.isEmpty() ? instance.name() : path + "/" + instance.name();
                place(inner, name, bound(inner, instance, bits), depth + 1);
            }
        }
    }

    private int newNet() {
        parents[nets] = nets;
        return nets++;
    }

    private void grow(int more) {
        if (nets + more > parents.length) {
            parents = Arrays.copyOf(parents, Math.max(nets + more, 2 * parents.length));
        }
    }

    /** Nets of an inner module's port bits, each one more than the net. */
    private int[] bound(NetlistModule inner, NetlistModule.Instance instance, int[] outer) {
        int[] bits = new int[inner.bits()];
        instance.ports()
                .forEach((port, connected) -> {
                    int[] own = inner.net(port);
                    if (own == null || connected.length > own.length) {
                        throw new IllegalArgumentException(
                                "netlist: %s: expected the ports of module %s, got %s of %d bits"
                                        .formatted(
                                                instance.name(),
                                                inner.name(),
                                                port,
                                                connected.length));
                    }
                    for (int i = 0; i < connected.length; i++) {
                        bits[own[i]] = outer[connected[i]] + 1;
                    }
                });
        return bits;
    }

    private void cell(NetlistModule.Instance instance, int[] bits, int own, int index) {
        int number =
                typeNumbers.computeIfAbsent(
                        instance.type(),
                        name -> {
                            types.add(library.cell(name));
                            return types.size() - 1;
                        });
        LibraryCell cell = types.get(number);
        if (cells == type.length) {
            type = Arrays.copyOf(type, 2 * cells);
            scope = Arrays.copyOf(scope, 2 * cells);
            local = Arrays.copyOf(local, 2 * cells);
            first = Arrays.copyOf(first, 2 * cells + 1);
        }
        int base = first[cells];
        if (base + cell.pins().size() > pins.length) {
            pins = Arrays.copyOf(pins, 2 * pins.length);
        }
        for (int pin = 0; pin < cell.pins().size(); pin++) {
            int[] connected = instance.ports().get(cell.pins().get(pin).name());
            boolean open = connected == null || connected.length == 0;
            if (open && cell.pins().get(pin).output()) {
                grow(1);
                pins[base + pin] = newNet();
            } else {
                pins[base + pin] = open ? NetlistModule.ZERO : bits[connected[0]];
            }
        }
        type[cells] = number;
        scope[cells] = own;
        local[cells] = index;
        first[++cells] = base + cell.pins().size();
    }

    private int root(int net) {
        int root = net;
        while (parents[root] != root) {
            parents[root] = parents[parents[root]];
            root = parents[root];
        }
        return root;
    }

    /** Makes two nets one; the constants keep their numbers. */
    private void join(int left, int right) {
        int a = root(left);
        int b = root(right);
        parents[Math.max(a, b)] = Math.min(a, b);
    }

    private void finish() {
        for (int i = 0; i < first[cells]; i++) {
            pins[i] = root(pins[i]);
        }
        for (Scope at : scopes) {
            Arrays.setAll(at.nets, i -> root(at.nets[i]));
        }
    }

    /** The library. */
    CellLibrary library() {
        return library;
    }

    /** Number of cells. */
    int cells() {
        return cells;
    }

    /** Number of nets; some are not used. */
    int nets() {
        return nets;
    }

    /** The library's cells that are there. */
    List<LibraryCell> types() {
        return types;
    }

    /** The place in {@link #types} of a cell's type. */
    int typeNumber(int cell) {
        return type[cell];
    }

    /** The library's cell that a cell is. */
    LibraryCell type(int cell) {
        return types.get(type[cell]);
    }

    /** The place of a cell's first pin in {@link #pins}; that of the next cell ends them. */
    int first(int cell) {
        return first[cell];
    }

    /** Nets of all pins, cell by cell; not to be changed. */
    int[] pins() {
        return pins;
    }

    /** The net of a cell's pin. */
    int net(int cell, int pin) {
        return pins[first[cell] + pin];
    }

    /** Instances of modules, the top first. */
    List<Scope> scopes() {
        return scopes;
    }

    /** The instance that a cell is in. */
    Scope scope(int cell) {
        return scopes.get(scope[cell]);
    }

    /** The name of a cell with its path. */
    String name(int cell) {
        Scope in = scope(cell);
        String own = in.module().instances().get(local[cell]).name();
        return in.path().isEmpty() ? own : in.path() + "/" + own;
    }
}
