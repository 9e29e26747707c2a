package org.l1ring.lower;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Two-dimensional convolutions and paddings of an input of any size. */
final class RandomConvolutions {
    private RandomConvolutions() {}

    /**
     * Fills all but the accumulation.
     *
     * @return elements of its result
     */
    static int fill(ObjectNode layer, int size, RandomValues values) {
        int channels = values.divisor(size);
        int height = values.divisor(size / channels);
        int width = size / channels / height;
        int kernelHeight = values.between(1, Math.min(3, height));
        int kernelWidth = values.between(1, Math.min(3, width));
        int strideHeight = values.between(1, 2);
        int strideWidth = values.between(1, 3);
        int outHeight = values.between(1, (height - kernelHeight) / strideHeight + 1);
        int outWidth = values.between(1, (width - kernelWidth) / strideWidth + 1);
        int filters = values.between(1, 3);
        layer.put("in_height", height).put("in_width", width).put("in_channels", channels);
        layer.put("filters", filters).put("padding", 0);
        layer.putArray("kernel").add(kernelHeight).add(kernelWidth);
        layer.put("stride_height", strideHeight).put("stride_width", strideWidth);
        layer.put("out_height", outHeight).put("out_width", outWidth);
        layer.set("weights", values.constants(kernelHeight, kernelWidth, channels, filters));
        layer.set("biases", values.constants(filters));
        return outHeight * outWidth * filters;
    }

    /**
     * Fills a padding.
     *
     * @return elements of its result
     */
    static int pad(ObjectNode layer, int size, RandomValues values) {
        int height = values.divisor(size);
        int bottom = values.between(0, 2);
        int right = values.between(0, 2);
        layer.put("in_height", height).put("in_width", size / height);
        layer.put("pad_bottom", bottom).put("pad_right", right);
        return (height + bottom) * (size / height + right);
    }
}
