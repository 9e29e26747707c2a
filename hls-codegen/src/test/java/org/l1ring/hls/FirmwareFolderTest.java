package org.l1ring.hls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final int SEEDS = 54;
    private static final int ROWS = 50;

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

    /** Layers that no template says come as straight lines with choices and tables. */
    @Test
    void randomModelsComeBackOrAreRefused() throws IOException {
        int read = 0;
        int same = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Model model = RandomModels.model(seed);
            Path path = folder.resolve("seed" + seed);
            try {
                write(model, HlsForm.MULTIPLIERS, path);
            } catch (ModelException e) {
                continue; // a table of a layer on its own may be too large to write
            }
            try {
                Model back = FirmwareImporter.read(path).model();
                agree(model, back, seed);
                same += digest(model).equals(digest(back)) ? 1 : 0;
                read++;
            } catch (ModelException e) {
                assertTrue(
                        e.getMessage().matches("firmware/\\S+:\\d+: .*expected .*"),
                        e.getMessage());
            }
        }
        assertTrue(read > SEEDS / 3, read + " of " + SEEDS + " models were read");
        assertTrue(same > read / 3, same + " circuits of " + read + " are the same");
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
            assertArrayEquals(left, right, "seed " + seed + ", row " + row);
        }
    }

    @Test
    void aFolderWithoutFirmwareIsNamed() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "nothing here");
        ModelException e = assertThrows(ModelException.class, () -> FirmwareImporter.read(folder));
        assertTrue(e.getMessage().contains("expected an hls4ml firmware folder"), e.getMessage());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }
}
