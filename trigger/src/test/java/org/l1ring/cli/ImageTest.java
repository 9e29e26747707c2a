package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parameter images: written, compared, refused, loaded into a running stream, given to a chip. */
final class ImageTest {
    private static final int ORBITS = 6;
    private static final int SWAP = 3;

    @TempDir private Path folder;

    private Path model(String name, String json) throws IOException {
        return Files.writeString(folder.resolve(name), json);
    }

    private Path other() throws IOException {
        return model("other.json", SmallModel.JSON.replace("5, -7, 0, 3, 12", "7, -3, 1, 2, -9"));
    }

    private Path image(Path model) {
        Path image = folder.resolve(model.getFileName() + ".l1pi");
        Verb.succeed("image", model, "-o", image);
        return image;
    }

    /** The accepts of a run, a line each. */
    private List<String> accepts(Path model, String name, String... more) throws IOException {
        Path output = folder.resolve(name);
        Object[] arguments = {
            "run",
            "--model",
            model,
            "--source",
            "random",
            "--orbits",
            "" + ORBITS,
            "--rate",
            "max",
            "--threshold",
            "20000",
            "--quiet",
            "-o",
            output
        };
        Object[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        Verb.succeed(all);
        return Verb.succeed("dump", output.resolve("accepts.l1a"), "--csv").lines().toList();
    }

    private static List<String> of(List<String> accepts, boolean after) {
        return accepts.stream()
                .filter(line -> line.matches("\\d.*"))
                .filter(line -> Long.parseLong(line.split(",", -1)[0]) >= SWAP == after)
                .toList();
    }

    @Test
    void aRunChangesItsWeightsAtTheOrbit() throws IOException {
        Path model = model("model.json", SmallModel.JSON);
        Path other = other();
        List<String> before = accepts(model, "before");
        List<String> after = accepts(other, "after");
        List<String> both = accepts(model, "both", "--reload", image(other) + "@" + SWAP);
        assertNotEquals(of(before, true), of(after, true));
        assertFalse(of(before, false).isEmpty());
        assertArrayEquals(of(before, false).toArray(), of(both, false).toArray());
        assertArrayEquals(of(after, true).toArray(), of(both, true).toArray());
    }

    @Test
    void imagesOfOtherLayersAreRefused() throws IOException {
        Path model = model("model.json", SmallModel.JSON);
        Path image = image(model);
        Path wider =
                model(
                        "wider.json",
                        SmallModel.JSON.replace(
                                "\"weights\": {\"type\": {\"type\": \"ap_fixed\", \"W\": 6",
                                "\"weights\": {\"type\": {\"type\": \"ap_fixed\", \"W\": 7"));
        Path foreign = image(wider);
        String line = Verb.reject("image", model, "--check", foreign);
        assertTrue(line.contains("expected parameters of layout"), line);
        line =
                Verb.reject(
                        "run",
                        "--model",
                        model,
                        "--source",
                        "random",
                        "--orbits",
                        "2",
                        "--threshold",
                        "1",
                        "--quiet",
                        "--reload",
                        foreign + "@1",
                        "-o",
                        folder.resolve("run"));
        assertTrue(line.contains("expected parameters of layout"), line);
        byte[] damaged = Files.readAllBytes(image);
        damaged[18] ^= 1;
        line = Verb.reject("image", model, "--check", Files.write(image, damaged));
        assertTrue(line.contains("expected CRC"), line);
        assertEquals(1, Verb.run("image", other(), "--check", image(model)).code());
    }

    @Test
    void aProjectOfStandardCellsHasBothImages() throws IOException {
        Path model = model("model.json", SmallModel.JSON);
        Path image = image(other());
        Path project = folder.resolve("chip");
        String report =
                Verb.succeed(
                        "firmware",
                        model,
                        "--target",
                        "asic",
                        "-o",
                        project,
                        "--rows",
                        "50",
                        "--second-image",
                        image);
        assertTrue(report.contains("protection   full"), report);
        assertArrayEquals(
                Files.readAllBytes(image),
                Files.readAllBytes(project.resolve("vectors/other.l1pi")));
        assertArrayEquals(
                Files.readAllBytes(image(model)),
                Files.readAllBytes(project.resolve("vectors/own.l1pi")));
        String line =
                Verb.reject("firmware", model, "-o", folder.resolve("no"), "--protection", "full");
        assertTrue(line.startsWith("--weights, --protection"), line);
    }
}
