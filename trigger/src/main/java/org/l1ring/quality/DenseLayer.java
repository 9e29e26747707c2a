package org.l1ring.quality;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A dense layer of floats that learns: {@code y = W x + b}, steps by Adam.
 *
 * <p>Source of the rule: Kingma and Ba, arXiv:1412.6980, algorithm 1, with its constants.
 */
final class DenseLayer {
    private static final float FIRST_DECAY = 0.9f;
    private static final float SECOND_DECAY = 0.999f;
    private static final float TINY = 1e-8f;

    private final int inputs;
    private final int outputs;

    /** [inputs][outputs] weights, then the biases. */
    private final float[] parameters;

    private final float[] gradient;
    private final float[] first;
    private final float[] second;

    /** A layer with random weights, of variance 2 / inputs, and no biases. */
    DenseLayer(int inputs, int outputs, SplittableRandom random) {
        this.inputs = inputs;
        this.outputs = outputs;
        int weights = inputs * outputs;
        parameters = new float[weights + outputs];
        gradient = new float[parameters.length];
        first = new float[parameters.length];
        second = new float[parameters.length];
        double deviation = Math.sqrt(2.0 / inputs);
        for (int i = 0; i < weights; i++) {
            parameters[i] = (float) (deviation * random.nextGaussian());
        }
    }

    int outputs() {
        return outputs;
    }

    void forward(float[] x, float[] y) {
        System.arraycopy(parameters, inputs * outputs, y, 0, outputs);
        for (int i = 0; i < inputs; i++) {
            float value = x[i];
            int row = i * outputs;
            if (value != 0) {
                for (int j = 0; j < outputs; j++) {
                    y[j] += value * parameters[row + j];
                }
            }
        }
    }

    /**
     * Adds to the gradient.
     *
     * @param x inputs as given to {@link #forward}
     * @param slopes [outputs] of the loss
     * @param inputSlopes [inputs] of the loss, which are filled
     */
    void backward(float[] x, float[] slopes, float[] inputSlopes) {
        int biases = inputs * outputs;
        for (int j = 0; j < outputs; j++) {
            gradient[biases + j] += slopes[j];
        }
        for (int i = 0; i < inputs; i++) {
            float value = x[i];
            int row = i * outputs;
            float slope = 0;
            for (int j = 0; j < outputs; j++) {
                gradient[row + j] += value * slopes[j];
                slope += parameters[row + j] * slopes[j];
            }
            inputSlopes[i] = slope;
        }
    }

    /**
     * Steps against the gradient, and forgets it.
     *
     * @param step number of this step, from 1
     * @param samples that the gradient is summed over
     * @param rate size of the step
     */
    void step(int step, int samples, double rate) {
        float firstPart = (float) (1 / (1 - Math.pow(FIRST_DECAY, step)));
        float secondPart = (float) (1 / (1 - Math.pow(SECOND_DECAY, step)));
        for (int i = 0; i < parameters.length; i++) {
            float slope = gradient[i] / samples;
            first[i] = FIRST_DECAY * first[i] + (1 - FIRST_DECAY) * slope;
            second[i] = SECOND_DECAY * second[i] + (1 - SECOND_DECAY) * slope * slope;
            float size = (float) Math.sqrt(second[i] * secondPart) + TINY;
            parameters[i] -= (float) rate * first[i] * firstPart / size;
        }
        Arrays.fill(gradient, 0);
    }
}
