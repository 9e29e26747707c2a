package org.l1ring.proof;

import java.util.Arrays;

/** An immutable vector of a netlist's bits, lowest first. */
final class Bits {
    private final int[] roots;

    Bits(int[] roots) {
        this.roots = roots.clone();
    }

    int width() {
        return roots.length;
    }

    int get(int index) {
        return roots[index];
    }

    /** The index of the first bit that is no constant, or the width. */
    int start() {
        int start = 0;
        while (start < roots.length && constant(roots[start])) {
            start++;
        }
        return start;
    }

    static boolean constant(int bit) {
        return bit == 0 || bit == 1;
    }

    int[] toArray() {
        return roots.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bits bits && Arrays.equals(roots, bits.roots);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(roots);
    }
}
