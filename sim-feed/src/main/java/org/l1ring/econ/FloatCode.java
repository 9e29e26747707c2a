package org.l1ring.econ;

/**
 * A floating-point code of unsigned integers: an exponent and a mantissa without its leading one,
 * as CMS's calorimeter uses them.
 *
 * <p>Rounding in {@link #encode} may carry where the value needs one bit more than the mantissa
 * holds: the mantissa becomes zero and the exponent stays. The chip does so too. Source:
 * github.com/dnoonan08/ECONT_Emulator, Utils/encode.py.
 *
 * @param exponentBits width of the exponent, at least 1
 * @param mantissaBits width of the mantissa, at least 1
 */
public record FloatCode(int exponentBits, int mantissaBits) {
    /** Trigger cells: 7 bits. */
    public static final FloatCode CELL = new FloatCode(4, 3);

    /** Module sums of threshold sum and best choice: 8 bits. */
    public static final FloatCode SUM = new FloatCode(5, 3);

    /** Super trigger cells, and the module sum beside an autoencoder: 9 bits. */
    public static final FloatCode WIDE = new FloatCode(5, 4);

    /** Where within the values of one code its decoded value lies. */
    public enum Place {
        /** The least value of the code. */
        EDGE,
        /** A quarter above the least. */
        QUARTER,
        /** The middle. */
        HALF
    }

    /** Bits of a code. */
    public int width() {
        return exponentBits + mantissaBits;
    }

    /**
     * The code of a value.
     *
     * @param value at least 0
     * @param drop low bits that are dropped first, 0 to 16
     * @param round to nearest, else toward zero
     */
    public int encode(long value, int drop, boolean round) {
        int length = length(value);
        int spare = length - mantissaBits - drop;
        if (spare <= 0) {
            return (int) ((value + half(drop, round)) >> drop);
        }
        if (spare == 1) {
            return (1 << mantissaBits) | mantissa((value + half(drop, round)) >> drop);
        }
        long rounded = round ? value + (1L << (length - 2 - mantissaBits)) : value;
        int exponent = length(rounded) - mantissaBits - drop;
        return exponent < 1 << exponentBits
                ? (exponent << mantissaBits) | mantissa(rounded)
                : (1 << width()) - 1;
    }

    private static int length(long value) {
        return Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(value));
    }

    private static long half(int drop, boolean round) {
        return round && drop > 0 ? 1L << (drop - 1) : 0;
    }

    /** The bits below the leading one. */
    private int mantissa(long value) {
        return (int) (value >> (length(value) - 1 - mantissaBits)) & ((1 << mantissaBits) - 1);
    }

    /**
     * The value of a code.
     *
     * @param code of {@link #width()} bits
     * @param drop low bits that were dropped
     * @param place within the values that have the code
     */
    public long decode(int code, int drop, Place place) {
        int exponent = code >> mantissaBits;
        long mantissa = code & ((1 << mantissaBits) - 1);
        int shift = Math.max(exponent - 1, 0) + drop;
        long value = (exponent > 0 ? mantissa | (1L << mantissaBits) : mantissa) << shift;
        return switch (place) {
            case EDGE -> value;
            case QUARTER -> shift > 1 ? value + (1L << (shift - 2)) : value;
            case HALF -> shift > 0 ? value + (1L << (shift - 1)) : value;
        };
    }
}
