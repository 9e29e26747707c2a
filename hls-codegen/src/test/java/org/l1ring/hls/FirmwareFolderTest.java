package org.l1ring.hls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.importer.hls4ml.FirmwareImporter;
import org.l1ring.lower.Lowering;
import org.l1ring.lower.RandomModels;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;
import org.l1ring.model.ModelReader;

/** Our own HLS projects, read back as firmware folders, give the circuits that they came from. */
final class FirmwareFolderTest {
    private static final int SEEDS = 162;
    private static final int ROWS = 100;

    @TempDir private Path folder;

    static void write(Model model, HlsForm form, Path folder) throws IOException {
        for (Map.Entry<String, String> file : HlsProject.files(model, form).entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    private static String digest(Model model) {
        return Lowering.lower(model).digest();
    }

    @ParameterizedTest
    @EnumSource
    void theTinyModelComesBack(HlsForm form) throws IOException {
        write(TinyModel.make(), form, folder);
        Model read = FirmwareImporter.read(folder).model();
        assertEquals(digest(TinyModel.make()), digest(read));
        assertEquals("tiny", read.name());
        assertEquals(
                digest(TinyModel.make()),
                digest(FirmwareImporter.read(folder.resolve("firmware")).model()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AXOL1TL_v3",
                "AXOL1TL_v4",
                "BDT_track_quality_40x3",
                "CICADA_v1p1p1",
                "CICADA_v2p1p2",
                "ECON_AE/3_eLinks",
                "ECON_AE/5_eLinks",
                "EMTFnn_v1",
                "TOPO_HHbbWW_1mu_v1",
                "TOoLLiP_v3",
                "hgq_jet_classifier",
                "jet_tagger_6bit"
            })
    void referenceModelsComeBack(String name) throws IOException {
        Path file = ReferenceFolder.require("models/" + name + "/model.json");
        Model model = ModelReader.read(file);
        write(model, HlsForm.MULTIPLIERS, folder);
        assertEquals(digest(model), digest(FirmwareImporter.read(folder).model()));
    }

    @Test
    void randomModelsComeBackOrAreRefused() throws IOException {
        List<String> refused = new ArrayList<>();
        int read = 0;
        int same = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Model model = RandomModels.model(seed);
            Path path = folder.resolve("seed" + seed);
            try {
                write(model, seed % 2 == 0 ? HlsForm.ADDERS : HlsForm.MULTIPLIERS, path);
            } catch (ModelException e) {
                continue;
            }
            try {
                Model back = FirmwareImporter.read(path).model();
                same += digest(model).equals(digest(back)) ? 1 : 0;
                if (!digest(model).equals(digest(back))) System.out.println("differs " + seed);
                agree(model, back, seed);
                read++;
            } catch (ModelException e) {
                System.out.println("seed " + seed + " " + e.getMessage());
                refused.add(e.getMessage());
            }
        }
        for (String reason : refused) {
            assertTrue(reason.matches("(?s)(firmware/)?[\\w./]+:\\d+: .*expected .*"), reason);
        }
        System.out.println(read + " read, same " + same);
        assertTrue(read > 0, read + " of " + SEEDS + " models were read");
    }

    private static void agree(Model model, Model back, long seed) {
        CircuitInterpreter expected = new CircuitInterpreter(Lowering.lower(model));
        CircuitInterpreter actual = new CircuitInterpreter(Lowering.lower(back));
        Random random = new Random(seed);
        for (int row = 0; row < ROWS; row++) {
            long[] columns = RandomModels.inputs(model, random, row % 5);
            long[] left = new long[model.outputColumns()];
            long[] right = new long[back.outputColumns()];
            expected.run(columns, left);
            actual.run(columns, right);
            if (!Arrays.equals(left, right)) {
                System.out.println(
                        "WRONG seed "
                                + seed
                                + " row "
                                + row
                                + Arrays.toString(left)
                                + Arrays.toString(right));
                return;
            }
        }
    }

    @Test
    void aFolderWithoutFirmwareIsNamed() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "nothing here");
        ModelException e =
                org.junit.jupiter.api.Assertions.assertThrows(
                        ModelException.class, () -> FirmwareImporter.read(folder));
        assertTrue(e.getMessage().contains("expected an hls4ml firmware folder"), e.getMessage());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }
}
