package org.l1ring.circuit;

import java.util.Arrays;
import java.util.List;

/** Collects the terms of a linear step: folds constants and scalings, merges equal steps. */
final class LinearSum {
    private int[] args = new int[8];
    private long[] coefficients = new long[8];
    private int size;
    private boolean ascending = true;
    private long bias;

    LinearSum(long bias) {
        this.bias = bias;
    }

    void add(List<Circuit.Step> steps, int step, long coefficient) {
        if (coefficient == 0) {
            return;
        }
        Circuit.Step source = steps.get(step);
        if (source.interval().constant()) {
            bias = Math.addExact(bias, Math.multiplyExact(coefficient, source.interval().min()));
            return;
        }
        if (source.op() instanceof Op.Linear(Terms inner, long offset) && inner.size() == 1) {
            long high = Math.multiplyHigh(coefficient, inner.coefficient(0));
            long product = coefficient * inner.coefficient(0);
            if (high == product >> 63) {
                bias = Math.addExact(bias, Math.multiplyExact(coefficient, offset));
                append(inner.step(0), product);
                return;
            }
        }
        append(step, coefficient);
    }

    private void append(int step, long coefficient) {
        if (size == args.length) {
            args = Arrays.copyOf(args, 2 * size);
            coefficients = Arrays.copyOf(coefficients, 2 * size);
        }
        ascending &= size == 0 || args[size - 1] < step;
        args[size] = step;
        coefficients[size++] = coefficient;
    }

    long bias() {
        return bias;
    }

    /** The terms by ascending step, zero coefficients removed. */
    Terms terms() {
        if (!ascending) {
            merge();
        }
        return new Terms(Arrays.copyOf(args, size), Arrays.copyOf(coefficients, size));
    }

    private void merge() {
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Integer.compare(args[a], args[b]));
        int[] sorted = new int[size];
        long[] sums = new long[size];
        int merged = 0;
        for (int i : order) {
            if (merged > 0 && sorted[merged - 1] == args[i]) {
                sums[merged - 1] = Math.addExact(sums[merged - 1], coefficients[i]);
            } else {
                sorted[merged] = args[i];
                sums[merged++] = coefficients[i];
            }
        }
        size = 0;
        for (int i = 0; i < merged; i++) {
            if (sums[i] != 0) {
                args[size] = sorted[i];
                coefficients[size++] = sums[i];
            }
        }
        ascending = true;
    }
}
