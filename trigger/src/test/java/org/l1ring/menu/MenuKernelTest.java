package org.l1ring.menu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.cli.Reference;
import org.l1ring.feed.FeedOptions;
import org.l1ring.feed.OrbitGenerator;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.Engine;
import org.l1ring.model.Model;
import org.l1ring.model.ModelReader;
import org.l1ring.run.MenuSelection;
import org.l1ring.run.ModelSelection;

/**
 * The kernels of whole menus against the interpreter, over the feed.
 *
 * <p>The nightly profile sets the number of crossings.
 */
final class MenuKernelTest {
    private static final int CROSSINGS = Integer.getInteger("l1ring.menu.crossings", 1024);
    private static final int ORBIT = FrameLayout.ORBIT_CROSSINGS;
    private static final int FRAME_BYTES = FrameLayout.TRIGGER_WORDS.frameBytes();

    /** The own menu, and those of the reference folder if it is there. */
    static Stream<String> menus() throws IOException {
        List<String> names = new ArrayList<>(List.of("own"));
        Path folder = Reference.folder().resolve("menus");
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.list(folder)) {
                all.filter(Files::isDirectory)
                        .map(path -> path.getFileName().toString())
                        .sorted()
                        .forEach(names::add);
            }
        }
        return names.stream();
    }

    private static MenuCircuit circuit(String name) {
        if (name.equals("own")) {
            return MenuCircuit.of(MenuSelection.own(), List.of(ModelSelection.builtIn()));
        }
        Path folder = Reference.folder();
        List<Model> models =
                name.startsWith("2024")
                        ? List.of(ModelReader.read(folder.resolve("models/AXOL1TL_v4/model.json")))
                        : List.of();
        return MenuCircuit.of(
                Menu.read(folder.resolve("menus").resolve(name).resolve("menu.xml.gz")), models);
    }

    @ParameterizedTest
    @MethodSource("menus")
    void agreesWithTheInterpreterOverTheFeed(String name) {
        MenuCircuit menu = circuit(name);
        MenuKernel kernel = new MenuKernel(menu, Engine.VECTOR);
        CircuitInterpreter interpreter = new CircuitInterpreter(menu.circuit());
        OrbitGenerator feed = new OrbitGenerator(FeedOptions.standard().withSeed(9));
        long reach = (long) InputWord.REACH * FRAME_BYTES;
        long set = 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment frames = arena.allocate(ORBIT * (long) FRAME_BYTES + 2 * reach, 64);
            for (int done = 0; done < CROSSINGS; done += ORBIT) {
                feed.fillWords(done / ORBIT, frames, reach);
                for (int from = 0; from < Math.min(ORBIT, CROSSINGS - done); ) {
                    int count = Math.min(MenuKernel.CROSSINGS, ORBIT - from);
                    set += compare(menu, kernel, interpreter, frames, from, count);
                    from += count;
                }
            }
        }
        assertTrue(set > 0, "no bit was set");
    }

    private static long compare(
            MenuCircuit menu,
            MenuKernel kernel,
            CircuitInterpreter interpreter,
            MemorySegment frames,
            int from,
            int count) {
        int columns = menu.words().size();
        int outputs = menu.circuit().outputs().size();
        int algorithms = menu.algorithms().size();
        long[] rows = new long[count];
        long[] inputs = new long[count * columns];
        for (int i = 0; i < count; i++) {
            long frame = (long) (from + i + InputWord.REACH) * FRAME_BYTES;
            rows[i] = frames.address() + frame;
            for (int column = 0; column < columns; column++) {
                InputWord word = menu.words().get(column);
                long at = frame + (long) word.bxOffset() * FRAME_BYTES + 4L * word.word();
                inputs[i * columns + column] = frames.get(ValueLayout.JAVA_INT, at);
            }
        }
        long[] expected = new long[count * outputs];
        interpreter.run(inputs, 0, count, expected);
        kernel.run(rows, count);
        long set = 0;
        for (int i = 0; i < count; i++) {
            for (int output = 0; output < outputs; output++) {
                long wanted = expected[i * outputs + output];
                long got =
                        output < algorithms
                                ? kernel.bits(output, i / Long.SIZE) >>> i & 1
                                : kernel.score(output - algorithms, i);
                if (wanted != got) {
                    String place = menu.circuit().outputs().get(output).name();
                    assertEquals(wanted, got, place + ", crossing " + (from + i));
                }
                set += output < algorithms ? wanted : 0;
            }
        }
        return set;
    }
}
