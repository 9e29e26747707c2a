package org.l1ring.power;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongConsumer;
import org.l1ring.model.ParameterImage;

/**
 * Power of a synthesised project of standard cells: the mapped netlist is simulated with the
 * project's crossings and its toggles become power by the library's tables.
 */
public final class PowerAnalysis {
    private static final int BITS_OF_COUNT = 30;

    private final AsicFolder folder;
    private final TimingReport timing;
    private final GateNetlist netlist;
    private final GateOrder order;
    private final SignalTimes times;
    private final int clock;
    private final Consumer<String> log;

    private PowerAnalysis(AsicFolder folder, Consumer<String> log) throws IOException {
        this.folder = folder;
        this.log = log;
        this.timing = TimingReport.read(folder.timing());
        log.accept("reading " + folder.netlist());
        CellLibrary library = CellLibrary.read(folder.liberty());
        Map<String, NetlistModule> modules = NetlistReader.read(folder.netlist());
        this.netlist = GateNetlist.of(modules, folder.top(), library);
        this.order = GateOrder.of(netlist);
        this.times = SignalTimes.of(netlist, order);
        this.clock =
                netlist.scopes()
                        .getFirst()
                        .port("clk", 0)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        folder.netlist() + ": expected a port clk, got none"));
        log.accept(
                "%,d cells, %,d flip-flops, library %s"
                        .formatted(netlist.cells(), order.flipFlops().length, library.name()));
    }

    /**
     * Reads a project.
     *
     * @param folder of the project, after {@code make synth sta}
     * @param log is told what goes on
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException if it is no such project, not synthesised, or a file of it
     *     is damaged
     */
    public static PowerAnalysis read(Path folder, Consumer<String> log) throws IOException {
        return new PowerAnalysis(AsicFolder.read(folder), log);
    }

    /**
     * Simulates the netlist and computes its power.
     *
     * @param crossings at least so many, 1 to 2^30; 64 side by side
     * @param progress is told the crossings done
     * @throws IOException if rows or weights cannot be read
     */
    public PowerReport measure(int crossings, LongConsumer progress) throws IOException {
        int cycles = (int) (((long) crossings + GateSimulator.STREAMS - 1) / GateSimulator.STREAMS);
        if (cycles < 1 || cycles > 1 << (BITS_OF_COUNT - 6)) {
            throw new IllegalArgumentException(
                    "--crossings: expected 1 to %d, got %d"
                            .formatted(1 << BITS_OF_COUNT, crossings));
        }
        GateSimulator simulator = new GateSimulator(netlist, order, clock);
        CrossingRows rows = new CrossingRows(folder.rows(), folder.loads() ? 2 : 1);
        CrossingRun run =
                new CrossingRun(
                        netlist.scopes().getFirst(), simulator, rows, folder.latencyCrossings());
        run.reset();
        if (folder.loads()) {
            byte[] image = ParameterImage.read(folder.image()).payload();
            int bits = WeightPreset.apply(netlist, order, simulator, image);
            log.accept("weights preset in %,d flip-flops".formatted(bits));
        }
        run.crossings(cycles, progress);
        double streamCycles = (double) simulator.cycles() * GateSimulator.STREAMS;
        double hertz = folder.clockMhz() * 1e6;
        IntToDoubleFunction rates =
                net -> net == clock ? 2 * hertz : simulator.toggles(net) / streamCycles * hertz;
        return new PowerReport(
                folder,
                netlist.library(),
                timing,
                groups(rates, CellPower.Reading.LIBERTY),
                total(groups(rates, CellPower.Reading.OPENSTA)),
                togglesPerNet(simulator, streamCycles),
                run.compared(),
                run.mismatches());
    }

    private double togglesPerNet(GateSimulator simulator, double streamCycles) {
        long toggles = 0;
        long nets = 0;
        for (int net = 0; net < netlist.nets(); net++) {
            if (order.driver(net) >= 0) {
                toggles += simulator.toggles(net);
                nets++;
            }
        }
        return nets == 0 ? 0 : toggles / streamCycles / nets;
    }

    private static GroupPower total(Map<PowerGroup, GroupPower> groups) {
        return groups.values().stream().reduce(GroupPower.NONE, GroupPower::plus);
    }

    private Map<PowerGroup, GroupPower> groups(
            IntToDoubleFunction rates, CellPower.Reading reading) {
        CellPower power = new CellPower(netlist, times, rates, reading);
        Map<PowerGroup, GroupPower> groups = new EnumMap<>(PowerGroup.class);
        for (int cell = 0; cell < netlist.cells(); cell++) {
            LibraryCell type = netlist.type(cell);
            GroupPower own =
                    new GroupPower(
                            1,
                            type.flipFlop().isPresent() ? 1 : 0,
                            type.area(),
                            power.internal(cell),
                            power.switching(cell),
                            power.leakage(cell));
            groups.merge(PowerGroup.of(netlist.scope(cell).path()), own, GroupPower::plus);
            GroupPower pin = new GroupPower(0, 0, 0, power.clock(cell), 0, 0);
            groups.merge(PowerGroup.CLOCK, pin, GroupPower::plus);
        }
        GroupPower net = new GroupPower(0, 0, 0, 0, power.net(clock), 0);
        groups.merge(PowerGroup.CLOCK, net, GroupPower::plus);
        return groups;
    }

    /**
     * Compares with OpenSTA, every net with the same activity.
     *
     * @param activity toggles of a net a clock cycle
     * @throws IOException if its report cannot be read
     * @throws org.l1ring.tool.ToolException if OpenSTA is absent or fails
     */
    public StaComparison compare(double activity) throws IOException {
        log.accept("OpenSTA, every net with %s toggles a cycle".formatted(activity));
        double hertz = folder.clockMhz() * 1e6;
        IntToDoubleFunction rates =
                net -> net == clock ? 2 * hertz : net <= NetlistModule.ONE ? 0 : activity * hertz;
        CellPower power = new CellPower(netlist, times, rates, CellPower.Reading.OPENSTA);
        CellPower liberty = new CellPower(netlist, times, rates, CellPower.Reading.LIBERTY);
        StaComparison.Parts own = StaComparison.Parts.NONE;
        double otherWatts = 0;
        for (int cell = 0; cell < netlist.cells(); cell++) {
            double internal = power.internal(cell) + power.clock(cell);
            double watts = internal + power.switching(cell) + power.leakage(cell);
            boolean stores = netlist.type(cell).flipFlop().isPresent();
            own =
                    own.plus(
                            new StaComparison.Parts(
                                    stores ? watts : 0,
                                    stores ? 0 : watts,
                                    internal,
                                    power.switching(cell),
                                    power.leakage(cell)));
            otherWatts += liberty.internal(cell) + liberty.clock(cell);
        }
        double reading = otherWatts + own.switchingWatts() + own.leakageWatts();
        return new StaComparison(activity, own, StaComparison.run(folder, activity), reading);
    }
}
