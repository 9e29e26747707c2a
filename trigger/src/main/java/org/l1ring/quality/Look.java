package org.l1ring.quality;

import org.l1ring.concentrator.Algorithm;

/** How algorithms look to readers. */
final class Look {
    private Look() {}

    /** The name of an algorithm. */
    static String title(Algorithm algorithm) {
        return switch (algorithm) {
            case THRESHOLD -> "threshold sum";
            case BEST_CHOICE -> "best choice";
            case STC4_9 -> "STC of 4, 9 bits";
            case STC16_9 -> "STC of 16, 9 bits";
            case CTC4_7 -> "coarse cells of 4, 7 bits";
            case STC4_7 -> "STC of 4, 7 bits";
            case REPEATER -> "repeater";
            case AUTOENCODER -> "autoencoder";
        };
    }

    /** The colour of an algorithm in plots. */
    static String style(Algorithm algorithm) {
        return switch (algorithm) {
            case THRESHOLD -> "s0";
            case BEST_CHOICE -> "s1";
            case STC4_9 -> "s2";
            case STC16_9 -> "s6";
            case CTC4_7 -> "s5";
            case STC4_7 -> "s3";
            case REPEATER -> "base";
            case AUTOENCODER -> "s4";
        };
    }
}
