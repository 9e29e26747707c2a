package org.l1ring.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.model.LayerInterpreter;
import org.l1ring.model.Model;
import org.l1ring.model.ModelReader;
import org.l1ring.model.ModelWriter;

/** Networks of sets, sequences, graphs and tables give the bits of their layers. */
final class OwnModelsTest {
    private static final int ROWS = 3000;

    static List<String> names() {
        return OwnModels.all().stream().map(Model::name).toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void circuitEqualsLayers(String name) {
        Model model = OwnModels.named(name);
        LayerInterpreter layers = new LayerInterpreter(model);
        Circuit circuit = Lowering.lower(model);
        CircuitInterpreter interpreter = new CircuitInterpreter(circuit);
        long[] outputs = new long[circuit.outputs().size()];
        Random random = new Random(1);
        Set<Long> firsts = new TreeSet<>();
        for (int row = 0; row < ROWS; row++) {
            long[] columns = RandomModels.inputs(model, random, row % 5);
            interpreter.run(columns, outputs);
            assertArrayEquals(
                    layers.run(columns), outputs, () -> name + ", " + Arrays.toString(columns));
            firsts.add(outputs[0]);
        }
        assertTrue(firsts.size() > 10, name + " has few different outputs: " + firsts);
    }

    @ParameterizedTest
    @MethodSource("names")
    void survivesItsFile(String name) throws Exception {
        Model model = OwnModels.named(name);
        byte[] text = ModelWriter.text(model).getBytes(StandardCharsets.UTF_8);
        Model read = ModelReader.read(new ByteArrayInputStream(text), name);
        assertEquals(Lowering.lower(model).digest(), Lowering.lower(read).digest());
    }
}
