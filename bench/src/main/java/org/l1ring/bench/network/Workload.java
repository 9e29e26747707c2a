package org.l1ring.bench.network;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.l1ring.importer.ModelImporter;
import org.l1ring.model.Model;
import org.l1ring.run.ModelSelection;

/**
 * A model to measure under the name of a production model: the model itself where the reference
 * folder has it, else a seeded random one of about its shape.
 *
 * @param name of the production model
 * @param standIn whether the model is only of its shape
 * @param model what is measured
 */
public record Workload(String name, boolean standIn, Model model) {
    private static final String BUILT_IN = "built-in";

    private static final Map<String, Supplier<Model>> STAND_INS = standIns();

    private static Map<String, Supplier<Model>> standIns() {
        Map<String, Supplier<Model>> all = new TreeMap<>();
        network(all, "AXOL1TL_v3", "57-32-16-8", 0.38);
        network(all, "AXOL1TL_v4", "57-28-15-8", 0.42);
        network(all, "CICADA_v1p1p1", "252-15-1", 0.33);
        network(all, "CICADA_v2p1p2", "252-20-1", 0.4);
        network(all, "ECON_AE_encoder_3eLinks", "64-44-16", 0.09);
        network(all, "ECON_AE_encoder_5eLinks", "64-44-16", 0.09);
        network(all, "EMTFnn_v1", "29-20-16-2", 0.19);
        network(all, "TOPO_HHbbWW_1mu_v1", "20-64-32-32-1", 0.8);
        network(all, "TOoLLiP_v3", "130-18-10-1", 0.76);
        network(all, "hgq_jet_classifier", "16-64-32-32-5", 0.6);
        network(all, "jet_tagger_6bit", "16-64-32-32-5", 0.03);
        all.put(
                "BDT_track_quality_40x3",
                () -> new SeededForest(7, 40, 3).model("BDT_track_quality_40x3"));
        return Map.copyOf(all);
    }

    private static void network(
            Map<String, Supplier<Model>> all, String name, String shape, double zeros) {
        all.put(name, () -> SeededNetwork.ofShape(shape, zeros).model(name));
    }

    /** Names of all workloads: the built-in model, then production models. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(STAND_INS.keySet());
        names.sort(String.CASE_INSENSITIVE_ORDER);
        names.addFirst(BUILT_IN);
        return names;
    }

    /**
     * A workload of the reference folder that the environment names.
     *
     * @param name one of {@link #names}
     */
    public static Workload named(String name) {
        return named(name, ProjectFolder.reference());
    }

    /**
     * A workload.
     *
     * @param name one of {@link #names}
     * @param reference folder of production models, whether it exists or not
     * @throws IllegalArgumentException for another name
     */
    public static Workload named(String name, Path reference) {
        if (name.equals(BUILT_IN)) {
            return new Workload(name, false, ModelSelection.builtIn());
        }
        Supplier<Model> standIn = STAND_INS.get(name);
        if (standIn == null) {
            throw new IllegalArgumentException(
                    "model: expected one of %s, got %s".formatted(names(), name));
        }
        Path file = reference.resolve("models").resolve(folder(name)).resolve("model.json");
        return Files.isRegularFile(file)
                ? new Workload(name, false, ModelImporter.read(file))
                : new Workload(name, true, standIn.get());
    }

    private static String folder(String name) {
        String family = "ECON_AE_encoder_";
        return name.startsWith(family)
                ? "ECON_AE/" + name.substring(family.length()).replace("eLinks", "_eLinks")
                : name;
    }
}
