package org.l1ring.run;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.l1ring.feed.FeedOptions;
import org.l1ring.feed.PatternMemory;
import org.l1ring.feed.lhc.FillingScheme;
import org.l1ring.feed.physics.Signal;
import org.l1ring.frame.FrameFileHeader;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.Engine;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;
import org.l1ring.report.SignalSample;
import org.l1ring.report.TriggerSetup;
import org.l1ring.sink.AcceptHeader;
import org.l1ring.source.CrossingSource;
import org.l1ring.source.FrameFileSource;
import org.l1ring.source.OrbitMemory;
import org.l1ring.source.PatternSource;
import org.l1ring.source.RandomSource;
import org.l1ring.source.RecordedStream;
import org.l1ring.source.SimulatedSource;

/** A model, the stream that it decides on, and the threshold: what a run needs. */
public final class RunInputs implements AutoCloseable {
    /** The simulated stream. */
    public static final String SIMULATED = "sim";

    /** The random stream. */
    public static final String RANDOM = "random";

    private static final double DEFAULT_RATE_KHZ = 100;
    private static final long RANDOM_BYTES = 128L << 20;
    private static final int SIGNAL_ORBITS = 4;

    private final StreamModel model;
    private final CrossingSource source;
    private final List<AutoCloseable> owned;
    private final FeedOptions feed;
    private final boolean simulated;
    private final OptionalLong seed;
    private final String schemeName;
    private final long threshold;
    private final String thresholdOrigin;

    private RunInputs(
            ModelSelection selection,
            StreamModel model,
            Streams streams,
            FeedOptions feed,
            Consumer<String> log) {
        this.model = model;
        this.source = streams.source();
        this.owned = streams.owned();
        this.feed = feed;
        this.simulated = streams.simulated();
        this.seed = streams.seed();
        this.schemeName = streams.scheme();
        Double rate = selection.rateKhz();
        if (selection.threshold() != null) {
            threshold = selection.threshold();
            thresholdOrigin = "as given";
        } else if (rate == null && simulated && model.model().threshold().isPresent()) {
            Model.Threshold own = model.model().threshold().get();
            threshold = own.raw();
            thresholdOrigin =
                    String.format(Locale.ROOT, "of the model, for %s kHz", plain(own.rateKhz()));
        } else {
            double target = rate == null ? DEFAULT_RATE_KHZ : rate;
            threshold = calibrate(target);
            thresholdOrigin =
                    String.format(
                            Locale.ROOT,
                            "calibrated for %s kHz on the first %d orbits",
                            plain(target),
                            ScoredOrbits.CALIBRATION_ORBITS);
            log.accept("threshold " + threshold + ", " + thresholdOrigin);
        }
    }

    private record Streams(
            CrossingSource source,
            List<AutoCloseable> owned,
            boolean simulated,
            OptionalLong seed,
            String scheme) {}

    /**
     * Opens what a run needs.
     *
     * @param selection the model
     * @param source {@link #SIMULATED}, {@link #RANDOM} or a frame file
     * @param fresh whether to generate every crossing anew
     * @param feed what a simulated or random stream is made of
     * @param log receives progress, one line each
     * @throws ModelException when the model does not fit the stream
     */
    public static RunInputs open(
            ModelSelection selection,
            String source,
            boolean fresh,
            FeedOptions feed,
            Consumer<String> log) {
        Model model = selection.read();
        List<AutoCloseable> owned = new ArrayList<>();
        try {
            Streams streams;
            StreamModel ready;
            if (source.equals(SIMULATED)) {
                ready = StreamModel.onObjects(model, selection.score());
                streams =
                        new Streams(
                                simulated(feed, fresh, owned, log),
                                owned,
                                true,
                                OptionalLong.of(feed.seed()),
                                feed.scheme().name());
            } else if (source.equals(RANDOM)) {
                ready = StreamModel.onColumns(model, selection.score());
                streams =
                        new Streams(
                                random(ready, feed, fresh, owned, log),
                                owned,
                                false,
                                OptionalLong.of(feed.seed()),
                                "");
            } else {
                FrameFileSource file = new FrameFileSource(Path.of(source));
                owned.add(file);
                ready =
                        file.layout().equals(FrameLayout.OBJECTS)
                                ? StreamModel.onObjects(model, selection.score())
                                : StreamModel.onColumns(model, selection.score());
                checkLayout(ready, file, source);
                FrameFileHeader header = file.header();
                streams =
                        new Streams(
                                file,
                                owned,
                                false,
                                OptionalLong.of(header.seed()),
                                header.scheme());
            }
            return new RunInputs(selection, ready, streams, feed, log);
        } catch (RuntimeException e) {
            closeAll(owned);
            throw e;
        }
    }

    /**
     * Opens what a run on a recorded stream needs.
     *
     * @param selection the model
     * @param stream the stream
     * @param feed what signal samples are made of
     * @param log receives progress, one line each
     * @throws ModelException when the model does not fit the stream
     */
    public static RunInputs recorded(
            ModelSelection selection,
            RecordedStream stream,
            FeedOptions feed,
            Consumer<String> log) {
        Model model = selection.read();
        StreamModel ready =
                stream.layoutDigest().equals(FrameLayout.OBJECTS.digest())
                        ? StreamModel.onObjects(model, selection.score())
                        : StreamModel.onColumns(model, selection.score());
        String expected = ready.layout().digest();
        if (!expected.equals(stream.layoutDigest())) {
            throw new ModelException(
                    stream.name(),
                    "expected frames of layout %s (%.12s) for model %s, got %.12s; use frames"
                                    .formatted(
                                            ready.layout().name(),
                                            expected,
                                            model.name(),
                                            stream.layoutDigest())
                            + " made for this model");
        }
        CrossingSource source = stream.open(ready.layout());
        List<AutoCloseable> owned = List.of(source);
        try {
            return new RunInputs(
                    selection,
                    ready,
                    new Streams(
                            source, owned, false, OptionalLong.of(stream.seed()), stream.scheme()),
                    feed,
                    log);
        } catch (RuntimeException e) {
            closeAll(owned);
            throw e;
        }
    }

