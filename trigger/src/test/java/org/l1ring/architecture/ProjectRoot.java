package org.l1ring.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

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

    /** The launcher's JVM flags, between the parentheses of {@code JVM_FLAGS=( ... )}. */
    public static List<String> launcherFlags() throws IOException {
        String script = Files.readString(folder().resolve("l1ring"));
        int from = script.indexOf("JVM_FLAGS=(") + "JVM_FLAGS=(".length();
        String flags = script.substring(from, script.indexOf("\n)", from)).strip();
        return flags.lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("#"))
                .flatMap(line -> Stream.of(line.split("\\s+")))
                .toList();
    }
}
