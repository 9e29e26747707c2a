package org.l1ring.asic;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Op;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ParameterImage;
import org.l1ring.model.Parameters;
import org.l1ring.rtl.VerilogEmitter;
import org.l1ring.tool.TextResource;

/**
 * Writes a design as Verilog-2001: all that is held goes through one module of registers, which the
 * protection level chooses, so that protected and unprotected designs have the same logic.
 */
public final class AsicEmitter {
    private static final int INTERFACE_VERSION = 1;

    /** Most registers behind one enable. */
    private static final int PART = 64;

    /** Registers of the I2C slave: lines, phase, count, shift, three flags, pointer. */
    private static final int I2C_BITS = 3 + 3 + 3 + 4 + 8 + 3 + 16;

    /** Those of the control: orbit, swaps, the words of the map, flags, index, CRC. */
    private static final int CONTROL_BITS = 32 + 8 + 4 * 32 + 4 + 3 + 16 + 32;

    private final AsicDesign design;
    private final Circuit circuit;
    private final String top;
    private final List<StageText> stages = new ArrayList<>();
    private final List<String> text = new ArrayList<>();

    private AsicEmitter(AsicDesign design) {
        this.design = design;
        this.circuit = design.circuit();
        this.top = VerilogEmitter.moduleName(design.lowered());
        for (int index = 0; index < design.stages(); index++) {
            stages.add(new StageText(design, top, index));
        }
    }

    /** The name of the top module. */
    public static String topModule(AsicDesign design) {
        return VerilogEmitter.moduleName(design.lowered());
    }

    /** The modules' texts by file name. */
    public static SortedMap<String, String> files(AsicDesign design) {
        return new AsicEmitter(design).files();
    }

    /** Bits of {@code data_in}: the columns side by side, the first one lowest. */
    public static int inputBits(AsicDesign design) {
        return columns(design).stream().mapToInt(p -> Wires.type(p.interval()).width()).sum();
    }

    /** Bits of {@code data_out}: the output columns side by side, the first one lowest. */
    public static int outputBits(AsicDesign design) {
        return design.lowered().outputs().stream().mapToInt(AsicEmitter::bits).sum();
    }

    private static List<Circuit.Port> columns(AsicDesign design) {
        return design.lowered().inputs().subList(0, design.model().columns());
    }

    private static int bits(Circuit.Output output) {
        return Math.max(1, output.type().width());
    }

    /** Flip-flops of the design, as the text has them: replicas counted apart. */
    public static long flipFlops(AsicDesign design) {
        long bits = design.stages() + 1L;
        for (int index = 0; index <= design.stages(); index++) {
            List<Integer> held = new ArrayList<>(design.entering(index));
            held.addAll(index < design.stages() ? design.loaded(index) : List.of());
            bits += held.stream().mapToInt(id -> Wires.bits(design.circuit(), id)).sum();
        }
        if (design.loads()) {
            bits += design.stages() + 8L * design.imageBytes() + I2C_BITS + CONTROL_BITS;
        }
        return design.options().protection() == AsicOptions.Protection.NONE ? bits : 3 * bits;
    }

    private SortedMap<String, String> files() {
        SortedMap<String, String> files = new TreeMap<>();
        put(files, "replica", "replica", Map.of());
        put(files, "gate", "gate", Map.of());
        if (design.options().protection() != AsicOptions.Protection.NONE) {
            put(files, "voter", "voter", Map.of());
        }
        String level = design.options().protection().name().toLowerCase(Locale.ROOT);
        put(files, "registers", "registers-" + level, Map.of());
        if (design.loads()) {
            loading(files);
            Map<String, Integer> modules = design.coneModules();
            for (Cone cone : design.cones()) {
                int number = modules.get(cone.circuit().digest());
                String module = StageText.coneModule(top, number);
                Circuit own =
                        new Circuit(
                                module,
                                cone.circuit().inputs(),
                                cone.circuit().steps(),
                                cone.circuit().outputs());
                files.computeIfAbsent(module + ".v", _ -> VerilogEmitter.emit(own));
            }
            stages.forEach(stage -> files.put(stage.module() + ".v", stage.ofCones(modules, top)));
        } else {
            stages.forEach(stage -> files.put(stage.module() + ".v", stage.whole()));
        }
        files.put(top + ".v", top());
        return files;
    }

    private void put(
            Map<String, String> files, String name, String resource, Map<String, String> values) {
        String module = TextResource.read(AsicEmitter.class, resource + ".v.txt");
        for (Map.Entry<String, String> value : values.entrySet()) {
            module = module.replace("@" + value.getKey() + "@", value.getValue());
        }
        files.put(top + "_" + name + ".v", module.replace("@m@", top));
    }

