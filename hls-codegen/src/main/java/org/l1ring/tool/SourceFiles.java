package org.l1ring.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Generated texts in a folder, where programs read them. */
public final class SourceFiles {
    private SourceFiles() {}

    /**
     * Writes files and the folders that they need.
     *
     * @param folder that receives them
     * @param files texts by path within it
     * @throws IOException if a file cannot be written
     */
    public static void write(Path folder, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue(), StandardCharsets.UTF_8);
        }
    }
}
