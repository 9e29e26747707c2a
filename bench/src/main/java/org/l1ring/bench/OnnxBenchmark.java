package org.l1ring.bench;

import ai.onnxruntime.OrtException;
import java.util.SplittableRandom;
import org.l1ring.bench.network.OnnxNetwork;
import org.l1ring.bench.network.OnnxRun;
import org.l1ring.bench.network.SeededNetwork;
import org.l1ring.model.Model;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The network of {@link PeerBenchmark} in ONNX Runtime, one thread, inputs already in tensors that
 * are used again: ns per crossing. What its models leave out says {@link OnnxNetwork}.
 */
public class OnnxBenchmark extends CrossingBenchmark {

    /** Arithmetic of the model. */
    public enum Precision {
        /** 32-bit floating point. */
        FLOAT32,
        /** 8-bit weights and activations. */
        INT8
    }

    /** Widths of the layers. */
    @Param({"57-28-15-8", "16-64-32-32-5"})
    public String network;

    /** Arithmetic of the model. */
    @Param public Precision precision;

    /** Crossings of one call. */
    @Param({"1", "64", "1024"})
    public int batch;

    private OnnxRun run;

    /**
     * Makes the ONNX model.
     *
     * @throws OrtException if ONNX Runtime refuses it
     */
    @Setup
    public void load() throws OrtException {
        Model model = PeerBenchmark.seeded(network).model(network);
        boolean quantized = precision == Precision.INT8;
        double[][] real = inputs(model, 1024, false);
        byte[] file = quantized ? OnnxNetwork.bytes(model, real) : OnnxNetwork.floats(model);
        run = new OnnxRun(file, quantized, inputs(model, batch, quantized));
    }

    private static double[][] inputs(Model model, int rows, boolean raw) {
        SplittableRandom random = new SplittableRandom(1);
        double[][] inputs = new double[rows][model.columns()];
        for (double[] row : inputs) {
            for (int i = 0; i < row.length; i++) {
                int drawn = random.nextInt(-128, 128);
                row[i] = raw ? drawn : SeededNetwork.INPUT.toReal(drawn);
            }
        }
        return inputs;
    }

    /** Ends the session. */
    @TearDown
    public void close() throws OrtException {
        run.close();
    }

    /**
     * The scores of as many crossings as {@link PeerBenchmark} scores.
     *
     * @return one of them
     * @throws OrtException if ONNX Runtime fails
     */
    @Benchmark
    @OperationsPerInvocation(PeerBenchmark.CROSSINGS)
    public float score() throws OrtException {
        float last = 0;
        for (int done = 0; done < PeerBenchmark.CROSSINGS; done += batch) {
            last = run.run().get(0);
        }
        return last;
    }
}
