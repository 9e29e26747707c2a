package org.l1ring.importer.keras;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.l1ring.model.Layer;

/**
 * A window over an image of channels, along one axis or two.
 *
 * @param window geometry, zeros around the image included
 * @param height rows of the image without zeros
 * @param width columns of the image without zeros
 * @param top rows of zeros above
 * @param left columns of zeros on the left
 */
record HlsWindow(Layer.Window window, int height, int width, int top, int left) {

    /**
     * The window of a layer.
     *
     * @param x [batch][places ...][channels]
     * @param filters channels of the result
     */
    static HlsWindow of(ConvSteps steps, Value x, int filters) {
        boolean two = x.rank() == 4;
        int last = two ? 1 : 0;
        int height = two ? x.extent(1) : 1;
        int width = x.extent(two ? 2 : 1);
        int top = two ? steps.before().get(0) : 0;
        int left = steps.before().get(last);
        int rows = height + top + (two ? steps.after().get(0) : 0);
        int columns = width + left + steps.after().get(last);
        int down = two ? steps.strides().get(0) : 1;
        int across = steps.strides().get(last);
        int kernelHeight = two ? steps.size().get(0) : 1;
        int kernelWidth = steps.size().get(last);
        Layer.Window window =
                new Layer.Window(
                        rows,
                        columns,
                        x.extent(-1),
                        kernelHeight,
                        kernelWidth,
                        down,
                        across,
                        (rows - kernelHeight) / down + 1,
                        (columns - kernelWidth) / across + 1,
                        filters);
        return new HlsWindow(window, height, width, top, left);
    }

    long products() {
        return (long) window.outHeight()
                * window.outWidth()
                * window.filters()
                * window.kernelHeight()
                * window.kernelWidth()
                * window.inChannels();
    }

    boolean padded() {
        return height != window.inHeight() || width != window.inWidth();
    }

    /** The shape of the image with zeros around. */
    List<Integer> image() {
        return List.of(1, window.inHeight(), window.inWidth(), window.inChannels());
    }

    /** For each element of the image with zeros that of the value, or a zero. */
    int[] places() {
        int channels = window.inChannels();
        int[] places = new int[Math.multiplyExact(window.inHeight() * window.inWidth(), channels)];
        Arrays.setAll(
                places,
                i -> {
                    int row = i / channels / window.inWidth() - top;
                    int column = i / channels % window.inWidth() - left;
                    boolean inside = row >= 0 && row < height && column >= 0 && column < width;
                    return inside
                            ? (row * width + column) * channels + i % channels
                            : Layer.Select.ZERO;
                });
        return places;
    }

    /** The shape of the result. */
    List<Integer> result(int axes) {
        return axes == 2
                ? List.of(1, window.outHeight(), window.outWidth(), window.filters())
                : List.of(1, window.outWidth(), window.filters());
    }

    /** The elements of each window and channel; zeros around are left out. */
    List<List<Integer>> pools() {
        List<List<Integer>> all = new ArrayList<>();
        for (int i = 0; i < window.outHeight() * window.outWidth(); i++) {
            for (int channel = 0; channel < window.inChannels(); channel++) {
                List<Integer> elements = new ArrayList<>();
                for (int k = 0; k < window.kernelHeight() * window.kernelWidth(); k++) {
                    int row =
                            i / window.outWidth() * window.strideHeight()
                                    + k / window.kernelWidth()
                                    - top;
                    int column =
                            i % window.outWidth() * window.strideWidth()
                                    + k % window.kernelWidth()
                                    - left;
                    if (row >= 0 && row < height && column >= 0 && column < width) {
                        elements.add((row * width + column) * window.inChannels() + channel);
                    }
                }
                all.add(elements);
            }
        }
        return all;
    }
}
