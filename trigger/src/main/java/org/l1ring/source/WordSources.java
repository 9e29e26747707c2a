package org.l1ring.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.l1ring.frame.FrameFileHeader;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.StreamException;
import org.l1ring.scouting.ScoutingReader;
import org.l1ring.table.InputFile;

/** Recorded streams of the Global Trigger's own words, in any of the files that hold them. */
public final class WordSources {
    private static final int START_BYTES = 8;

    private WordSources() {}

    /**
     * Opens a file; what it holds is known by its first bytes: a frame file of layout {@code
     * words}, the Global Trigger's text vectors (plain or gzip), or a raw file of L1 scouting.
     *
     * @param file what to read
     * @param repeat whether the stream begins again after its last orbit
     * @return a stream of {@link FrameLayout#TRIGGER_WORDS}, which ends after its last orbit unless
     *     repeated; the caller closes it
     * @throws StreamException if the file is none of these, or damaged, or cut short
     * @throws org.l1ring.menu.MenuException if a line is none of a test vector, or not in its place
     * @throws UncheckedIOException if it cannot be read
     */
    public static CrossingSource open(Path file, boolean repeat) {
        FiniteSource once = openAny(file);
        if (!once.layout().equals(FrameLayout.TRIGGER_WORDS)) {
            String layout = once.layout().name();
            once.close();
            throw new StreamException(
                    "%s: expected frames of layout words, got %s; write them with feed --layout gt"
                            .formatted(file.getFileName(), layout));
        }
        return repeat ? new RepeatedSource(once) : once;
    }

    /**
     * Opens a file as {@link #open} does, and frame files of other layouts too.
     *
     * @param file what to read
     * @return a stream that ends after its last orbit; the caller closes it
     * @throws StreamException if the file is none of these, or damaged, or cut short
     * @throws org.l1ring.menu.MenuException if a line is none of a test vector, or not in its place
     * @throws UncheckedIOException if it cannot be read
     */
    public static FiniteSource openAny(Path file) {
        boolean gzip = isGzip(file);
        byte[] start = start(file);
        String text = new String(start, StandardCharsets.ISO_8859_1);
        boolean frames = text.equals(FrameFileHeader.MAGIC);
        if (gzip && (frames || ScoutingReader.isRaw(start))) {
            throw new StreamException(
                    "%s: expected text in a gzip file, got %s; gunzip the file first"
                            .formatted(file.getFileName(), text));
        }
        if (frames) {
            return new FrameFileSource(file);
        }
        if (ScoutingReader.isRaw(start)) {
            return new ScoutingSource(file);
        }
        // a line of a vector begins with its crossing
        if (text.matches("\\s*[0-9]+(\\s.*)?")) {
            return new TestVectorSource(file);
        }
        throw new StreamException(
                "%s: expected a frame file (L1RFRAME), a raw file of L1 scouting (RAW_0002) or text vectors,"
                                .formatted(file.getFileName())
                        + " got %s; give one of these"
                                .formatted(
                                        start.length == 0
                                                ? "an empty file"
                                                : "the bytes "
                                                        + HexFormat.ofDelimiter(" ")
                                                                .formatHex(start)));
    }

    private static boolean isGzip(Path file) {
        if (Files.isDirectory(file)) {
            throw new StreamException(
                    file + ": expected a file, got a folder; give a recorded stream");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return (in.read() | in.read() << 8) == GZIPInputStream.GZIP_MAGIC;
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("%s: no such file".formatted(file), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first bytes, those of the content if it is gzip. */
    private static byte[] start(Path file) {
        try (InputStream in = InputFile.open(file)) {
            return in.readNBytes(START_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
