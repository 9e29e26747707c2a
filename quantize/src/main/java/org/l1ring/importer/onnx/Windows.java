package org.l1ring.importer.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which elements of a tensor each element of a pooled or reduced one is made of.
 *
 * @param kind what is made of them
 * @param shape of the result
 * @param members for each element of the result the elements of the input
 * @param divisors for each element of the result what its sum is divided by
 */
@SuppressWarnings("ArrayRecordComponent") // never shared
record Windows(Kind kind, int[] shape, int[][] members, double[] divisors) {
    /** Operators of this kind. */
    static final Set<String> OPERATORS =
            Set.of(
                    "MaxPool",
                    "AveragePool",
                    "GlobalMaxPool",
                    "GlobalAveragePool",
                    "ReduceMax",
                    "ReduceMin",
                    "ReduceSum",
                    "ReduceMean",
                    "ReduceL1",
                    "ReduceL2",
                    "ReduceSumSquare");

    /** What is made of the elements. */
    enum Kind {
        MAXIMUM,
        MINIMUM,
        SUM,
        SUM_OF_MAGNITUDES,
        SUM_OF_SQUARES,
        ROOT_OF_SQUARES
    }

    /**
     * The windows of a node.
     *
     * @param input shape of its first input
     * @throws IllegalArgumentException when a setting does not fit the shape
     */
    static Windows of(Operands operands, int[] input) {
        Node node = operands.node();
        return switch (node.operator()) {
            case "MaxPool", "AveragePool" -> pooled(node, input);
            case "GlobalMaxPool" -> global(Kind.MAXIMUM, input);
            case "GlobalAveragePool" -> global(Kind.SUM, input);
            default -> reduced(operands, input);
        };
    }

    /** The rows of a matrix. */
    static Windows rows(int rows, int columns) {
        return over(Kind.SUM, new int[] {rows, columns}, new boolean[] {false, true}, true, false);
    }

    private static Windows global(Kind kind, int[] input) {
        if (input.length < 3) {
            throw new IllegalArgumentException("expected a batch of channels of positions");
        }
        boolean[] gone = new boolean[input.length];
        Arrays.fill(gone, 2, gone.length, true);
        return over(kind, input, gone, true, kind == Kind.SUM);
    }

    private static Windows reduced(Operands operands, int[] input) {
        Node node = operands.node();
        Kind kind =
                switch (node.operator()) {
                    case "ReduceMax" -> Kind.MAXIMUM;
                    case "ReduceMin" -> Kind.MINIMUM;
                    case "ReduceL1" -> Kind.SUM_OF_MAGNITUDES;
                    case "ReduceL2" -> Kind.ROOT_OF_SQUARES;
                    case "ReduceSumSquare" -> Kind.SUM_OF_SQUARES;
                    default -> Kind.SUM;
                };
        Optional<long[]> axes = operands.wholes(1, "axes");
        boolean all = axes.isEmpty() || axes.get().length == 0;
        boolean[] gone = new boolean[input.length];
        Arrays.fill(gone, all && node.whole("noop_with_empty_axes", 0) == 0);
        for (long axis : axes.orElse(new long[0])) {
            gone[Tensor.axis(axis, input.length)] = true;
        }
        boolean kept = node.whole("keepdims", 1) != 0;
        return over(kind, input, gone, kept, node.operator().equals("ReduceMean"));
    }

    /** Windows over whole axes. */
    private static Windows over(
            Kind kind, int[] input, boolean[] gone, boolean kept, boolean mean) {
        int[] full = input.clone();
        for (int axis = 0; axis < full.length; axis++) {
            full[axis] = gone[axis] ? 1 : full[axis];
        }
        int size = Tensor.size(input);
        int count = Tensor.size(full);
        if (size == 0) {
            throw new IllegalArgumentException("expected elements to reduce, got none");
        }
        int[] from = Tensor.strides(input);
        int[] to = Tensor.strides(full);
        int each = size / count;
        int[][] members = new int[count][each];
        int[] filled = new int[count];
        for (int i = 0; i < size; i++) {
            int place = 0;
            for (int axis = 0; axis < full.length; axis++) {
                place += gone[axis] ? 0 : i / from[axis] % input[axis] * to[axis];
            }
            members[place][filled[place]++] = i;
        }
        int[] shape = full;
        if (!kept) {
            int[] left = new int[full.length];
            int rank = 0;
            for (int axis = 0; axis < full.length; axis++) {
                if (!gone[axis]) {
                    left[rank++] = full[axis];
                }
            }
            shape = Arrays.copyOf(left, rank);
        }
        double[] divisors = new double[count];
        Arrays.fill(divisors, mean ? each : 1);
        return new Windows(kind, shape, members, divisors);
    }

