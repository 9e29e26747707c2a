package org.l1ring.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.lower.Lowering;

final class PeerBenchmarkTest {
    private static final String NETWORK = "57-28-15-8";

    @ParameterizedTest
    @EnumSource
    void everyEngineGivesTheSameScores(PeerBenchmark.PeerEngine engine) {
        PeerBenchmark benchmark = new PeerBenchmark();
        benchmark.network = NETWORK;
        benchmark.engine = engine;
        benchmark.prepare();
        benchmark.score();
        short[] inputs = benchmark.inputs();
        CircuitInterpreter interpreter =
                new CircuitInterpreter(
                        Lowering.lower(PeerBenchmark.seeded(NETWORK).model(NETWORK)));
        long[] row = new long[57];
        long[] expected = new long[1];
        for (int k = 0; k < PeerBenchmark.CROSSINGS; k++) {
            for (int i = 0; i < row.length; i++) {
                row[i] = inputs[k * row.length + i];
            }
            interpreter.run(row, expected);
            assertEquals(expected[0], benchmark.scoreOf(k), "crossing " + k);
        }
    }
}
