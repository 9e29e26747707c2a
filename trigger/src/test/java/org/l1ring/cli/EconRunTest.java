package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.concentrator.TestEncoder;
import org.l1ring.model.ModelWriter;

/** The verbs econ run and econ decode, and images that reload an encoder. */
final class EconRunTest {
    private static final int SWAP = 3;

    @TempDir private Path folder;

    private Path model(long seed) {
        Path file = folder.resolve("encoder" + seed + ".json");
        ModelWriter.write(TestEncoder.model(seed), file);
        return file;
    }

    private Path image(Path model) {
        Path image = folder.resolve(model.getFileName() + ".l1pi");
        Verb.succeed("image", model, "-o", image);
        return image;
    }

    /** Runs an autoencoder over six orbits. */
    private Verb run(Path model, Object... more) {
        Object[] first = {
            "econ",
            "run",
            "--algorithm",
            "autoencoder",
            "--links",
            "3",
            "--model",
            model,
            "--orbits",
            "6",
            "--workers",
            "2",
            "--json"
        };
        return Verb.run(joined(first, more));
    }

    private static Object[] joined(Object[] first, Object... more) {
        Object[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }

    private List<String> latents(Path model, String name, Object... more) {
        Path words = folder.resolve(name);
        Verb run = run(model, joined(more, "-o", words));
        assertEquals(0, run.code(), run.err());
        return Verb.succeed("econ", "decode", words).lines().toList();
    }

    @Test
    void aRunReportsAndItsWordsDecode() throws IOException {
        Path words = folder.resolve("words");
        Verb run =
                Verb.run(
                        "econ",
                        "run",
                        "--algorithm",
                        "threshold",
                        "--links",
                        "2",
                        "--crossings",
                        "4000",
                        "--json",
                        "-o",
                        words);
        assertEquals(0, run.code(), run.err());
        JsonNode report = JsonMapper.builder().build().readTree(run.out());
        assertEquals(2 * 3564, report.get("crossings").asLong());
        assertEquals(0, report.get("receiverMismatches").asLong());
        assertTrue(report.get("words").asLong() > 2 * 3564, run.out());
        assertTrue(report.get("mostWordsWaiting").asInt() <= 400, run.out());
        List<String> lines = Verb.succeed("econ", "decode", words).lines().toList();
        assertEquals(1 + 2 * 3564, lines.size());
        assertTrue(lines.get(0).startsWith("orbit,bx,truncation,sum,charge_0,"), lines.get(0));
        assertEquals(52, lines.get(3564).split(",", -1).length);
        assertTrue(lines.get(3565).startsWith("1,0,none,"), lines.get(3565));
    }

    @Test
    void weightsChangeWithTheOrbit() throws IOException {
        Path model = model(1);
        Path other = model(2);
        List<String> before = latents(model, "before");
        List<String> after = latents(other, "after");
        List<String> both = latents(model, "both", "--reload", image(other) + "@" + SWAP);
        int swap = 1 + SWAP * 3564;
        assertEquals(before.subList(0, swap), both.subList(0, swap));
        assertEquals(after.subList(swap, after.size()), both.subList(swap, both.size()));
        assertNotEquals(before.get(swap), after.get(swap));
        assertEquals(1 + 6 * 3564, both.size());
    }

    /** Damages an image in one way and keeps its own checks right where they are not the point. */
    private Path bad(Path image, String how) throws IOException {
        byte[] bytes = Files.readAllBytes(image);
        ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (how) {
            case "length" -> bytes = Arrays.copyOf(bytes, bytes.length - 8);
            case "CRC" -> bytes[30] ^= 1;
            default -> fields.putInt(8, fields.getInt(8) ^ 1);
        }
        return Files.write(folder.resolve("bad.l1pi"), bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "CRC", "layout"})
    void badImagesAreRefusedBeforeAnythingStreams(String how) throws IOException {
        Path model = model(1);
        Path bad = bad(image(model(2)), how);
        Path words = folder.resolve("words");
        Verb chain = run(model, "--reload", bad + "@2", "-o", words);
        Path output = folder.resolve("run");
        Verb run =
                Verb.run(
                        "run",
                        "--model",
                        model,
                        "--source",
                        "random",
                        "--fresh",
                        "--quiet",
                        "--orbits",
                        "3",
                        "--threshold",
                        "1",
                        "--reload",
                        bad + "@2",
                        "-o",
                        output);
        for (Verb refused : List.of(chain, run)) {
            assertEquals(2, refused.code(), refused.err());
            assertEquals(1, refused.err().lines().count(), refused.err());
            assertTrue(refused.err().contains(how), refused.err());
            assertEquals("", refused.out());
        }
        assertFalse(Files.exists(words));
        assertFalse(Files.exists(output.resolve("accepts.l1a")));
    }

    @Test
    void badArgumentsAreOneLine() {
        Path model = model(1);
        assertLine("expected an encoder, got none", "autoencoder", "3");
        assertLine("expected no model, got encoder", "repeater", "12", "--model", model);
        assertLine("expected 1 to 13, got 14", "threshold", "14");
        assertLine("expected one of threshold, best-choice", "best", "3");
        assertLine("expected a model in one process", "threshold", "3", "--reload", "x@1");
        assertLine("expected a number above 0", "threshold", "3", "--orbits", "0");
        assertLine("expected one of them", "threshold", "3", "--orbits", "1", "--seconds", "1");
    }

    @Test
    void reloadsThatNeverServeAndFoldersAreOneLine() throws IOException {
        Path model = model(1);
        Path image = image(model(2));
        assertRefused("expected an orbit below 6", run(model, "--reload", image + "@6"));
        Verb twice = run(model, "--reload", image + "@2", "--reload", image + "@2");
        assertRefused("expected an orbit above 2", twice);
        assertRefused("got a folder", run(model, "--reload", folder + "@2"));
        assertRefused("got a folder", Verb.run("econ", "decode", folder));
        assertRefused("got a folder", Verb.run("image", model, "--check", folder));
    }

    private static void assertRefused(String part, Verb run) {
        assertEquals(2, run.code(), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains(part), run.err());
    }

    private static void assertLine(String part, String algorithm, Object... linksAndMore) {
        Object[] first = {"econ", "run", "--algorithm", algorithm, "--links"};
        Verb run = Verb.run(joined(first, linksAndMore));
        assertEquals(2, run.code(), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains(part), run.err());
        assertTrue(run.err().startsWith("l1ring econ run: "), run.err());
    }

    @Test
    void filesOfSomethingElseAreRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("words"), "no words".repeat(20));
        Verb run = Verb.run("econ", "decode", file);
        assertEquals(2, run.code(), run.err());
        assertTrue(run.err().contains("expected a file of link words"), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
    }