    private static Windows pooled(Node node, int[] input) {
        boolean average = node.operator().equals("AveragePool");
        ConvWindow plain = ConvWindow.pooling(node, input);
        ConvWindow window = node.whole("ceil_mode", 0) == 0 ? plain : roundedUp(plain);
        boolean padded = node.whole("count_include_pad", 0) != 0;
        int outSize = window.outSize();
        int size = Tensor.size(window.outShape());
        if ((long) size * window.kernelSize() > Tensor.MAX_ELEMENTS) {
            throw new IllegalArgumentException("expected fewer and smaller windows");
        }
        int[][] members = new int[size][];
        double[] divisors = new double[size];
        for (int place = 0; place < outSize; place++) {
            List<Integer> pixels = new ArrayList<>();
            for (int element = 0; element < window.kernelSize(); element++) {
                int pixel = window.pixel(place, element);
                if (pixel >= 0) {
                    pixels.add(pixel);
                }
            }
            if (pixels.isEmpty()) {
                throw new IllegalArgumentException(
                        "expected a pixel in each window, got one of padding only");
            }
            int count = padded ? counted(window, plain, place) : pixels.size();
            for (int channel = 0; channel < window.filters(); channel++) {
                int start = channel * window.inSize();
                int at = channel * outSize + place;
                members[at] = pixels.stream().mapToInt(pixel -> start + pixel).toArray();
                divisors[at] = average ? count : 1;
            }
        }
        return new Windows(average ? Kind.SUM : Kind.MAXIMUM, window.outShape(), members, divisors);
    }

    /** Padding added at the end so that a last patch that fits in part counts too. */
    private static ConvWindow roundedUp(ConvWindow window) {
        List<Integer> after = new ArrayList<>(window.padsAfter());
        for (int axis = 0; axis < window.axes(); axis++) {
            int stride = window.strides().get(axis);
            int span = (window.kernel().get(axis) - 1) * window.dilations().get(axis) + 1;
            int before = window.pads().get(axis);
            int room = window.in().get(axis) + before + after.get(axis) - span;
            int steps = (room + stride - 1) / stride;
            // A patch that starts in the padding at the end does not count.
            if (steps * stride >= window.in().get(axis) + before) {
                steps--;
            }
            after.set(axis, Math.max(after.get(axis) + steps * stride - room, after.get(axis)));
        }
        return new ConvWindow(
                window.filters(),
                window.groups(),
                window.groupChannels(),
                window.in(),
                window.kernel(),
                window.strides(),
                window.dilations(),
                window.pads(),
                after);
    }

    /** Elements of a patch within the image and the padding that the file names. */
    private static int counted(ConvWindow window, ConvWindow plain, int patch) {
        int count = 1;
        int rest = patch;
        for (int axis = window.axes() - 1; axis >= 0; axis--) {
            int start =
                    rest % window.out(axis) * window.strides().get(axis) - window.pads().get(axis);
            rest /= window.out(axis);
            int end = plain.in().get(axis) + plain.padsAfter().get(axis);
            int inside = 0;
            for (int k = 0; k < window.kernel().get(axis); k++) {
                inside += start + k * window.dilations().get(axis) < end ? 1 : 0;
            }
            count *= inside;
        }
        return count;
    }

    /** The pooled or reduced tensor. */
    Tensor apply(Tensor x) {
        double[] y = new double[members.length];
        for (int i = 0; i < y.length; i++) {
            double value = kind == Kind.MAXIMUM || kind == Kind.MINIMUM ? x.get(members[i][0]) : 0;
            for (int member : members[i]) {
                double next = x.get(member);
                value =
                        switch (kind) {
                            case MAXIMUM -> Math.max(value, next);
                            case MINIMUM -> Math.min(value, next);
                            case SUM -> value + next;
                            case SUM_OF_MAGNITUDES -> value + Math.abs(next);
                            case SUM_OF_SQUARES, ROOT_OF_SQUARES -> value + next * next;
                        };
            }
            y[i] = (kind == Kind.ROOT_OF_SQUARES ? Math.sqrt(value) : value) / divisors[i];
        }
        return new Tensor(shape, y, x.whole());
    }
}
