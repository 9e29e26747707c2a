package org.l1ring.importer.onnx;

import org.l1ring.model.Layer;

/**
 * A convolution as the model has it: channels after positions, two axes, no groups, no gaps in the
 * kernel, and the padding a part of the image.
 */
final class ConvLayout {
    private final ConvWindow window;
    private final int inHeight;
    private final int inWidth;
    private final int height;
    private final int width;
    private final int top;
    private final int left;
    private final int kernelHeight;
    private final int kernelWidth;
    private final int channels;

    ConvLayout(ConvWindow window) {
        this.window = window;
        boolean flat = window.axes() == 1;
        int across = window.axes() - 1;
        inHeight = flat ? 1 : window.in().get(0);
        inWidth = window.in().get(across);
        top = flat ? 0 : window.pads().get(0);
        left = window.pads().get(across);
        height = inHeight + top + (flat ? 0 : window.padsAfter().get(0));
        width = inWidth + left + window.padsAfter().get(across);
        kernelHeight = flat ? 1 : span(0);
        kernelWidth = span(across);
        channels = window.groupChannels() * window.groups();
    }

    private int span(int axis) {
        return (window.kernel().get(axis) - 1) * window.dilations().get(axis) + 1;
    }

    Layer.Window window() {
        boolean flat = window.axes() == 1;
        int across = window.axes() - 1;
        return new Layer.Window(
                height,
                width,
                channels,
                kernelHeight,
                kernelWidth,
                flat ? 1 : window.strides().get(0),
                window.strides().get(across),
                flat ? 1 : window.out(0),
                window.out(across),
                window.filters());
    }

    /** For each element of the padded image that of ONNX's, or -1 for padding. */
    int[] image() {
        int[] places = new int[Tensor.size(new int[] {height, width, channels})];
        for (int i = 0; i < places.length; i++) {
            int channel = i % channels;
            int column = i / channels % width - left;
            int row = i / channels / width - top;
            boolean inside = row >= 0 && row < inHeight && column >= 0 && column < inWidth;
            places[i] = inside ? (channel * inHeight + row) * inWidth + column : -1;
        }
        return places;
    }

    /** The weights [rows][columns][channels][filters]. */
    double[] weights(Tensor weights) {
        Layer.Window to = window();
        int[] shape = {kernelHeight, kernelWidth, channels, window.filters()};
        double[] values = new double[Tensor.size(shape)];
        boolean flat = window.axes() == 1;
        int across = window.axes() - 1;
        int columns = window.kernel().get(across);
        for (int i = 0; i < weights.size(); i++) {
            int column = i % columns * window.dilations().get(across);
            int row = i / columns % (window.kernelSize() / columns);
            int down = flat ? 0 : row * window.dilations().get(0);
            int filter = i / window.patch();
            int group = filter / (window.filters() / window.groups());
            int channel =
                    group * window.groupChannels()
                            + i / window.kernelSize() % window.groupChannels();
            values[to.weight(down, column, channel, filter)] = weights.get(i);
        }
        return values;
    }

    /** For each element of ONNX's result that of the layer's. */
    int[] result() {
        int size = window.outSize();
        int[] places = new int[size * window.filters()];
        for (int i = 0; i < places.length; i++) {
            places[i] = i % size * window.filters() + i / size;
        }
        return places;
    }
}
