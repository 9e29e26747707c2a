package org.l1ring.quality;

/** The algorithms that are compared. */
enum Algorithm {
    THRESHOLD("threshold sum", "cells", "s0"),
    BEST_CHOICE("best choice", "cells", "s1"),
    STC4_9("STC of 4, 9 bits", "sums", "s2"),
    STC4_7("STC of 4, 7 bits", "sums", "s3"),
    CTC4_7("coarse cells of 4, 7 bits", "sums", "s5"),
    STC16_9("STC of 16, 9 bits", "sums", "s6"),
    AUTOENCODER("autoencoder", "latents", "s4"),
    REPEATER("repeater", "cells", "base");

    private final String title;
    private final String unit;
    private final String style;

    Algorithm(String title, String unit, String style) {
        this.title = title;
        this.unit = unit;
        this.style = style;
    }

    /** Its name for readers. */
    String title() {
        return title;
    }

    /** What it sends. */
    String unit() {
        return unit;
    }

    /** Colour in plots. */
    String style() {
        return style;
    }
}
