package org.l1ring.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.l1ring.decision.DecisionSetup;
import org.l1ring.decision.FinalDecision;
import org.l1ring.feed.FeedOptions;
import org.l1ring.feed.PatternMemory;
import org.l1ring.feed.lhc.FillingScheme;
import org.l1ring.kernel.Engine;
import org.l1ring.menu.Algorithm;
import org.l1ring.menu.MenuCircuit;
import org.l1ring.menu.MenuScorer;
import org.l1ring.report.MenuFigures;
import org.l1ring.report.TriggerSetup;
import org.l1ring.ring.ScorerSchedule;
import org.l1ring.sink.AcceptFile;
import org.l1ring.sink.AcceptHeader;
import org.l1ring.source.CrossingSource;
import org.l1ring.source.PatternSource;
import org.l1ring.source.TriggerWordSource;
import org.l1ring.source.WordSources;

/** A menu, the stream that it decides on, and how: what a run of a menu needs. */
public final class MenuInputs implements AutoCloseable {
    private final MenuCircuit circuit;
    private final DecisionSetup setup;
    private final FinalDecision decision;
    private final CrossingSource source;
    private final Optional<PatternMemory> memory;
    private final Optional<FeedOptions> feed;
    private final String digest;

    private MenuInputs(
            MenuCircuit circuit,
            DecisionSetup setup,
            CrossingSource source,
            Optional<PatternMemory> memory,
            Optional<FeedOptions> feed) {
        this.circuit = circuit;
        this.setup = setup;
        this.decision = new FinalDecision(setup);
        this.source = source;
        this.memory = memory;
        this.feed = feed;
        this.digest = circuit.circuit().digest();
    }

    /**
     * Opens what a run needs.
     *
     * @param selection the menu
     * @param source {@link RunInputs#SIMULATED} or a file that {@link WordSources} reads
     * @param fresh whether to generate every crossing of a simulated stream anew
     * @param repeat whether a file begins again at its end
     * @param feed what a simulated stream is made of
     * @param log receives progress, one line each
     * @throws org.l1ring.menu.MenuException when the menu, its networks, prescales or masks are
     *     broken or do not fit each other
     */
    public static MenuInputs open(
            MenuSelection selection,
            String source,
            boolean fresh,
            boolean repeat,
            FeedOptions feed,
            Consumer<String> log) {
        boolean simulated = source.equals(RunInputs.SIMULATED);
        MenuCircuit circuit = selection.circuit(simulated);
        DecisionSetup setup = selection.setup(circuit);
        if (!simulated) {
            CrossingSource file = WordSources.open(Path.of(source), repeat);
            return new MenuInputs(circuit, setup, file, Optional.empty(), Optional.empty());
        }
        if (fresh) {
            return new MenuInputs(
                    circuit,
                    setup,
                    new TriggerWordSource(feed),
                    Optional.empty(),
                    Optional.of(feed));
        }
        log.accept(
                "generating "
                        + PatternMemory.DEFAULT_WORD_ORBITS
                        + " orbits of "
                        + feed.scheme().name());
        PatternMemory memory =
                PatternMemory.generateWords(
                        feed,
                        PatternMemory.DEFAULT_WORD_ORBITS,
                        Runtime.getRuntime().availableProcessors(),
                        (_, _) -> {});
        return new MenuInputs(
                circuit, setup, PatternSource.of(memory), Optional.of(memory), Optional.of(feed));
    }

    /** The menu. */
    public MenuCircuit circuit() {
        return circuit;
    }

    /** The stream. */
    public CrossingSource source() {
        return source;
    }

    /** The filling scheme of a simulated stream. */
    public Optional<FillingScheme> scheme() {
        return feed.map(FeedOptions::scheme);
    }

    /** The seed of a simulated stream. */
    public OptionalLong seed() {
        return feed.map(options -> OptionalLong.of(options.seed())).orElse(OptionalLong.empty());
    }

    /** Scorers of the menu. */
    public ScorerSchedule schedule(Engine engine) {
        return ScorerSchedule.ofMenu(
                () -> new MenuScorer(circuit, engine),
                circuit.algorithms().size(),
                circuit.scores().size());
    }

    /**
     * The sink that decides and writes the accepts; the first of the run's.
     *
     * @param accepts name of the accept stream
     * @param counters name of the table of counters
     */
    public MenuDecider decider(Path accepts, Path counters) {
        List<String> algorithms = circuit.algorithms().stream().map(Algorithm::name).toList();
        AcceptHeader header =
                new AcceptHeader(
                        digest,
                        circuit.menu().name(),
                        0,
                        source.description(),
                        scheme().map(FillingScheme::name).orElse(""),
                        seed().orElse(0),
                        algorithms,
                        circuit.scores());
        AcceptFile file = new AcceptFile(accepts, header);
        try {
            CounterTable table = new CounterTable(counters, circuit.algorithms());
            return new MenuDecider(decision, file, table, circuit);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** What decided, for the report, when the run has ended. */
    public TriggerSetup trigger(Engine engine) {
        List<MenuFigures.Algorithm> algorithms =
                IntStream.range(0, circuit.algorithms().size()).mapToObj(this::figures).toList();
        List<String> rest =
                circuit.notEvaluated().stream()
                        .map(entry -> entry.algorithm().name() + ": " + entry.reason())
                        .toList();
        Map<String, Long> lost = decision.lost();
        return new TriggerSetup(
                circuit.menu().name(),
                digest,
                Optional.empty(),
                Optional.of(
                        new MenuFigures(
                                algorithms,
                                rest,
                                decision.candidates(),
                                decision.vetoedByAlgorithms(),
                                lost)),
                engine.name().toLowerCase(Locale.ROOT));
    }

    private MenuFigures.Algorithm figures(int column) {
        Algorithm algorithm = circuit.algorithms().get(column);
        return new MenuFigures.Algorithm(
                algorithm.index(),
                algorithm.name(),
                setup.prescales().get(column),
                decision.beforePrescale().total(column),
                decision.afterPrescale().total(column),
                decision.afterDeadTime().total(column));
    }

    @Override
    public void close() {
        source.close();
        memory.ifPresent(PatternMemory::close);
    }
}
