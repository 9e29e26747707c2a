package org.l1ring.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.l1ring.tool.SourceFiles;

/** A project's folder, written under a temporary name beside it and moved when it is whole. */
public final class ProjectFolder implements AutoCloseable {
    /** The report that every project has. */
    public static final String MARK = "report.json";

    /** Only folders with all of these are replaced: other verbs write reports too. */
    private static final List<String> MARKS = List.of(MARK, "Makefile", "README.md");

    private final Path target;
    private final Path temporary;

    /**
     * Starts a project.
     *
     * @param target its folder: absent, empty, or an earlier project when {@code replace}
     * @param replace whether an earlier project may be replaced
     * @throws IllegalArgumentException if the folder holds something else
     * @throws IOException if it cannot be written
     */
    public ProjectFolder(Path target, boolean replace) throws IOException {
        // The folder that a link names is replaced, not the link.
        this.target =
                Files.exists(target) ? target.toRealPath() : target.toAbsolutePath().normalize();
        if (Files.exists(this.target) && !Files.isDirectory(this.target)) {
            throw new IllegalArgumentException(
                    target + ": expected a folder to write, got a file; choose another name");
        }
        if (Files.isDirectory(this.target) && !empty(this.target)) {
            boolean project =
                    MARKS.stream().allMatch(file -> Files.exists(this.target.resolve(file)));
            if (!project || !replace) {
                throw new IllegalArgumentException(
                        "%s: expected no folder or an empty one, got %s"
                                .formatted(
                                        target,
                                        project
                                                ? "an earlier project; choose another, or --force to replace it"
                                                : "one with other files; choose another"));
            }
        }
        Path parent = this.target.getParent();
        Files.createDirectories(parent);
        String part = "." + this.target.getFileName() + ".part" + ProcessHandle.current().pid();
        this.temporary = parent.resolve(part);
        delete(temporary);
        Files.createDirectory(temporary);
        deleteAtEnd(temporary);
    }

    /** Deletes a folder when the JVM ends, also where it is interrupted. */
    public static void deleteAtEnd(Path folder) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            try {
                                delete(folder);
                            } catch (IOException _) {
                                // Something still writes to it.
                            }
                        }));
    }

    private static boolean empty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    /** Where the project is until it is whole. */
    public Path folder() {
        return temporary;
    }

    /** Writes files by path within the folder. */
    public void write(Map<String, String> files) throws IOException {
        SourceFiles.write(temporary, files);
    }

    /** Gives the folder its name. */
    public void commit() throws IOException {
        if (Files.exists(target)) {
            Path old = temporary.resolveSibling(temporary.getFileName() + ".old");
            Files.move(target, old);
            try {
                Files.move(temporary, target);
            } catch (IOException e) {
                Files.move(old, target);
                throw e;
            }
            delete(old);
        } else {
            Files.move(temporary, target);
        }
    }

    /** Deletes what was written unless it was committed. */
    @Override
    public void close() throws IOException {
        delete(temporary);
    }

    /** Deletes a folder and all that is in it; does nothing where there is none. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}
