package org.l1ring.bench.network;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * A network in ONNX Runtime on one thread, with input and output tensors in memory of its own that
 * every run uses again.
 */
public final class OnnxRun implements AutoCloseable {
    private final OrtSession session;
    private final OnnxTensor input;
    private final OnnxTensor output;
    private final FloatBuffer scores;

    /**
     * Loads a model for batches of one size.
     *
     * @param model ONNX file made by {@link OnnxNetwork}
     * @param quantized whether the inputs are bytes, raw values plus 128
     * @param rows [batch][columns] inputs: real values, or raw values of 8-bit types
     * @throws OrtException if ONNX Runtime refuses the model
     */
    public OnnxRun(byte[] model, boolean quantized, double[][] rows) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            session = environment.createSession(model, options);
        }
        long[] shape = {rows.length, rows[0].length};
        int values = rows.length * rows[0].length;
        ByteBuffer bytes = direct(quantized ? values : Float.BYTES * values);
        for (double[] row : rows) {
            for (double value : row) {
                if (quantized) {
                    bytes.put((byte) (value + 128));
                } else {
                    bytes.putFloat((float) value);
                }
            }
        }
        bytes.flip();
        input =
                quantized
                        ? OnnxTensor.createTensor(environment, bytes, shape, OnnxJavaType.UINT8)
                        : OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), shape);
        scores = direct(Float.BYTES * rows.length).asFloatBuffer();
        output = OnnxTensor.createTensor(environment, scores, new long[] {rows.length, 1});
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /**
     * Runs the batch.
     *
     * @return [batch] scores, valid until the next run
     * @throws OrtException if ONNX Runtime fails
     */
    public FloatBuffer run() throws OrtException {
        session.run(Map.of(OnnxNetwork.INPUT, input), Map.of(OnnxNetwork.OUTPUT, output)).close();
        return scores;
    }

    @Override
    public void close() throws OrtException {
        input.close();
        output.close();
        session.close();
    }
}
