package org.l1ring.rates;

import java.util.BitSet;

/** What the crossings of one orbit gave. Filled by one thread, then read by another. */
final class OrbitBits {
    final int first;
    final int crossings;

    /** 64-bit words of a crossing's algorithm bits. */
    final int width;

    /** Bits of algorithm i of crossing k: bit i mod 64 of element k * width + i / 64. */
    final long[] fired;

    /** Value of each scanned cut, [scans][crossings]. */
    final long[][] values;

    /** Crossings with an injected signal. */
    final BitSet signals = new BitSet();

    /** Whether any crossing has an external condition. */
    final boolean externals;

    OrbitBits(OrbitWords words, int algorithms, int scans) {
        this.first = words.first();
        this.crossings = words.crossings();
        this.width = Math.max(1, Math.ceilDiv(algorithms, Long.SIZE));
        this.fired = new long[crossings * width];
        this.values = new long[scans][crossings];
        this.externals = words.hasExternals();
        for (int crossing = 0; crossing < crossings; crossing++) {
            signals.set(crossing, words.hasSignal(crossing));
        }
    }

    /** Whether any algorithm fires in a crossing. */
    boolean any(int crossing) {
        for (int i = crossing * width; i < (crossing + 1) * width; i++) {
            if (fired[i] != 0) {
                return true;
            }
        }
        return false;
    }
}
