package org.l1ring.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.lower.Lowering;
import org.l1ring.lower.OwnModels;
import org.l1ring.lower.RandomModels;
import org.l1ring.model.Model;

/** Networks of sets, attention, sequences, graphs and tables: kernels give the circuit's bits. */
final class OwnModelsKernelTest {
    private static final int BLOCKS = 20;

    static List<String> names() {
        return OwnModels.all().stream().map(Model::name).toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void kernelsEqualInterpreter(String name) {
        Model model = OwnModels.named(name);
        Circuit circuit = Lowering.lower(model);
        CircuitInterpreter interpreter = new CircuitInterpreter(circuit);
        for (Engine engine : Engine.values()) {
            BlockKernel kernel = new BlockKernel(circuit, engine);
            Random random = new Random(1);
            long[][] rows = new long[BlockKernel.CROSSINGS][];
            long[] expected = new long[circuit.outputs().size()];
            long[] got = new long[expected.length];
            for (int block = 0; block < BLOCKS; block++) {
                for (int k = 0; k < rows.length; k++) {
                    rows[k] = RandomModels.inputs(model, random, k % 5);
                    for (int i = 0; i < rows[k].length; i++) {
                        kernel.set(i, k, rows[k][i]);
                    }
                }
                kernel.run(2);
                for (int k = 0; k < rows.length; k++) {
                    interpreter.run(rows[k], expected);
                    for (int i = 0; i < got.length; i++) {
                        got[i] = kernel.get(i, k);
                    }
                    long[] row = rows[k];
                    assertArrayEquals(
                            expected,
                            got,
                            () -> name + ", " + engine + ", " + Arrays.toString(row));
                }
            }
        }
    }
}
