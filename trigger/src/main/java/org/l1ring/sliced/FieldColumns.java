package org.l1ring.sliced;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.l1ring.kernel.FrameTranspose;

/**
 * Brings words of frames into columns of 32-bit integers, one a crossing, and their fields into
 * columns of 16-bit integers, with the least and the greatest value of each.
 */
final class FieldColumns {
    /**
     * Bytes from one word's column to the next: not a power of two, which would share cache sets.
     */
    private static final int WORD_COLUMN = Slots.CROSSINGS * Integer.BYTES + 64;

    private static final int FIELD_COLUMN = Slots.CROSSINGS * Short.BYTES + 64;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS =
            VectorSpecies.of(short.class, VectorShape.forBitSize(INTS.vectorBitSize() / 2));
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** All memory, by address. */
    @SuppressWarnings("restricted") // rows of several blocks lie in several segments
    private static final MemorySegment ADDRESSES = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /** Frames and words of a tile that is turned at once. */
    private static final int ROWS = 16;

    private static final int TILE_BYTES = ROWS * Integer.BYTES;

    /** Frames that are fetched together. */
    private static final int BLOCK = Long.SIZE;

    /** Words of a tile that are still fetched one by one. */
    private static final int MOST_SINGLE = 3;

    private final long[][] tiles;
    private final long[] tileAt;
    private final int[] single;
    private final MemorySegment scratch;
    private final long[] wordOffsets;
    private final int[] wordOf;
    private final long firstWord;
    private final long firstField;
    private final int[] fieldWords;
    private final int[] left;
    private final int[] right;
    private final int[] masks;
    private final int[] minima;
    private final int[] maxima;

    /**
     * Columns.
     *
     * @param fields that are read
     * @param columns input columns that are read, with or without fields
     * @param offsets byte of each input column's word relative to the start of a crossing's frame
     * @param base byte of the memory from which on the columns lie, a multiple of 64
     */
    FieldColumns(List<Field> fields, int[] columns, long[] offsets, long base) {
        wordOf = new int[offsets.length];
        Arrays.fill(wordOf, -1);
        wordOffsets = new long[columns.length];
        for (int i = 0; i < columns.length; i++) {
            wordOf[columns[i]] = i;
            wordOffsets[i] = offsets[columns[i]];
        }
        firstWord = base;
        firstField = base + (columns.length + 1L) * WORD_COLUMN;
        Map<Long, List<Integer>> byTile = new TreeMap<>();
        for (int i = 0; i < columns.length; i++) {
            long tile = Math.floorDiv(wordOffsets[i], TILE_BYTES);
            byTile.computeIfAbsent(tile, _ -> new ArrayList<>()).add(i);
        }
        boolean wide = INTS.length() == ROWS && ORDER == ByteOrder.LITTLE_ENDIAN;
        Map<Long, List<Integer>> turned = new TreeMap<>(byTile);
        turned.values().removeIf(words -> !wide || words.size() <= MOST_SINGLE);
        byTile.keySet().removeAll(turned.keySet());
        tiles = turned.values().stream().map(this::tile).toArray(long[][]::new);
        tileAt = turned.keySet().stream().mapToLong(tile -> tile * TILE_BYTES).toArray();
        scratch = Arena.ofAuto().allocate(tiles.length * (long) BLOCK * TILE_BYTES, TILE_BYTES);
        single = byTile.values().stream().flatMap(List::stream).mapToInt(i -> i).toArray();
        int count = fields.size();
        fieldWords = new int[count];
        left = new int[count];
        right = new int[count];
        masks = new int[count];
        minima = new int[count];
        maxima = new int[count];
        for (int i = 0; i < count; i++) {
            Field field = fields.get(i);
            fieldWords[i] = wordOf[field.column()];
            left[i] = Integer.SIZE - field.low() - field.width();
            right[i] = Integer.SIZE - field.width();
            masks[i] = field.signed() ? -1 : (int) field.maximum();
        }
    }

    /** Turns the words of one tile together; the spare column takes those that nobody reads. */
    private long[] tile(List<Integer> words) {
        long[] to = new long[ROWS];
        Arrays.fill(to, firstField - WORD_COLUMN);
        for (int word : words) {
            int place = Math.floorMod(wordOffsets[word], TILE_BYTES) / Integer.BYTES;
            to[place] = firstWord + (long) word * WORD_COLUMN;
        }
        return to;
    }

    /** The end of the columns in memory. */
    long end() {
        return firstField + (long) fieldWords.length * FIELD_COLUMN;
    }

    /** Byte of an input column's word column. */
    long word(int column) {
        return firstWord + (long) wordOf[column] * WORD_COLUMN;
    }

    /** Byte of a field's column. */
    long field(int field) {
        return firstField + (long) field * FIELD_COLUMN;
    }

    /** Byte of the column that a cone reads. */
    long of(Cone.Column column) {
        return switch (column) {
            case Cone.FieldColumn(int field) -> field(field);
            case Cone.WordColumn(int input) -> word(input);
        };
    }

    /** The least value of a field in the crossings loaded last. */
    int minimum(int field) {
        return minima[field];
    }

    /** The greatest value of a field in the crossings loaded last. */
    int maximum(int field) {
        return maxima[field];
    }

    /**
     * Loads crossings.
     *
     * @param memory of the columns
     * @param rows addresses of frames
     * @param crossings how many, a multiple of 64
     */
    void load(MemorySegment memory, long[] rows, int crossings) {
        for (int k = 0; k < crossings && tiles.length > 0; k += BLOCK) {
            FrameTranspose.gather(ADDRESSES, rows, k, tileAt, scratch);
            for (int tile = 0; tile < tiles.length; tile++) {
                for (int i = 0; i < BLOCK; i += ROWS) {
                    long at = (long) (tile * BLOCK + i) * TILE_BYTES;
                    long shift = (long) (k + i) * Integer.BYTES;
                    FrameTranspose.words(scratch, at, memory, tiles[tile], shift);
                }
            }
        }
        for (int word : single) {
            long to = firstWord + (long) word * WORD_COLUMN;
            long offset = wordOffsets[word];
            for (int k = 0; k < crossings; k++) {
                memory.set(
                        INT, to + (long) k * Integer.BYTES, ADDRESSES.get(INT, rows[k] + offset));
            }
        }
        for (int i = 0; i < fieldWords.length; i++) {
            long from = firstWord + (long) fieldWords[i] * WORD_COLUMN;
            cut(memory, from, field(i), crossings, i);
        }
    }

    private void cut(MemorySegment memory, long from, long to, int crossings, int field) {
        int up = left[field];
        int down = right[field];
        int mask = masks[field];
        IntVector least = IntVector.broadcast(INTS, Integer.MAX_VALUE);
        IntVector most = IntVector.broadcast(INTS, Integer.MIN_VALUE);
        for (int k = 0; k < crossings; k += INTS.length()) {
            IntVector value =
                    IntVector.fromMemorySegment(INTS, memory, from + 4L * k, ORDER)
                            .lanewise(VectorOperators.LSHL, up)
                            .lanewise(VectorOperators.ASHR, down)
                            .and(mask);
            least = least.min(value);
            most = most.max(value);
            ((ShortVector) value.convertShape(VectorOperators.I2S, SHORTS, 0))
                    .intoMemorySegment(memory, to + 2L * k, ORDER);
        }
        minima[field] = least.reduceLanes(VectorOperators.MIN);
        maxima[field] = most.reduceLanes(VectorOperators.MAX);
    }
}
