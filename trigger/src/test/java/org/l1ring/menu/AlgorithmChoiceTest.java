package org.l1ring.menu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Algorithms named on a command line, and the circuits of some of a menu's. */
final class AlgorithmChoiceTest {
    @TempDir private Path folder;
    private Menu menu;

    @BeforeEach
    void writeMenu() throws IOException {
        menu =
                Menu.read(
                        new MenuText("0.13")
                                .algorithm(0, "L1_Mu3", "MU3")
                                .algorithm(1, "L1_Mu5", "MU5")
                                .algorithm(10, "L1_Mu5_Ext", "MU5 AND EXT_LAST-2 AND EXT_LAST+1")
                                .algorithm(300, "L1_Jet", "JET30-1 AND EXT_LAST")
                                .algorithm(511, "L1_Axo", "AXO[AXO-MODEL_v1,AXO-SCORE_9]")
                                .write(folder.resolve("menu.xml")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0,511|[0, 511]|[0, 511]",
                "1-300|[1, 10, 300]|[]",
                "10-10, 1|[1, 10]|[1]",
                "L1_Mu5|[1]|[1]",
                "L1_Mu5.*|[1, 10]|[]",
                ".*|[0, 1, 10, 300, 511]|[]",
                "L1_Mu[35],L1_Jet|[0, 1, 300]|[300]",
            })
    void partsAreIndicesRangesNamesAndPatterns(String text, String indices, String named) {
        AlgorithmChoice choice = AlgorithmChoice.parse(menu, text);
        assertEquals(indices, new TreeSet<>(choice.indices()).toString());
        assertEquals(named, new TreeSet<>(choice.named()).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "11-20", "20-10", "L1_Mu", "mu.*", "", "0,", "-1"})
    void partsThatNameNothingAreRefused(String text) {
        String part = text.replaceFirst(".*,", "");
        assertEquals(
                "menu.xml: expected algorithms of the menu small_menu, got \""
                        + part
                        + "\", which names none; give indices, ranges such as 10-40, names or"
                        + " patterns of names",
                assertThrows(MenuException.class, () -> AlgorithmChoice.parse(menu, text))
                        .getMessage());
    }

    @Test
    void whatIsNamedMustBeEvaluated() {
        AlgorithmChoice all = AlgorithmChoice.parse(menu, "0-511");
        all.requireEvaluated(MenuCircuit.of(all.of(menu), List.of()));
        AlgorithmChoice one = AlgorithmChoice.parse(menu, "0-20,L1_Axo");
        MenuCircuit circuit = MenuCircuit.of(one.of(menu), List.of());
        assertEquals(3, circuit.algorithms().size());
        assertEquals(
                "menu.xml: L1_Axo: expected an algorithm that can be evaluated, got one that is"
                        + " not: needs the model AXOL1TL_v1; leave it out or mend that",
                assertThrows(MenuException.class, () -> one.requireEvaluated(circuit))
                        .getMessage());
    }

    /** What hardware gets in order, through its window, is what the circuit gets by crossing. */
    @Test
    void streamsHoldTheNeighbours() throws IOException {
        Path file = folder.resolve("vectors.txt");
        try (VectorWriter writer = new VectorWriter(file, VectorLayout.COLUMNS_60)) {
            for (int at = 0; at < 12; at++) {
                writer.write(at, RandomCrossings.frames(12, 3), 320L * at, new long[8], true);
            }
            writer.finish();
        }
        TestVectors vectors = TestVectors.read(file);
        MenuCircuit circuit = MenuCircuit.of(menu.only(Set.of(10, 300)), List.of());
        assertEquals(2, circuit.window().before());
        assertEquals(1, circuit.window().after());
        for (int count : new int[] {1, 12}) {
            List<long[]> stream = vectors.stream(count, circuit);
            assertEquals(count + 3, stream.size());
            for (int crossing = 0; crossing < count; crossing++) {
                long[] row = circuit.window().row(stream, crossing + 3);
                for (int i = 0; i < row.length; i++) {
                    assertEquals(vectors.word(crossing, circuit.words().get(i)), row[i]);
                }
            }
        }
    }
}
