package org.l1ring.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.l1ring.project.ProjectFolder;

/** A temporary folder for what an engine builds; gone when the JVM ends. */
final class BuildFolder {
    private BuildFolder() {}

    static Path create() {
        try {
            Path folder = Files.createTempDirectory("l1ring-");
            ProjectFolder.deleteAtEnd(folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
