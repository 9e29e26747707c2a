package org.l1ring.bench;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.l1ring.bench.network.ProjectFolder;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.feed.FeedOptions;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.Engine;
import org.l1ring.menu.InputWord;
import org.l1ring.menu.Menu;
import org.l1ring.menu.MenuCircuit;
import org.l1ring.menu.MenuKernel;
import org.l1ring.model.Model;
import org.l1ring.model.ModelReader;
import org.l1ring.run.MenuSelection;
import org.l1ring.run.ModelSelection;
import org.l1ring.source.CrossingSource;
import org.l1ring.source.OrbitMemory;
import org.l1ring.source.TriggerWordSource;
import org.l1ring.source.WordSources;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What all algorithms of a menu cost, its autoencoder included: ns per crossing of an orbit of the
 * simulated feed at pile-up 60, or of the menu's test vectors. Empty crossings are left out, as in
 * a run. Menus that the reference folder lacks are replaced by the own one.
 */
public class MenuBenchmark extends CrossingBenchmark {
    private static final int CROSSINGS = FrameLayout.ORBIT_CROSSINGS;

    /** What evaluates. */
    public enum MenuEngine {
        /** The kernel. */
        VECTOR,
        /** The reference. */
        INTERPRETER
    }

    /** What the crossings are. */
    public enum Stream {
        /** The simulated feed. */
        FEED,
        /** The menu's own test vectors, which are busier. */
        VECTORS
    }

    /** Which menu. */
    @Param({"own", "2016_v5", "2018_v2_1_0", "2022_v1_3_0", "2024_v1_3_0"})
    public String menu;

    /** What its crossings are. */
    @Param public Stream stream;

    /** What evaluates it. */
    @Param public MenuEngine engine;

    private OrbitMemory memory;
    private MenuCircuit circuit;
    private MenuKernel kernel;
    private CircuitInterpreter interpreter;
    private long[][] batches;
    private long[] inputs;
    private long[] outputs;

    /** Reads menu and crossings. */
    @Setup
    public void plan() {
        Optional<Path> folder =
                Optional.of(ProjectFolder.reference().resolve("menus").resolve(menu))
                        .filter(Files::exists);
        circuit = circuit(folder);
        Optional<Path> vectors =
                folder.filter(_ -> stream == Stream.VECTORS).flatMap(this::vectors);
        try (CrossingSource source =
                vectors.isPresent()
                        ? WordSources.open(vectors.get(), false)
                        : new TriggerWordSource(FeedOptions.standard())) {
            memory = OrbitMemory.record(source, 1);
        }
        List<Long> rows = new ArrayList<>();
        for (int block = 0; block < FrameLayout.ORBIT_BLOCKS; block++) {
            long first = memory.segment().address() + memory.blockOffset(0, block);
            for (long rest = memory.filled(0, block); rest != 0; rest &= rest - 1) {
                long k = Long.numberOfTrailingZeros(rest);
                rows.add(first + k * FrameLayout.TRIGGER_WORDS.frameBytes());
            }
        }
        if (engine == MenuEngine.VECTOR) {
            kernel = new MenuKernel(circuit, Engine.VECTOR);
            batches = new long[Math.ceilDiv(rows.size(), MenuKernel.CROSSINGS)][];
            for (int i = 0; i < batches.length; i++) {
                int from = i * MenuKernel.CROSSINGS;
                int to = Math.min(rows.size(), from + MenuKernel.CROSSINGS);
                batches[i] = rows.subList(from, to).stream().mapToLong(Long::longValue).toArray();
            }
        } else {
            interpreter = new CircuitInterpreter(circuit.circuit());
            inputs = inputs(rows);
            outputs = new long[rows.size() * circuit.circuit().outputs().size()];
        }
        settle(this::orbit, engine == MenuEngine.VECTOR ? 1 : 4000);
    }

    private MenuCircuit circuit(Optional<Path> folder) {
        if (folder.isEmpty()) {
            return MenuCircuit.of(MenuSelection.own(), List.of(ModelSelection.builtIn()));
        }
        List<Model> models = new ArrayList<>();
        Path model = folder.get().resolve("../../models/AXOL1TL_v4/model.json");
        if (menu.startsWith("2024")) {
            models.add(ModelReader.read(model));
        }
        return MenuCircuit.of(Menu.read(folder.get().resolve("menu.xml.gz")), models);
    }

    private Optional<Path> vectors(Path folder) {
        return java.util.stream.Stream.of("vectors.txt.gz", "vectors_data.txt.gz")
                .map(folder::resolve)
                .filter(Files::exists)
                .findFirst();
    }

    private long[] inputs(List<Long> rows) {
        MemorySegment frames = memory.segment();
        List<InputWord> words = circuit.words();
        long[] all = new long[rows.size() * words.size()];
        Arrays.setAll(
                all,
                i -> {
                    InputWord word = words.get(i % words.size());
                    long row = rows.get(i / words.size()) - frames.address();
                    long frame =
                            row + (long) word.bxOffset() * FrameLayout.TRIGGER_WORDS.frameBytes();
                    return frames.get(ValueLayout.JAVA_INT, frame + 4L * word.word());
                });
        return all;
    }

    /**
     * All algorithms in all crossings of an orbit.
     *
     * @return some of the bits
     */
    @Benchmark
    @OperationsPerInvocation(CROSSINGS)
    public long orbit() {
        if (kernel == null) {
            interpreter.run(inputs, 0, inputs.length / circuit.words().size(), outputs);
            return outputs[0];
        }
        long bits = 0;
        for (long[] rows : batches) {
            kernel.run(rows, rows.length);
            bits ^= kernel.bits(0, 0);
        }
        return bits;
    }

    /** Frees the crossings. */
    @TearDown
    public void close() {
        memory.close();
    }
}
