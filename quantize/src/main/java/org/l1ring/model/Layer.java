package org.l1ring.model;

import java.util.List;
import java.util.Optional;
import org.l1ring.fixed.FixedType;

/**
 * One layer of a {@link Model}, with the exact arithmetic of the tool that it came from.
 *
 * <p>Activations are flat, row-major, positions before channels. Every layer ends in a cast of each
 * element to its {@link Head#resultTypes()}; the records say the value before that cast.
 */
public sealed interface Layer {

    /** Name, inputs, output and result types. */
    Head head();

    /** Number of elements the layer gives. */
    int outputSize();

    /**
     * What every layer has.
     *
     * @param name the layer's name
     * @param inputs names of model inputs or of earlier layers' outputs
     * @param output name of the result
     * @param resultTypes final cast of each element
     */
    record Head(String name, List<String> inputs, String output, ElementTypes resultTypes) {
        /** Copies the list. */
        public Head {
            inputs = List.copyOf(inputs);
        }
    }

    /**
     * How a sum of products is accumulated: in the accumulator's type term by term, or exactly.
     *
     * @param type the accumulator's type; empty for an exact sum
     */
    record Accumulation(Optional<FixedType> type) {}

    /**
     * Fully connected layer, or one over positions: bias, then each product in input order, each
     * cast to the accumulator's type and added in it.
     *
     * @param positions 1 for a dense layer; else the same weights serve each position
     * @param weights [inputs][outputs]
     * @param biases [outputs]
     */
    record Dense(
            Head head,
            int positions,
            int inputs,
            int outputs,
            ConstantArray weights,
            ConstantArray biases,
            Accumulation accumulation)
            implements Layer {
        @Override
        public int outputSize() {
            return positions * outputs;
        }
    }

    /**
     * Two-dimensional convolution, valid padding: dense over the patch in the order kernel row,
     * kernel column, channel.
     *
     * @param weights [kernelHeight][kernelWidth][inChannels][filters]
     */
    record Conv2d(
            Head head,
            Window window,
            ConstantArray weights,
            ConstantArray biases,
            Accumulation accumulation)
            implements Layer {
        @Override
        public int outputSize() {
            return window.outHeight * window.outWidth * window.filters;
        }
    }

    /**
     * Geometry of a two-dimensional convolution, in elements.
     *
     * @param inHeight rows of the image
     * @param inWidth columns of the image
     * @param inChannels channels of the image
     * @param kernelHeight rows of the kernel
     * @param kernelWidth columns of the kernel
     * @param strideHeight rows between patches
     * @param strideWidth columns between patches
     * @param outHeight rows of patches
     * @param outWidth columns of patches
     * @param filters output channels
     */
    record Window(
            int inHeight,
            int inWidth,
            int inChannels,
            int kernelHeight,
            int kernelWidth,
            int strideHeight,
            int strideWidth,
            int outHeight,
            int outWidth,
            int filters) {
        /** Flat index of an image element. */
        public int input(int row, int column, int channel) {
            return (row * inWidth + column) * inChannels + channel;
        }

        /** Flat index of a weight. */
        public int weight(int row, int column, int channel, int filter) {
            return ((row * kernelWidth + column) * inChannels + channel) * filters + filter;
        }
    }

    /** Appends rows and columns of zeros at the bottom and right of a one-channel image. */
    record Pad2d(Head head, int inHeight, int inWidth, int padBottom, int padRight)
            implements Layer {
        @Override
        public int outputSize() {
            return (inHeight + padBottom) * (inWidth + padRight);
        }
    }

    /**
     * {@code x * scale + bias}, exact; element i uses i mod the arrays' length.
     *
     * @param size elements
     */
    record BatchNorm(Head head, int size, ConstantArray scale, ConstantArray bias)
            implements Layer {
        @Override
        public int outputSize() {
            return size;
        }
    }

    /** {@code max(x, 0)}. */
    record Relu(Head head, int size) implements Layer {
        @Override
        public int outputSize() {
            return size;
        }
    }

    /** The identity: only the cast. */
    record Linear(Head head, int size) implements Layer {
        @Override
        public int outputSize() {
            return size;
        }
    }

    /**
     * The identity with a cast that is part of the network: {@link RealInterpreter} casts here too,
     * which it does nowhere else.
     */
    record Quantize(Head head, int size) implements Layer {
        @Override
        public int outputSize() {
            return size;
        }
    }

