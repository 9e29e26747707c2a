package org.l1ring.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The reference data, when it is there. */
public final class Reference {

    private Reference() {}

    /** A file or folder of the reference data; the test is skipped when it is absent. */
    public static Path path(String name) {
        Path path = folder().resolve(name);
        assumeTrue(Files.exists(path), "skipped, no reference data: " + path);
        return path;
    }

    /** The folder of the reference data, whether it is there or not. */
    public static Path folder() {
        String variable = System.getenv("L1RING_REFERENCE");
        if (variable != null) {
            return Path.of(variable);
        }
        Path root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.isRegularFile(root.resolve("l1ring"))) {
            root = root.getParent();
        }
        return root.resolve("../shared/reference").normalize();
    }
}
