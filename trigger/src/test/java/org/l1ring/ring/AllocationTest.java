package org.l1ring.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.architecture.ProjectRoot;
import org.l1ring.concentrator.Algorithm;
import org.l1ring.concentrator.Chain;
import org.l1ring.concentrator.ChainOptions;
import org.l1ring.concentrator.ModuleSource;
import org.l1ring.concentrator.TestEncoder;
import org.l1ring.decision.DecisionSetup;
import org.l1ring.feed.FeedOptions;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.Engine;
import org.l1ring.menu.MenuText;
import org.l1ring.menu.RandomCrossings;
import org.l1ring.menu.VectorLayout;
import org.l1ring.menu.VectorWriter;
import org.l1ring.run.MenuInputs;
import org.l1ring.run.MenuSelection;
import org.l1ring.sink.AcceptWriter;
import org.l1ring.source.OrbitMemory;
import org.l1ring.source.PatternSource;

/** After warm-up the threads of a run allocate nothing. */
class AllocationTest {
    private static final int WINDOWS = 40;

    @TempDir Path folder;

    @ParameterizedTest(name = "rate {0}")
    @ValueSource(strings = {"max", "2"})
    @Timeout(60)
    void nothingIsAllocatedPerBlock(String rate) throws InterruptedException {
        ScorerSchedule sum = ScorerSchedule.of(() -> TestStreams.scorer(TestStreams.THRESHOLD));
        try (TriggerPipeline run =
                TriggerPipeline.start(
                        TestStreams.pattern(4, 8),
                        sum,
                        List.of(new AcceptWriter(folder.resolve("a.l1a"), TestStreams.header())),
                        options(rate))) {
            assertNothing(run, 500);
        }
    }

    /** In a JVM with the launcher's flags, as the kernels need them to be compiled well. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"menu", "autoencoder", "threshold"})
    @Timeout(120)
    void nothingIsAllocatedPerBlockOf(String what) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ProjectRoot.launcherFlags());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(AllocationTest.class.getName());
        command.add(what);
        command.add(folder.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }

    /**
     * Runs one of the streams.
     *
     * @param arguments its name and a folder
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "menu" -> menu(folder);
            case "autoencoder" ->
                    concentrator(
                            Chain.ofEncoder(
                                    chain(Algorithm.AUTOENCODER),
                                    TestEncoder.model(1),
                                    Engine.VECTOR));
            default -> concentrator(Chain.ofCells(chain(Algorithm.THRESHOLD)));
        }
    }

    private static ChainOptions chain(Algorithm algorithm) {
        return new ChainOptions(algorithm, 3, 0, true, 47, 400, 360, 8);
    }

    private static void concentrator(Chain chain) throws InterruptedException {
        OrbitMemory memory = OrbitMemory.record(new ModuleSource(1, 8, 0.1), 4);
        try (TriggerPipeline run =
                TriggerPipeline.start(
                        new PatternSource(memory, memory.layout(), "a module"),
                        chain.schedule(),
                        List.of(chain.sink(Optional.empty())),
                        options("max"))) {
            assertNothing(run, 100);
        }
    }

    /**
     * Runs a menu over crowded crossings, in which every condition is looked at often enough to be
     * compiled soon.
     */
    private static void menu(Path folder) throws IOException, InterruptedException {
        Path menu =
                new MenuText("0.13")
                        .algorithm(3, "L1_Own3", "MU20[MU-QLTY_SNGL]")
                        .algorithm(40, "L1_Own40", "comb{JET50,JET40[JET-ETA_1],JET30}")
                        .algorithm(77, "L1_Own77", "mass_inv{MU20,MU20}[MASS_MIN_20,CHGCOR_LS]")
                        .algorithm(78, "L1_Own78", "dist{TAU50,MU27}[DETA_MAX_0p9]")
                        .algorithm(100, "L1_Own100", "EXT_BPTX_OR-1+2 AND EG40")
                        .write(folder.resolve("menu.xml"));
        Path vectors = folder.resolve("vectors.txt");
        MemorySegment frames = RandomCrossings.frames(FrameLayout.ORBIT_CROSSINGS, 7);
        try (VectorWriter writer = new VectorWriter(vectors, VectorLayout.COLUMNS_60)) {
            for (int bx = 0; bx < FrameLayout.ORBIT_CROSSINGS; bx++) {
                writer.write(bx, frames, 320L * bx, new long[8], true);
            }
            writer.finish();
        }
        MenuSelection chosen =
                new MenuSelection(
                        Optional.of(menu),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        DecisionSetup.RULES,
                        DecisionSetup.Gap.NONE);
        Path accepts = folder.resolve("a.l1a");
        Path counters = folder.resolve("counters.csv");
        try (MenuInputs inputs =
                        MenuInputs.open(
                                chosen,
                                vectors.toString(),
                                false,
                                true,
                                FeedOptions.standard(),
                                _ -> {});
                TriggerPipeline run =
                        TriggerPipeline.start(
                                inputs.source(),
                                inputs.schedule(Engine.VECTOR),
                                List.of(inputs.decider(accepts, counters)),
                                options("max"))) {
            assertNothing(run, 500);
        }
    }

    private static PipelineOptions options(String rate) {
        return new PipelineOptions(Rate.parse(rate), 2, 0, Long.MAX_VALUE, 200_000_000);
    }

    /** Lets a run go on until a window of it allocates nothing, and stops it. */
    private static void assertNothing(TriggerPipeline run, int orbits) throws InterruptedException {
        ThreadMXBean beans = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] ids = run.threads().stream().mapToLong(Thread::threadId).toArray();
        long[] last = new long[ids.length];
        long[] allocated = new long[ids.length];
        long total = -1;
        // linking a branch on its first visit allocates once; what a block costs stays
        for (int window = 1; window <= WINDOWS && total != 0; window++) {
            after(run, (long) window * orbits);
            long[] now = beans.getThreadAllocatedBytes(ids);
            total = 0;
            for (int i = 0; i < ids.length; i++) {
                allocated[i] = now[i] - last[i];
                total += allocated[i];
            }
            last = now;
        }
        assertArrayEquals(
                new long[ids.length], allocated, "bytes in blocks of " + orbits + " orbits");
        run.stop();
        run.await();
    }

    private static void after(TriggerPipeline run, long orbits) throws InterruptedException {
        while (run.snapshot().orbits() < orbits) {
            Thread.sleep(2);
        }
    }
}
