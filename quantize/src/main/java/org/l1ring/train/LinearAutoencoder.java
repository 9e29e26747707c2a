package org.l1ring.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;
import org.l1ring.model.Preprocessing;

/**
 * A linear autoencoder by principal components, quantized: features scaled by an offset and a shift
 * each, projected to a few components and back; the score is the squared distance of the
 * reconstruction, {@code sum (x - W^T W x)^2}.
 *
 * <p>Weights have 7 fraction bits, scaled features 4; the arithmetic is that of the model format,
 * so the result is an ordinary model.
 */
public final class LinearAutoencoder {
    private static final FixedType INPUT = FixedType.signed(20, 16);
    private static final FixedType OFFSET = FixedType.signed(16, 16);
    private static final FixedType FEATURE =
            FixedType.signed(12, 8).with(Quantization.RND, Overflow.SAT);
    private static final FixedType WEIGHT =
            FixedType.signed(9, 2).with(Quantization.RND_CONV, Overflow.SAT);
    private static final FixedType SQUARE = FixedType.unsigned(24, 16);
    private static final FixedType SCORE =
            FixedType.unsigned(28, 20).with(Quantization.TRN, Overflow.SAT);

    private LinearAutoencoder() {}

    /**
     * Trains on samples.
     *
     * @param name of the model
     * @param binding the frame field behind each feature
     * @param samples [rows][features] column values, at least two rows
     * @param components number of principal components kept, 1..features - 1
     * @throws IllegalArgumentException when a size is out of range
     */
    public static Model train(
            String name, List<Model.Binding> binding, int[][] samples, int components) {
        int features = binding.size();
        if (samples.length < 2) {
            throw new IllegalArgumentException(
                    "training: expected at least 2 samples, got " + samples.length);
        }
        if (components < 1 || components >= features) {
            throw new IllegalArgumentException(
                    "components: expected 1..%d, got %d".formatted(features - 1, components));
        }
        long[] offsets = new long[features];
        long[] shifts = new long[features];
        for (int i = 0; i < features; i++) {
            scale(samples, i, offsets, shifts);
        }
        double[][] basis = components(samples, offsets, shifts, components);
        return model(name, binding, offsets, shifts, basis);
    }

    /** Offset: the mean. Shift: the standard deviation down to [1, 2) units. */
    private static void scale(int[][] samples, int feature, long[] offsets, long[] shifts) {
        double mean = Arrays.stream(samples).mapToInt(row -> row[feature]).average().orElseThrow();
        double square =
                Arrays.stream(samples)
                        .mapToDouble(row -> (row[feature] - mean) * (row[feature] - mean))
                        .average()
                        .orElseThrow();
        offsets[feature] = Math.round(mean);
        shifts[feature] = Math.clamp(Math.getExponent(Math.sqrt(square)), 0, 10);
    }

    /** The eigenvectors of the covariance with the largest eigenvalues, [components][features]. */
    private static double[][] components(
            int[][] samples, long[] offsets, long[] shifts, int components) {
        int n = offsets.length;
        double[] mean = new double[n];
        double[][] scaled = new double[samples.length][n];
        for (int row = 0; row < samples.length; row++) {
            for (int i = 0; i < n; i++) {
                scaled[row][i] =
                        Math.scalb((double) (samples[row][i] - offsets[i]), (int) -shifts[i]);
                mean[i] += scaled[row][i] / samples.length;
            }
        }
        DMatrixRMaj covariance = new DMatrixRMaj(n, n);
        for (double[] row : scaled) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    covariance.add(i, j, (row[i] - mean[i]) * (row[j] - mean[j]) / samples.length);
                }
            }
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
        if (!eigen.decompose(covariance)) {
            throw new IllegalStateException("the covariance has no eigenvectors");
        }
        int[] order =
                IntStream.range(0, n)
                        .boxed()
                        .sorted(
                                Comparator.comparingDouble(
                                        (Integer i) -> -eigen.getEigenvalue(i).getReal()))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[][] basis = new double[components][n];
        for (int k = 0; k < components; k++) {
            DMatrixRMaj vector = eigen.getEigenVector(order[k]);
            int largest = 0;
            for (int i = 0; i < n; i++) {
                basis[k][i] = vector.get(i);
                largest = Math.abs(basis[k][i]) > Math.abs(basis[k][largest]) ? i : largest;
            }
            // Either sign will do; the largest entry is made positive.
            if (basis[k][largest] < 0) {
                int component = k;
                Arrays.setAll(basis[k], i -> -basis[component][i]);
            }
        }
        return basis;
    }

    private static Model model(
            String name,
            List<Model.Binding> binding,
            long[] offsets,
            long[] shifts,
            double[][] basis) {
        int n = offsets.length;
        int k = basis.length;
        long[] encoder = new long[n * k];
        long[] decoder = new long[k * n];
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < k; c++) {
                encoder[i * k + c] = WEIGHT.fromReal(basis[c][i]);
                decoder[c * n + i] = encoder[i * k + c];
            }
        }
        Preprocessing scaling =
                new Preprocessing.OffsetThenShift(
                        INPUT,
                        FEATURE,
                        new ConstantArray(OFFSET, new int[] {n}, offsets),
                        Arrays.stream(shifts).mapToObj(s -> (int) s).toList());
        List<Layer> layers = new ArrayList<>();
        layers.add(dense("encoder", "features", "latent", n, k, encoder));
        layers.add(dense("decoder", "latent", "reconstruction", k, n, decoder));
        layers.add(
                new Layer.Subtract(
                        head("difference", List.of("features", "reconstruction"), "error", FEATURE),
                        n));
        layers.add(
                new Layer.SumOfSquares(
                        head("distance", List.of("error"), "score", SCORE),
                        n,
                        SQUARE.with(Quantization.TRN, Overflow.SAT)));
        return new Model(
                name,
                List.of(new Model.Input("features", n, ElementTypes.all(FEATURE))),
                Optional.of(scaling),
                layers,
                List.of(new Model.Output("score", "score", 1, ElementTypes.all(SCORE))),
                Optional.of(binding),
                Optional.empty());
    }

    private static Layer.Head head(String name, List<String> inputs, String output, FixedType t) {
        return new Layer.Head(name, inputs, output, ElementTypes.all(t));
    }

    private static Layer dense(
            String name, String input, String output, int in, int out, long[] weights) {
        return new Layer.Dense(
                head(name, List.of(input), output, FEATURE),
                1,
                in,
                out,
                new ConstantArray(WEIGHT, new int[] {in, out}, weights),
                new ConstantArray(WEIGHT, new int[] {out}, new long[out]),
                new Layer.Accumulation(Optional.empty()));
    }
}
