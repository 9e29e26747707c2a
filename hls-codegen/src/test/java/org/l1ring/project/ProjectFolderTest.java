package org.l1ring.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of projects appear whole, and replace nothing but projects. */
final class ProjectFolderTest {
    private static final Map<String, String> FILES =
            Map.of("report.json", "{}", "Makefile", "", "README.md", "first");

    @TempDir private Path folder;

    private static void write(Path target, boolean replace, Map<String, String> files)
            throws IOException {
        try (ProjectFolder project = new ProjectFolder(target, replace)) {
            project.write(files);
            project.commit();
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void nothingIsLeftOfOneThatIsNotCommitted() throws IOException {
        try (ProjectFolder project = new ProjectFolder(folder.resolve("p"), false)) {
            project.write(FILES);
        }
        assertEquals(List.of(), names());
    }

    @Test
    void aProjectIsReplacedOnRequest() throws IOException {
        Path target = folder.resolve("p");
        write(target, false, FILES);
        assertThrows(IllegalArgumentException.class, () -> write(target, false, FILES));
        write(target, true, Map.of("src/a.v", "second"));
        assertFalse(Files.exists(target.resolve("Makefile")));
        assertEquals("second", Files.readString(target.resolve("src/a.v")));
        assertEquals(List.of("p"), names());
    }

    @Test
    void theReportOfAnotherVerbIsNoProject() throws IOException {
        Path file = Files.writeString(folder.resolve("report.json"), "{}");
        IllegalArgumentException failure =
                assertThrows(IllegalArgumentException.class, () -> write(folder, true, FILES));
        assertEquals(
                folder
                        + ": expected no folder or an empty one, got one with other files; choose another",
                failure.getMessage());
        assertTrue(Files.exists(file));
    }

    @Test
    void aLinkIsFollowed() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        write(link, false, FILES);
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("first", Files.readString(real.resolve("README.md")));
    }
}