    /** A module without values of a design, from its resource. */
    static String module(String top, String resource) {
        return TextResource.read(AsicEmitter.class, resource + ".v.txt").replace("@m@", top);
    }

    private void loading(Map<String, String> files) {
        int bytes = design.imageBytes();
        Map<String, String> values = new HashMap<>();
        values.put("bytes", Integer.toString(bytes));
        values.put("top", Integer.toString(8 * bytes - 1));
        values.put("layout", Integer.toUnsignedString(ParameterImage.layout(design.model())));
        values.put("version", Integer.toString(INTERFACE_VERSION));
        values.put("address", Integer.toString(AsicDesign.I2C_ADDRESS));
        put(files, "bank", "bank", values);
        put(files, "page", "page", values);
        put(files, "i2c", "i2c", values);
        put(files, "control", "control", values);
    }

    private String top() {
        text.clear();
        text.add("// Circuit: " + design.lowered().name().replaceAll("[^ -~]", "?"));
        text.add("// SHA-256 of its canonical text: " + design.lowered().digest());
        text.add(
                "// A crossing in every clock cycle with ce; its result %d crossings later."
                        .formatted(design.latencyCrossings()));
        text.add("module " + top + " (");
        text.add("    input wire clk,");
        text.add("    input wire rst,");
        text.add("    input wire ce,");
        text.add("    input wire bc0_in,");
        text.add("    input wire [%d:0] data_in,".formatted(inputBits(design) - 1));
        if (design.loads()) {
            text.add("    input wire scl,");
            text.add("    input wire sda,");
            text.add("    output wire sda_low,");
        }
        text.add("    output wire bc0_out,");
        text.add("    output wire [%d:0] data_out".formatted(outputBits(design) - 1));
        text.add(");");
        marker();
        if (design.loads()) {
            loader();
        }
        for (int index = 0; index <= design.stages(); index++) {
            registers(index);
            if (index < design.stages()) {
                weights(index);
                stage(index);
            }
        }
        outputs();
        text.add("    wire unused_bits = &{1'b0, data_in};");
        text.add("endmodule");
        return String.join("\n", text) + "\n";
    }

    /** Registers in parts, so that an enable drives few of them and ports stay narrow. */
    private void instance(String name, int width, String enable, String from, String to) {
        text.add("    wire [%d:0] %s;".formatted(width - 1, to));
        text.add("    wire [%d:0] %s_d = %s;".formatted(width - 1, to, from));
        for (int low = 0; low < width; low += PART) {
            int high = Math.min(width, low + PART) - 1;
            text.add(
                    "    %s_registers #(.WIDTH(%d)) %s_%d (.clk(clk), .rst(rst), .ce(ce), .en(%s), .d(%s_d[%d:%d]), .q(%s[%d:%d]));"
                            .formatted(
                                    top,
                                    high + 1 - low,
                                    name,
                                    low / PART,
                                    enable,
                                    to,
                                    high,
                                    low,
                                    to,
                                    high,
                                    low));
        }
    }

    private void marker() {
        int length = design.stages() + 1;
        instance("count_bc0", length, "1'b1", "{bc0[%d:0], bc0_in}".formatted(length - 2), "bc0");
        text.add("    assign bc0_out = bc0[%d];".formatted(length - 1));
    }

    private void loader() {
        int bits = 8 * design.imageBytes();
        text.add("    wire [%d:0] image;".formatted(bits - 1));
        for (String wire :
                List.of(
                        "[15:0] pointer",
                        "[15:0] bank_index",
                        "[7:0] write_data",
                        "[7:0] read_data",
                        "[7:0] bank_data",
                        "write",
                        "write_allowed",
                        "bank_write",
                        "swap")) {
            text.add("    wire " + wire + ";");
        }
        // One bit more than is read, so that there is a chain even behind a single stage.
        int length = design.stages();
        String before = length == 1 ? "swap" : "{swapping[%d:0], swap}".formatted(length - 2);
        instance("count_swap", length, "1'b1", before, "swapping");
        text.add(
                """
                    <m>_i2c i2c (
                        .clk(clk), .rst(rst), .scl(scl), .sda(sda), .sda_low(sda_low), .pointer(pointer), .write(write),
                        .write_data(write_data), .write_allowed(write_allowed), .read_data(read_data)
                    );
                    <m>_control control (
                        .clk(clk), .rst(rst), .ce(ce), .bc0(bc0_in), .swapping(|swapping), .pointer(pointer), .write(write),
                        .write_data(write_data), .write_allowed(write_allowed), .read_data(read_data), .bank_write(bank_write),
                        .bank_index(bank_index), .bank_data(bank_data), .swap(swap)
                    );
                    <m>_bank bank (
                        .clk(clk), .rst(rst), .write(bank_write), .write_index(pointer), .write_data(write_data),
                        .read_index(bank_index), .read_data(bank_data), .bits(image)
                    );\
                """
                        .replace("<m>", top));
    }

