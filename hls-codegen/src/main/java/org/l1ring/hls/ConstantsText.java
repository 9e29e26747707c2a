package org.l1ring.hls;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.l1ring.model.ConstantArray;

/** Arrays of constants as header files. */
final class ConstantsText {
    /** Bits that a C++ double holds exactly. */
    private static final int DOUBLE_BITS = 53;

    private static final int LINE = 96;

    private ConstantsText() {}

    /** An array of fixed-point numbers, written as exact decimals. */
    static String fixed(String heading, String name, String typeName, ConstantArray array) {
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        int zeros = 0;
        for (int i = 0; i < array.size(); i++) {
            least = Math.min(least, array.raw(i));
            most = Math.max(most, array.raw(i));
            zeros += array.raw(i) == 0 ? 1 : 0;
        }
        int fraction = array.fraction();
        List<String> remarks = new ArrayList<>();
        StringBuilder shape = new StringBuilder();
        for (int extent : array.shape()) {
            shape.append('[').append(extent).append(']');
        }
        remarks.add("Shape " + shape + ", row-major, of " + array.type());
        if (array.size() > 0) {
            remarks.add(
                    "Min %s, max %s, zeros %d"
                            .formatted(decimal(least, fraction), decimal(most, fraction), zeros));
        }
        return text(
                heading, remarks, name, typeName, array.size(), i -> number(array, typeName, i));
    }

    /** An array of plain integers: indices. */
    static String integers(String heading, String name, int[] values) {
        return text(
                heading, List.of(), name, "int", values.length, i -> Integer.toString(values[i]));
    }

    private static String text(
            String heading,
            List<String> remarks,
            String name,
            String typeName,
            int size,
            IntFunction<String> entry) {
        String guard = name.toUpperCase(java.util.Locale.ROOT) + "_H_";
        StringBuilder text = new StringBuilder(heading);
        remarks.forEach(remark -> text.append("// ").append(remark).append('\n'));
        text.append("#ifndef ").append(guard).append("\n#define ").append(guard).append("\n\n");
        text.append("const %s %s[%d] = {".formatted(typeName, name, size));
        int column = LINE;
        for (int i = 0; i < size; i++) {
            String next = entry.apply(i) + (i + 1 < size ? "," : "");
            if (column + next.length() + 1 > LINE) {
                text.append("\n    ");
                column = 4;
            } else {
                text.append(' ');
                column++;
            }
            text.append(next);
            column += next.length();
        }
        return text.append("\n};\n\n#endif\n").toString();
    }

    private static String number(ConstantArray array, String typeName, int index) {
        long raw = array.raw(index);
        int bits = 64 - Long.numberOfLeadingZeros(raw ^ raw >> 63);
        boolean beyond = bits - Long.numberOfTrailingZeros(raw | Long.MIN_VALUE) > DOUBLE_BITS;
        if (beyond || (!array.type().signed() && raw < 0)) {
            return "nnet::from_raw<%s>(%s)".formatted(typeName, literal(raw));
        }
        return decimal(raw, array.fraction());
    }

    /** A 64-bit integer literal. */
    static String literal(long value) {
        if (value == Long.MIN_VALUE) {
            return "(-0x7fffffffffffffffLL - 1)";
        }
        return value == (int) value && value != Integer.MIN_VALUE
                ? Long.toString(value)
                : value + "LL";
    }

    private static String decimal(long raw, int fraction) {
        if (raw == 0) {
            return "0";
        }
        BigDecimal power = new BigDecimal(BigInteger.TWO.pow(Math.abs(fraction)));
        BigDecimal value = BigDecimal.valueOf(raw);
        value = fraction >= 0 ? value.divide(power) : value.multiply(power);
        value = value.stripTrailingZeros();
        String text = value.scale() > 40 ? value.toString() : value.toPlainString();
        return text.contains(".") || text.contains("E") ? text : text + ".0";
    }
}
