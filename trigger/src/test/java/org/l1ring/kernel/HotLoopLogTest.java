package org.l1ring.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.architecture.ProjectRoot;

/**
 * Hot loops are compiled from their start, every vector operation in them is an instruction, and
 * none makes an object.
 *
 * <p>Read from the log of a JVM with the launcher's flags, which compiles one method at a time so
 * that its choices do not depend on the machine's speed.
 */
@Timeout(120)
final class HotLoopLogTest {
    private static final List<String> LOGGING =
            List.of(
                    "-Xbatch",
                    "-XX:-TieredCompilation",
                    "-XX:CompileThreshold=1000",
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:+PrintCompilation",
                    "-XX:CompileCommand=quiet",
                    "-XX:CompileCommand=PrintInlining,org.l1ring.kernel.*::*");

    @TempDir private Path folder;

    /** A step that a JVM ran, and what it allocated in all measured runs. */
    private record Hot(String type, String method, long bytes, String description) {
        static Hot of(String line) {
            String[] words = line.split(" ", 4);
            return new Hot(words[0], words[1], Long.parseLong(words[2]), words[3]);
        }

        /** Whether its loop is of vectors. */
        boolean vectors() {
            return !method.equals("table") && !method.equals("cast");
        }
    }

    private record Outcome(List<Hot> steps, HotLoopLog log) {}

    @BeforeEach
    void needTheLogs() {
        String name = System.getProperty("java.vm.name");
        assumeTrue(name.contains("HotSpot") || name.contains("OpenJDK"), name + " has other logs");
        assumeFalse(
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .anyMatch(flag -> flag.startsWith("-XX:MaxVectorSize")),
                "MaxVectorSize: once is enough");
    }

    private Outcome run(String... arguments) throws IOException, InterruptedException {
        Path log = folder.resolve("log.txt");
        Path results = folder.resolve("results.txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ProjectRoot.launcherFlags());
        command.addAll(LOGGING);
        // A loop that its caller has inlined would not be compiled from its start.
        Stream.of(Loops.class.getDeclaredMethods())
                .map(Method::getName)
                .filter(name -> !name.equals("run"))
                .distinct()
                .sorted()
                .map(name ->
                        "-XX:CompileCommand=dontinline,org.l1ring.kernel.LoopsVector*::" + name)
                .forEach(command::add);
        String path = System.getProperty("java.class.path");
        command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", path)));
        command.addAll(List.of(HotLoops.class.getName(), arguments[0], results.toString()));
        command.addAll(Arrays.asList(arguments).subList(1, arguments.length));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        boolean ended = process.waitFor(90, TimeUnit.SECONDS);
        process.destroyForcibly();
        List<String> lines = Files.readAllLines(log);
        String end = String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        assertTrue(ended, "90 s were not enough; last lines of the log:\n" + end);
        assumeFalse(end.contains("VM option"), "needs -XX:+PrintInlining: " + end);
        assertEquals(0, process.exitValue(), end);
        List<Hot> steps = Files.readAllLines(results).stream().map(Hot::of).toList();
        return new Outcome(steps, new HotLoopLog(lines));
    }

    /** Methods of the kernels' classes that take or give vectors. */
    private static Set<String> helpers(Class<?>... types) {
        return Stream.of(types)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method ->
                        Stream.concat(
                                        Stream.of(method.getReturnType()),
                                        Stream.of(method.getParameterTypes()))
                                .anyMatch(HotLoopLogTest::boxed))
                .map(method -> method.getDeclaringClass().getName() + "::" + method.getName())
                .collect(Collectors.toSet());
    }

    private static boolean boxed(Class<?> type) {
        return Vector.class.isAssignableFrom(type) || VectorMask.class.isAssignableFrom(type);
    }

    /** Everything that is wrong with what ran. */
    private static List<String> faults(Outcome outcome, Class<?>... owners) {
        Set<String> helpers = helpers(owners);
        Set<String> faults = new TreeSet<>();
        Set<String> hot = new TreeSet<>();
        Set<String> allocating = new TreeSet<>();
        for (Hot step : outcome.steps()) {
            if (step.bytes() > 0) {
                allocating.add(step.type() + "::" + step.method());
                faults.add(
                        "%s::%s: %d bytes in %d runs of %s"
                                .formatted(
                                        step.type(),
                                        step.method(),
                                        step.bytes(),
                                        HotLoops.MEASURED,
                                        step.description()));
            }
            if (step.vectors()) {
                hot.add(step.type() + "::" + step.method());
            }
        }
        // Loops that a step calls: whatever was compiled with vectors in it.
        for (String name : outcome.log().kernels()) {
            if (outcome.log().instructions(name) > 0) {
                hot.add(name);
            }
        }
        hot.forEach(name ->
                faults.addAll(outcome.log().faults(name, helpers, allocating.contains(name))));
        return List.copyOf(faults);
    }

    private static void check(Outcome outcome) {
        List<String> faults =
                faults(
                        outcome,
                        AcceptWords.class,
                        FrameTranspose.class,
                        FloatSums.class,
                        LoopsVector.class);
        assertEquals("", String.join("\n", faults));
    }

    @Test
    void straightLineCodeMakesNoBoxes() throws Exception {
        Outcome outcome = run("VECTOR", "1", "3");
        assertTrue(outcome.steps().stream().anyMatch(step -> step.type().contains(".Group/")));
        check(outcome);
    }

    @Test
    void loopsMakeNoBoxes() throws Exception {
        Outcome outcome = run("LOOPS", "0", "1", "2", "3", "4", "5");
        long methods =
                outcome.steps().stream()
                        .filter(step -> step.type().contains(".LoopsVector/"))
                        .map(step -> step.type() + step.method())
                        .distinct()
                        .count();
        assertTrue(methods > 15, "the circuits reach only " + methods + " loops");
        check(outcome);
    }

    @Test
    void boxesAreFound() throws Exception {
        Outcome outcome = run("BOXING");
        String faults = String.join("\n", faults(outcome, BoxingLoops.class));
        for (String expected :
                List.of(
                        "Kept::run: [1-9]\\d* bytes in",
                        "Helped::run: [1-9]\\d* bytes in",
                        "Helped::run: @.*BoxingLoops::add .* failed to inline",
                        "Unknown::run: @.*VectorSupport::store .* failed to inline")) {
            assertTrue(Pattern.compile(expected).matcher(faults).find(), expected + "\n" + faults);
        }
        assertFalse(faults.contains("Kept::run: @"), faults);
        assertTrue(outcome.log().instructions(BoxingLoops.Kept.class.getName() + "::run") > 0);
    }

    /** Loops take segments and places, so vectors never pass from one method to another. */
    @Test
    void noMethodPassesVectors() {
        assertEquals(Set.of(), helpers(LoopsVector.class, FloatSums.class));
        assertEquals(Set.of("org.l1ring.kernel.BoxingLoops::add"), helpers(BoxingLoops.class));
        assertFalse(boxed(MemorySegment.class));
    }
}
