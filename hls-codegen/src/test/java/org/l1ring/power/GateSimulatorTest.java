package org.l1ring.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small netlists by hand: values, toggles and power of each cell. */
final class GateSimulatorTest {
    /** A gate in a module of its own, and a flip-flop that shows the inverse, twice. */
    private static final String NETLIST =
            """
            /* by hand */
            module \\gate[1] (a, b, y);
              input a; input b; output y;
              wire a, b; wire y;
              (* keep *) NAND g (.A(a), .B(b), .Y(y));
            endmodule
            module top(clk, \\in[0] , pair, out);
              input clk, \\in[0] ;
              input [2:1] pair;
              output out;
              wire n;
              wire [1:0] two;
              \\gate[1] one (.a(\\in[0] ), .b(pair[2]), .y(n));
              DFF r0 (.CK(clk), .D(n), .SE(1'h0), .SI(), .QN(two[0]));
              DFF r1 (.CK(clk), .D(two[0]), .SE(pair[1]), .SI(1'b1), .QN(two[1]));
              assign out = two[1];
            endmodule
            """;

    @TempDir private Path folder;

    private GateNetlist netlist(String text) throws IOException {
        Path cells = Files.writeString(folder.resolve("small.lib"), CellLibraryTest.small());
        Path file = Files.writeString(folder.resolve("netlist.v"), text);
        return GateNetlist.of(NetlistReader.read(file), "top", CellLibrary.read(cells));
    }

    private static int port(GateNetlist netlist, String name, int bit) {
        return netlist.scopes().getFirst().port(name, bit).orElseThrow();
    }

    @Test
    void flipFlopsFollowTheEdge() throws IOException {
        GateNetlist netlist = netlist(NETLIST);
        assertEquals("one/g", netlist.name(0));
        GateOrder order = GateOrder.of(netlist);
        int clock = port(netlist, "clk", 0);
        GateSimulator simulator = new GateSimulator(netlist, order, clock);
        simulator.set(port(netlist, "in", 0), 0b0011);
        simulator.set(port(netlist, "pair", 2), 0b0101);
        simulator.settle();
        int n = netlist.net(0, 2);
        assertEquals(~0b0001L, simulator.value(n));
        simulator.count();
        simulator.edge();
        simulator.settle();
        // Its outputs were 1, the inverse of 0.
        assertEquals(0b0001L, simulator.value(netlist.net(1, 4)));
        assertEquals(63, simulator.toggles(netlist.net(1, 4)));
        assertEquals(0, simulator.value(port(netlist, "out", 0)));
        simulator.set(port(netlist, "pair", 1), -1);
        simulator.edge();
        simulator.settle();
        assertEquals(0, simulator.value(port(netlist, "out", 0)));
        assertEquals(2, simulator.cycles());
        assertEquals(64, simulator.toggles(port(netlist, "out", 0)));
    }

    @Test
    void powerIsThatOfTheTables() throws IOException {
        GateNetlist netlist = netlist(NETLIST);
        SignalTimes times = SignalTimes.of(netlist, GateOrder.of(netlist));
        int in = port(netlist, "in", 0);
        int n = netlist.net(0, 2);
        CellPower liberty =
                new CellPower(
                        netlist,
                        times,
                        net -> net == n ? 1e6 : net == in ? 3e6 : 1e6,
                        CellPower.Reading.LIBERTY);
        // One flip-flop's D pin of 10 fF at 1.8 V.
        assertEquals(0.5 * 1e-14 * 1.8 * 1.8 * 1e6, liberty.switching(0), 1e-16);
        assertEquals(5e-12, liberty.leakage(0), 1e-20);
        // At slew 0 and load 1: from A 1 - 2 + 0.05 rising and -1 falling; from B -1 twice.
        double fromA = -1 + 0.05 - 1;
        double fromB = -1 - 1;
        assertEquals(1e6 / 2 * 1e-16 * (3 * fromA + fromB) / 4, liberty.internal(0), 1e-18);
        CellPower sta = new CellPower(netlist, times, _ -> 1e6, CellPower.Reading.OPENSTA);
        assertEquals(1e6 * 1e-16 * (fromA + fromB) / 2, sta.internal(0), 1e-18);
        assertEquals(1e6 * 1e-16 * (2 + 4) / 2, sta.internal(1), 1e-18);
        assertEquals(1e6 / 2 * 1e-16 * (2 + 4), liberty.internal(1), 1e-18);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    .CK(clk), .D(n)     | .CK(n), .D(n)        | netlist: r0: expected the design's clock at a flip-flop, got another net
                    .b(pair[2])         | .b(n)                | netlist: one/g: expected gates without loops, got one that this is in or behind
                    assign out = two[1] | assign n = two[1]    | netlist: r1: expected to drive a net alone, got another driver, one/g
                    .b(pair[2])         | .b(pair[3])          | netlist.v: line 13: expected bits within the net before this of a mapped netlist, got ')'; write it anew with make synth
                    .D(n)               | .D(m)                | netlist.v: line 14: expected a declared net of a mapped netlist, got 'm'; write it anew with make synth
                    DFF r1              | DFFSR r1             | expected cell DFFSR of the netlist, got none; was the netlist made with this library?
                    assign out = two[1]; | assign out =         | expected a declared net of a mapped netlist, got 'endmodule'; write it anew with make synth
                    """)
    void wrongNetlistsAreRefused(String from, String to, String message) {
        assertTrue(NETLIST.contains(from));
        String reason =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> {
                                    GateNetlist netlist = netlist(NETLIST.replace(from, to));
                                    new GateSimulator(
                                            netlist,
                                            GateOrder.of(netlist),
                                            port(netlist, "clk", 0));
                                })
                        .getMessage();
        assertTrue(reason.endsWith(message), reason);
    }

    @Test
    void everyCutIsRefused() {
        int last = NETLIST.lastIndexOf("endmodule");
        for (int length = 0; length <= last; length += 3) {
            String part = NETLIST.substring(0, length);
            assertThrows(IllegalArgumentException.class, () -> netlist(part), part);
        }
    }
}
