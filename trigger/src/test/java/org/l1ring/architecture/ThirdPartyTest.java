package org.l1ring.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the list of a release's libraries to what the trigger module runs with. */
final class ThirdPartyTest {

    private static final Path LIST = ProjectRoot.folder().resolve("THIRD-PARTY.md");

    /** Libraries that only tests bring in. */
    private static final Set<String> TEST_ONLY =
            Set.of(
                    "junit",
                    "opentest4j",
                    "apiguardian",
                    "archunit",
                    "sbe-tool",
                    "surefire",
                    "xgboost4j",
                    "lightgbm4j",
                    "kryo",
                    "reflectasm",
                    "objenesis",
                    "minlog",
                    "commons-logging",
                    "jspecify");

    @Test
    void listNamesTheLibrariesOfARelease() throws IOException {
        assertEquals(libraries(), listed());
    }

    @Test
    void licenceTextsAreThere() throws IOException {
        for (String row : rows()) {
            String[] cells = row.split("\\|", -1);
            for (String text : cells[4].split(",", -1)) {
                assertTrue(Files.isRegularFile(LIST.resolveSibling(text.strip())), row);
            }
        }
    }

    /** Jars on the class path of the tests without ours and those of the tests. */
    private static Set<String> libraries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).getFileName().toString())
                .filter(name -> name.endsWith(".jar") && !name.startsWith("l1ring-"))
                .filter(name -> TEST_ONLY.stream().noneMatch(name::startsWith))
                .map(name -> name.substring(0, name.length() - ".jar".length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> listed() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String row : rows()) {
            String[] cells = row.split("\\|", -1);
            names.add(cells[1].strip() + "-" + cells[2].strip());
        }
        return names;
    }

    private static Iterable<String> rows() throws IOException {
        return Files.readAllLines(LIST).stream()
                .filter(line -> line.startsWith("|"))
                .skip(2)
                .toList();
    }
}