    /**
     * Elements of the input in a new order: transposed, repeated, left out, or zero.
     *
     * @param inputSize elements of the input
     * @param indices for each element of the result the input element it is, or {@link #ZERO}
     */
    record Select(Head head, int inputSize, List<Integer> indices) implements Layer {
        /** The index that stands for a zero. */
        public static final int ZERO = -1;

        /** Copies the indices. */
        public Select {
            indices = List.copyOf(indices);
        }

        @Override
        public int outputSize() {
            return indices.size();
        }
    }

    /**
     * Sigmoid or tanh by table: {@code table[truncate(x * size / range) + size / 2]}, truncated
     * toward zero, the index clamped to the table.
     *
     * @param function the JSON kind, {@code sigmoid} or {@code tanh}
     * @param table [size]
     * @param range full span of x that the table covers, in real units
     * @param negativeIndexIsLast whether a negative index gives the last entry, not the first
     */
    record TableActivation(
            Head head,
            String function,
            int size,
            ConstantArray table,
            double range,
            boolean negativeIndexIsLast)
            implements Layer {
        @Override
        public int outputSize() {
            return size;
        }
    }

    /**
     * Softmax by two tables, each indexed by the top bits of its argument's two's complement:
     * {@code e_i = exp[top(x_i)]}, {@code inv = inverse[top(sum e)]}, {@code e_i * inv}; the sum is
     * a balanced tree with every addition cast to the exp table's type.
     *
     * @param inputTypes types of the argument's elements, whose bits index the table
     */
    record Softmax(
            Head head,
            int size,
            ElementTypes inputTypes,
            ConstantArray expTable,
            ConstantArray inverseTable)
            implements Layer {
        @Override
        public int outputSize() {
            return size;
        }
    }

    /**
     * Mean over positions: each addition cast to the accumulator's type, the sum divided toward
     * zero at its fraction bits, cast to it, then to the post type.
     */
    record GlobalAveragePooling(
            Head head,
            int positions,
            int channels,
            FixedType accumType,
            Optional<FixedType> postType)
            implements Layer {
        @Override
        public int outputSize() {
            return channels;
        }
    }

    /**
     * The table row of each index, the index clamped to the table.
     *
     * @param embeddings [rows][width]
     */
    record Embedding(Head head, int positions, ConstantArray embeddings) implements Layer {
        /** Elements in a row. */
        public int width() {
            return embeddings.shape()[1];
        }

        /** Rows of the table. */
        public int rows() {
            return embeddings.shape()[0];
        }

        @Override
        public int outputSize() {
            return positions * width();
        }
    }

    /** Per position, the features of the first input, then those of the second. */
    record ConcatFeatures(Head head, int positions, int firstWidth, int secondWidth)
            implements Layer {
        @Override
        public int outputSize() {
            return positions * (firstWidth + secondWidth);
        }
    }

    /**
     * {@code result[i][k] = first[i] * second[i][k]}.
     *
     * @param size elements of the first input
     * @param width elements k of the second input for each of the first
     */
    record ScaleFeatures(Head head, int size, int width) implements Layer {
        @Override
        public int outputSize() {
            return size * width;
        }
    }

    /** First minus second input, exact. */
    record Subtract(Head head, int size) implements Layer {
        @Override
        public int outputSize() {
            return size;
        }
    }

    /** {@code sum first[i] * second[i]}, each product cast to and summed in the type. */
    record Dot(Head head, int size, Accumulation accumulation) implements Layer {
        @Override
        public int outputSize() {
            return 1;
        }
    }

    /** Each square cast to the type, summed in a balanced tree in it. */
    record SumOfSquares(Head head, int size, FixedType squareType) implements Layer {
        @Override
        public int outputSize() {
            return 1;
        }
    }

    /**
     * Boosted trees: {@code init} plus the leaf of each tree in order, added in the score's type,
     * then times the normalisation when there is one.
     *
     * @param features number of inputs
     * @param init raw start value of the score type
     * @param normalisation raw factor of the score type
     */
    record Trees(
            Head head,
            int features,
            List<Tree> trees,
            long init,
            FixedType thresholdType,
            FixedType scoreType,
            Optional<Long> normalisation)
            implements Layer {
        /** Copies the list. */
        public Trees {
            trees = List.copyOf(trees);
        }

        @Override
        public int outputSize() {
            return 1;
        }
    }
}
