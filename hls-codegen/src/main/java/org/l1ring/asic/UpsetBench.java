package org.l1ring.asic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.l1ring.project.ProjectFolder;
import org.l1ring.rtl.RtlSimulator;
import org.l1ring.tool.Program;
import org.l1ring.tool.SourceFiles;
import org.l1ring.tool.ToolException;

/**
 * The bench of a project that flips registers, built with Verilator from copies of its sources in
 * which a replica can be flipped.
 */
public final class UpsetBench {
    private static final long BUILD_SECONDS = 3600;
    private static final long RUN_SECONDS = 7 * 24 * 3600;
    private static final String BENCH = "bench/asic_upset.cpp";

    /** As in the project's Makefile, but code that runs once is not optimised. */
    private static final List<String> FLAGS =
            Stream.concat(
                            RtlSimulator.BUILD_FLAGS.stream(),
                            Stream.of(
                                    "-Mdir",
                                    "build",
                                    "-o",
                                    "sim",
                                    "-MAKEFLAGS",
                                    "OPT_FAST=-O1 OPT_GLOBAL=-O0"))
                    .toList();

    private final Path project;
    private final String top;
    private final boolean loads;
    private final Path folder;

    /** How registers are flipped. */
    public enum Mode {
        /** A flip in every clock cycle: the one before has to be gone. */
        HEALS,
        /** A flip, watched until nothing of it is left or the window is over; then the next. */
        SINGLE,
        /** The same bit of two of three replicas. */
        DOUBLE
    }

    /**
     * A bench, not built yet.
     *
     * @param project folder that firmware wrote
     * @param top module
     * @param loads whether weights come over I2C
     * @param unprotected whether registers are taken once, whatever the project's protection is
     * @throws IllegalArgumentException if files of the project are absent, or its replica is not
     *     the one that was written
     */
    public UpsetBench(Path project, String top, boolean loads, boolean unprotected) {
        this.project = project;
        this.top = top;
        this.loads = loads;
        this.folder = project.resolve(unprotected ? "build/upset-none" : "build/upset");
        List<String> needed = new ArrayList<>(List.of(BENCH));
        for (String module : List.of("", "_registers", "_replica", "_gate")) {
            needed.add("src/" + top + module + ".v");
        }
        needed.addAll(vectors());
        for (String file : needed) {
            if (!Files.isRegularFile(project.resolve(file))) {
                throw new IllegalArgumentException(
                        "%s: expected the file %s, got none; write the project again with firmware --target asic"
                                .formatted(project, file));
            }
        }
    }

    private List<String> vectors() {
        return loads
                ? List.of("vectors/rows.hex", "vectors/own.l1pi", "vectors/other.l1pi")
                : List.of("vectors/rows.hex");
    }

    /**
     * Builds it, unless it was built of the same sources.
     *
     * @throws IOException if a file cannot be read or written
     * @throws ToolException if a program is absent or fails
     */
    public void build() throws IOException {
        for (Program program : List.of(Program.VERILATOR, Program.MAKE, Program.GXX)) {
            program.require();
        }
        SortedMap<String, String> files = sources();
        Path stamp = folder.resolve("sources.sha256");
        String digest = digest(files);
        if (Files.exists(stamp) && Files.readString(stamp).equals(digest)) {
            return;
        }
        ProjectFolder.delete(folder);
        SourceFiles.write(folder, files);
        String absolute = folder.toAbsolutePath().toString();
        List<String> arguments = new ArrayList<>(FLAGS);
        arguments.addAll(List.of("--top-module", top));
        arguments.addAll(List.of("-y", absolute + "/src", absolute + "/src/" + top + ".v"));
        arguments.add(absolute + "/asic_upset.cpp");
        Program.VERILATOR.succeed(folder, BUILD_SECONDS, arguments);
        Files.writeString(stamp, digest);
    }

    /** The project's sources, but for what flips need. */
    private SortedMap<String, String> sources() throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> sources = Files.list(project.resolve("src"))) {
            for (Path file : sources.filter(path -> path.toString().endsWith(".v")).toList()) {
                files.put("src/" + file.getFileName(), Files.readString(file));
            }
        }
        String replica = "src/" + top + "_replica.v";
        if (!AsicEmitter.module(top, "replica").equals(files.get(replica))) {
            throw new IllegalArgumentException(
                    "%s: expected the module that firmware wrote, got another; flips take its place, write the project again"
                            .formatted(project.resolve(replica)));
        }
        files.put(replica, AsicEmitter.module(top, "replica-upset"));
        if (folder.endsWith("upset-none")) {
            files.put("src/" + top + "_registers.v", AsicEmitter.module(top, "registers-none"));
        }
        files.put("asic_upset.cpp", Files.readString(project.resolve(BENCH)));
        return files;
    }

    private static String digest(SortedMap<String, String> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(String.join(" ", FLAGS).getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, String> file : files.entrySet()) {
                String text = file.getKey() + "\n" + file.getValue();
                digest.update(text.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest()) + "\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Flips registers: all once in a seeded order, then all in another order, and so on.
     *
     * @param mode how
     * @param flips how many, 1 or more
     * @param seed of the order
     * @param progress is told the flips so far, a few times a second
     * @return a tally for each class
     * @throws ToolException if the bench fails, or finds the design without flips wrong
     */
    public List<UpsetTally> run(Mode mode, long flips, long seed, LongConsumer progress) {
        List<String> arguments = new ArrayList<>();
        arguments.add(mode.name().toLowerCase(Locale.ROOT));
        arguments.add(Long.toString(flips));
        arguments.add(Long.toUnsignedString(seed));
        for (String file : vectors()) {
            arguments.add(project.resolve(file).toAbsolutePath().toString());
        }
        Program.Run run =
                Program.runBuilt(
                        folder.resolve("build/sim"),
                        folder,
                        RUN_SECONDS,
                        arguments,
                        log -> progress.accept(flipsIn(log)));
        if (run.exitCode() != 0) {
            throw new ToolException(
                    "%s: the design without flips fails: expected PASS, got %s; make test in the project says more"
                            .formatted(
                                    folder.resolve("sim.log"),
                                    run.lines().isEmpty() ? "no output" : run.lines().getLast()));
        }
        return run.lines().stream()
                .filter(line -> line.startsWith("class "))
                .map(UpsetBench::tally)
                .toList();
    }

    private static long flipsIn(Path log) {
        try {
            return Files.readAllLines(log).stream()
                    .filter(line -> line.matches("flips \\d+"))
                    .mapToLong(line -> Long.parseLong(line.substring("flips ".length())))
                    .max()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UpsetTally tally(String line) {
        String[] words = line.split(" ", -1);
        List<Long> numbers = Stream.of(words).skip(2).map(Long::valueOf).toList();
        return new UpsetTally(
                UpsetClass.of(words[1]),
                numbers.get(0),
                numbers.get(1),
                numbers.get(2),
                numbers.get(3),
                numbers.subList(4, numbers.size()));
    }
}
