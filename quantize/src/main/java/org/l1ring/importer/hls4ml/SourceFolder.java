package org.l1ring.importer.hls4ml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.l1ring.model.ModelException;

/** The C++ files of a folder, read once and within limits. */
final class SourceFolder {
    private static final int MAX_DEPTH = 5;
    private static final int MAX_FILES = 5000;
    private static final long MAX_BYTES = 64L << 20;
    private static final String UTILITIES = "nnet_utils|nn_utils|ap_types|ac_types|hls_.*";

    private final Path root;
    private final Map<Path, String> texts = new HashMap<>();
    private final List<Path> files = new ArrayList<>();
    private long bytes;

    private SourceFolder(Path root) {
        this.root = root;
    }

    static SourceFolder open(Path folder) {
        SourceFolder source = new SourceFolder(folder.toAbsolutePath().normalize());
        try (Stream<Path> all = Files.walk(source.root, MAX_DEPTH, new FileVisitOption[0])) {
            all.limit(MAX_FILES + 1L).filter(Files::isRegularFile).forEach(source.files::add);
        } catch (IOException | UncheckedIOException e) {
            throw new ModelException(
                    folder.toString(), "expected a readable folder, got " + e.getMessage());
        }
        if (source.files.size() > MAX_FILES) {
            throw new ModelException(
                    folder.toString(),
                    "expected at most " + MAX_FILES + " files, got more; give the firmware folder");
        }
        source.files.sort(Comparator.naturalOrder());
        return source;
    }

    Path root() {
        return root;
    }

    /** Files that a predicate's pattern of names fits, those of utilities left out. */
    List<Path> own(String pattern) {
        return files.stream()
                .filter(file -> file.getFileName().toString().matches(pattern))
                .filter(file -> !isUtility(file))
                .toList();
    }

    /** The first file of a name among the utilities. */
    Optional<Path> utility(String name) {
        return files.stream()
                .filter(this::isUtility)
                .filter(file -> file.getFileName().toString().equals(name))
                .findFirst();
    }

    /** Whether a file belongs to the libraries that come with a folder. */
    boolean isUtility(Path file) {
        for (Path part : root.relativize(file)) {
            if (part.toString().matches(UTILITIES)) {
                return true;
            }
        }
        return false;
    }

    boolean has(Path file) {
        return files.contains(file.normalize());
    }

    /** A file's path as messages name it. */
    String name(Path file) {
        return root.relativize(file).toString();
    }

    /** The text of a file. */
    String text(Path file) {
        String known = texts.get(file);
        if (known != null) {
            return known;
        }
        try {
            bytes += Files.size(file);
            if (bytes > MAX_BYTES) {
                throw new ModelException(
                        name(file), "expected at most 64 MB of text in the folder, got more");
            }
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            texts.put(file, text);
            return text;
        } catch (IOException e) {
            throw new ModelException(name(file), "expected a readable file, got " + e.getMessage());
        }
    }
}
