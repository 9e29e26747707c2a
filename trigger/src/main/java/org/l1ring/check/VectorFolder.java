package org.l1ring.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of a model with the answers of its own emulator: {@code model.json}, {@code vectors_T}
 * or {@code outputs_T} (with {@code inputs_T} in the folder, its parent or the sibling {@code
 * <family>_inputs}), {@code layers_T}; T is any tag.
 */
public final class VectorFolder {
    private static final String MODEL = "model.json";
    private static final Pattern ANSWERS =
            Pattern.compile("(vectors|outputs)_(.+?)\\.(csv|npy)(\\.gz)?");
    private static final List<String> ENDINGS = List.of(".csv.gz", ".csv", ".npy", ".npy.gz");

    private final Path folder;
    private final List<VectorSet> sets = new ArrayList<>();

    /**
     * Finds the sets of a folder.
     *
     * @param folder that holds a model
     * @throws IOException if it cannot be listed
     * @throws IllegalArgumentException if it holds no answers or lacks their inputs
     */
    public VectorFolder(Path folder) throws IOException {
        this.folder = folder;
        for (Path file : list(folder)) {
            Matcher matcher = ANSWERS.matcher(file.getFileName().toString());
            if (matcher.matches()) {
                add(file, matcher.group(1).equals("vectors"), matcher.group(2));
            }
        }
        if (sets.isEmpty()) {
            throw new IllegalArgumentException(
                    folder
                            + ": expected vectors_*.csv or outputs_*.csv (.gz), got none;"
                            + " name the files with --vectors or --inputs and --outputs");
        }
    }

    /**
     * The model folders at or below a folder, at most two levels down.
     *
     * @param folder to search
     * @return the folder itself if it holds a model, else those below that do, in order of name
     * @throws IOException if it cannot be listed
     * @throws IllegalArgumentException if there is none
     */
    public static List<Path> modelFolders(Path folder) throws IOException {
        if (Files.isRegularFile(folder.resolve(MODEL))) {
            return List.of(folder);
        }
        List<Path> found = new ArrayList<>();
        for (Path child : list(folder)) {
            if (Files.isDirectory(child)) {
                if (Files.isRegularFile(child.resolve(MODEL))) {
                    found.add(child);
                } else {
                    list(child).stream()
                            .filter(below -> Files.isRegularFile(below.resolve(MODEL)))
                            .forEach(found::add);
                }
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    folder + ": expected a folder with model.json, got none; check the path");
        }
        return found;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private void add(Path file, boolean joined, String tag) throws IOException {
        Optional<Path> layers = find(folder, "layers_" + tag);
        if (joined) {
            sets.add(VectorSet.joined(file, layers));
            return;
        }
        Path absolute = folder.toRealPath();
        String family = absolute.getFileName().toString().replaceFirst("_.*", "");
        Path parent = absolute.getParent();
        Optional<Path> inputs = find(folder, "inputs_" + tag);
        if (inputs.isEmpty() && parent != null) {
            inputs =
                    find(parent, "inputs_" + tag)
                            .or(() -> find(parent.resolve(family + "_inputs"), "inputs_" + tag));
        }
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s: expected inputs_%s.csv(.gz) beside it, in the parent or in %s_inputs, got none"
                            .formatted(file, tag, family));
        }
        sets.add(VectorSet.separate(inputs.get(), Optional.of(file), layers));
    }

    private static Optional<Path> find(Path folder, String stem) {
        return ENDINGS.stream()
                .map(ending -> folder.resolve(stem + ending))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** The model's file. */
    public Path model() {
        return folder.resolve(MODEL);
    }

    /** The sets in order of file name. */
    public List<VectorSet> sets() {
        return List.copyOf(sets);
    }
}
