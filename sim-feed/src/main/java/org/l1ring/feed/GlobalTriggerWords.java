package org.l1ring.feed;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.l1ring.feed.physics.Level1Objects;
import org.l1ring.feed.physics.Level1Objects.Kind;
import org.l1ring.feed.physics.Level1Objects.Sum;

/**
 * A crossing as the Global Trigger's own words: a little-endian record of {@value #WORD_BYTES}
 * bytes, in the order of the experiment's text vectors.
 *
 * <p>Byte 0: 8 muons of 64 bits; 64: 12 e/&gamma;, 112: 12 taus, 160: 12 jets of 32 bits; 208: the
 * sums ETT, HTT, ETM, HTM, ETMHF, HTMHF of 32 bits; 232: six further words; 256: 256 bits of
 * external conditions, lowest first; 288: the frame's FLAGS; the rest is zero. Fields within a
 * word: {@link org.l1ring.feed.physics.TriggerWord}; sums have their magnitude in bits 11:0 and the
 * direction in 19:12, ETT has ETTEM in 23:12 and HTT the tower count in 24:12. Source:
 * mp7_ugt_legacy, MP7 uGT firmware specification, gtl.tex.
 */
public final class GlobalTriggerWords {
    /** Bytes of one crossing's record. */
    public static final int WORD_BYTES = 320;

    /** Columns of a line of the text vectors. */
    public static final int TEXT_COLUMNS = 60;

    private static final int EGAMMA_AT = 64;
    private static final int TAU_AT = 112;
    private static final int JET_AT = 160;
    private static final int SUMS_AT = 208;
    private static final int EXTERNALS_AT = 256;
    private static final int FLAGS_AT = 288;
    private static final int SUM_WORDS = 12;
    private static final int EXTERNALS_COLUMN = 57;
    private static final int ALGORITHMS_COLUMN = 58;
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private GlobalTriggerWords() {}

    /**
     * Packs a crossing.
     *
     * @param objects of the crossing
     * @param words receives 320 bytes from {@code offset} on; external conditions are zero
     * @param offset in bytes
     */
    public static void pack(Level1Objects objects, MemorySegment words, long offset) {
        for (int i = 0; i < Level1Objects.MUONS; i++) {
            words.set(LONG, offset + 8L * i, objects.word(Kind.MUON, i));
        }
        for (int i = 0; i < Level1Objects.CALORIMETER_OBJECTS; i++) {
            words.set(INT, offset + EGAMMA_AT + 4L * i, (int) objects.word(Kind.EGAMMA, i));
            words.set(INT, offset + TAU_AT + 4L * i, (int) objects.word(Kind.TAU, i));
            words.set(INT, offset + JET_AT + 4L * i, (int) objects.word(Kind.JET, i));
        }
        long at = offset + SUMS_AT;
        words.set(INT, at, pair(objects, Sum.ETT, Sum.ETTEM));
        words.set(INT, at + 4, pair(objects, Sum.HTT, Sum.TOWER_COUNT));
        words.set(INT, at + 8, pair(objects, Sum.ETM, Sum.ETM_PHI));
        words.set(INT, at + 12, pair(objects, Sum.HTM, Sum.HTM_PHI));
        words.set(INT, at + 16, pair(objects, Sum.ETMHF, Sum.ETMHF_PHI));
        words.set(INT, at + 20, pair(objects, Sum.HTMHF, Sum.HTMHF_PHI));
        for (long place = at + 24; place < offset + WORD_BYTES; place += 8) {
            words.set(LONG, place, 0);
        }
        words.set(INT, offset + FLAGS_AT, ObjectFrame.flags(objects));
    }

    private static int pair(Level1Objects objects, Sum low, Sum high) {
        return objects.sum(low) | (objects.sum(high) << 12);
    }

    /**
     * Unpacks a crossing.
     *
     * @param words holds a record of 320 bytes from {@code offset} on
     * @param offset in bytes
     * @param objects filled anew, words in their places
     */
    public static void unpack(MemorySegment words, long offset, Level1Objects objects) {
        objects.clear();
        for (int i = 0; i < Level1Objects.MUONS; i++) {
            objects.setWord(Kind.MUON, i, words.get(LONG, offset + 8L * i));
        }
        for (int i = 0; i < Level1Objects.CALORIMETER_OBJECTS; i++) {
            objects.setWord(Kind.EGAMMA, i, unsigned(words, offset + EGAMMA_AT + 4L * i));
            objects.setWord(Kind.TAU, i, unsigned(words, offset + TAU_AT + 4L * i));
            objects.setWord(Kind.JET, i, unsigned(words, offset + JET_AT + 4L * i));
        }
        long at = offset + SUMS_AT;
        split(words.get(INT, at), objects, Sum.ETT, Sum.ETTEM, 0xfff);
        split(words.get(INT, at + 4), objects, Sum.HTT, Sum.TOWER_COUNT, 0x1fff);
        split(words.get(INT, at + 8), objects, Sum.ETM, Sum.ETM_PHI, 0xff);
        split(words.get(INT, at + 12), objects, Sum.HTM, Sum.HTM_PHI, 0xff);
        split(words.get(INT, at + 16), objects, Sum.ETMHF, Sum.ETMHF_PHI, 0xff);
        split(words.get(INT, at + 20), objects, Sum.HTMHF, Sum.HTMHF_PHI, 0xff);
        int flags = words.get(INT, offset + FLAGS_AT);
        objects.mark((flags & 1) != 0, (flags >> 8) & 15);
    }

