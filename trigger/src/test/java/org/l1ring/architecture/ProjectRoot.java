package org.l1ring.architecture;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of the sources that the tests run in. */
public final class ProjectRoot {

    private ProjectRoot() {}

    /** The nearest folder upwards that holds the launcher. */
    public static Path folder() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("l1ring"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