    /** Whether a source was recorded, in a file or elsewhere. */
    public static boolean isFile(String source) {
        return !source.equals(SIMULATED) && !source.equals(RANDOM);
    }

    private static CrossingSource simulated(
            FeedOptions feed, boolean fresh, List<AutoCloseable> owned, Consumer<String> log) {
        if (fresh) {
            return new SimulatedSource(feed);
        }
        log.accept(
                "generating "
                        + PatternMemory.DEFAULT_ORBITS
                        + " orbits of "
                        + feed.scheme().name());
        PatternMemory memory =
                PatternMemory.generate(
                        feed,
                        PatternMemory.DEFAULT_ORBITS,
                        Runtime.getRuntime().availableProcessors(),
                        (_, _) -> {});
        owned.add(memory);
        return PatternSource.of(memory);
    }

    private static CrossingSource random(
            StreamModel model,
            FeedOptions feed,
            boolean fresh,
            List<AutoCloseable> owned,
            Consumer<String> log) {
        RandomSource anew = new RandomSource(model.layout(), model.ranges(), feed.seed());
        if (fresh) {
            return anew;
        }
        long orbits = Math.clamp(RANDOM_BYTES / model.layout().orbitBytes(), 4, 256);
        log.accept("drawing " + orbits + " orbits of random inputs");
        OrbitMemory memory = OrbitMemory.record(anew, orbits);
        owned.add(memory);
        return new PatternSource(memory, model.layout(), anew.description());
    }

    private static void checkLayout(StreamModel model, FrameFileSource file, String name) {
        if (!file.layout().equals(model.layout())) {
            throw new ModelException(
                    name,
                    "expected frames of %d fields of %d bytes for model %s, got %d of %d; use frames"
                                    .formatted(
                                            model.layout().fields(),
                                            model.layout().fieldBytes(),
                                            model.model().name(),
                                            file.layout().fields(),
                                            file.layout().fieldBytes())
                            + " made for this model");
        }
    }

    /** A signal in the stream must not move the threshold: zero bias alone counts. */
    private long calibrate(double rateKhz) {
        if (simulated && feed.signalFraction() > 0) {
            CrossingSource zeroBias = new SimulatedSource(feed.withSignal(Signal.NONE, 0));
            return ScoredOrbits.threshold(
                    model, zeroBias, ScoredOrbits.CALIBRATION_ORBITS, rateKhz);
        }
        return ScoredOrbits.threshold(model, source, ScoredOrbits.CALIBRATION_ORBITS, rateKhz);
    }

    /** The model on the stream's layout. */
    public StreamModel model() {
        return model;
    }

    /** The stream. */
    public CrossingSource source() {
        return source;
    }

    /** The raw score from which a crossing is accepted. */
    public long threshold() {
        return threshold;
    }

    /** How the threshold was found, in words. */
    public String thresholdOrigin() {
        return thresholdOrigin;
    }

    /** What the accept stream says about itself. */
    public AcceptHeader acceptHeader() {
        return AcceptHeader.ofThreshold(
                model.digest(),
                model.model().name(),
                model.scoreName(),
                threshold,
                source.description(),
                schemeName,
                seed.orElse(0));
    }

    /** Samples of all signals, scored at the threshold; none where the stream is not simulated. */
    public List<SignalSample> signals() {
        List<SignalSample> samples = new ArrayList<>();
        for (Signal signal : Signal.values()) {
            if (simulated && signal != Signal.NONE) {
                FeedOptions zeroBias = feed.withSignal(Signal.NONE, 0);
                samples.add(ScoredOrbits.signal(model, threshold, zeroBias, signal, SIGNAL_ORBITS));
            }
        }
        return samples;
    }

    /** What decides, for the report. */
    public TriggerSetup trigger(Engine engine) {
        return new TriggerSetup(
                model.model().name(),
                model.digest(),
                Optional.of(
                        new TriggerSetup.Cut(
                                model.scoreName(),
                                model.scoreType().toString(),
                                threshold,
                                thresholdOrigin)),
                Optional.empty(),
                engine.name().toLowerCase(Locale.ROOT));
    }

    /** The seed of the stream. */
    public OptionalLong seed() {
        return seed;
    }

    /** The filling scheme of a simulated stream. */
    public Optional<FillingScheme> scheme() {
        return simulated ? Optional.of(feed.scheme()) : Optional.empty();
    }

    /** A rate as people write it: without needless zeros. */
    public static String plain(double rate) {
        return BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString();
    }

    private static void closeAll(List<AutoCloseable> owned) {
        for (AutoCloseable resource : owned) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new IllegalStateException("a stream cannot be closed", e);
            }
        }
    }

    @Override
    public void close() {
        closeAll(owned);
    }
}
