package org.l1ring.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Liberty files are read in any manner of writing, and damaged ones are refused in one line. */
final class CellLibraryTest {
    @TempDir private Path folder;

    static String small() throws IOException {
        try (var in = CellLibraryTest.class.getResourceAsStream("small.lib")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private CellLibrary read(String text) throws IOException {
        return CellLibrary.read(Files.writeString(folder.resolve("cells.lib"), text));
    }

    @Test
    void unitsAndCellsAreRead() throws IOException {
        CellLibrary library = read(small());
        assertEquals("small", library.name());
        assertEquals(1.8, library.volts(), 1e-12);
        assertEquals(1e-14, library.farads(), 1e-26);
        assertEquals(1e-16, library.joules(), 1e-28);
        LibraryCell nand = library.cell("NAND");
        assertEquals(12.5, nand.area());
        assertEquals(5e-12, nand.leakageWatts(), 1e-20);
        assertEquals(1.25, nand.pins().get(0).riseLoad());
        assertEquals(1.5, nand.pins().get(0).fallLoad());
        assertEquals(0.5, nand.pins().get(1).riseLoad());
        assertEquals(2, nand.pins().get(2).arcs().size());
        LibraryCell flipFlop = library.cell("DFF");
        assertEquals(9e-12, flipFlop.leakageWatts(), 1e-20);
        assertEquals(0, flipFlop.flipFlop().orElseThrow().clock());
        assertTrue(flipFlop.pins().getFirst().clock());
        assertFalse(flipFlop.pins().get(1).clock());
        assertTrue(flipFlop.inverse(flipFlop.pins().getLast()));
        assertFalse(library.cells().get("LATCH").usable());
        // Its next state is not of its pins alone.
        assertFalse(library.cells().get("EDFF").usable());
    }

    @Test
    void tablesAreLinearWithinAndBeyond() throws IOException {
        LibraryCell.Pin output = read(small()).cell("NAND").pins().getLast();
        LookupTable slews = output.arcs().getFirst().rise();
        assertEquals(1, slews.at(0, 1));
        assertEquals(3.5, slews.at(10, 2), 1e-12);
        assertEquals(0.5 + 1, slews.at(5, 0), 1e-12);
        assertEquals(0.25, output.arcs().getFirst().fall().at(3, 4));
        // Slew first, and own points of load: 0 and 20.
        LookupTable energies = output.energies().getFirst().rise();
        assertEquals(4, energies.at(20, 2));
        assertEquals(3 + 1 + 0.5, energies.at(10, 3), 1e-12);
        LookupTable both = output.energies().getLast().fall();
        assertEquals(2, both.at(1000, 1.5), 1e-12);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    !A B'            | 1000 | 0.5
                    !(A + B)         | 1000 | 0.5
                    A^B & 1          | 0110 | 0.5
                    A + 0*B          | 0101 | 1
                    (A (B)) + (!A B) | 0011 | 0.5
                    """)
    void functionsAreCompiled(String text, String truth, double passed) {
        LibertyGroup where = new LibertyGroup("x.lib", 1, "pin", List.of("Y"), Map.of(), List.of());
        CellFunction function = CellFunction.parse(text, Map.of("A", 0, "B", 1), where);
        long[] values = {0b1010, 0b1100};
        long got =
                CellFunction.Programs.run(
                        function.program(), values, new int[] {0, 1}, 0, new long[8]);
        // The truth table for BA = 00, 01, 10, 11.
        long wanted = Long.parseLong(new StringBuilder(truth).reverse().toString(), 2);
        assertEquals(wanted, got & 15);
        assertEquals(passed, function.passed(0), 1e-12);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    area : 12.5;           | area : big;              | line 26: cell NAND: area: expected a number, got 'big'
                    "3, 4", \\             | "3", \\                  | line 43: rise_power by_both: expected 6 values, got 5
                    (A&B)'                 | (A&C)'                   | line 32: pin Y: expected a pin of the cell in '(A&C)'', got C
                    index_1 ("0, 10");     | index_1 ("10, 10");      | line 38: rise_transition slews: expected rising numbers in index_1, got others
                    rise_transition (slews)| rise_transition (none)   | line 38: rise_transition none: expected a table template of this name, got none
                    leakage_power_unit : 1pW;| leakage_power_unit : 1pX;| line 3: library small: leakage_power_unit: expected a unit such as 1nW, got 'pX'
                    nom_voltage : 18.0     | nom_voltage : 0          | line 3: library small: expected a nom_voltage above 0, got none
                    library ("small")      | livery ("small")         | expected library (name) {, got another beginning; is it a whole Liberty file?
                    ff (IQ, IQN) { next    | ff (IQ, IQN { next       | line 57: expected a name or a value, got '{'; is it a whole Liberty file?
                    // A gate.             | /* A gate.               | line 25: expected the end of a comment, got the end of the file; is it a whole Liberty file?
                    """)
    void damagedFilesAreRefusedInOneLine(String from, String to, String message)
            throws IOException {
        String text = small();
        assertTrue(text.contains(from), from);
        String reason =
                assertThrows(IllegalArgumentException.class, () -> read(text.replace(from, to)))
                        .getMessage();
        assertTrue(reason.endsWith(message), reason);
        assertEquals(1, reason.lines().count());
    }

    @Test
    void everyCutIsRefused() throws IOException {
        String text = small();
        int last = text.lastIndexOf('}');
        for (int length = 0; length <= last; length += 7) {
            String part = text.substring(0, length);
            assertThrows(IllegalArgumentException.class, () -> read(part), part);
        }
    }

    @Test
    void cellsThatCannotBeSimulatedAreNamed() throws IOException {
        CellLibrary library = read(small());
        assertTrue(
                assertThrows(IllegalArgumentException.class, () -> library.cell("LATCH"))
                        .getMessage()
                        .endsWith(
                                "cell LATCH: expected gates and flip-flops of a rising clock without set and clear, got another kind"));
        assertTrue(
                assertThrows(IllegalArgumentException.class, () -> library.cell("XOR"))
                        .getMessage()
                        .endsWith(
                                "expected cell XOR of the netlist, got none; was the netlist made with this library?"));
    }
}
