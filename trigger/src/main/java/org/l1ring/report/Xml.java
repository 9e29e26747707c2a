package org.l1ring.report;

/** Text inside XML and HTML. */
public final class Xml {
    private Xml() {}

    /** A text as content or as an attribute's value; characters that XML has not become spaces. */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(character -> {
                    switch (character) {
                        case '&' -> out.append("&amp;");
                        case '<' -> out.append("&lt;");
                        case '>' -> out.append("&gt;");
                        case '"' -> out.append("&quot;");
                        case '\t', '\n', '\r' -> out.appendCodePoint(character);
                        default -> out.appendCodePoint(valid(character) ? character : ' ');
                    }
                });
        return out.toString();
    }

    private static boolean valid(int character) {
        return character >= 0x20
                && character != 0xFFFE
                && character != 0xFFFF
                && !(character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE);
    }
}
