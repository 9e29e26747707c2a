package org.l1ring.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.l1ring.tool.Program;
import org.l1ring.tool.ToolException;

/**
 * A flat netlist of word-level cells as Yosys reads Verilog. Bits are numbers: 0 and 1 are the
 * constants, {@link #UNKNOWN} is undefined, others are nets.
 *
 * <p>Registers are looked through: the root of a bit is the net that it repeats some clock cycles
 * later. Enables and resets of registers are not looked at.
 */
final class Netlist {
    /** An undefined bit. */
    static final int UNKNOWN = -1;

    private static final long LIMIT_SECONDS = 300;
    private static final List<String> REGISTERS =
            List.of("$dff", "$dffe", "$sdff", "$sdffe", "$sdffce", "$adff", "$adffe");

    /** One cell; parameters are those that are numbers. */
    record Cell(String name, String type, Map<String, int[]> ports, Map<String, Integer> numbers) {
        int[] port(String port) {
            return ports.get(port);
        }

        int[] output() {
            return ports.get(register() ? "Q" : "Y");
        }

        boolean register() {
            return REGISTERS.contains(type);
        }

        boolean flag(String parameter) {
            return numbers.getOrDefault(parameter, 0) != 0;
        }
    }

    private final List<Cell> cells = new ArrayList<>();
    private final Map<String, int[]> inputs = new LinkedHashMap<>();
    private final Map<String, int[]> outputs = new LinkedHashMap<>();
    private final Map<String, int[]> names = new LinkedHashMap<>();
    private final Map<Integer, Cell> drivers = new HashMap<>();
    private final Map<Integer, Integer> places = new HashMap<>();

    private Netlist(JsonNode module) {
        module.get("ports")
                .properties()
                .forEach(port -> {
                    String direction = port.getValue().get("direction").asText();
                    ("input".equals(direction) ? inputs : outputs)
                            .put(port.getKey(), bits(port.getValue().get("bits")));
                });
        module.get("cells").properties().forEach(cell -> add(cell.getKey(), cell.getValue()));
        module.get("netnames")
                .properties()
                .forEach(net -> names.put(net.getKey(), bits(net.getValue().get("bits"))));
        markUndriven();
    }

    private void markUndriven() {
        Set<Integer> driven = new HashSet<>(drivers.keySet());
        inputs.values().forEach(port -> Arrays.stream(port).forEach(driven::add));
        for (Cell cell : cells) {
            for (int[] port : cell.ports().values()) {
                for (int i = 0; i < port.length; i++) {
                    port[i] =
                            Bits.constant(port[i]) || driven.contains(port[i]) ? port[i] : UNKNOWN;
                }
            }
        }
    }

    private void add(String name, JsonNode node) {
        Map<String, int[]> ports = new HashMap<>();
        node.get("connections")
                .properties()
                .forEach(p -> ports.put(p.getKey(), bits(p.getValue())));
        Map<String, Integer> numbers = new HashMap<>();
        node.get("parameters")
                .properties()
                .forEach(p -> {
                    if (p.getValue().asText().matches("[01]{1,32}")) {
                        numbers.put(p.getKey(), Integer.parseUnsignedInt(p.getValue().asText(), 2));
                    }
                });
        Cell cell = new Cell(name, node.get("type").asText(), ports, numbers);
        int[] output = cell.output();
        if (output == null) {
            throw new ToolException(
                    "netlist: cell %s: expected a word-level cell, got %s"
                            .formatted(name, cell.type()));
        }
        cells.add(cell);
        for (int i = 0; i < output.length; i++) {
            drivers.put(output[i], cell);
            places.put(output[i], i);
        }
    }

    private static int[] bits(JsonNode node) {
        int[] bits = new int[node.size()];
        for (int i = 0; i < bits.length; i++) {
            JsonNode bit = node.get(i);
            bits[i] =
                    bit.isInt()
                            ? bit.asInt()
                            : switch (bit.asText()) {
                                case "0" -> 0;
                                case "1" -> 1;
                                default -> UNKNOWN;
                            };
        }
        return bits;
    }

    /**
     * Reads Verilog through Yosys.
     *
     * @param folder where Yosys works and leaves {@code netlist.json}
     * @param files Verilog-2001
     * @param top name of the top module
     * @throws ToolException if Yosys is absent or cannot read the files
     */
    static Netlist read(Path folder, List<Path> files, String top) {
        StringBuilder script = new StringBuilder();
        for (Path file : files) {
            script.append("read_verilog \"").append(file.toAbsolutePath()).append("\"; ");
        }
        script.append("hierarchy -check -top ").append(top);
        script.append("; proc -norom; flatten; opt_clean; check -assert");
        // Tables become trees of choices, in which nothing drives what is beyond their ends.
        script.append("; memory_collect; memory_map; opt_clean; write_json netlist.json");
        Program.YOSYS.succeed(folder, LIMIT_SECONDS, List.of("-q", "-p", script.toString()));
        try {
            JsonNode root = new ObjectMapper().readTree(folder.resolve("netlist.json").toFile());
            return new Netlist(root.get("modules").get(top));
        } catch (IOException e) {
            throw new ToolException("netlist.json: cannot be read: " + e.getMessage());
        }
    }

    /** All cells, registers too. */
    List<Cell> cells() {
        return cells;
    }

    /** Input ports in their order. */
    Map<String, int[]> inputs() {
        return inputs;
    }

    /** Output ports in their order. */
    Map<String, int[]> outputs() {
        return outputs;
    }

    /** Nets by hierarchical name. */
    Map<String, int[]> names() {
        return names;
    }

    /** The cell that drives a root, or null at ports and constants. */
    Cell driver(int bit) {
        return drivers.get(bit);
    }

    /** Which bit of its driver's output a bit is. */
    int place(int bit) {
        return places.get(bit);
    }

    /** The net that a bit repeats, registers looked through. */
    int root(int bit) {
        int at = bit;
        for (Cell cell = drivers.get(at); cell != null && cell.register(); cell = drivers.get(at)) {
            at = cell.port("D")[places.get(at)];
        }
        return at;
    }

    /** The roots of bits. */
    int[] roots(int[] bits) {
        return Arrays.stream(bits).map(this::root).toArray();
    }

    /** A cell's input port with its roots, extended to so many bits as its type says. */
    int[] operand(Cell cell, String port, int width) {
        int[] bits = roots(cell.port(port));
        boolean signed = cell.flag(port + "_SIGNED");
        int[] wide = Arrays.copyOf(bits, width);
        for (int i = bits.length; i < width; i++) {
            wide[i] = signed ? bits[bits.length - 1] : 0;
        }
        return wide;
    }
}