    private static long unsigned(MemorySegment words, long at) {
        return words.get(INT, at) & 0xffffffffL;
    }

    private static void split(int word, Level1Objects objects, Sum low, Sum high, int mask) {
        objects.setSum(low, word & 0xfff);
        objects.setSum(high, (word >> 12) & mask);
    }

    /**
     * Writes the object frame of a record.
     *
     * @param words holds a record of 320 bytes from {@code offset} on
     * @param offset in bytes
     * @param muonPhi which direction of muons to take
     * @param objects scratch, filled anew with the crossing
     * @param frame receives 128 bytes from {@code frameOffset} on
     * @param frameOffset in bytes
     */
    public static void toFrame(
            MemorySegment words,
            long offset,
            MuonPhi muonPhi,
            Level1Objects objects,
            MemorySegment frame,
            long frameOffset) {
        unpack(words, offset, objects);
        ObjectFrame.write(objects, muonPhi, frame, frameOffset);
    }

    /**
     * Reads one line of the experiment's text vectors: crossing, objects, sums, external
     * conditions.
     *
     * @param where names the file and line in errors
     * @param line 60 columns: bx, decimal; hexadecimal: 8 muons, 12 e/&gamma;, 12 taus, 12 jets, 12
     *     words of sums and spares, 256-bit externals, 512-bit algorithms, final OR
     * @param words receives a record of 320 bytes from {@code offset} on, FLAGS zero
     * @param offset in bytes
     * @return the bunch crossing
     * @throws IllegalArgumentException when the line is no such line
     */
    public static int parse(String where, String line, MemorySegment words, long offset) {
        String[] columns = columns(where, line);
        for (int i = 0; i < WORD_BYTES; i += 8) {
            words.set(LONG, offset + i, 0);
        }
        int column = 1;
        for (int i = 0; i < Level1Objects.MUONS; i++, column++) {
            words.set(LONG, offset + 8L * i, hexadecimal(where, columns[column], 16));
        }
        int narrow = 3 * Level1Objects.CALORIMETER_OBJECTS + SUM_WORDS;
        for (int i = 0; i < narrow; i++, column++) {
            int word = (int) hexadecimal(where, columns[column], 8);
            words.set(INT, offset + EGAMMA_AT + 4L * i, word);
        }
        String externals = columns[EXTERNALS_COLUMN];
        for (int i = 0; i < 4; i++) {
            words.set(LONG, offset + EXTERNALS_AT + 8L * i, slice(where, externals, i, 64));
        }
        return crossing(where, columns[0]);
    }

    /**
     * Reads the algorithm bits of a line of the text vectors.
     *
     * @param where names the file and line in errors
     * @param line as for {@link #parse}
     * @param bits [8], receives 512 bits, bit n in bit n mod 64 of element n / 64
     * @throws IllegalArgumentException when the line is no such line
     */
    public static void parseAlgorithms(String where, String line, long[] bits) {
        String[] columns = columns(where, line);
        for (int i = 0; i < bits.length; i++) {
            bits[i] = slice(where, columns[ALGORITHMS_COLUMN], i, 128);
        }
    }

    private static String[] columns(String where, String line) {
        String[] columns = line.strip().split("\\s+", -1);
        if (columns.length != TEXT_COLUMNS) {
            throw new IllegalArgumentException(
                    where
                            + ": expected 60 columns of a Global Trigger vector, got "
                            + columns.length
                            + "; give the experiment's text vectors unchanged");
        }
        return columns;
    }

    private static int crossing(String where, String text) {
        int bx = text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1;
        if (bx < 0 || bx >= FrameField.ORBIT_CROSSINGS) {
            throw new IllegalArgumentException(
                    where
                            + ": expected a decimal crossing 0 to 3563, got \""
                            + text
                            + "\"; give the experiment's text vectors unchanged");
        }
        return bx;
    }

    /** 64 bits of a long hexadecimal number, part 0 being the rightmost digits. */
    private static long slice(String where, String text, int part, int digits) {
        if (text.length() != digits) {
            throw width(where, text, digits);
        }
        int end = digits - 16 * part;
        return hexadecimal(where, text.substring(end - 16, end), 16);
    }

    private static long hexadecimal(String where, String text, int digits) {
        if (text.length() != digits) {
            throw width(where, text, digits);
        }
        try {
            return Long.parseUnsignedLong(text, 16);
        } catch (NumberFormatException e) {
            throw width(where, text, digits);
        }
    }

    private static IllegalArgumentException width(String where, String text, int digits) {
        return new IllegalArgumentException(
                where
                        + ": expected "
                        + digits
                        + " hexadecimal digits, got \""
                        + (text.length() > 40 ? text.substring(0, 40) + "..." : text)
                        + "\"; give the experiment's text vectors unchanged");
    }
}
