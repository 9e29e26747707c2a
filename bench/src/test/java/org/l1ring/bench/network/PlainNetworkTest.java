package org.l1ring.bench.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Model;

final class PlainNetworkTest {

    @ParameterizedTest
    @ValueSource(strings = {"57-28-15-8", "16-64-32-32-5", "3-1"})
    void loopsGiveTheCircuitsBits(String shape) {
        Model model = SeededNetwork.ofShape(shape, 0.3).model(shape);
        PlainNetwork plain = new PlainNetwork(model);
        CircuitInterpreter circuit = new CircuitInterpreter(Lowering.lower(model));
        SplittableRandom random = new SplittableRandom(2);
        int columns = model.columns();
        short[] frame = new short[columns + 1];
        long[] inputs = new long[columns];
        long[] score = new long[1];
        for (int n = 0; n < 300; n++) {
            for (int i = 0; i < columns; i++) {
                inputs[i] = n == 0 ? -128 : random.nextInt(-128, 128);
                frame[i + 1] = (short) inputs[i];
            }
            circuit.run(inputs, score);
            assertEquals(score[0], plain.score(frame, 1));
            assertEquals(score[0], plain.scoreByInput(frame, 1));
            assertEquals(score[0], plain.scoreSparse(frame, 1));
        }
    }
}
