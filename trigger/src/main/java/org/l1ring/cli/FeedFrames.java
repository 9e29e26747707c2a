package org.l1ring.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.l1ring.feed.FeedOptions;
import org.l1ring.feed.PatternMemory;
import org.l1ring.frame.FrameFileHeader;
import org.l1ring.source.CrossingSource;
import org.l1ring.source.FiniteSource;
import org.l1ring.source.FrameFileSource;
import org.l1ring.source.PatternSource;
import org.l1ring.source.SimulatedSource;
import org.l1ring.source.TriggerWordSource;
import org.l1ring.source.WordSources;

/** What feed writes: generated, repeated or recorded frames, and what they say about themselves. */
final class FeedFrames implements AutoCloseable {
    private final CrossingSource source;
    private final FrameFileHeader header;
    private final long orbits;
    private final List<AutoCloseable> owned;

    private FeedFrames(
            CrossingSource source, FrameFileHeader header, long orbits, List<AutoCloseable> owned) {
        this.source = source;
        this.header = header;
        this.orbits = orbits;
        this.owned = owned;
    }

    /** What a frame holds. */
    enum Layout {
        OBJECTS,
        GT,
        SCOUTING;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The frames of a file. */
    static FeedFrames recorded(Path file) {
        FiniteSource source = WordSources.openAny(file);
        FrameFileHeader header =
                source instanceof FrameFileSource frames
                        ? frames.header()
                        : new FrameFileHeader(source.layout(), source.description(), "", 0);
        return new FeedFrames(source, header, source.orbits(), List.of(source));
    }

    /** Frames that are all generated anew. */
    static FeedFrames generated(FeedOptions options, Layout layout) {
        CrossingSource source =
                switch (layout) {
                    case OBJECTS -> new SimulatedSource(options);
                    case GT, SCOUTING -> new TriggerWordSource(options);
                };
        String description = SimulatedSource.describe(options);
        return of(source, description, options, List.of(source));
    }

    /** The first orbits of a generated stream, repeated. */
    static FeedFrames repeated(FeedOptions options, Layout layout, int orbits) {
        int threads = Runtime.getRuntime().availableProcessors();
        PatternMemory memory =
                switch (layout) {
                    case OBJECTS -> PatternMemory.generate(options, orbits, threads, (_, _) -> {});
                    case GT, SCOUTING ->
                            PatternMemory.generateWords(options, orbits, threads, (_, _) -> {});
                };
        PatternSource source = PatternSource.of(memory);
        return of(source, source.description(), options, List.of(memory));
    }

    private static FeedFrames of(
            CrossingSource source,
            String description,
            FeedOptions options,
            List<AutoCloseable> owned) {
        FrameFileHeader header =
                new FrameFileHeader(
                        source.layout(), description, options.scheme().name(), options.seed());
        return new FeedFrames(source, header, Long.MAX_VALUE, owned);
    }

    CrossingSource source() {
        return source;
    }

    /** What the frames say about themselves. */
    FrameFileHeader header() {
        return header;
    }

    /** How many orbits there are; as many as one likes if they are generated. */
    long orbits() {
        return orbits;
    }

    @Override
    public void close() {
        for (AutoCloseable resource : owned) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new IllegalStateException("the frames cannot be closed", e);
            }
        }
    }
}