    /** The values at the beginning of a stage. */
    private void registers(int index) {
        List<Integer> values = design.entering(index);
        int width = values.stream().mapToInt(id -> Wires.bits(circuit, id)).sum();
        if (width == 0) {
            return;
        }
        List<String> parts = new ArrayList<>();
        for (int id : values.reversed()) {
            parts.add(source(id, index));
        }
        String name = "data" + index;
        instance("data_" + index, width, "1'b1", "{" + String.join(", ", parts) + "}", name);
        slices(name, values, index);
    }

    private void slices(String vector, List<Integer> values, int index) {
        int low = 0;
        for (int id : values) {
            int bits = Wires.bits(circuit, id);
            text.add(
                    "    wire [%d:0] %s = %s[%d:%d];"
                            .formatted(bits - 1, wire(id, index), vector, low + bits - 1, low));
            low += bits;
        }
    }

    /** What the registers before a stage take. */
    private String source(int id, int index) {
        if (index == 0) {
            int low = 0;
            int column = ((Op.Input) circuit.op(id)).column();
            for (Circuit.Port port : columns(design).subList(0, column)) {
                low += Wires.type(port.interval()).width();
            }
            return "data_in[%d:%d]".formatted(low + Wires.bits(circuit, id) - 1, low);
        }
        return wire(id, index - 1);
    }

    /** The name of a step's value during a stage. */
    private String wire(int id, int index) {
        return "s%d_n%d".formatted(index, id);
    }

    private void weights(int index) {
        List<Integer> loaded = design.loaded(index);
        if (loaded.isEmpty()) {
            return;
        }
        List<Integer> lows = parameterLows();
        int width = loaded.stream().mapToInt(id -> Wires.bits(circuit, id)).sum();
        List<String> parts = new ArrayList<>();
        for (int id : loaded.reversed()) {
            int low = lows.get(design.parameter(id));
            parts.add("image[%d:%d]".formatted(low + Wires.bits(circuit, id) - 1, low));
        }
        String enable = index == 0 ? "swap" : "swapping[%d]".formatted(index - 1);
        String name = "weights" + index;
        instance("weights_" + index, width, enable, "{" + String.join(", ", parts) + "}", name);
        slices(name, loaded, index);
    }

    private List<Integer> parameterLows() {
        List<Integer> lows = new ArrayList<>();
        int low = 0;
        for (ConstantArray array : Parameters.of(design.model())) {
            for (int i = 0; i < array.size(); i++) {
                lows.add(low);
                low += array.type().width();
            }
        }
        return lows;
    }

    private void stage(int index) {
        StageText stage = stages.get(index);
        List<String> connections = new ArrayList<>();
        for (int id : stage.reads()) {
            connections.add(".n%d(%s)".formatted(id, wire(id, index)));
        }
        for (int id : stage.gives()) {
            String name = wire(id, index);
            text.add("    wire [%d:0] %s;".formatted(Wires.bits(circuit, id) - 1, name));
            connections.add(".n%d(%s)".formatted(id, name));
        }
        text.add(
                "    %s logic%d (%s);"
                        .formatted(stage.module(), index, String.join(", ", connections)));
    }

    private void outputs() {
        List<String> parts = new ArrayList<>();
        for (Circuit.Output output : circuit.outputs().reversed()) {
            int bits = bits(output);
            int id = output.step();
            if (circuit.op(id) instanceof Op.Constant(long raw)) {
                BigInteger modulus = BigInteger.ONE.shiftLeft(bits);
                parts.add(bits + "'d" + BigInteger.valueOf(raw).mod(modulus));
                continue;
            }
            FixedType type = Wires.type(circuit, id);
            String name = wire(id, design.stages());
            int more = bits - type.width();
            if (more > 0) {
                String bit = type.signed() ? name + "[" + (type.width() - 1) + "]" : "1'b0";
                parts.add("{%d{%s}}".formatted(more, bit));
            }
            parts.add(name);
        }
        text.add("    assign data_out = {" + String.join(", ", parts) + "};");
    }
}
