package org.l1ring.quality;

import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import org.l1ring.econ.LatentFormat;
import org.l1ring.econ.LinkFrame;

/**
 * From the latent values that links hold to the cells' parts of the module's sum: a decoder fitted
 * by us on generated crossings, as the experiment's is not published.
 *
 * <p>A network of floats with two hidden layers of 128 rectified units and a softmax over the
 * cells, fitted by gradient descent to the least cross-entropy with the true parts: 10 passes in
 * groups of 64, steps that fall as a half cosine from 0.003. The same seed gives the same decoder.
 */
final class LatentDecoder {
    /** Times that each crossing is taken in the mean. */
    static final int PASSES = 10;

    private static final int HIDDEN = 128;
    private static final int GROUP = 64;
    private static final double FIRST_RATE = 0.003;
    private static final int INPUTS = LatentFormat.LATENTS;
    private static final int OUTPUTS = LinkFrame.CELLS;

    private final float[] mean = new float[INPUTS];
    private final float[] scale = new float[INPUTS];
    private final DenseLayer[] layers;

    /** Values before each layer, and at the end. */
    private final float[][] values;

    private final float[][] slopes;

    /**
     * Fits a decoder.
     *
     * @param latents [crossings][16] values as received
     * @param parts [crossings][48] of the sum
     * @param seed of weights and order
     * @param progress takes the number of crossings that were taken
     */
    LatentDecoder(int[][] latents, float[][] parts, long seed, LongConsumer progress) {
        SplittableRandom random = new SplittableRandom(seed);
        layers =
                new DenseLayer[] {
                    new DenseLayer(INPUTS, HIDDEN, random),
                    new DenseLayer(HIDDEN, HIDDEN, random),
                    new DenseLayer(HIDDEN, OUTPUTS, random)
                };
        values = new float[][] {row(INPUTS), row(HIDDEN), row(HIDDEN), row(OUTPUTS)};
        slopes = new float[][] {row(INPUTS), row(HIDDEN), row(HIDDEN), row(OUTPUTS)};
        normalise(latents);
        fit(latents, parts, random, progress);
    }

    private static float[] row(int size) {
        return new float[size];
    }

    private void normalise(int[][] latents) {
        for (int i = 0; i < INPUTS; i++) {
            double sum = 0;
            double squares = 0;
            for (int[] row : latents) {
                sum += row[i];
                squares += (double) row[i] * row[i];
            }
            double centre = sum / latents.length;
            double variance = squares / latents.length - centre * centre;
            mean[i] = (float) centre;
            scale[i] = variance > 1e-6 ? (float) (1 / Math.sqrt(variance)) : 0;
        }
    }

    private void fit(
            int[][] latents, float[][] parts, SplittableRandom random, LongConsumer progress) {
        int groups = PASSES * Math.max(1, latents.length / GROUP);
        for (int step = 1; step <= groups; step++) {
            for (int i = 0; i < GROUP; i++) {
                int crossing = random.nextInt(latents.length);
                forward(latents[crossing]);
                backward(parts[crossing]);
            }
            double rate = FIRST_RATE * 0.5 * (1 + Math.cos(Math.PI * step / groups));
            for (DenseLayer layer : layers) {
                layer.step(step, GROUP, rate);
            }
            progress.accept((long) step * GROUP);
        }
    }

    private void forward(int[] latents) {
        for (int i = 0; i < INPUTS; i++) {
            values[0][i] = (latents[i] - mean[i]) * scale[i];
        }
        for (int i = 0; i < layers.length; i++) {
            layers[i].forward(values[i], values[i + 1]);
            if (i < layers.length - 1) {
                rectify(values[i + 1]);
            }
        }
        softmax(values[layers.length]);
    }

    private static void rectify(float[] row) {
        for (int i = 0; i < row.length; i++) {
            row[i] = Math.max(0, row[i]);
        }
    }

    private static void softmax(float[] row) {
        float most = Float.NEGATIVE_INFINITY;
        for (float value : row) {
            most = Math.max(most, value);
        }
        float sum = 0;
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) Math.exp(row[i] - most);
            sum += row[i];
        }
        for (int i = 0; i < row.length; i++) {
            row[i] /= sum;
        }
    }

    private void backward(float[] parts) {
        int last = layers.length;
        for (int i = 0; i < OUTPUTS; i++) {
            slopes[last][i] = values[last][i] - parts[i];
        }
        for (int i = last - 1; i >= 0; i--) {
            layers[i].backward(values[i], slopes[i + 1], slopes[i]);
            for (int j = 0; i > 0 && j < slopes[i].length; j++) {
                slopes[i][j] = values[i][j] > 0 ? slopes[i][j] : 0;
            }
        }
    }

    /**
     * The charges of a crossing.
     *
     * @param latents [16] values as received
     * @param sum of the module
     * @param charges [48] that are filled; they add up to the sum
     */
    void decode(int[] latents, double sum, double[] charges) {
        forward(latents);
        float[] parts = values[layers.length];
        for (int cell = 0; cell < OUTPUTS; cell++) {
            charges[cell] = parts[cell] * sum;
        }
    }
}
