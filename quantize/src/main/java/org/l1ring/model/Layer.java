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

    /** A layer that gives one element for each of its input's. */
    sealed interface Elementwise extends Layer {
        /** Number of elements. */
        int size();

        @Override
        default int outputSize() {
            return size();
        }
    }

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
            implements Elementwise {}

    /** {@code max(x, 0)}. */
    record Relu(Head head, int size) implements Elementwise {}

    /** The identity: only the cast. */
    record Linear(Head head, int size) implements Elementwise {}

    /**
     * The identity with a cast that is part of the network: {@link RealInterpreter} casts here too,
     * which it does nowhere else.
     */
    record Quantize(Head head, int size) implements Elementwise {}

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
     * A function by table: {@code table[truncate(x * size / range) + size / 2]}, truncated toward
     * zero, the index clamped to the table.
     *
     * @param function what the table holds, for the reader; one that {@link Functions} knows is
     *     evaluated as such in double precision
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
            implements Elementwise {}

    /**
     * A table for each element, indexed by the top bits of the argument's two's complement, taken
     * as an unsigned number: {@code tables[i mod count][top(x_i)]}.
     *
     * @param function what the tables hold, for the reader; one that {@link Functions} knows is
     *     evaluated as such in double precision
     * @param inputTypes types of the argument's elements, whose bits index the tables
     * @param tables [count][a power of two of entries]
     */
    record LookUp(
            Head head, String function, int size, ElementTypes inputTypes, ConstantArray tables)
            implements Elementwise {
        /** Entries of one table. */
        public int entries() {
            return tables.shape()[1];
        }

        /** Index in {@link #tables} of an element's first entry. */
        public int start(int element) {
            return element % tables.shape()[0] * entries();
        }
    }

    /**
     * Softmax of each row by two tables, each indexed by the top bits of its argument's two's
     * complement: {@code e_i = exp[top(x_i)]}, {@code inv = inverse[top(sum e)]}, {@code e_i *
     * inv}; the sum is a balanced tree with every addition cast to the sum's type.
     *
     * @param positions rows
     * @param size elements of a row
     * @param inputTypes types of the argument's elements
     * @param difference when there is one, the exponentials are those of the differences to the
     *     row's maximum
     * @param sumType of the exponentials and their sum
     * @param inverseInputType the sum is cast to it, and its bits index the table
     */
    record Softmax(
            Head head,
            int positions,
            int size,
            ElementTypes inputTypes,
            Optional<Difference> difference,
            ConstantArray expTable,
            FixedType sumType,
            FixedType inverseInputType,
            ConstantArray inverseTable)
            implements Layer {

        /** Softmax of one row, without differences, summed in the exp table's type. */
        public static Softmax latency(
                Head head,
                int size,
                ElementTypes inputTypes,
                ConstantArray expTable,
                ConstantArray inverseTable) {
            FixedType sum = expTable.type();
            return new Softmax(
                    head, 1, size, inputTypes, Optional.empty(), expTable, sum, sum, inverseTable);
        }

        /** The type whose bits index the exp table. */
        public FixedType expInputType(int element) {
            return difference.map(Difference::type).orElseGet(() -> inputTypes.get(element));
        }

        /** Whether the rule is that of {@link #latency}. */
        public boolean plain() {
            return positions == 1
                    && difference.isEmpty()
                    && sumType.equals(expTable.type())
                    && inverseInputType.equals(sumType);
        }

        @Override
        public int outputSize() {
            return positions * size;
        }
    }

    /**
     * The difference of a softmax's argument and the maximum of its row.
     *
     * @param type it is cast to
     * @param fromMaximum maximum minus argument, else argument minus maximum
     */
    record Difference(FixedType type, boolean fromMaximum) {}

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

    /** First plus second input, exact. */
    record Add(Head head, int size) implements Elementwise {}

    /** First minus second input, exact. */
    record Subtract(Head head, int size) implements Elementwise {}

    /** {@code sum first[i] * second[i]}, each product cast to and summed in the type. */
    record Dot(Head head, int size, Accumulation accumulation) implements Layer {
        @Override
        public int outputSize() {
            return 1;
        }
    }

    /**
     * The product of two matrices: first input [rows][inner], second [inner][columns]; each product
     * cast to and summed in the accumulator's type, from zero, in order of the inner index.
     */
    record MatMul(Head head, int rows, int inner, int columns, Accumulation accumulation)
            implements Layer {
        @Override
        public int outputSize() {
            return rows * columns;
        }
    }

    /**
     * Pooling: each element of the result is made of the input elements in its window. Maximum and
     * minimum are exact. A sum starts from zero, and each element is added exactly and then cast to
     * the accumulator's type; an average is that sum divided by the number of elements, toward zero
     * at the accumulator's fraction bits, and cast to its type.
     *
     * @param inputSize elements of the input
     * @param windows for each element of the result the indices of its input elements, in order
     * @param accumulation of sums, or exact; of averages, with a type
     */
    record Pool(
            Head head,
            Pooling pooling,
            int inputSize,
            List<List<Integer>> windows,
            Accumulation accumulation)
            implements Layer {
        /** Copies the windows. */
        public Pool {
            windows = windows.stream().map(List::copyOf).toList();
        }

        @Override
        public int outputSize() {
            return windows.size();
        }
    }

    /** What a {@link Pool} makes of its windows. */
    enum Pooling {
        /** The largest element. */
        MAXIMUM,
        /** The smallest element. */
        MINIMUM,
        /** The sum. */
        SUM,
        /** The mean. */
        AVERAGE
    }

    /** The index of the first largest element of each row. */
    record ArgMax(Head head, int positions, int size) implements Layer {
        @Override
        public int outputSize() {
            return positions;
        }
    }

    /**
     * A cell that runs once for each step of a sequence and carries states along: LSTM, GRU and
     * others.
     *
     * <p>The cell's first input is one step of the sequence, cast to that input's types; its other
     * inputs are states, zero at the start. Its first output is the step's result; output k is the
     * next value of state k.
     *
     * @param steps length of the sequence; the layer's input is [steps][elements of a step]
     * @param cell a model without preprocessing whose layers are not recurrent
     * @param allSteps the results of all steps, in the order of the input; else that of the last
     *     one
     * @param backwards the last step of the input comes first
     */
    record Recurrent(Head head, int steps, Model cell, boolean allSteps, boolean backwards)
            implements Layer {
        /** Elements of a step of the input. */
        public int features() {
            return cell.inputs().get(0).size();
        }

        /** Elements of a step's result. */
        public int units() {
            return cell.outputs().get(0).size();
        }

        /** Place in the sequence of the step that is taken at a turn. */
        public int step(int turn) {
            return backwards ? steps - 1 - turn : turn;
        }

        @Override
        public int outputSize() {
            return (allSteps ? steps : 1) * units();
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
