package org.l1ring.bench.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.l1ring.bench.ModelBenchmark;
import org.l1ring.lower.Lowering;
import org.openjdk.jmh.annotations.Param;

final class WorkloadTest {
    @TempDir private Path empty;

    static Stream<String> names() {
        return Workload.names().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyWorkloadHasAStandInThatLowers(String name) {
        Workload workload = Workload.named(name, empty);
        assertEquals(!name.equals("built-in"), workload.standIn());
        assertFalse(Lowering.lower(workload.model()).outputs().isEmpty());
    }

    @Test
    void theBenchmarkMeasuresAllOfThem() throws NoSuchFieldException {
        Param models = ModelBenchmark.class.getField("model").getAnnotation(Param.class);
        List<String> measured = Arrays.stream(models.value()).sorted().toList();
        assertEquals(names().sorted().toList(), measured);
    }

    @Test
    void referenceModelsComeFirst() {
        Path reference = ProjectFolder.reference();
        Assumptions.assumeTrue(Files.isDirectory(reference.resolve("models")), "no reference");
        for (String name : Workload.names()) {
            assertFalse(Workload.named(name, reference).standIn(), name);
        }
    }

    @Test
    void otherNamesAreRefused() {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> Workload.named("AXOL", empty));
        assertTrue(error.getMessage().startsWith("model: expected one of [built-in, AXOL1TL_v3"));
        assertTrue(error.getMessage().endsWith(", got AXOL"), error.getMessage());
    }
}
