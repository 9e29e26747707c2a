package org.l1ring.run;

import java.util.ArrayList;
import java.util.List;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Interval;
import org.l1ring.fixed.FixedType;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.BlockScorer;
import org.l1ring.kernel.Engine;
import org.l1ring.kernel.FrameBinding;
import org.l1ring.kernel.FrameScorer;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;
import org.l1ring.model.Parameters;
import org.l1ring.source.RandomSource;

/**
 * A model made ready for a stream: its circuit from the fields of a frame to one raw score.
 *
 * <pre>{@code
 * StreamModel model = StreamModel.onObjects(ModelReader.read(file), Optional.empty());
 * ScorerSchedule schedule = ScorerSchedule.of(() -> model.scorer(threshold, Engine.VECTOR));
 * }</pre>
 */
public final class StreamModel {
    /** Name of the output column that is the score when a model has several. */
    public static final String SCORE = "score";

    private final Model model;
    private final FrameLayout layout;
    private final Circuit circuit;
    private final String digest;

    private StreamModel(Model model, FrameLayout layout, Circuit circuit, String digest) {
        this.model = model;
        this.layout = layout;
        this.circuit = circuit;
        this.digest = digest;
    }

    /**
     * A model on frames of Level-1 objects, by its binding.
     *
     * @param model with a binding, stated or of a known family
     * @param score output column that is the score; empty chooses it
     * @throws ModelException when there is no binding, or no such output
     */
    public static StreamModel onObjects(Model model, String score) {
        Circuit whole = Lowering.lower(model);
        Circuit circuit = FrameBinding.bind(model, whole, column(whole, score));
        return new StreamModel(model, FrameLayout.OBJECTS, circuit, whole.digest());
    }

    /**
     * A model on frames of its own input columns, raw integers.
     *
     * @param model any
     * @param score output column that is the score; empty chooses it
     * @throws ModelException when there is no such output
     */
    public static StreamModel onColumns(Model model, String score) {
        Circuit whole = Lowering.lower(model);
        List<String> names = whole.inputs().stream().map(Circuit.Port::name).toList();
        Interval range =
                whole.inputs().stream()
                        .map(Circuit.Port::interval)
                        .reduce(Interval::union)
                        .orElseThrow();
        FrameLayout layout = FrameLayout.columns(names, range.min(), range.max());
        Circuit circuit = FrameBinding.columns(whole, column(whole, score));
        return new StreamModel(model, layout, circuit, whole.digest());
    }

    /**
     * The same with other weights: on the same frames, with the same score.
     *
     * @param parameters raw parameters, in the order of {@link Parameters}
     * @throws IllegalArgumentException if they are not those of this model
     */
    public StreamModel reloaded(long[] parameters) {
        Model other = Parameters.replaced(model, parameters);
        return layout.equals(FrameLayout.OBJECTS)
                ? onObjects(other, scoreName())
                : onColumns(other, scoreName());
    }

    /** The named output; else the one called score; else the first. */
    private static int column(Circuit circuit, String name) {
        List<String> names = circuit.outputs().stream().map(Circuit.Output::name).toList();
        if (!name.isEmpty() && !names.contains(name)) {
            throw new ModelException(
                    circuit.name(), "score: expected one of " + names + ", got " + name);
        }
        return Math.max(0, names.indexOf(name.isEmpty() ? SCORE : name));
    }

    /** The model. */
    public Model model() {
        return model;
    }

    /** The layout of the frames that it reads. */
    public FrameLayout layout() {
        return layout;
    }

    /** SHA-256 of the model's circuit. */
    public String digest() {
        return digest;
    }

    /** Name of the score's output column. */
    public String scoreName() {
        return circuit.outputs().get(0).name();
    }

    /** Type of the raw score. */
    public FixedType scoreType() {
        return circuit.outputs().get(0).type();
    }

    /**
     * A scorer of its own for one thread.
     *
     * @param threshold raw score from which a crossing is accepted
     * @param engine scalar or vector loops
     */
    public BlockScorer scorer(long threshold, Engine engine) {
        return new FrameScorer(
                circuit, layout.fieldBytes(), layout.frameBytes(), threshold, engine);
    }

    /** The range of each field of the frame. */
    public List<RandomSource.Range> ranges() {
        List<RandomSource.Range> ranges = new ArrayList<>();
        for (Circuit.Port port : circuit.inputs()) {
            ranges.add(new RandomSource.Range(port.interval().min(), port.interval().max()));
        }
        return ranges;
    }
}
