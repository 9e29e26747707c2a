package org.l1ring.hls;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The reference folder: L1RING_REFERENCE, else ../shared/reference beside the project. */
final class ReferenceFolder {
    private ReferenceFolder() {}

    /** A file or folder in it; the test is skipped where it is absent. */
    static Path require(String path) {
        String variable = System.getenv("L1RING_REFERENCE");
        Path folder = variable != null ? Path.of(variable) : besideProject();
        Path found = folder.resolve(path);
        assumeTrue(Files.exists(found), "skipped, no reference data: " + found);
        return found;
    }

    private static Path besideProject() {
        Path root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.isRegularFile(root.resolve("l1ring"))) {
            root = root.getParent();
        }
        return root.resolve("../shared/reference").normalize();
    }

    /** The first rows of a table, each split at its commas; the header is left out. */
    static List<String[]> rows(Path table, int most) throws IOException {
        List<String[]> rows = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(table)),
                                StandardCharsets.UTF_8))) {
            reader.readLine();
            for (String line = reader.readLine();
                    line != null && rows.size() < most;
                    line = reader.readLine()) {
                rows.add(line.split(",", -1));
            }
        }
        return rows;
    }
}