    private List<String> accepts(Path model, String name, Object... more) {
        Path output = folder.resolve(name);
        Object[] first = {
            "run",
            "--model",
            model,
            "--source",
            "random",
            "--orbits",
            "6",
            "--threshold",
            "1",
            "--quiet",
            "-o",
            output
        };
        Verb.succeed(joined(first, more));
        return Verb.succeed("dump", output.resolve("accepts.l1a"), "--csv").lines().toList();
    }

    private static String[] of(List<String> accepts, boolean after) {
        return accepts.stream()
                .filter(line -> line.matches("\\d.*"))
                .filter(line -> Long.parseLong(line.split(",", -1)[0]) >= SWAP == after)
                .toArray(String[]::new);
    }

    /** The encoders for three and five links differ in weights and in how they cut values. */
    @Test
    void theEncodersOfEconTTakeEachOthersImages() {
        Path three = Reference.path("models/ECON_AE/3_eLinks/model.json");
        Path five = Reference.path("models/ECON_AE/5_eLinks/model.json");
        Path image = folder.resolve("five.l1pi");
        Verb.succeed("image", five, "-o", image);
        assertEquals(1, Verb.run("image", three, "--check", image).code());
        List<String> own = accepts(three, "own");
        List<String> both = accepts(three, "swapped", "--reload", image + "@" + SWAP);
        List<String> whole = latents(three, "whole", "--reload", image + "@" + SWAP);
        List<String> first = latents(three, "first");
        assertArrayEquals(of(own, false), of(both, false));
        assertFalse(Arrays.equals(of(own, true), of(both, true)));
        assertEquals(first.subList(0, 1 + SWAP * 3564), whole.subList(0, 1 + SWAP * 3564));
        assertNotEquals(first.get(1 + SWAP * 3564), whole.get(1 + SWAP * 3564));
    }
}
