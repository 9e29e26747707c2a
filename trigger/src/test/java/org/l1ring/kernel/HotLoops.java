package org.l1ring.kernel;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.RandomCircuits;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;

/**
 * Runs the steps of kernels until they are compiled, and writes what each allocates.
 *
 * <p>Started by {@link HotLoopLogTest} in a JVM whose compiler logs. A line of the results is
 * {@code class method bytes description}.
 */
final class HotLoops {
    private static final int WARM = 1500;

    /** Runs in a measurement. */
    static final int MEASURED = 2000;

    /** What is compiled or measured late disturbs one measurement, not all. */
    private static final int MEASUREMENTS = 4;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private record Hot(Step step, MemorySegment memory, String loop, String description) {}

    private HotLoops() {}

    /**
     * Runs.
     *
     * @param arguments an engine or {@code BOXING}, the file of the results, the seeds of circuits
     */
    public static void main(String[] arguments) throws IOException {
        List<Hot> hot = new ArrayList<>();
        if (arguments[0].equals("BOXING")) {
            boxing(hot);
        } else {
            Engine engine = Engine.valueOf(arguments[0]);
            add(hot, "network", network(), engine);
            for (int i = 2; i < arguments.length; i++) {
                Circuit circuit = RandomCircuits.make(Long.parseLong(arguments[i])).circuit();
                add(hot, "seed " + arguments[i], circuit, engine);
            }
            if (engine == Engine.VECTOR) {
                hot.add(words(Lane.I16));
                hot.add(words(Lane.I32));
                hot.add(words(Lane.I64));
            }
            if (engine == Engine.VECTOR && VectorShape.preferredShape() == VectorShape.S_512_BIT) {
                hot.add(transpose());
            }
        }
        Hot[] all = hot.toArray(Hot[]::new);
        for (int run = 0; run < WARM; run++) {
            for (Hot one : all) {
                one.step().run(one.memory(), 2);
            }
        }
        List<String> lines = new ArrayList<>();
        for (Hot one : all) {
            long bytes = allocated(one);
            lines.add("%s %d %s".formatted(one.loop(), bytes, one.description()));
        }
        Files.write(Path.of(arguments[1]), lines);
    }

    /** Bytes that runs of a step allocate, the least of several measurements. */
    private static long allocated(Hot one) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < MEASUREMENTS && least > 0; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int run = 0; run < MEASURED; run++) {
                one.step().run(one.memory(), 2);
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static void add(List<Hot> hot, String name, Circuit circuit, Engine engine) {
        Plan plan = Plan.of(circuit, engine, Lane.I16);
        MemorySegment memory = Arena.global().allocate(plan.memoryBytes(), 64);
        plan.fill(memory);
        for (int i = 0; i < plan.steps().size(); i++) {
            String line = plan.describe().get(i);
            Step step = plan.steps().get(i);
            hot.add(new Hot(step, memory, loop(step, line), name + ": " + line));
        }
    }

    /** The class and the method that do a step, by its line in the plan. */
    private static String loop(Step step, String line) {
        for (Family family : Family.values()) {
            for (Lane lane : Lane.INTEGERS) {
                if (line.startsWith("%-13s %s ".formatted(family, lane))) {
                    return Engine.LOOPS.loops(lane).getClass().getName() + " " + method(family);
                }
            }
        }
        return of(step);
    }

    private static String of(Step step) {
        return step.getClass().getName() + " run";
    }

    private static String method(Family family) {
        return switch (family) {
            case LESS, LESS_OR_EQUAL, EQUAL -> "compare";
            case AND, OR, XOR, MINIMUM, MAXIMUM -> "combine";
            default -> family.name().toLowerCase(Locale.ROOT);
        };
    }

    private static Hot words(Lane lane) {
        MemorySegment scores = Arena.global().allocate(lane.columnBytes(), 64);
        Step step = new AcceptWords(lane, 0, 5, true);
        return new Hot(step, scores, of(step), "accept words");
    }

    private static Hot transpose() {
        MemorySegment frames = Arena.global().allocate(64L * FrameTranspose.CHUNK, 64);
        MemorySegment scratch = Arena.global().allocate(FrameTranspose.SCRATCH, 64);
        MemorySegment columns = Arena.global().allocate(64L * Lane.I16.columnBytes(), 64);
        long[] to = new long[64];
        Arrays.setAll(to, i -> (long) i * Lane.I16.columnBytes());
        long[] rows = new long[Lane.BLOCK];
        Arrays.setAll(rows, i -> (long) i * FrameTranspose.CHUNK);
        Step step = (memory, _) -> FrameTranspose.run(frames, rows, 0, 0, memory, to, scratch);
        return new Hot(step, columns, FrameTranspose.class.getName() + " transpose", "frames");
    }

    private static void boxing(List<Hot> hot) {
        MemorySegment memory = Arena.global().allocate(1024, 64);
        for (Step step :
                List.of(
                        new BoxingLoops.Kept(),
                        new BoxingLoops.Helped(),
                        new BoxingLoops.Unknown(IntVector.SPECIES_64),
                        new BoxingLoops.Unknown(IntVector.SPECIES_128))) {
            hot.add(new Hot(step, memory, of(step), "a loop that boxes"));
        }
    }

    /** Dense layers whose sums are of floats, by tiles and alone, and of 16-bit integers. */
    private static Circuit network() {
        Random random = new Random(7);
        CircuitBuilder builder = new CircuitBuilder();
        Interval range = new Interval(0, 1023);
        List<Circuit.Port> ports = new ArrayList<>();
        int[] columns = new int[104];
        for (int i = 0; i < columns.length; i++) {
            ports.add(new Circuit.Port("x" + i, range, 0));
            columns[i] = builder.input(i, range);
        }
        columns = dense(builder, columns, 8, 1, 10, random);
        columns = dense(builder, columns, 14, 1, 10, random);
        columns = dense(builder, columns, 16, 1, 10, random);
        columns = dense(builder, columns, 8, 0.25, 6, random);
        columns = dense(builder, columns, 4, 1, 6, random);
        columns = dense(builder, columns, 1, 1, 8, random);
        FixedType type = FixedType.signed(16, 16);
        List<Circuit.Output> outputs = List.of(new Circuit.Output("score", columns[0], type));
        return builder.build("network", ports, outputs);
    }

    private static int[] dense(
            CircuitBuilder builder,
            int[] columns,
            int outputs,
            double density,
            int bits,
            Random random) {
        FixedType type = new FixedType(false, bits, bits, Quantization.RND, Overflow.SAT, 0);
        int[] results = new int[outputs];
        for (int j = 0; j < outputs; j++) {
            long[] weights = new long[columns.length];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = random.nextDouble() < density ? random.nextInt(-15, 16) : 0;
            }
            int sum = builder.linear(columns, weights, random.nextInt(-99, 100));
            results[j] = builder.cast(sum, 5, type);
        }
        return results;
    }
}
