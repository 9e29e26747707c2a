package org.l1ring.fixed;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads fixed-point types as the field writes them, {@code ap_fixed<16,8,RND,SAT>} for example. */
public final class TypeText {
    private static final String EXPECTED =
            "expected ap_fixed<W,I>, ap_ufixed<W,I>, ap_int<W> or ap_uint<W>, maybe with modes as in"
                    + " ap_fixed<16,8,RND,SAT>";
    private static final Pattern TYPE =
            Pattern.compile("ap_(u?)(fixed|int)<([^<>]*)>", Pattern.CASE_INSENSITIVE);
    private static final int MODES = 2;

    private TypeText() {}

    /**
     * The type that a text names.
     *
     * @param text for example {@code ap_fixed<16,8>} or {@code ap_uint<12>}
     * @throws IllegalArgumentException when the text names no type
     */
    public static FixedType parse(String text) {
        Matcher match = TYPE.matcher(text.strip().replaceAll("\\s+", ""));
        if (!match.matches()) {
            throw new IllegalArgumentException("type: " + EXPECTED + ", got \"" + text + "\"");
        }
        boolean fixed = match.group(2).equalsIgnoreCase("fixed");
        List<String> fields = List.of(match.group(3).split(",", -1));
        if (fixed ? fields.size() < 2 || fields.size() > 5 : fields.size() != 1) {
            throw new IllegalArgumentException("type: " + EXPECTED + ", got \"" + text + "\"");
        }
        boolean signed = match.group(1).isEmpty();
        try {
            int width = Integer.parseInt(fields.getFirst());
            return new FixedType(
                    signed,
                    width,
                    fixed ? Integer.parseInt(fields.get(1)) : width,
                    fields.size() > MODES
                            ? Quantization.valueOf(mode(fields.get(MODES)))
                            : Quantization.TRN,
                    fields.size() > MODES + 1
                            ? Overflow.valueOf(mode(fields.get(MODES + 1)))
                            : Overflow.WRAP,
                    fields.size() > MODES + 2 ? Integer.parseInt(fields.get(MODES + 2)) : 0);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("type: " + EXPECTED + ", got \"" + text + "\"", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("type " + text + ": " + e.getMessage(), e);
        }
    }

    /**
     * The types of a list with commas or semicolons between them.
     *
     * @throws IllegalArgumentException when an entry names no type
     */
    public static List<FixedType> parseAll(String text) {
        List<FixedType> types = new ArrayList<>();
        for (String entry : text.split("[,;](?![^<]*>)", -1)) {
            types.add(parse(entry));
        }
        return List.copyOf(types);
    }

    private static String mode(String text) {
        return text.toUpperCase(Locale.ROOT).replaceFirst("^AP_", "");
    }
}
