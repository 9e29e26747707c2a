package org.l1ring.menu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.l1ring.circuit.Circuit;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.Model;

/**
 * What the threshold of an algorithm with a single requirement is compared with, so that all of its
 * thresholds can be tried at once: the algorithm with threshold t fires where the value is at least
 * t.
 *
 * @param algorithm of the menu
 * @param circuit with one output: the greatest hardware integer of the objects that pass the other
 *     cuts, -1 without such an object, or the raw score
 * @param words what its input columns are, in order
 * @param thresholds that the scale has, rising; empty for a score, which has all integers
 */
public record CutScan(
        Algorithm algorithm, Circuit circuit, List<InputWord> words, List<Threshold> thresholds) {

    /** Copies the lists. */
    public CutScan {
        words = List.copyOf(words);
        thresholds = List.copyOf(thresholds);
    }

    /**
     * A threshold.
     *
     * @param raw hardware integer from which on it passes
     * @param value in the units of its scale: GeV or a number
     */
    public record Threshold(long raw, double value) {}

    /**
     * The scan of an algorithm.
     *
     * @param menu that has it
     * @param algorithm one requirement of an object, sum, count or score, and nothing else
     * @param models the networks that are loaded
     * @throws MenuException when the algorithm asks for more, or cannot be evaluated
     */
    public static CutScan of(Menu menu, Algorithm algorithm, List<Model> models) {
        String where = menu.where(algorithm);
        Requirement requirement = single(algorithm, where);
        WordSteps words = new WordSteps();
        ScoreSteps scores = new ScoreSteps(words, models, List.of(requirement));
        List<Threshold> thresholds = new ArrayList<>();
        int value;
        if (requirement.type().family() == ObjectType.Family.SCORE) {
            Optional<String> obstacle = scores.obstacle(requirement, where);
            if (obstacle.isPresent()) {
                throw new MenuException(
                        where, "expected a seed that is evaluated, got one that " + obstacle.get());
            }
            value = scores.score(requirement);
        } else {
            MenuScales scales = new MenuScales(menu.scales(), where);
            String type = requirement.type().thresholdScale().orElseThrow();
            Scale scale = scales.scale(requirement.type(), type);
            scale.bins()
                    .forEach(bin -> thresholds.add(new Threshold(scale.raw(bin), bin.minimum())));
            ObjectSteps objects = new ObjectSteps(words, scores);
            objects.use(scales);
            value = greatest(requirement, words, objects);
        }
        List<InputWord> columns = new ArrayList<>();
        Circuit.Output output =
                new Circuit.Output(algorithm.name(), value, FixedType.signed(64, 64));
        Circuit circuit = words.build(algorithm.name(), List.of(output), columns);
        return new CutScan(algorithm, circuit, columns, thresholds);
    }

    private static Requirement single(Algorithm algorithm, String where) {
        if (algorithm.expression() instanceof Expression.Single(Requirement requirement)
                && requirement.comparison() == Requirement.Comparison.AT_LEAST
                && (requirement.type().thresholdScale().isPresent()
                        || requirement.type().family() == ObjectType.Family.SCORE)) {
            return requirement;
        }
        throw new MenuException(
                where,
                "expected a seed of one object, sum, count or score with a threshold, got %s; %s"
                        .formatted(algorithm.text(), "choose another"));
    }

    private static int greatest(Requirement requirement, WordSteps words, ObjectSteps objects) {
        int greatest = words.builder().constant(-1);
        for (int slot = 0; slot < requirement.type().slots(); slot++) {
            Particle particle = new Particle(requirement.type(), requirement.bxOffset(), slot);
            int value =
                    words.builder()
                            .select(
                                    objects.cuts(requirement, particle),
                                    words.field(particle, Quantity.VALUE),
                                    words.builder().constant(-1));
            greatest = words.builder().maximum(greatest, value);
        }
        return greatest;
    }
}
