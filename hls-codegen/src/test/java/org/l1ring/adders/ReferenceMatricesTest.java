package org.l1ring.adders;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Fewer adders than other generators found at the same depth, in each of their modes. */
final class ReferenceMatricesTest {
    /** Adders of all matrices, ours over theirs. */
    private static final double LARGEST_RATIO = 0.97;

    private static Path folder() {
        String variable = System.getenv("L1RING_REFERENCE");
        if (variable != null) {
            return Path.of(variable).resolve("cmvm");
        }
        Path root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.isRegularFile(root.resolve("l1ring"))) {
            root = root.getParent();
        }
        return root.resolve("../shared/reference/cmvm").normalize();
    }

    /** A published result: the matrix, the mode, the depth in adders, the adders. */
    private record Published(String matrix, int mode, int depth, int adders) {
        static Published of(String line) {
            String[] f = line.split(",", -1);
            int depth = (int) Double.parseDouble(f[10]);
            return new Published(f[0], Integer.parseInt(f[7]), depth, Integer.parseInt(f[8]));
        }
    }

    private static List<Published> published(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("da4ml_results.csv")).stream()
                .skip(1)
                .filter(line -> line.split(",", -1)[5].equals("-1"))
                .map(Published::of)
                .toList();
    }

    @Test
    void addersAreFewer() throws IOException {
        Path folder = folder();
        assumeTrue(Files.isDirectory(folder), "skipped, no reference data: " + folder);
        Map<Integer, long[]> totals = new TreeMap<>();
        List<String> more = new ArrayList<>();
        for (Published other : published(folder)) {
            long[][] matrix = ConstantMatrix.read(folder.resolve(other.matrix() + ".txt"));
            int depth = other.mode() == -1 ? AdderSearch.FREE : other.depth();
            AdderGraph graph = AdderSearch.find(matrix, depth);
            assertArrayEquals(matrix, graph.matrix());
            assertTrue(depth < 0 || graph.depth() <= depth, other + ": depth " + graph.depth());
            int adders = graph.adders().size();
            if (adders > other.adders()) {
                more.add(other + ": " + adders);
            }
            long[] total = totals.computeIfAbsent(other.mode(), _ -> new long[2]);
            total[0] += adders;
            total[1] += other.adders();
        }
        assertEquals(List.of(), more);
        totals.forEach((mode, total) ->
                assertTrue(
                        total[0] <= LARGEST_RATIO * total[1],
                        "mode %d: %d of %d".formatted(mode, total[0], total[1])));
    }
}
