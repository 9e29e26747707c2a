package org.l1ring.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.bench.network.ProjectFolder;
import org.l1ring.bench.results.Floors;

final class ArgumentsTest {

    @Test
    void ownOptionsAreTakenOut() {
        Arguments arguments = Arguments.parse("--quick", "Peer", "-wi", "2", "-rff", "out.json");
        assertTrue(arguments.quick());
        assertFalse(arguments.checkFloors());
        assertTrue(arguments.partial());
        assertEquals(List.of("Peer", "-wi", "2"), arguments.jmh());
        assertEquals(Optional.of(Path.of("out.json")), arguments.result());
    }

    @Test
    void aFileOfResultsMakesNoPart() {
        assertFalse(Arguments.parse("-rff", "out.json").partial());
        assertFalse(Arguments.parse().partial());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--render", "-rff"})
    void filesAreNeededAfterTheirOption(String option) {
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class, () -> Arguments.parse("--quick", option));
        assertTrue(error.getMessage().startsWith(option + ": expected a file"));
    }

    @Test
    void roundsAreANumber() {
        assertEquals(5, Arguments.parse("--rounds", "5").rounds());
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class, () -> Arguments.parse("--rounds", "0"));
        assertEquals("--rounds: expected 1 to 99 after it, got 0", error.getMessage());
    }

    @Test
    void renderingStandsAlone() {
        assertEquals(
                Optional.of(Path.of("r.json")), Arguments.parse("--render", "r.json").render());
        assertThrows(
                IllegalArgumentException.class,
                () -> Arguments.parse("--render", "r.json", "--quick"));
    }

    @Test
    void kafkaStandsAlone() {
        assertTrue(Arguments.parse("--kafka", "--quick").kafka());
        assertThrows(
                IllegalArgumentException.class, () -> Arguments.parse("--kafka", "LoopBenchmark"));
        assertThrows(
                IllegalArgumentException.class, () -> Arguments.parse("--kafka", "--check-floors"));
    }

    @Test
    void helpNamesEveryOption() {
        for (String option :
                new String[] {
                    "--quick", "--kafka", "--rounds", "--check-floors", "--render", "-rff", "--help"
                }) {
            assertTrue(Arguments.HELP.contains(option), option);
        }
    }

    @Test
    void workersGoUpToTheProcessors() {
        assertArrayEquals(new String[] {"1"}, Part.workers(1));
        assertArrayEquals(new String[] {"1", "2"}, Part.workers(2));
        assertArrayEquals(new String[] {"1", "2", "4", "6"}, Part.workers(6));
    }

    @Test
    void everyPartHasBenchmarks() {
        assertTrue(new Rounds(Part.quick(), Pace.SMOKE).total() > 20);
        assertTrue(new Rounds(Part.full(2), Pace.FULL).total() > 200);
        for (Part part : Part.full(4)) {
            assertTrue(new Rounds(List.of(part), Pace.SMOKE).total() > 0, part.include());
        }
    }

    @Test
    void floorsNameBenchmarksThatExist() throws IOException {
        Floors floors = Floors.read(ProjectFolder.root().resolve("bench/floors.json"));
        for (String benchmark : floors.benchmarks()) {
            Part part = Part.of(benchmark, floors.parameters(benchmark));
            assertTrue(new Rounds(List.of(part), Pace.SMOKE).total() > 1, benchmark);
        }
    }

    @Test
    void progressSaysHowLongItMayTake() {
        String line = LineProgress.line(2, 10, "A.b x=1", "12.000 ns", 20);
        assertEquals("[  2/10] A.b x=1 12.000 ns, 1:20 left", line.replaceAll(" {3,}", " "));
    }
}
