package org.l1ring.bench.results;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.l1ring.report.BuildInfo;

/**
 * Where and when a run was made.
 *
 * @param version of L1Ring
 * @param commit of the sources, abbreviated
 * @param jdk release and vendor
 * @param vectorBits width of a preferred vector in bits
 * @param cpu model name
 * @param processors that the JVM may use
 * @param flags of the JVM
 * @param date UTC, as 2026-01-31
 */
public record Machine(
        String version,
        String commit,
        String jdk,
        int vectorBits,
        String cpu,
        int processors,
        List<String> flags,
        String date) {

    /** Copies the flags. */
    public Machine {
        flags = List.copyOf(flags);
    }

    /** This machine, now. */
    public static Machine current() {
        BuildInfo build = BuildInfo.current();
        List<String> flags =
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(flag -> !flag.startsWith("-Dl1ring."))
                        .toList();
        return new Machine(
                build.version(),
                build.commit(),
                build.jdk(),
                build.vectorBits(),
                cpuName(Path.of("/proc/cpuinfo")),
                Runtime.getRuntime().availableProcessors(),
                flags,
                LocalDate.now(ZoneOffset.UTC).toString());
    }

    /** The model name, with family and model where a hypervisor keeps the name vague. */
    static String cpuName(Path info) {
        String architecture = System.getProperty("os.arch");
        if (!Files.isReadable(info)) {
            return architecture;
        }
        try (Stream<String> lines = Files.lines(info)) {
            List<String> known = lines.limit(64).toList();
            String name = value(known, "model name");
            if (name.isEmpty()) {
                return architecture;
            }
            return "%s (family %s, model %s)"
                    .formatted(name, value(known, "cpu family"), value(known, "model"));
        } catch (IOException e) {
            return architecture;
        }
    }

    private static String value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.contains(":"))
                .filter(line -> line.substring(0, line.indexOf(':')).strip().equals(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }
}
