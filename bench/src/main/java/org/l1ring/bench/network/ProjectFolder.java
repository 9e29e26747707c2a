package org.l1ring.bench.network;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the sources and the reference models are. */
public final class ProjectFolder {
    private static final String REFERENCE = "L1RING_REFERENCE";

    private ProjectFolder() {}

    /**
     * The folder of the sources: the one the launcher names, else the nearest one upwards from the
     * working folder that holds the launcher, else the working folder.
     */
    public static Path root() {
        String named = System.getProperty("l1ring.root");
        if (named != null) {
            return Path.of(named);
        }
        Path working = Path.of("").toAbsolutePath();
        for (Path folder = working; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("l1ring"))) {
                return folder;
            }
        }
        return working;
    }

    /** The folder of reference models, whether it exists or not. */
    public static Path reference() {
        String named = System.getenv(REFERENCE);
        return named != null ? Path.of(named) : root().resolve("../shared/reference").normalize();
    }
}
