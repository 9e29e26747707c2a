package org.l1ring.frame;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.l1ring.feed.FrameField;
import org.l1ring.feed.GlobalTriggerWords;
import org.l1ring.feed.physics.Level1Objects;

/**
 * The layout of a frame: the signed little-endian integers that describe one bunch crossing.
 *
 * <p>Field {@code i} lies at byte {@code i * fieldBytes} of its frame; the bytes after the last
 * field are zero. Frames are a multiple of 64 bytes, so that every frame of a block starts a cache
 * line. The {@code objects} layout holds the trigger objects of {@link FrameField}; a {@code
 * columns} layout holds the raw inputs of any other model, {@code words} the Global Trigger's own.
 *
 * @param name {@code objects}, {@code words} or {@code columns}
 * @param fieldNames the fields in their order, each name once
 * @param fieldBytes width of every field: 2, 4 or 8 bytes
 * @param frameBytes bytes of one frame, a multiple of 64 that holds all fields
 */
public record FrameLayout(String name, List<String> fieldNames, int fieldBytes, int frameBytes) {
    /** Crossings of a full block: 64. */
    public static final int BLOCK_CROSSINGS = FrameField.BLOCK_CROSSINGS;

    /** Crossings of an orbit: 3564. */
    public static final int ORBIT_CROSSINGS = FrameField.ORBIT_CROSSINGS;

    /** Blocks of an orbit: 55 of 64 crossings and a last one of 44. */
    public static final int ORBIT_BLOCKS =
            (ORBIT_CROSSINGS + BLOCK_CROSSINGS - 1) / BLOCK_CROSSINGS;

    /** A bit for each block of an orbit. */
    public static final long ALL_BLOCKS = (1L << ORBIT_BLOCKS) - 1;

    /** Bytes to which frames are aligned: one cache line. */
    public static final int ALIGNMENT_BYTES = 64;

    private static final int TRIGGER_NEIGHBOURS = 2;

    /** The trigger objects of one crossing: 64 signed 16-bit fields in 128 bytes. */
    public static final FrameLayout OBJECTS =
            new FrameLayout(
                    "objects",
                    Arrays.stream(FrameField.values()).map(FrameField::fieldName).toList(),
                    Short.BYTES,
                    FrameField.FRAME_BYTES);

    /**
     * The Global Trigger's own words of one crossing, 80 of 32 bits in 320 bytes; a muon is two,
     * its low half first.
     */
    public static final FrameLayout TRIGGER_WORDS =
            new FrameLayout("words", triggerWords(), Integer.BYTES, GlobalTriggerWords.WORD_BYTES);

