package org.l1ring.importer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.lower.RandomModels;

/** Damaged native models and formulas give a model or one clear line, quickly. */
final class FuzzedNativeFilesTest {
    private static final int FILES = 1000;
    private static final String FORMULAS =
            """
            inputs: pt, eta, phi
            a = 2.5*pt - 3*eta^2 + abs(phi)/4
            b = a*a - 0.125*relu(pt - 1e-1) + (pt + eta)*(pt - eta)
            """;

    @TempDir private Path folder;

    @Test
    void nativeModels() throws IOException {
        int models = 0;
        for (int seed = 0; seed < FILES; seed++) {
            byte[] whole = RandomModels.json(seed % 100).getBytes(StandardCharsets.UTF_8);
            models += survives("m.json", whole, seed) ? 1 : 0;
        }
        assertTrue(models < FILES * 9 / 10, "damage that is not noticed: " + models);
        assertTrue(models > 0, "no damage was harmless");
    }

    @Test
    void formulas() throws IOException {
        int models = 0;
        for (int seed = 0; seed < FILES; seed++) {
            models +=
                    survives("m.formula", FORMULAS.getBytes(StandardCharsets.UTF_8), seed) ? 1 : 0;
        }
        assertTrue(models < FILES * 9 / 10, "damage that is not noticed: " + models);
        assertTrue(models > 0, "no damage was harmless");
    }

    private boolean survives(String name, byte[] whole, int seed) throws IOException {
        byte[] damaged = Damage.apply(whole, new Random(seed), true);
        Path file = Files.write(folder.resolve(name), damaged);
        return Damage.survives(seed, () -> ModelImporter.read(file));
    }

    @Test
    void zipBombsAreRefused() throws IOException {
        Path file = folder.resolve("bomb.json");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("{\"format\":1,\"name\":\"".getBytes(StandardCharsets.UTF_8));
            byte[] more = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 200; i++) {
                out.write(more);
            }
        }
        assertTrue(!Damage.survives(0, () -> ModelImporter.read(file)));
    }

    @Test
    void absurdExtentsAreRefused() throws IOException {
        String type = "{'type':'ap_int','W':4}";
        String[] layers = {
            "'kind':'pad2d','in_height':2,'in_width':2,'pad_bottom':2147483647,'pad_right':2147483647",
            "'kind':'pad2d','in_height':65536,'in_width':65536,'pad_bottom':0,'pad_right':0",
            "'kind':'embedding','positions':4,'embeddings':{'type':T,'shape':[2000000000,2000000000],'raw':[]}",
            "'kind':'pointwise_conv1d','positions':4,'n_in':1,'n_out':2000000000",
        };
        for (String layer : layers) {
            String text =
                    """
                    {'format':1,'name':'m','inputs':[{'name':'x','size':4,'type':T}],
                     'layers':[{'name':'n','inputs':['x'],'output':'y',%s,'result_type':T}],
                     'outputs':[{'name':'o','from':'y','size':4,'type':T}]}
                    """
                            .formatted(layer);
            refused(text.replace("T", type));
        }
        refused(
                """
                {'format':1,'name':'m','inputs':[{'name':'x','size':2000000000,'type':T}],
                 'layers':[],'outputs':[{'name':'o','from':'x','size':2000000000,'type':T}]}
                """
                        .replace("T", type));
    }

    private void refused(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("absurd.json"), text.replace('\'', '"'));
        assertTrue(!Damage.survives(0, () -> ModelImporter.read(file)), text);
    }
}
