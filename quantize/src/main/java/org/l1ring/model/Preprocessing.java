package org.l1ring.model;

import java.util.List;
import org.l1ring.fixed.FixedType;

/** What turns the input columns into the network's inputs, as the experiment's wrapper does. */
public sealed interface Preprocessing {

    /** Type of the input columns. */
    FixedType inputType();

    /** Type of the network's inputs. */
    FixedType outputType();

    /**
     * {@code cast((cast(x - offset) >> shift))}: the difference and the shift in the input type, a
     * negative shift to the left with wrap-around, then the cast to the output type.
     *
     * @param offsets [columns]
     * @param shifts [columns] bits
     */
    record OffsetThenShift(
            FixedType inputType, FixedType outputType, ConstantArray offsets, List<Integer> shifts)
            implements Preprocessing {
        /** Copies the shifts. */
        public OffsetThenShift {
            shifts = List.copyOf(shifts);
        }

        /** Shift of a column in bits, to the right when positive. */
        public int shift(int column) {
            return shifts.get(column);
        }
    }

    /**
     * {@code cast((x - bias) / norm)}, exact before the cast.
     *
     * @param bias [columns] in the inputs' units
     * @param normBits [columns] base-two logarithms of the norms
     */
    record SubtractDivide(
            FixedType inputType, FixedType outputType, List<Long> bias, List<Integer> normBits)
            implements Preprocessing {
        /** Copies the lists. */
        public SubtractDivide {
            bias = List.copyOf(bias);
            normBits = List.copyOf(normBits);
        }

        /** Subtracted integer of a column. */
        public long bias(int column) {
            return bias.get(column);
        }

        /** Base-two logarithm of a column's norm. */
        public int normBits(int column) {
            return normBits.get(column);
        }
    }
}
