package org.l1ring.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.l1ring.tool.Program;
import org.l1ring.tool.ToolException;

/**
 * Proves by Yosys that a netlist of LUTs, carry chains and flip-flops does what the Verilog before
 * mapping does: by induction over clock cycles, with every net that kept its name as a point.
 *
 * <p>Sums should end in registers, as those of a pipeline do: sums of sums without registers
 * between them are mapped into one another, which leaves too few points for a proof within minutes.
 * What is proven is that the two do the same from the moment on at which their registers are the
 * same: in a pipeline, once it is filled. Bits that mapping leaves undefined are no points.
 *
 * @param points nets and registers compared, bit by bit
 * @param proven those of them that are equal in all cycles and for all inputs
 */
public record Equivalence(int points, int proven) {
    private static final long LIMIT_SECONDS = 600;
    private static final Pattern POINTS = Pattern.compile("Found (\\d+) \\$equiv cells in .*");
    private static final Pattern PROVEN =
            Pattern.compile(" *Of those cells (\\d+) are proven and (\\d+) are unproven\\.");
    private static final Pattern UNPROVEN =
            Pattern.compile(" *Unproven .*: \\\\(\\S+)_gold( \\[\\d+\\]) .*");
    private static final Pattern UNDEFINED =
            Pattern.compile(" *assign \\\\?(\\S+) +\\[(\\d+)(?::(\\d+))?\\] = \\d+'hx+;");

    /** Whether netlist and Verilog are the same. */
    public boolean holds() {
        return points > 0 && proven == points;
    }

    /**
     * Maps Verilog to the cells of an UltraScale+ FPGA, without DSP blocks.
     *
     * @param verilog the files
     * @param top name of the top module
     * @param folder where Yosys works; it leaves the netlist there
     * @return the netlist, in Verilog
     * @throws ToolException if Yosys is absent or fails
     */
    public static Path map(List<Path> verilog, String top, Path folder) {
        String script =
                read(verilog)
                        + "synth_xilinx -family xcup -flatten -nodsp -noiopad -noclkbuf -top %s\n"
                                .formatted(top)
                        + "write_verilog -noattr mapped.v\n";
        run(folder, "map.ys", script);
        return folder.resolve("mapped.v");
    }

    /**
     * Compares a mapped netlist with the Verilog that it was made from.
     *
     * @param verilog the files
     * @param top name of the top module
     * @param mapped a netlist of Xilinx cells with the same top module and ports
     * @param folder where Yosys works
     * @return what is proven; a difference leaves its points unproven
     * @throws ToolException if Yosys is absent or fails
     */
    public static Equivalence prove(List<Path> verilog, String top, Path mapped, Path folder) {
        String flat = "hierarchy -top %s\nproc\nflatten\nopt_clean\n".formatted(top);
        String script =
                read(verilog)
                        + flat
                        + "design -stash gold\n"
                        + read(List.of(mapped))
                        + "read_verilog +/xilinx/cells_sim.v\n"
                        + flat
                        + "design -stash gate\n"
                        + "design -copy-from gold -as gold %s\n".formatted(top)
                        + "design -copy-from gate -as gate %s\n".formatted(top)
                        + "equiv_make gold gate equiv\n"
                        + "hierarchy -top equiv\n"
                        + "equiv_struct\nequiv_induct\nequiv_simple -short\n"
                        + "tee -o equiv.txt equiv_status\n";
        run(folder, "equiv.ys", script);
        Set<String> dropped = dropped(mapped);
        int points = 0;
        int proven = 0;
        for (String line : lines(folder.resolve("equiv.txt"))) {
            Matcher found = POINTS.matcher(line);
            Matcher of = PROVEN.matcher(line);
            Matcher not = UNPROVEN.matcher(line);
            points += found.matches() ? Integer.parseInt(found.group(1)) : 0;
            proven += of.matches() ? Integer.parseInt(of.group(1)) : 0;
            points -= not.matches() && dropped.contains(not.group(1) + not.group(2)) ? 1 : 0;
        }
        return new Equivalence(points, proven);
    }

    /** Bits that the netlist leaves undefined, as {@code net [bit]}: nothing there reads them. */
    private static Set<String> dropped(Path mapped) {
        Set<String> dropped = new HashSet<>();
        for (String line : lines(mapped)) {
            Matcher matcher = UNDEFINED.matcher(line);
            if (matcher.matches()) {
                int low = Integer.parseInt(matcher.group(matcher.group(3) == null ? 2 : 3));
                for (int bit = low; bit <= Integer.parseInt(matcher.group(2)); bit++) {
                    dropped.add("%s [%d]".formatted(matcher.group(1), bit));
                }
            }
        }
        return dropped;
    }

    private static String read(List<Path> files) {
        StringBuilder script = new StringBuilder();
        for (Path file : files) {
            script.append("read_verilog \"").append(file.toAbsolutePath()).append("\"\n");
        }
        return script.toString();
    }

    private static void write(Path folder, String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new ToolException("%s: cannot be written: %s".formatted(name, e.getMessage()));
        }
    }

    private static void run(Path folder, String name, String script) {
        write(folder, name, script);
        Program.YOSYS.succeed(folder, LIMIT_SECONDS, List.of("-q", name));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new ToolException("%s: cannot be read: %s".formatted(file, e.getMessage()));
        }
    }
}
