package org.l1ring.power;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.l1ring.tool.Program;
import org.l1ring.tool.ToolException;

/**
 * Our power beside OpenSTA's, every net with the same activity. The clock's net is in neither:
 * OpenSTA reports the nets that cells drive.
 *
 * @param activity toggles of a net a clock cycle
 * @param own energy tables read as OpenSTA 2.0.17 reads them
 * @param sta OpenSTA's figures
 * @param libertyWatts total with the energy tables read as Liberty defines them
 */
public record StaComparison(double activity, Parts own, Parts sta, double libertyWatts) {
    private static final long LIMIT_SECONDS = 1800;

    /** What our total may be off by. */
    private static final double ALLOWED = 0.1;

    /**
     * Watts of a design.
     *
     * @param sequentialWatts of flip-flops
     * @param combinationalWatts of the other cells
     * @param internalWatts within cells
     * @param switchingWatts of nets
     * @param leakageWatts always
     */
    public record Parts(
            double sequentialWatts,
            double combinationalWatts,
            double internalWatts,
            double switchingWatts,
            double leakageWatts) {
        static final Parts NONE = new Parts(0, 0, 0, 0, 0);

        Parts plus(Parts other) {
            return new Parts(
                    sequentialWatts + other.sequentialWatts,
                    combinationalWatts + other.combinationalWatts,
                    internalWatts + other.internalWatts,
                    switchingWatts + other.switchingWatts,
                    leakageWatts + other.leakageWatts);
        }

        /** All power. */
        public double watts() {
            return internalWatts + switchingWatts + leakageWatts;
        }
    }

    /** Our total as a part of OpenSTA's. */
    public double ratio() {
        return own.watts() / sta.watts();
    }

    /** Whether the totals agree within 10 %. */
    public boolean agrees() {
        return Math.abs(ratio() - 1) <= ALLOWED;
    }

    /** Runs OpenSTA on the netlist. */
    static Parts run(AsicFolder folder, double activity) throws IOException {
        Program.STA.require();
        if (!Files.exists(folder.folder().resolve("scripts/power.tcl"))) {
            throw new IllegalArgumentException(
                    "%s: expected scripts/power.tcl, got a project without; write it anew with l1ring firmware"
                            .formatted(folder.folder()));
        }
        Program.MAKE.succeed(
                folder.folder(),
                LIMIT_SECONDS,
                List.of("power", "ACTIVITY=" + activity, "LIBERTY=" + folder.liberty()));
        return parse(folder.folder().resolve("build/power.txt"));
    }

    /** Reads the table of report_power. */
    static Parts parse(Path file) throws IOException {
        double sequential = -1;
        double combinational = -1;
        for (String line : Files.readAllLines(file)) {
            String[] words = line.strip().split("\\s+", -1);
            try {
                switch (words[0]) {
                    case "Sequential" -> sequential = Double.parseDouble(words[4]);
                    case "Combinational" -> combinational = Double.parseDouble(words[4]);
                    case "Total" ->
                    // The last line that is read.
                    {
                        return new Parts(
                                sequential,
                                combinational,
                                Double.parseDouble(words[1]),
                                Double.parseDouble(words[2]),
                                Double.parseDouble(words[3]));
                    }
                    default -> {}
                }
            } catch (NumberFormatException | IndexOutOfBoundsException _) {
                break;
            }
        }
        throw new ToolException(
                file + ": expected OpenSTA's table of power, got none; see what it says there");
    }

    /** The comparison in lines. */
    public List<String> lines() {
        return List.of(
                "OpenSTA      every net %s toggles a cycle, clock's net apart, mW:"
                        .formatted(activity),
                "             %-14s %12s %12s %8s".formatted("", "ours", "OpenSTA", "ratio"),
                row("sequential", own.sequentialWatts, sta.sequentialWatts),
                row("combinational", own.combinationalWatts, sta.combinationalWatts),
                row("internal", own.internalWatts, sta.internalWatts),
                row("switching", own.switchingWatts, sta.switchingWatts),
                row("leakage", own.leakageWatts, sta.leakageWatts),
                row("total", own.watts(), sta.watts()),
                String.format(
                        Locale.ROOT,
                        "             %-14s %12.4f  internal energies as Liberty defines them, see docs/asic.md",
                        "total",
                        1e3 * libertyWatts));
    }

    private static String row(String name, double ours, double theirs) {
        return String.format(
                Locale.ROOT,
                "             %-14s %12.4f %12.4f %8.4f",
                name,
                1e3 * ours,
                1e3 * theirs,
                ours / theirs);
    }
}
