package org.l1ring.menu;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.l1ring.circuit.CrossingWindow;
import org.l1ring.feed.GlobalTriggerWords;
import org.l1ring.frame.FrameLayout;
import org.l1ring.table.InputFile;

/**
 * Crossings with the algorithm bits that they should give, from the Global Trigger's text vectors.
 *
 * <p>Crossings are frames of {@link FrameLayout#TRIGGER_WORDS}. They follow each other within an
 * orbit; an orbit ends where the crossing's number returns to 0.
 */
public final class TestVectors {
    private static final int FRAME_BYTES = FrameLayout.TRIGGER_WORDS.frameBytes();
    private static final int BIT_WORDS = Algorithm.BITS / Long.SIZE;
    private static final ValueLayout.OfInt WORD =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final String name;
    private final VectorLayout layout;
    private final MemorySegment frames;
    private final int[] bunchCrossings;
    private final long[] bits;

    private TestVectors(
            String name,
            VectorLayout layout,
            MemorySegment frames,
            int[] bunchCrossings,
            long[] bits) {
        this.name = name;
        this.layout = layout;
        this.frames = frames;
        this.bunchCrossings = bunchCrossings;
        this.bits = bits;
    }

    /**
     * Reads a file, plain or gzip.
     *
     * @param file lines of 48 or 60 columns, crossings in order
     * @throws MenuException when a line is no such line or a crossing is missing
     */
    public static TestVectors read(Path file) {
        String name = file.getFileName().toString();
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(InputFile.open(file), StandardCharsets.ISO_8859_1))) {
            reader.lines().forEach(lines::add);
        } catch (UncheckedIOException e) {
            throw new UncheckedIOException(InputFile.broken(name, e.getCause()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (!lines.isEmpty() && lines.getLast().isBlank()) {
            lines.removeLast();
        }
        if (lines.isEmpty()) {
            throw new MenuException(
                    name, "expected lines of 48 or 60 columns, got none; give the text vectors");
        }
        return parse(name, lines);
    }

    private static TestVectors parse(String name, List<String> lines) {
        int columns = lines.getFirst().strip().split("\\s+", -1).length;
        VectorLayout layout =
                VectorLayout.of(columns)
                        .orElseThrow(() ->
                                new MenuException(
                                        name + ": line 1",
                                        "expected 48 or 60 columns of a test vector, got "
                                                + columns
                                                + "; give the experiment's text vectors"));
        int crossings = lines.size();
        MemorySegment frames =
                MemorySegment.ofArray(new byte[Math.multiplyExact(crossings, FRAME_BYTES)]);
        int[] bunchCrossings = new int[crossings];
        long[] bits = new long[crossings * BIT_WORDS];
        long[] row = new long[BIT_WORDS];
        for (int i = 0; i < crossings; i++) {
            String where = name + ": line " + (i + 1);
            String line = widened(where, layout, lines.get(i));
            int bx = GlobalTriggerWords.parse(where, line, frames, (long) i * FRAME_BYTES);
            GlobalTriggerWords.parseAlgorithms(where, line, row);
            System.arraycopy(row, 0, bits, i * BIT_WORDS, BIT_WORDS);
            bunchCrossings[i] = bx;
            int expected = i == 0 ? bx : (bunchCrossings[i - 1] + 1) % FrameLayout.ORBIT_CROSSINGS;
            if (bx != expected) {
                throw new MenuException(
                        where,
                        "expected the crossing "
                                + expected
                                + ", got "
                                + bx
                                + "; give all lines of the orbit in order");
            }
        }
        return new TestVectors(name, layout, frames, bunchCrossings, bits);
    }

    /** A line of either layout with the columns of the wider one, which has zeros in addition. */
    private static String widened(String where, VectorLayout layout, String line) {
        String[] columns = line.strip().split("\\s+", -1);
        if (columns.length != layout.columns()) {
            throw new MenuException(
                    where,
                    "expected %d columns as in line 1, got %d; give the experiment's text vectors"
                            .formatted(layout.columns(), columns.length));
        }
        List<String> wide = new ArrayList<>(Arrays.asList(columns));
        int taus = 1 + 8 + 12;
        for (int i = layout.taus(); i < VectorLayout.COLUMNS_60.taus(); i++) {
            wide.add(taus + i, "00000000");
        }
        int sums = taus + VectorLayout.COLUMNS_60.taus() + 12;
        for (int i = layout.sums(); i < VectorLayout.COLUMNS_60.sums(); i++) {
            wide.add(sums + i, "00000000");
        }
        return String.join(" ", wide);
    }

    /** The file's name. */
    public String name() {
        return name;
    }

    /** The layout of the file. */
    public VectorLayout layout() {
        return layout;
    }

    /** Number of crossings. */
    public int crossings() {
        return bunchCrossings.length;
    }

    /** Frames of {@link FrameLayout#TRIGGER_WORDS}, one after the other. */
    public MemorySegment frames() {
        return frames.asReadOnly();
    }

    /**
     * The number of a crossing in its orbit.
     *
     * @param crossing 0 to {@link #crossings} - 1
     * @return 0 to 3563
     */
    public int bunchCrossing(int crossing) {
        return bunchCrossings[crossing];
    }

    /**
     * Whether an algorithm should fire.
     *
     * @param crossing 0 to {@link #crossings} - 1
     * @param index of the algorithm, 0 to 511
     */
    public boolean fires(int crossing, int index) {
        return (bits[crossing * BIT_WORDS + index / Long.SIZE] >> index % Long.SIZE & 1) != 0;
    }

    /**
     * A word of a crossing or of a neighbour. Beyond the ends of the orbit there are no objects,
     * and external conditions are as if the orbit repeated.
     *
     * @param crossing 0 to {@link #crossings} - 1
     * @param input the word and the offset of the neighbour
     * @return the signed 32-bit word
     */
    public int word(int crossing, InputWord input) {
        int place = crossing + input.bxOffset();
        int start = crossing - bunchCrossings[crossing];
        int first = Math.max(0, start);
        int end = Math.min(crossings(), start + FrameLayout.ORBIT_CROSSINGS);
        if (place < first || place >= end) {
            if (!input.external()) {
                return 0;
            }
            place = first + Math.floorMod(place - first, end - first);
        }
        return frames.get(WORD, (long) place * FRAME_BYTES + 4L * input.word());
    }

    /**
     * The words of the first crossings, one crossing after the other, as hardware gets them: with
     * the neighbours that the menu's window reaches to before the first and after the last.
     *
     * @param count crossings that are to be decided, at most {@link #crossings}
     * @param circuit whose words are wanted
     * @return [before + count + after][words of a crossing]
     */
    public List<long[]> stream(int count, MenuCircuit circuit) {
        List<Integer> fields = circuit.wordsOfCrossing();
        CrossingWindow window = circuit.window();
        List<long[]> stream = new ArrayList<>();
        for (int place = -window.before(); place < count + window.after(); place++) {
            int inside = Math.clamp(place, 0, count - 1);
            long[] row = new long[fields.size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = word(inside, new InputWord(place - inside, fields.get(i)));
            }
            stream.add(row);
        }
        return stream;
    }

    /**
     * Words of crossings as rows of a circuit's inputs.
     *
     * @param from first crossing
     * @param to crossing after the last
     * @param columns the words of a row
     * @return [to - from][columns]
     */
    long[] rows(int from, int to, List<InputWord> columns) {
        long[] rows = new long[(to - from) * columns.size()];
        int at = 0;
        for (int crossing = from; crossing < to; crossing++) {
            for (InputWord column : columns) {
                rows[at++] = word(crossing, column);
            }
        }
        return rows;
    }
}
