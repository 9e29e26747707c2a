package org.l1ring.importer.keras;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.l1ring.model.ModelException;

/** Finds the weights of layers in a file of one of the two ways in which Keras lays them out. */
final class WeightSource {
    private static final String LAYERS = "layers";
    private static final String EARLIER_LAYERS = "_layer_checkpoint_dependencies";
    private static final String NAMES = "weight_names";

    private final String file;
    private final Hdf5Node root;
    private final List<String> nested;

    private WeightSource(String file, Hdf5Node root, List<String> nested) {
        this.file = file;
        this.root = root;
        this.nested = nested;
    }

    /** The weights of a file: those of a whole model, or of nothing else. */
    static WeightSource of(String file, Hdf5Node root) {
        return new WeightSource(file, root.group("model_weights").orElse(root), List.of());
    }

    String file() {
        return file;
    }

    private Optional<Hdf5Node> numbered() {
        return root.group(LAYERS).or(() -> root.group(EARLIER_LAYERS));
    }

    /**
     * The weights of a layer; none if the file has none.
     *
     * @param name of the layer
     * @param kind its class
     * @param before how many layers of that class come before it
     */
    LayerWeights of(String name, String kind, int before) {
        String where = file + ": layer " + Names.line(name);
        Map<String, Numbers> arrays = new LinkedHashMap<>();
        if (numbered().isPresent()) {
            group(name, kind, before).ifPresent(group -> collect(group, "", arrays));
            return new LayerWeights(where, arrays);
        }
        String top = nested.isEmpty() ? name : nested.get(0);
        Optional<Hdf5Node> group = root.group(top);
        if (group.isEmpty() && name.contains("/")) {
            group = root.group(name.split("/", -1));
        }
        if (group.isPresent()) {
            for (String path : group.get().list(NAMES)) {
                boolean own = nested.isEmpty() || List.of(path.split("/", -1)).contains(name);
                if (own) {
                    Numbers numbers =
                            group.get()
                                    .array(path)
                                    .orElseThrow(() ->
                                            new ModelException(
                                                    where,
                                                    "expected the weight %s, got none; the file may"
                                                                    .formatted(Names.line(path))
                                                            + " be damaged"));
                    arrays.put(path, numbers);
                }
            }
            if (arrays.isEmpty() && group.get().list(NAMES).isEmpty()) {
                collect(group.get(), "", arrays);
            }
        }
        return new LayerWeights(where, arrays);
    }

    /** The weights of a model that is a layer of this one. */
    WeightSource inner(String name, String kind, int before) {
        if (numbered().isPresent()) {
            Hdf5Node group = group(name, kind, before).orElse(Hdf5Node.EMPTY);
            return new WeightSource(file, group, List.of());
        }
        List<String> path = new ArrayList<>(nested);
        path.add(name);
        return new WeightSource(file, root, path);
    }

    /** The group of a layer in the way of Keras 3: by the name inside it, else by class. */
    private Optional<Hdf5Node> group(String name, String kind, int before) {
        Hdf5Node layers = numbered().orElseThrow();
        for (Hdf5Node candidate : layers.groups().values()) {
            Optional<String> own = candidate.group("vars").flatMap(vars -> vars.text("name"));
            if (own.isPresent() && own.get().equals(name)) {
                return Optional.of(candidate);
            }
        }
        String counted = Names.snake(kind) + (before == 0 ? "" : "_" + before);
        return layers.group(counted).or(() -> layers.group(name));
    }

    private static void collect(Hdf5Node group, String path, Map<String, Numbers> arrays) {
        List<String> names = new ArrayList<>(group.arrays().keySet());
        names.sort((a, b) -> {
            OptionalInt left = number(a);
            OptionalInt right = number(b);
            return left.isPresent() && right.isPresent()
                    ? Integer.compare(left.getAsInt(), right.getAsInt())
                    : a.compareTo(b);
        });
        names.forEach(name -> arrays.put(path + name, group.arrays().get(name)));
        group.groups().forEach((name, inner) -> collect(inner, path + name + "/", arrays));
    }

    private static OptionalInt number(String text) {
        return text.matches("\\d{1,6}")
                ? OptionalInt.of(Integer.parseInt(text))
                : OptionalInt.empty();
    }
}
