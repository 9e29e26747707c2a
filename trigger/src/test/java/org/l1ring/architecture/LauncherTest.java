package org.l1ring.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the launcher picks a JDK, in a folder laid out as an unpacked release. */
@Timeout(60)
final class LauncherTest {

    private static final String MEND =
            ": expected JDK 25 or newer; install one, or export JAVA_HOME=<JDK 25 folder>\n";

    @TempDir private Path folder;

    private record Outcome(int code, String out, String err) {}

    @BeforeEach
    void unpack() throws IOException {
        assumeTrue(Files.exists(Path.of("/bin/bash")), "needs /bin/bash");
        Files.copy(ProjectRoot.folder().resolve("l1ring"), folder.resolve("l1ring"));
        Files.createDirectory(folder.resolve("lib"));
        Files.createDirectory(folder.resolve("jdks"));
    }

    /** A JDK folder whose java prints its version and arguments. */
    private Path jdk(String version) throws IOException {
        Path home = folder.resolve("jdks").resolve("jdk-" + version);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "A=\"b\"\nJAVA_VERSION=\"" + version + "\"\n");
        Path java = home.resolve("bin/java");
        script(java, "echo " + version + "\nprintf '%s\\n' \"$@\"");
        return home;
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/bash\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Outcome launch(String javaHome, String... arguments)
            throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 2];
        command[0] = "/bin/bash";
        command[1] = folder.resolve("l1ring").toString();
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("L1RING_JVM_FOLDERS", folder.resolve("jdks").toString());
        environment.put("PATH", tools());
        environment.remove("JAVA_HOME");
        if (javaHome != null) {
            environment.put("JAVA_HOME", javaHome);
        }
        Process process = builder.start();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** A folder with the few programs that the launcher calls, and no java. */
    private String tools() throws IOException {
        Path tools = folder.resolve("tools");
        if (Files.notExists(tools)) {
            Files.createDirectory(tools);
            for (String name : new String[] {"dirname", "readlink", "grep"}) {
                script(tools.resolve(name), "exec /usr/bin/" + name + " \"$@\"");
            }
        }
        return tools.toString();
    }

    @Test
    void oldJdkAloneIsRefusedInOneLine() throws Exception {
        Outcome outcome = launch(jdk("17.0.15").toString(), "run");
        assertEquals(new Outcome(2, "", "l1ring: JDK 17 found" + MEND), outcome);
    }

    @Test
    void noJdkIsRefusedInOneLine() throws Exception {
        Outcome outcome = launch(null, "run");
        assertEquals(new Outcome(2, "", "l1ring: no JDK found" + MEND), outcome);
    }

    @Test
    void javaHomeComesFirst() throws Exception {
        jdk("25.0.1");
        Outcome outcome = launch(jdk("26").toString(), "run");
        assertEquals("26", outcome.out().lines().findFirst().orElseThrow());
    }

    @Test
    void oldJavaHomeGivesWayToAFolderWithANewerJdk() throws Exception {
        jdk("25.0.1");
        Outcome outcome = launch(jdk("21.0.2").toString(), "run", "a b");
        assertEquals(0, outcome.code(), outcome.err());
        assertEquals("25.0.1", outcome.out().lines().findFirst().orElseThrow());
        assertTrue(outcome.out().endsWith("org.l1ring.cli.Main\nrun\na b\n"), outcome.out());
    }

    @Test
    void testsNeedTheSources() throws Exception {
        Outcome outcome = launch(jdk("25").toString(), "test");
        String reason = "test: expected a source tree, got a release; run it in a clone";
        assertEquals(2, outcome.code());
        assertEquals("l1ring: " + reason + " of the sources\n", outcome.err());
    }
}
