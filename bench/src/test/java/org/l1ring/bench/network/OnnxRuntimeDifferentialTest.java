package org.l1ring.bench.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.l1ring.importer.onnx.OnnxImporter;
import org.l1ring.importer.onnx.OnnxSamples;
import org.l1ring.importer.onnx.TreeSamples;

/** The importer's evaluation of every operator against ONNX Runtime's. */
final class OnnxRuntimeDifferentialTest {
    private static final int ROWS = 50;
    private static final double TOLERANCE = 2e-6;

    @TempDir private Path folder;

    static List<OnnxSamples.Sample> samples() {
        return Stream.of(OnnxSamples.all(), TreeSamples.exact(), TreeSamples.linked())
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void operatorsAgree(OnnxSamples.Sample sample) throws IOException, OrtException {
        Path file = Files.write(folder.resolve("sample.onnx"), sample.file());
        OnnxImporter onnx = OnnxImporter.open(file, "");
        Random random = new Random(7);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
            try (OrtSession session = environment.createSession(sample.file(), options)) {
                for (int row = 0; row < ROWS; row++) {
                    double[] inputs = new double[onnx.columns()];
                    for (int i = 0; i < inputs.length; i++) {
                        double width = 8 * (sample.most() - sample.least());
                        inputs[i] = sample.least() + random.nextInt((int) width + 1) / 8.0;
                    }
                    double[] expected = run(environment, session, inputs);
                    double[] got = onnx.evaluate(inputs);
                    assertEquals(expected.length, got.length);
                    for (int i = 0; i < got.length; i++) {
                        double allowed = TOLERANCE * Math.max(1, Math.abs(expected[i]));
                        assertEquals(
                                expected[i], got[i], allowed, sample + ", row " + row + ", " + i);
                    }
                }
            }
        }
    }

    private static double[] run(OrtEnvironment environment, OrtSession session, double[] inputs)
            throws OrtException {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        int start = 0;
        for (String name : session.getInputNames()) {
            TensorInfo info = (TensorInfo) session.getInputInfo().get(name).getInfo();
            int size = (int) Arrays.stream(info.getShape()).reduce(1, (a, b) -> a * b);
            FloatBuffer values = FloatBuffer.allocate(size);
            for (int i = 0; i < size; i++) {
                values.put((float) inputs[start + i]);
            }
            values.flip();
            tensors.put(name, OnnxTensor.createTensor(environment, values, info.getShape()));
            start += size;
        }
        try (OrtSession.Result result = session.run(tensors)) {
            List<Double> all = new ArrayList<>();
            for (int i = 0; i < result.size(); i++) {
                flatten(result.get(i).getValue(), all);
            }
            return all.stream().mapToDouble(Double::doubleValue).toArray();
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private static void flatten(Object value, List<Double> to) {
        switch (value) {
            case float[] row -> {
                for (float number : row) {
                    to.add((double) number);
                }
            }
            case long[] row -> Arrays.stream(row).forEach(number -> to.add((double) number));
            case Number number -> to.add(number.doubleValue());
            case Object[] rows -> Arrays.stream(rows).forEach(row -> flatten(row, to));
            default -> throw new IllegalStateException("output of " + value.getClass());
        }
    }
}
