package org.l1ring.firmware;

/** How wide texts are drawn, without asking a font: on the wide side of what sans-serif means. */
final class SvgText {
    /** Height of the letters' box in pixels. */
    static final int SIZE = 13;

    private static final String ELLIPSIS = "…";

    private SvgText() {}

    /** Pixels that a text takes at most. */
    static double width(String text) {
        return SIZE * text.codePoints().mapToDouble(SvgText::part).sum();
    }

    /** Width as a part of the size; as in DejaVu Sans, the widest of the usual fonts. */
    private static double part(int character) {
        return switch (character) {
            case 'i', 'j', 'l', '\'', ' ', '.', ',', ':', ';', '|', '-', '(', ')', '[', ']' -> 0.39;
            case 'f', 'r', 't', 'I', '/' -> 0.41;
            case 'm', 'M', 'W', 'w', '%', '@', '…' -> 1.0;
            case '=', '+', '<', '>', '~', '#' -> 0.84;
            default -> character > 0x2E7F ? 1.0 : Character.isUpperCase(character) ? 0.79 : 0.64;
        };
    }

    /** A text cut so that it fits, with an ellipsis at its end; empty where not even that fits. */
    static String cut(String text, double width) {
        if (width(text) <= width) {
            return text;
        }
        int end = text.length();
        while (end > 0 && width(text.substring(0, end) + ELLIPSIS) > width) {
            end = text.offsetByCodePoints(end, -1);
        }
        return end == 0 ? "" : text.substring(0, end) + ELLIPSIS;
    }
}
