package org.l1ring.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Interval;
import org.l1ring.econ.LinkBuffer;
import org.l1ring.econ.LinkFormat;
import org.l1ring.econ.LinkFrame;
import org.l1ring.econ.ThresholdSum;
import org.l1ring.fixed.FixedType;
import org.l1ring.project.BufferedDesign;
import org.l1ring.project.FirmwareDesign;
import org.l1ring.project.FirmwareOptions;
import org.l1ring.rtl.FrameBuffer;
import org.l1ring.rtl.PipelineBench;
import org.l1ring.tool.Program;
import org.l1ring.tool.Programs;
import org.l1ring.tool.SourceFiles;

/** The buffer in Verilog sends the words that {@link LinkBuffer} sends. */
@Timeout(120)
final class FrameBufferTest {
    private static final int WORDS = 25;
    private static final int SYNC = 0b001_0010_0010;
    private static final int CROSSINGS = 2000;
    private static final long LIMIT_SECONDS = 100;

    @TempDir private Path folder;
    private final List<long[]> frames = new ArrayList<>();
    private final List<long[]> sent = new ArrayList<>();
    private final int[] dropped = new int[3];

    @BeforeEach
    void simulators() {
        Programs.require(Program.IVERILOG, Program.VVP, Program.VERILATOR);
    }

    /** A circuit that passes frames on as they are. */
    private static Circuit frames() {
        CircuitBuilder builder = new CircuitBuilder();
        List<Circuit.Port> ports = new ArrayList<>();
        List<Circuit.Output> outputs = new ArrayList<>();
        for (int i = 0; i <= WORDS; i++) {
            int bits = i < WORDS ? 16 : 5;
            Interval interval = new Interval(0, (1 << bits) - 1);
            ports.add(new Circuit.Port("in" + i, interval, 0));
            FixedType type = FixedType.unsigned(bits, bits);
            outputs.add(new Circuit.Output("out" + i, builder.input(i, interval), type));
        }
        return builder.build("frames", ports, outputs);
    }

    private static BufferedDesign design(FrameBuffer buffer) {
        return BufferedDesign.of(FirmwareDesign.of(frames(), FirmwareOptions.standard()), buffer);
    }

    /** Phases of large, small and empty crossings. */
    private static long[] charges(Random random, int crossing) {
        long[] charges = new long[LinkFrame.CELLS];
        int most =
                switch (crossing / 64 % 4) {
                    case 0 -> 49;
                    case 1 -> 3;
                    case 2 -> 12;
                    default -> 1;
                };
        int cells = random.nextInt(most);
        for (int i = 0; i < cells; i++) {
            charges[random.nextInt(LinkFrame.CELLS)] = random.nextInt(1 << 22);
        }
        return charges;
    }

    private void stream(FrameBuffer buffer) {
        long[] thresholds = new long[LinkFrame.CELLS];
        Arrays.fill(thresholds, 9);
        ThresholdSum algorithm = new ThresholdSum(thresholds, 0, true);
        LinkBuffer reference =
                new LinkBuffer(
                        buffer.links(), buffer.t1(), buffer.t2(), buffer.t3(), SYNC, algorithm);
        Random random = new Random(buffer.links());
        LinkFrame frame = new LinkFrame();
        int[] words = new int[LinkFormat.MOST_WORDS];
        int[] out = new int[2 * buffer.links()];
        for (int i = 0; i < CROSSINGS; i++) {
            algorithm.select(charges(random, i), i % 3564, frame);
            int count = algorithm.write(frame, words);
            long[] row = new long[WORDS + 1];
            // What is behind the frame's last word must not matter.
            Arrays.setAll(row, k -> k < count && k < WORDS ? words[k] : random.nextInt(1 << 16));
            row[WORDS] = count;
            frames.add(row);
            reference.next(frame, out);
            dropped[frame.truncation().ordinal()]++;
            sent.add(Arrays.stream(out).asLongStream().toArray());
        }
    }

    private void simulate(BufferedDesign design) throws IOException {
        PipelineBench bench = PipelineBench.of(design.hardware(), frames, sent);
        Map<String, String> files = new TreeMap<>(design.hardware().files("none"));
        List<String> sources = new ArrayList<>(files.keySet());
        files.put("bench.v", bench.text());
        files.put(bench.vectorsFile(), bench.vectors());
        SourceFiles.write(folder, files);
        List<String> lint = new ArrayList<>(List.of("--lint-only", "-Wall"));
        lint.addAll(List.of("-fno-const-bit-op-tree", "--top-module", "frames_links"));
        lint.addAll(sources);
        assertEquals(List.of(), Program.VERILATOR.succeed(folder, LIMIT_SECONDS, lint));
        List<String> compile = new ArrayList<>(List.of("-g2001", "-o", "bench.vvp", "bench.v"));
        compile.addAll(sources);
        Program.IVERILOG.succeed(folder, LIMIT_SECONDS, compile);
        List<String> lines = Program.VVP.succeed(folder, LIMIT_SECONDS, List.of("-n", "bench.vvp"));
        assertTrue(
                lines.getLast().startsWith("PASS: 0 mismatches in " + CROSSINGS + " rows"),
                lines.toString());
    }

    @ParameterizedTest
    @CsvSource({"1, 390, 120, 8", "2, 400, 380, 2", "3, 57, 0, 0", "13, 12, 0, 0"})
    void wordsAreThoseOfJava(int links, int t1, int t2, int t3) throws IOException {
        FrameBuffer buffer = new FrameBuffer(links, t1, t2, t3, SYNC);
        stream(buffer);
        assertTrue(dropped[1] > 0, Arrays.toString(dropped));
        assertTrue(dropped[2] > 0 || t3 == 0, Arrays.toString(dropped));
        simulate(design(buffer));
    }

    @Test
    void aBufferThatCannotBeIsRefused() {
        IllegalArgumentException wrong =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new FrameBuffer(2, 401, 120, 8, SYNC));
        assertEquals("buffer: t1: expected 1 to 400, got 401", wrong.getMessage());
        FirmwareDesign words = FirmwareDesign.of(frames(), FirmwareOptions.standard());
        assertEquals(
                words.hardware().latencyCycles() + 2,
                design(new FrameBuffer(2, 390, 120, 8, SYNC)).figures().latencyCycles());
    }
}
