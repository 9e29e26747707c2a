package org.l1ring.menu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Op;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.Model;

/**
 * Menu to circuit: all algorithms over the same steps, so that what they share is computed once.
 */
final class MenuLowering {
    private static final FixedType BIT = FixedType.unsigned(1, 1);

    private final Menu menu;
    private final WordSteps words = new WordSteps();
    private final ScoreSteps scores;
    private final ObjectSteps objects;
    private final PairSteps pairs;
    private final FunctionSteps functions;

    MenuLowering(Menu menu, List<Model> models) {
        this.menu = menu;
        List<Requirement> requirements =
                menu.algorithms().stream()
                        .flatMap(entry -> Expression.requirements(entry.expression()).stream())
                        .toList();
        this.scores = new ScoreSteps(words, models, requirements);
        this.objects = new ObjectSteps(words, scores);
        this.pairs = new PairSteps(words);
        this.functions = new FunctionSteps(words, objects, pairs, menu.grammar());
    }

    MenuCircuit circuit() {
        List<Algorithm> evaluated = new ArrayList<>();
        List<MenuCircuit.NotEvaluated> rest = new ArrayList<>();
        List<Circuit.Output> outputs = new ArrayList<>();
        for (Algorithm algorithm : menu.algorithms()) {
            String where = menu.where(algorithm);
            Optional<String> obstacle =
                    Expression.requirements(algorithm.expression()).stream()
                            .map(requirement -> obstacle(requirement, where))
                            .flatMap(Optional::stream)
                            .findFirst();
            if (obstacle.isPresent()) {
                rest.add(new MenuCircuit.NotEvaluated(algorithm, obstacle.get()));
                continue;
            }
            MenuScales scales = new MenuScales(menu.scales(), where);
            objects.use(scales);
            pairs.use(scales);
            evaluated.add(algorithm);
            outputs.add(new Circuit.Output(algorithm.name(), lower(algorithm), BIT));
        }
        outputs.addAll(scores.outputs());
        List<InputWord> columns = new ArrayList<>();
        Circuit circuit = words.build(menu.name(), outputs, columns);
        return new MenuCircuit(menu, circuit, columns, evaluated, rest);
    }

    private Optional<String> obstacle(Requirement requirement, String where) {
        return switch (requirement.type().family()) {
            case MUON, CALORIMETER, SUM, COUNT, BIT -> Optional.empty();
            case SCORE -> scores.obstacle(requirement, where);
            case ABSENT -> Optional.of(absence(requirement.type()));
        };
    }

    private static String absence(ObjectType type) {
        return switch (type) {
            case CICADA -> "CICADA: its score is not among the trigger's words";
            case ADT -> "ADT: no model of it was published";
            default -> type + ": the zero degree calorimeter is not among the trigger's words";
        };
    }

    private int lower(Algorithm algorithm) {
        String where = menu.where(algorithm);
        try {
            return lower(algorithm.expression(), where);
        } catch (ArithmeticException e) {
            throw new MenuException(
                    where,
                    "expected integers of 64 bits, got larger ones ("
                            + e.getMessage()
                            + "); lower the precisions of the scale set");
        }
    }

    private int lower(Expression expression, String where) {
        return switch (expression) {
            case Expression.And(Expression left, Expression right) ->
                    gate(Op.Gate.AND, left, right, where);
            case Expression.Xor(Expression left, Expression right) ->
                    gate(Op.Gate.XOR, left, right, where);
            case Expression.Or(Expression left, Expression right) ->
                    gate(Op.Gate.OR, left, right, where);
            case Expression.Not(Expression operand) -> words.builder().not(lower(operand, where));
            case Expression.Single(Requirement requirement) -> words.any(objects.mask(requirement));
            case Expression.External(_, int channel, int bxOffset) ->
                    words.external(channel, bxOffset);
            case Expression.Function function -> functions.fulfilled(function, where);
        };
    }

    private int gate(Op.Gate gate, Expression left, Expression right, String where) {
        return words.builder().logic(gate, lower(left, where), lower(right, where));
    }
}
