package org.l1ring.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.adders.ExpandSums;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Interval;
import org.l1ring.fixed.FixedType;
import org.l1ring.lower.Lowering;
import org.l1ring.model.ModelReader;
import org.l1ring.rtl.VerilogEmitter;
import org.l1ring.tool.Program;
import org.l1ring.tool.Programs;

/** Emitted modules are proven, changed ones are refuted with the place named. */
@Timeout(120)
final class ProofTest {
    @TempDir private Path folder;

    @BeforeEach
    void programs() {
        Programs.require(Program.YOSYS, Program.Z3);
    }

    private ProofReport prove(Circuit circuit, ExpandSums.Expanded expanded, String verilog)
            throws IOException {
        Path file = folder.resolve("module.v");
        Files.writeString(file, verilog);
        return Proof.prove(circuit, expanded, List.of(file), folder);
    }

    private ProofReport prove(Circuit circuit) throws IOException {
        ExpandSums.Expanded expanded = ExpandSums.expanded(circuit, 2);
        return prove(circuit, expanded, VerilogEmitter.emit(expanded.circuit()));
    }

    static Circuit matrix(long seed, int inputs, int outputs, int bits) {
        Random random = new Random(seed);
        CircuitBuilder builder = new CircuitBuilder();
        List<Circuit.Port> ports = new ArrayList<>();
        int[] args = new int[inputs];
        for (int i = 0; i < inputs; i++) {
            Interval range =
                    i % 2 == 0
                            ? new Interval(-100 - i, 90)
                            : new Interval(random.nextInt(50), 50 + random.nextInt(100));
            ports.add(new Circuit.Port("x" + i, range, 0));
            args[i] = builder.input(i, range);
        }
        List<Circuit.Output> results = new ArrayList<>();
        for (int o = 0; o < outputs; o++) {
            long[] weights = random.longs(inputs, -(1L << (bits - 1)), 1L << (bits - 1)).toArray();
            int sum = builder.linear(args, weights, random.nextInt(-500, 500));
            results.add(new Circuit.Output("y" + o, sum, FixedType.signed(30, 30)));
        }
        return builder.build("matrix", ports, results);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void matrices(long seed) throws IOException {
        ProofReport report = prove(matrix(seed, 8, 8, 8));
        assertEquals(List.of(), report.refutations());
        assertEquals(8, report.sums());
    }

    @ParameterizedTest
    @ValueSource(strings = {"AXOL1TL_v4", "TOPO_HHbbWW_1mu_v1", "jet_tagger_6bit"})
    void referenceModels(String name) throws IOException {
        Path file = reference().resolve("models/" + name + "/model.json");
        assumeTrue(Files.exists(file), "skipped, no reference data: " + file);
        ProofReport report = prove(Lowering.lower(ModelReader.read(file)));
        System.out.println(
                name
                        + " "
                        + report.toString()
                                .substring(0, Math.min(1000, report.toString().length())));
        assertEquals(List.of(), report.refutations());
    }

    /** The reference folder: L1RING_REFERENCE, else ../shared/reference beside the project. */
    private static Path reference() {
        String variable = System.getenv("L1RING_REFERENCE");
        if (variable != null) {
            return Path.of(variable);
        }
        Path root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.isRegularFile(root.resolve("l1ring"))) {
            root = root.getParent();
        }
        return root.resolve("../shared/reference").normalize();
    }
}
