package org.l1ring.menu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.kernel.Engine;

/** The circuit of every kind of condition against an evaluator that tries all assignments. */
final class MenuCircuitTest {
    private static final int CROSSINGS = 700;

    /** Expressions of every construct; each holds in some crossings and fails in others. */
    private static final List<String> EXPRESSIONS =
            List.of(
                    "MU20[MU-QLTY_SNGL]",
                    "MU12p5[MU-QLTY_SOME,MU-ISO_1,MU-IP_12]",
                    "MU10[MU-CHG_NEG,MU-ETA_IN]",
                    "MU10[MU-ETA_POS,MU-ETA_NEG,MU-PHI_TOP]",
                    "MU15[MU-PHI_WRAP,MU-UPT_5,MU-INDEX_B]",
                    "EG.eq.30",
                    "comb{JET55,JET.ne.0[JET-SLICE_3],JET50}",
                    "JET50[JET-SLICE_3,JET-DISP_ON]",
                    "TAU.ge.57[TAU-ISO_23] OR EG59[EG-ISO_13,EG-ETA_2p1]",
                    "NOT EG55 AND JET30 XOR TAU50 OR EXT_BPTX.v0-2 AND NOT (JET57 XOR EG58)",
                    "EXT_BPTX_OR-1 AND EXT_BPTX_OR-1+2 AND (NOT EXT_LAST)",
                    "ETT1000 AND HTT1000 AND ETTEM64",
                    "ETM60 AND TOWERCOUNT20 AND NOT MBT0HFP8 AND CENT2",
                    "CENT7 AND MUS1 XOR ASYMET1",
                    "comb{EG40,EG30[EG-ETA_2p1]}",
                    "comb{MU10[MU-QLTY_SNGL],MU5[MU-QLTY_SOME],MU15}",
                    "comb{JET50,JET40[JET-ETA_1],JET30,JET45[JET-ETA_1]}",
                    "comb{TAU40[TAU-ISO_23],TAU45,TAU50,TAU55}",
                    "comb{MU10,MU10}[CHGCOR_1]",
                    "comb{MU15,MU10[MU-QLTY_SOME]}[CHGCOR_LS]",
                    "comb{MU15,MU10[MU-QLTY_SOME],MU5}[CHGCOR_OS]",
                    "comb{MU5,MU3,MU3,MU10[MU-QLTY_SOME]}[CHGCOR_LS]",
                    "comb{MU5,MU3,MU3,MU10[MU-QLTY_SNGL]}[CHGCOR_OS]",
                    "comb{MU25-1,MU20}",
                    "dist{MU20[MU-QLTY_SOME],MU20[MU-QLTY_SOME]}[DR_MAX_1p2]",
                    "dist{MU20,MU15[MU-QLTY_SNGL]}[DETA_MAX_0p9,DPHI_1_2p1,CHGCOR_OS]",
                    "dist{MU25-1[MU-PHI_TOP],MU20}[DPHI_1_2p1]",
                    "dist{JET50,EG50}[DR_0p5_2]",
                    "dist{MU25,JET50}[DR_0p5_2]",
                    "dist{TAU50,MU27}[DETA_MAX_0p9]",
                    "dist{EG52,ETM50}[DPHI_1_2p1]",
                    "dist{ETM90,MU20}[DPHI_1_2p1]",
                    "dist{EG55,EG50}[TBPT_12]",
                    "dist{MU28,MU28}[TBPT_12,DR_0p5_2]",
                    "mass{EG45,EG50}[MASS_5_25]",
                    "mass_inv{MU20,MU20}[MASS_MIN_20,CHGCOR_LS]",
                    "mass_inv{JET50[JET-DISP_ON],JET45}[MASS_5_25]",
                    "mass_inv{JET55,MU20}[MASS_5_25,DETA_MAX_0p9]",
                    "mass_trv{EG45,ETM20}[MASS_5_25]",
                    "mass_inv_upt{MU20,MU15[MU-QLTY_SNGL]}[MASSUPT_8_60]",
                    "mass_inv_dr{MU20,MU20}[MASSDR_10]",
                    "mass_inv_dr{JET58,JET50}[MASSDR_10]",
                    "mass_inv_3{MU5,MU4[MU-QLTY_SNGL],MU3}[MASS_5_25,CHGCOR_OS]",
                    "mass_inv_3{MU10[MU-QLTY_SNGL],MU4,MU10}[MASS_MIN_20,CHGCOR_LS]",
                    "comb_orm{TAU40,TAU30[TAU-ISO_23],JET30}[ORMDR_0p5]",
                    "comb_orm{JET50,JET50,JET50,EG30}[ORMDPHI_1,ORMDETA_1]",
                    "comb_orm{EG57,TAU50}[ORMDPHI_1]",
                    "dist_orm{EG50,EG50,JET50}[DR_0p5_2,ORMDR_0p5]",
                    "dist_orm{EG57,TAU53}[DETA_MAX_0p9,ORMDR_0p5]",
                    "mass_inv_orm{JET40,JET40,TAU50}[MASS_5_25,ORMDPHI_1]",
                    "mass_trv_orm{JET55,JET50,TAU30}[MASS_MIN_20,ORMDR_0p5]");

