package org.l1ring.adders;

import java.util.Locale;

/** What a search makes small. */
public enum AdderCost {
    /** The number of adders. */
    ADDERS {
        @Override
        public double of(AdderSize size) {
            return size.adders();
        }
    },
    /** Bits of adders in which both operands vary: lookup tables of an FPGA. */
    LUT_BITS {
        @Override
        public double of(AdderSize size) {
            return size.lutBits();
        }
    },
    /** Area of the adders' cells, in full adders. */
    AREA {
        @Override
        public double of(AdderSize size) {
            return size.area();
        }
    };

    /** The figure of a graph that this cost looks at. */
    public abstract double of(AdderSize size);

    /** The name in lower case, {@code lut-bits}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