    private static List<String> triggerWords() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < Level1Objects.MUONS; i++) {
            names.add("MU" + i + "_low");
            names.add("MU" + i + "_high");
        }
        for (String kind : List.of("EG", "TAU", "JET")) {
            for (int i = 0; i < Level1Objects.CALORIMETER_OBJECTS; i++) {
                names.add(kind + i);
            }
        }
        names.addAll(List.of("ETT", "HTT", "ETM", "HTM", "ETMHF", "HTMHF"));
        IntStream.range(0, 6).forEach(i -> names.add("FURTHER" + i));
        IntStream.range(0, 8).forEach(i -> names.add("EXTERNAL" + i));
        names.add("FLAGS");
        return names;
    }

    /** Checks the layout. */
    public FrameLayout {
        fieldNames = List.copyOf(fieldNames);
        if (fieldBytes != Short.BYTES && fieldBytes != Integer.BYTES && fieldBytes != Long.BYTES) {
            throw new IllegalArgumentException(
                    "frame layout %s: field width: expected 2, 4 or 8 bytes, got %d"
                            .formatted(name, fieldBytes));
        }
        if (fieldNames.isEmpty() || new HashSet<>(fieldNames).size() != fieldNames.size()) {
            throw new IllegalArgumentException(
                    "frame layout %s: field names: expected one or more different names, got %s"
                            .formatted(name, fieldNames));
        }
        long needed = (long) fieldNames.size() * fieldBytes;
        if (frameBytes % ALIGNMENT_BYTES != 0 || frameBytes < needed) {
            throw new IllegalArgumentException(
                    "frame layout %s: frame: expected a multiple of 64 of at least %d bytes, got %d"
                            .formatted(name, needed, frameBytes));
        }
    }

    /**
     * The layout of raw model inputs, as narrow as their range allows.
     *
     * @param fieldNames the inputs in their order
     * @param minimum least raw value of any input
     * @param maximum greatest raw value of any input, at least {@code minimum}
     * @return a {@code columns} layout with fields of 2, 4 or 8 bytes
     * @throws IllegalArgumentException if a name occurs twice or the range is empty
     */
    public static FrameLayout columns(List<String> fieldNames, long minimum, long maximum) {
        if (minimum > maximum) {
            throw new IllegalArgumentException(
                    "frame layout columns: range: expected minimum <= maximum, got %d > %d"
                            .formatted(minimum, maximum));
        }
        int bytes = Long.BYTES;
        if (minimum >= Short.MIN_VALUE && maximum <= Short.MAX_VALUE) {
            bytes = Short.BYTES;
        } else if (minimum >= Integer.MIN_VALUE && maximum <= Integer.MAX_VALUE) {
            bytes = Integer.BYTES;
        }
        int frame = Math.ceilDiv(fieldNames.size() * bytes, ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
        return new FrameLayout("columns", fieldNames, bytes, frame);
    }

    /**
     * The columns layout of inputs that have no names: {@code x0, x1, ...}.
     *
     * @param fields number of inputs, at least 1
     * @param minimum least raw value of any input
     * @param maximum greatest raw value of any input, at least {@code minimum}
     * @return a {@code columns} layout with fields of 2, 4 or 8 bytes
     */
    public static FrameLayout columns(int fields, long minimum, long maximum) {
        return columns(
                IntStream.range(0, fields).mapToObj(i -> "x" + i).toList(), minimum, maximum);
    }

    /**
     * Tells layouts apart: two layouts have the same digest if all of their parts are the same.
     *
     * @return SHA-256, in hexadecimal, of name, field width, frame bytes and field names in UTF-8,
     *     each followed by a line feed
     */
    public String digest() {
        StringBuilder text = new StringBuilder(name).append('\n');
        text.append(fieldBytes).append('\n').append(frameBytes).append('\n');
        fieldNames.forEach(field -> text.append(field).append('\n'));
        try {
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }

    /**
     * The number of fields of a frame.
     *
     * @return at least 1
     */
    public int fields() {
        return fieldNames.size();
    }

    /**
     * The bytes of the 3564 frames of one orbit.
     *
     * @return a multiple of 64
     */
    public long orbitBytes() {
        return (long) ORBIT_CROSSINGS * frameBytes;
    }

    /**
     * The bytes of the 64 frames of a full block.
     *
     * @return a multiple of 4096
     */
    public long blockBytes() {
        return (long) BLOCK_CROSSINGS * frameBytes;
    }

    /**
     * The crossings on either side of a block whose frames lie beside it in the same memory, so
     * that its crossings can be decided together with those before and after them. A menu looks at
     * two.
     *
     * @return 2 for {@link #TRIGGER_WORDS}, else 0
     */
    public int neighbours() {
        return equals(TRIGGER_WORDS) ? TRIGGER_NEIGHBOURS : 0;
    }

    /**
     * The bytes of the neighbouring frames on one side of a block.
     *
     * @return a multiple of 64, 0 for a layout without neighbours
     */
    public long marginBytes() {
        return (long) neighbours() * frameBytes;
    }

    /**
     * The bytes of a full block and its neighbours on both sides.
     *
     * @return a multiple of 64
     */
    public long slotBytes() {
        return blockBytes() + 2 * marginBytes();
    }

    /**
     * The crossings of one block of an orbit.
     *
     * @param block block of the orbit, 0 to 55
     * @return 64, or 44 for the last block
     */
    public static int crossings(int block) {
        return Math.min(BLOCK_CROSSINGS, ORBIT_CROSSINGS - block * BLOCK_CROSSINGS);
    }

    /**
     * The crossings of several blocks of an orbit.
     *
     * @param blocks bit b for block b
     * @return 0 to 3564
     */
    public static int crossingsOf(long blocks) {
        int crossings = 0;
        for (long rest = blocks; rest != 0; rest &= rest - 1) {
            crossings += crossings(Long.numberOfTrailingZeros(rest));
        }
        return crossings;
    }
}
