package org.l1ring.tool;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** An external program, run as a process of its own: a crash of it is an error, not our end. */
public enum Program {
    /** Compiler of Icarus Verilog. */
    IVERILOG("iverilog", "iverilog"),
    /** Simulator of Icarus Verilog. */
    VVP("vvp", "iverilog"),
    /** Verilog to C++ simulators, and lint. */
    VERILATOR("verilator", "verilator"),
    /** Synthesis, netlists, equivalence. */
    YOSYS("yosys", "yosys"),
    /** Static timing and power. */
    STA("sta", "opensta"),
    /** Solver of linear integer formulas. */
    Z3("z3", "z3"),
    /** C++ compiler. */
    GXX("g++", "g++"),
    /** Runs makefiles. */
    MAKE("make", "make"),
    /** Interpreter of the examples. */
    PYTHON("python3", "python3");

    private static final long WATCH_MILLIS = 250;

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        // A JVM that is ended leaves no synthesis of minutes behind.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Program::end)));
    }

    private final String command;
    private final String debianPackage;

    Program(String command, String debianPackage) {
        this.command = command;
        this.debianPackage = debianPackage;
    }

    /** The name under which it is called. */
    public String command() {
        return command;
    }

    /** The Debian package that holds it. */
    public String debianPackage() {
        return debianPackage;
    }

    /** Whether it is on the PATH. */
    public boolean present() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(command)));
    }

    /**
     * Does nothing where the program is present.
     *
     * @throws ToolException if it is absent; the message names the package to install
     */
    public void require() {
        if (!present()) {
            throw new ToolException(
                    "%s: expected on PATH, got none; install the Debian package %s"
                            .formatted(command, debianPackage));
        }
    }

    /** What a run left: its exit code and all that it printed. */
    public record Run(int exitCode, List<String> lines) {
        /** Copies the lines. */
        public Run {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Runs the program to its end.
     *
     * @param folder its working folder; what it prints is kept there in {@code <command>.log}
     * @param limitSeconds after which it is ended
     * @param arguments of the command
     * @throws ToolException if it is absent, cannot be started or is not done within the limit
     */
    public Run run(Path folder, long limitSeconds, List<String> arguments) {
        require();
        return run(command, folder, limitSeconds, arguments, _ -> {});
    }

    /**
     * Runs a program that was built, to its end.
     *
     * @param built its file
     * @param folder its working folder; what it prints is kept there in {@code <file name>.log}
     * @param limitSeconds after which it is ended
     * @param arguments of the program
     * @throws ToolException if it cannot be started or is not done within the limit
     */
    public static Run runBuilt(Path built, Path folder, long limitSeconds, List<String> arguments) {
        return runBuilt(built, folder, limitSeconds, arguments, _ -> {});
    }

    /**
     * Runs a program that was built, to its end, and looks at what it prints meanwhile.
     *
     * @param built its file
     * @param folder its working folder; what it prints is kept there in {@code <file name>.log}
     * @param limitSeconds after which it is ended
     * @param arguments of the program
     * @param watch is given the file of what is printed, a few times a second
     * @throws ToolException if it cannot be started or is not done within the limit
     */
    public static Run runBuilt(
            Path built,
            Path folder,
            long limitSeconds,
            List<String> arguments,
            Consumer<Path> watch) {
        return run(built.toAbsolutePath().toString(), folder, limitSeconds, arguments, watch);
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static Run run(
            String command,
            Path folder,
            long limitSeconds,
            List<String> arguments,
            Consumer<Path> watch) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(arguments);
        Path log = folder.resolve(Path.of(command).getFileName() + ".log");
        try {
            Process process =
                    new ProcessBuilder(line)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                            .redirectOutput(log.toFile())
                            .start();
            RUNNING.add(process);
            try {
                long start = System.nanoTime();
                while (!process.waitFor(WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
                    if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(limitSeconds)) {
                        throw new ToolException(
                                "%s: expected to be done within %d s, got no end; see %s"
                                        .formatted(command, limitSeconds, log));
                    }
                    watch.accept(log);
                }
            } finally {
                RUNNING.remove(process);
                end(process);
            }
            return new Run(process.exitValue(), Files.readAllLines(log));
        } catch (IOException e) {
            throw new ToolException("%s: cannot be run: %s".formatted(command, e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolException(command + ": interrupted");
        }
    }

    /**
     * Runs the program and expects success.
     *
     * @param folder its working folder
     * @param limitSeconds after which it is ended
     * @param arguments of the command
     * @return all lines printed
     * @throws ToolException if it fails; the message holds the first line that names an error
     */
    public List<String> succeed(Path folder, long limitSeconds, List<String> arguments) {
        Run run = run(folder, limitSeconds, arguments);
        if (run.exitCode() != 0) {
            String first =
                    run.lines().stream()
                            .filter(text -> text.toLowerCase(Locale.ROOT).contains("error"))
                            .findFirst()
                            .orElse(run.lines().isEmpty() ? "no output" : run.lines().getLast());
            throw new ToolException(
                    "%s: exit code %d: %s; see %s"
                            .formatted(
                                    command,
                                    run.exitCode(),
                                    first,
                                    folder.resolve(command + ".log")));
        }
        return run.lines();
    }
}
