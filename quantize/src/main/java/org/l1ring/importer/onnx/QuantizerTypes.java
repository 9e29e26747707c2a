package org.l1ring.importer.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ElementTypes;

/** Types that do what a quantizer does. */
final class QuantizerTypes {
    private QuantizerTypes() {}

    /**
     * The type of each element whose cast is the quantizer, if there is one: its scales are powers
     * of two, its zero is zero, and its integers are all those of some width.
     */
    static Optional<List<FixedType>> of(Quantizer quantizer, int[] shape) {
        Optional<Quantization> rounding = quantizer.rounding().cast();
        boolean centred = true;
        for (double zero : quantizer.zero().values()) {
            centred &= zero == 0;
        }
        if (quantizer.bipolar() || !centred || rounding.isEmpty()) {
            return Optional.empty();
        }
        List<FixedType> types = new ArrayList<>();
        for (double scale : quantizer.scale().stretched(shape).values()) {
            Optional<FixedType> type =
                    of(scale, (long) quantizer.least(), (long) quantizer.most(), rounding.get());
            if (type.isEmpty()) {
                return Optional.empty();
            }
            types.add(type.get());
        }
        return Optional.of(types);
    }

    /** The type that holds a range of steps and saturates at its ends. */
    static Optional<FixedType> of(double step, long least, long most, Quantization rounding) {
        int exponent = Constants.exponent(step);
        boolean signed = least < 0;
        boolean narrow = signed && least == -most;
        boolean full = signed ? least == -most - 1 || narrow : least == 0;
        if (exponent == Integer.MIN_VALUE || !full || Long.bitCount(most + 1) != 1) {
            return Optional.empty();
        }
        int width = Long.numberOfTrailingZeros(most + 1) + (signed ? 1 : 0);
        return Optional.of(
                new FixedType(
                        signed,
                        width,
                        width + exponent,
                        rounding,
                        narrow ? Overflow.SAT_SYM : Overflow.SAT,
                        0));
    }

    /** The types of elements, as one where all are the same. */
    static ElementTypes elements(List<FixedType> types) {
        boolean same = types.stream().allMatch(type -> type.equals(types.get(0)));
        return same ? ElementTypes.all(types.get(0)) : new ElementTypes(types);
    }
}