    @TempDir private Path folder;

    private Menu menu(String grammar) throws IOException {
        MenuText text = new MenuText(grammar);
        for (int i = 0; i < EXPRESSIONS.size(); i++) {
            text.algorithm(5 * i, "L1_Own" + i, EXPRESSIONS.get(i));
        }
        return Menu.read(text.write(folder.resolve("menu.xml")));
    }

    /** Writes vectors with the oracle's bits. */
    private TestVectors vectors(Menu menu, long seed, VectorLayout layout) {
        MemorySegment frames = RandomCrossings.frames(CROSSINGS, seed);
        boolean oneFree = menu.grammar().compareTo(GrammarVersion.parse("0.10")) >= 0;
        DirectEvaluator oracle = new DirectEvaluator(frames, CROSSINGS, oneFree);
        Path file = folder.resolve("vectors" + seed + ".txt");
        int[] fired = new int[Algorithm.BITS];
        try (VectorWriter writer = new VectorWriter(file, layout)) {
            for (int at = 0; at < CROSSINGS; at++) {
                long[] bits = new long[8];
                for (Algorithm algorithm : menu.algorithms()) {
                    if (oracle.holds(algorithm.expression(), at)) {
                        bits[algorithm.index() / 64] |= 1L << algorithm.index() % 64;
                        fired[algorithm.index()]++;
                    }
                }
                writer.write(at, frames, 320L * at, bits, true);
            }
            writer.finish();
        }
        for (Algorithm algorithm : menu.algorithms()) {
            int count = fired[algorithm.index()];
            assertTrue(
                    count > 0 && count < CROSSINGS,
                    algorithm.text() + " fires in " + count + " of " + CROSSINGS);
        }
        return TestVectors.read(file);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void everyConditionAgreesWithTheOracle(long seed) throws IOException {
        Menu menu = menu(seed == 2 ? "0.7" : "0.11.1");
        MenuCircuit circuit = MenuCircuit.of(menu, List.of());
        MenuCheck check = new MenuCheck(circuit, Set.of());
        check.compare(vectors(menu, seed, VectorLayout.COLUMNS_60), _ -> {});
        assertEquals(List.of(), check.wrong());
        assertEquals(EXPRESSIONS.size(), circuit.algorithms().size());
    }

    @ParameterizedTest
    @EnumSource
    void kernelsAgreeWithTheOracle(Engine engine) throws IOException {
        Menu menu = menu("0.13");
        MenuCircuit circuit = MenuCircuit.of(menu, List.of());
        TestVectors vectors = vectors(menu, 4, VectorLayout.COLUMNS_60);
        MenuKernel kernel = new MenuKernel(circuit, engine);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment frames = arena.allocate(320L * (CROSSINGS + 4), 64);
            for (int place = 0; place < CROSSINGS + 4; place++) {
                for (int word = 0; word < 72; word++) {
                    int crossing = Math.clamp(place - 2, 0, CROSSINGS - 1);
                    int offset = place - 2 - crossing;
                    int raw = vectors.word(crossing, new InputWord(offset, word));
                    frames.set(ValueLayout.JAVA_INT, 320L * place + 4L * word, raw);
                }
            }
            long[] rows = new long[MenuKernel.CROSSINGS];
            int from = 0;
            for (int count : new int[] {1, 64, 512, 100, CROSSINGS - 677}) {
                for (int i = 0; i < count; i++) {
                    rows[i] = frames.address() + 320L * (from + i + 2);
                }
                kernel.run(rows, count);
                for (int i = 0; i < count; i++) {
                    for (int bit = 0; bit < circuit.algorithms().size(); bit++) {
                        Algorithm algorithm = circuit.algorithms().get(bit);
                        assertEquals(
                                vectors.fires(from + i, algorithm.index()),
                                (kernel.bits(bit, i / 64) >>> i & 1) != 0,
                                algorithm.text());
                    }
                }
                from += count;
            }
            assertEquals(CROSSINGS, from);
        }
    }

    @Test
    void inputsAreTheWordsThatAreRead() throws IOException {
        MenuText text =
                new MenuText("0.13")
                        .algorithm(0, "L1_A", "dist{MU3-1[MU-PHI_TOP],MU3}[DPHI_1_2p1]")
                        .algorithm(1, "L1_B", "EXT_LAST+2 AND EG10");
        Menu menu = Menu.read(text.write(folder.resolve("small.xml")));
        List<String> names =
                MenuCircuit.of(menu, List.of()).circuit().inputs().stream()
                        .map(port -> port.name())
                        .toList();
        assertEquals("MU0_low", names.getFirst());
        assertEquals("EG11", names.get(19));
        assertEquals("MU0_low_before1", names.get(20));
        assertEquals("EXTERNAL7_after2", names.getLast());
        assertEquals(8 + 12 + 8 + 1, names.size());
    }
}
