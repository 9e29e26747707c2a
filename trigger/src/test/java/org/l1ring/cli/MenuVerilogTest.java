package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.kernel.BlockKernel;
import org.l1ring.kernel.Engine;
import org.l1ring.lower.LoweredParts;
import org.l1ring.menu.Algorithm;
import org.l1ring.menu.Expression;
import org.l1ring.menu.Menu;
import org.l1ring.menu.MenuCircuit;
import org.l1ring.menu.ObjectType;
import org.l1ring.menu.TestVectors;
import org.l1ring.model.ModelReader;
import org.l1ring.project.FirmwareDesign;
import org.l1ring.project.FirmwareOptions;
import org.l1ring.rtl.RtlSimulator;
import org.l1ring.tool.Program;
import org.l1ring.tool.Programs;

/** Sixty algorithms of a reference menu as Verilog over a whole orbit of its test vectors. */
@Timeout(600)
final class MenuVerilogTest {
    private static final String FOLDER = "menus/2024_v1_3_0/";
    private static final int ALGORITHMS = Integer.getInteger("l1ring.menu.algorithms", 60);

    /** Its vectors lack the muon that it looks at: see expected.csv. */
    private static final int IRREPRODUCIBLE = 494;

    @TempDir private Path folder;

    /** What is special about an algorithm: its functions with their cuts, neighbours, scores. */
    private static Set<String> traits(Expression expression) {
        Set<String> traits = new HashSet<>();
        switch (expression) {
            case Expression.And(Expression left, Expression right) -> both(left, right, traits);
            case Expression.Xor(Expression left, Expression right) -> both(left, right, traits);
            case Expression.Or(Expression left, Expression right) -> both(left, right, traits);
            case Expression.Not(Expression operand) -> traits.addAll(traits(operand));
            case Expression.External external -> traits.add("EXT" + external.bxOffset());
            case Expression.Single(var one) -> traits.add("single " + one.type());
            case Expression.Function function -> {
                Set<String> cuts = new TreeSet<>();
                function.cuts().forEach(cut -> cuts.add(cut.type().name()));
                traits.add(function.kind() + " " + cuts);
                function.objects().stream()
                        .filter(one -> one.bxOffset() != 0)
                        .forEach(one -> traits.add("object" + one.bxOffset()));
            }
        }
        return traits;
    }

    private static void both(Expression left, Expression right, Set<String> traits) {
        traits.addAll(traits(left));
        traits.addAll(traits(right));
    }

    /** The first algorithm of every trait, then others evenly over the menu. */
    private static Menu chosen(Menu menu) {
        Set<String> seen = new HashSet<>();
        Set<Integer> indices = new TreeSet<>();
        List<Algorithm> rest = new ArrayList<>();
        for (Algorithm algorithm : menu.algorithms()) {
            boolean evaluated =
                    Expression.requirements(algorithm.expression()).stream()
                            .noneMatch(one -> one.type() == ObjectType.CICADA);
            if (!evaluated) {
                continue;
            }
            if (seen.addAll(traits(algorithm.expression()))) {
                indices.add(algorithm.index());
            } else {
                rest.add(algorithm);
            }
        }
        int more = ALGORITHMS - indices.size();
        for (int i = 0; i < more; i++) {
            indices.add(rest.get(i * rest.size() / more).index());
        }
        for (String kind : List.of("COMB ", "DIST ", "MASS_INV ", "MASS_TRV ", "MASS_INV_3 ")) {
            assertTrue(seen.stream().anyMatch(trait -> trait.startsWith(kind)), kind);
        }
        assertTrue(seen.stream().anyMatch(trait -> trait.matches(".*_ORM .*")), seen.toString());
        assertTrue(seen.containsAll(Set.of("single AXO", "EXT-2", "EXT2", "object-1")));
        return menu.only(indices);
    }

    @Test
    void anOrbitAgreesWithKernelAndVectors() {
        Programs.require(Program.VERILATOR, Program.GXX, Program.MAKE);
        Menu menu = chosen(Menu.read(Reference.path(FOLDER + "menu.xml.gz")));
        assertEquals(ALGORITHMS, menu.algorithms().size());
        MenuCircuit circuit =
                MenuCircuit.of(
                        menu,
                        List.of(ModelReader.read(Reference.path("models/AXOL1TL_v4/model.json"))));
        assertEquals(List.of("AXOL1TL_v4"), circuit.scores());
        TestVectors vectors = TestVectors.read(Reference.path(FOLDER + "vectors_data.txt.gz"));
        int crossings = vectors.crossings();
        int outputs = circuit.circuit().outputs().size();
        FirmwareDesign design =
                FirmwareDesign.of(
                        LoweredParts.whole(circuit.circuit()),
                        circuit.window(),
                        FirmwareOptions.standard());
        List<long[]> stream = vectors.stream(crossings, circuit);
        int lead = stream.size() - crossings;
        assertEquals(4, lead);
        long[] simulated = new long[stream.size() * outputs];
        RtlSimulator.build(design.pipeline(), folder)
                .run(
                        stream.stream().flatMapToLong(Arrays::stream).toArray(),
                        0,
                        stream.size(),
                        simulated);
        long[] computed = kernel(circuit, vectors);
        List<String> wrong = new ArrayList<>();
        for (int crossing = 0; crossing < crossings; crossing++) {
            for (int k = 0; k < outputs; k++) {
                long bit = simulated[(lead + crossing) * outputs + k];
                if (bit != computed[crossing * outputs + k]
                        || (k < menu.algorithms().size()
                                && menu.algorithms().get(k).index() != IRREPRODUCIBLE
                                && (bit != 0)
                                        != vectors.fires(
                                                crossing, menu.algorithms().get(k).index()))) {
                    wrong.add("crossing " + crossing + ", output " + k);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    /** [crossings][outputs] by the block kernel. */
    private static long[] kernel(MenuCircuit circuit, TestVectors vectors) {
        BlockKernel kernel = new BlockKernel(circuit.circuit(), Engine.VECTOR);
        int outputs = circuit.circuit().outputs().size();
        long[] results = new long[vectors.crossings() * outputs];
        for (int start = 0; start < vectors.crossings(); start += BlockKernel.CROSSINGS) {
            int count = Math.min(BlockKernel.CROSSINGS, vectors.crossings() - start);
            for (int i = 0; i < count; i++) {
                for (int k = 0; k < circuit.words().size(); k++) {
                    kernel.set(k, i, vectors.word(start + i, circuit.words().get(k)));
                }
            }
            kernel.run();
            for (int i = 0; i < count; i++) {
                for (int k = 0; k < outputs; k++) {
                    results[(start + i) * outputs + k] = kernel.get(k, i);
                }
            }
        }
        return results;
    }
}
