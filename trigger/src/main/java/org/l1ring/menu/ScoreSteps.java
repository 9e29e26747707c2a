package org.l1ring.menu;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.l1ring.circuit.Circuit;
import org.l1ring.fixed.FixedType;
import org.l1ring.kernel.FrameBinding;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;

/**
 * The networks that a menu names, each once in the circuit, over the words of the decided crossing.
 *
 * <p>{@code AXO} with the cut MODEL {@code v4} asks for the model AXOL1TL_v4, {@code TOPO} with
 * {@code base_v1} for TOPO_base_v1. The score is the output column {@code score}, else the first;
 * its raw integer is compared with the cut SCORE.
 */
final class ScoreSteps {
    private final WordSteps words;
    private final List<Model> models;
    private final Set<String> named;
    private final Map<String, Score> scores = new LinkedHashMap<>();

    /**
     * The networks of a menu.
     *
     * @param words of the circuit
     * @param models that are loaded
     * @param requirements of the whole menu, which name networks
     */
    ScoreSteps(WordSteps words, List<Model> models, List<Requirement> requirements) {
        this.words = words;
        this.models = List.copyOf(models);
        this.named =
                requirements.stream()
                        .filter(entry -> entry.type().family() == ObjectType.Family.SCORE)
                        .map(ScoreSteps::modelName)
                        .flatMap(Optional::stream)
                        .map(name -> name.toUpperCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }

    private record Score(int step, FixedType type) {}

    /** The scores computed so far, as outputs named by their models. */
    List<Circuit.Output> outputs() {
        return scores.entrySet().stream()
                .map(entry ->
                        new Circuit.Output(
                                entry.getKey(), entry.getValue().step(), entry.getValue().type()))
                .toList();
    }

    /**
     * Why a score cannot be computed; nothing when it can.
     *
     * @throws MenuException when models of its family are loaded, but none that the menu names
     */
    Optional<String> obstacle(Requirement requirement, String where) {
        Optional<String> name = modelName(requirement);
        if (name.isEmpty()) {
            return Optional.of(requirement.type() + " without the version of its model");
        }
        if (requirement.bxOffset() != 0) {
            return Optional.of(requirement.type() + " of another crossing");
        }
        if (model(name.get()).isPresent()) {
            return Optional.empty();
        }
        String family = family(requirement.type());
        List<String> loaded =
                models.stream()
                        .map(Model::name)
                        .filter(other -> other.toUpperCase(Locale.ROOT).startsWith(family))
                        .toList();
        if (!loaded.isEmpty()
                && loaded.stream()
                        .noneMatch(other -> named.contains(other.toUpperCase(Locale.ROOT)))) {
            throw new MenuException(
                    where,
                    "expected the model %s, which the menu names, got %s; load that model"
                            .formatted(name.get(), String.join(", ", loaded)));
        }
        return Optional.of("needs the model " + name.get());
    }

    /** 1 when the score reaches the requirement's threshold. */
    int passes(Requirement requirement, String where) {
        int score = score(requirement);
        List<Integer> bits =
                cuts(requirement, CutType.SCORE).stream()
                        .map(cut -> words.atLeast(score, (long) Math.ceil(cut.minimum())))
                        .toList();
        if (bits.isEmpty()) {
            throw new MenuException(
                    where + ": object " + requirement.text(),
                    "expected a cut SCORE, got none; add it to the menu");
        }
        return words.all(bits);
    }

    /** The raw score that the requirement's threshold is compared with. */
    int score(Requirement requirement) {
        return scores.computeIfAbsent(
                        modelName(requirement).orElseThrow(), name -> score(model(name)))
                .step();
    }

    private Optional<Model> model(String name) {
        return models.stream().filter(model -> model.name().equalsIgnoreCase(name)).findFirst();
    }

    private static String family(ObjectType type) {
        return switch (type) {
            case AXO -> "AXOL1TL";
            case TOPO -> "TOPO";
            default -> throw new IllegalStateException(type + " has no model");
        };
    }

    private static Optional<String> modelName(Requirement requirement) {
        String versions =
                cuts(requirement, CutType.MODEL).stream()
                        .map(cut -> cut.data().strip())
                        .collect(Collectors.joining("+"));
        return versions.isEmpty()
                ? Optional.empty()
                : Optional.of(family(requirement.type()) + "_" + versions);
    }

    private static List<Cut> cuts(Requirement requirement, CutType type) {
        return requirement.cuts().stream().filter(cut -> cut.type() == type).toList();
    }

    private Score score(Optional<Model> named) {
        Model model = named.orElseThrow();
        List<Model.Binding> binding =
                FrameBinding.of(model)
                        .orElseThrow(() ->
                                new ModelException(
                                        model.name(),
                                        "expected a binding of its inputs to trigger objects, got"
                                                + " none; add \"binding\" to the model"));
        int[] columns = new int[model.columns()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = column(model, binding.get(i), i);
        }
        Circuit circuit = Lowering.lower(model);
        int[] steps = words.builder().append(circuit, columns);
        Circuit.Output output =
                circuit.outputs().stream()
                        .filter(candidate -> candidate.name().equals("score"))
                        .findFirst()
                        .orElse(circuit.outputs().getFirst());
        return new Score(steps[output.step()], output.type());
    }

    /** An input of a model, as its raw integer. */
    private int column(Model model, Model.Binding binding, int column) {
        if (binding.field().equals(Model.Binding.ZERO)) {
            return words.builder().constant(0);
        }
        int value =
                words.builder()
                        .cast(field(model, binding), binding.shift(), FixedType.signed(32, 32));
        FixedType type = model.columnType(column);
        return words.builder().cast(value, -type.fraction(), type);
    }

    private int field(Model model, Model.Binding binding) {
        String[] parts = binding.field().split("_", 2);
        String object = parts[0].replaceFirst("\\d+$", "");
        String digits = parts[0].substring(object.length());
        ObjectType type =
                switch (object) {
                    case "MU" -> ObjectType.MU;
                    case "EG" -> ObjectType.EG;
                    case "JET" -> ObjectType.JET;
                    case "MET" -> ObjectType.ETM;
                    case "HT" -> ObjectType.HTT;
                    default -> throw unknown(model, binding);
                };
        Quantity quantity =
                switch (parts.length == 2 ? parts[1] : "") {
                    case "pt" -> Quantity.VALUE;
                    case "eta" -> Quantity.ETA;
                    case "phi" ->
                            type == ObjectType.MU && atDetector(model)
                                    ? Quantity.PHI_RAW
                                    : Quantity.PHI;
                    default -> throw unknown(model, binding);
                };
        return words.field(
                new Particle(type, 0, digits.isEmpty() ? 0 : Integer.parseInt(digits)), quantity);
    }

    /** AXOL1TL_v4 alone was given the azimuth of muons at the detector. */
    private static boolean atDetector(Model model) {
        return model.name().equalsIgnoreCase("AXOL1TL_v4");
    }

    private static ModelException unknown(Model model, Model.Binding binding) {
        return new ModelException(
                model.name() + ": binding",
                "expected pt, eta or phi of MET, HT, EG, MU or JET, got "
                        + binding.field()
                        + "; correct the binding");
    }
}
