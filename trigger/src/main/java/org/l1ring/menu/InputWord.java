package org.l1ring.menu;

import org.l1ring.frame.FrameLayout;

/**
 * An input column of a menu's circuit: one word of a crossing.
 *
 * @param bxOffset crossing relative to the one that is decided, -2 to 2
 * @param word field of {@link FrameLayout#TRIGGER_WORDS}, a signed 32-bit integer
 */
public record InputWord(int bxOffset, int word) implements Comparable<InputWord> {

    /** Crossings before and after the one that is decided which a menu may look at: 2. */
    public static final int REACH = 2;

    /** Whether it holds external conditions. */
    public boolean external() {
        return name().startsWith("EXTERNAL");
    }

    /** The column's name: the word's, with {@code _before2} to {@code _after2} where not at 0. */
    public String portName() {
        return bxOffset == 0
                ? name()
                : name() + (bxOffset < 0 ? "_before" : "_after") + Math.abs(bxOffset);
    }

    /** The object that it is a part of: both halves of a muon have one name. */
    public String objectName() {
        return name().replaceFirst("_(low|high)$", "") + " " + bxOffset;
    }

    private String name() {
        return FrameLayout.TRIGGER_WORDS.fieldNames().get(word);
    }

    /** By crossing, the decided one first, then by word. */
    @Override
    public int compareTo(InputWord other) {
        if (bxOffset != other.bxOffset) {
            return Integer.compare(order(bxOffset), order(other.bxOffset));
        }
        return Integer.compare(word, other.word);
    }

    private static int order(int offset) {
        return offset == 0 ? -REACH - 1 : offset;
    }
}
