package org.l1ring.rates;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.l1ring.frame.FrameFileHeader;
import org.l1ring.frame.FrameFileReader;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.StreamException;
import org.l1ring.menu.TestVectors;
import org.l1ring.table.InputFile;

/** Recorded orbits: test vectors and frame files of the Global Trigger's words, in order. */
public final class FileStream implements OrbitStream {
    private static final int FRAME_BYTES = FrameLayout.TRIGGER_WORDS.frameBytes();

    private final List<Path> files;
    private final long most;
    private final List<Reader> orbits = new ArrayList<>();
    private final List<FrameFileReader> opened = new ArrayList<>();

    /**
     * Opens files.
     *
     * @param files text vectors, plain or gzip, and frame files (.l1f), told apart by their content
     * @param most orbits that are read, 1 or more
     * @throws StreamException if a frame file is damaged or of another layout
     * @throws org.l1ring.menu.MenuException if vectors are none
     */
    public FileStream(List<Path> files, long most) {
        this.files = List.copyOf(files);
        this.most = most;
        try {
            for (Path file : files) {
                if (isFrameFile(file)) {
                    addFrames(file);
                } else {
                    addVectors(TestVectors.read(file));
                }
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static boolean isFrameFile(Path file) {
        try (InputStream in = InputFile.open(file)) {
            byte[] magic = FrameFileHeader.MAGIC.getBytes(StandardCharsets.US_ASCII);
            return new String(in.readNBytes(magic.length), StandardCharsets.ISO_8859_1)
                    .equals(FrameFileHeader.MAGIC);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addFrames(Path file) {
        FrameFileReader reader = new FrameFileReader(file);
        opened.add(reader);
        FrameLayout layout = reader.header().layout();
        if (!layout.equals(FrameLayout.TRIGGER_WORDS)) {
            throw new StreamException(
                    "%s: expected frames of the layout words, got %s; write them with feed --layout gt"
                            .formatted(file.getFileName(), layout.name()));
        }
        for (long i = 0; i < reader.orbits(); i++) {
            long index = i;
            orbits.add((_, target) -> {
                synchronized (reader) {
                    reader.checkOrbit(index);
                }
                copy(
                        reader.segment(),
                        reader.offset(index),
                        0,
                        FrameLayout.ORBIT_CROSSINGS,
                        target);
            });
        }
    }

    private void addVectors(TestVectors vectors) {
        int crossings = vectors.crossings();
        for (int start = 0; start < crossings; ) {
            int from = start;
            int first = vectors.bunchCrossing(from);
            int end = Math.min(crossings, from + FrameLayout.ORBIT_CROSSINGS - first);
            long offset = (long) from * FRAME_BYTES;
            orbits.add((_, target) -> copy(vectors.frames(), offset, first, end - from, target));
            start = end;
        }
    }

    private static void copy(
            MemorySegment frames, long offset, int first, int crossings, OrbitWords target) {
        long bytes = (long) crossings * FRAME_BYTES;
        MemorySegment.copy(frames, offset, target.segment(), target.offset(0), bytes);
        target.written(first, crossings);
    }

    @Override
    public long orbits() {
        return Math.min(most, orbits.size());
    }

    @Override
    public String description() {
        return files.stream()
                .map(file -> file.getFileName().toString())
                .collect(Collectors.joining(", "));
    }

    @Override
    public Reader reader() {
        return (orbit, target) -> orbits.get((int) orbit).read(orbit, target);
    }

    @Override
    public void close() {
        opened.forEach(FrameFileReader::close);
    }
}
