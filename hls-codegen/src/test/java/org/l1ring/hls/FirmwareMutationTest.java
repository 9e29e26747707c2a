package org.l1ring.hls;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.importer.hls4ml.FirmwareImporter;
import org.l1ring.model.ModelException;

/** Damaged firmware folders give a model or one line that says where and what, and soon. */
final class FirmwareMutationTest {
    private static final int FOLDERS = 600;
    private static final long LONGEST_NANOS = 5_000_000_000L;
    private static final List<String> ODD =
            List.of("0", "-1", "99999999999", "4294967296", "1e300", "65536", "0x7fffffffffffffff");
    private static final List<String> OPENING = List.of("(", "{", "[", "<", "((-", "? 1 : ");
    private static final Pattern NUMBER = Pattern.compile("\\b\\d+\\b");
    private static final Pattern NAME = Pattern.compile("\\b[A-Za-z_]\\w*\\b");

    @TempDir private Path folder;

    @Test
    void damagedFoldersGiveAModelOrOneClearLine() throws IOException {
        FirmwareFolderTest.write(TinyModel.make(), HlsForm.ADDERS, folder);
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder.resolve("firmware"))) {
            files =
                    all.filter(file -> file.toString().matches(".*\\.(h|cpp)"))
                            .filter(file -> !file.toString().matches(".*/(nnet_utils|ap_types)/.*"))
                            .sorted()
                            .toList();
        }
        Random random = new Random(7);
        int read = 0;
        for (int i = 0; i < FOLDERS; i++) {
            Path file = files.get(random.nextInt(files.size()));
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            Files.writeString(file, damaged(text, random), StandardCharsets.ISO_8859_1);
            read += reads("folder " + i + ", " + folder.relativize(file)) ? 1 : 0;
            Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        }
        assertTrue(read > 0 && read < FOLDERS, read + " folders were read");
    }

    private boolean reads(String which) {
        long start = System.nanoTime();
        try {
            FirmwareImporter.read(folder);
            return true;
        } catch (ModelException e) {
            assertFalse(e.getMessage().contains("\n"), which + ": " + e.getMessage());
            assertTrue(
                    e.getMessage().matches("(firmware/\\S+:\\d+: .+|.+ firmware folder .+)"),
                    which + ": " + e.getMessage());
            return false;
        } finally {
            long nanos = System.nanoTime() - start;
            assertTrue(nanos < LONGEST_NANOS, which + " took " + nanos + " ns");
        }
    }

    private static String damaged(String text, Random random) {
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + random.nextInt(200));
        return switch (random.nextInt(7)) {
            case 0 -> text.substring(0, at);
            case 1 -> flipped(text, random);
            case 2 -> text.substring(0, at) + text.substring(end);
            case 3 -> text.substring(0, end) + text.substring(at);
            case 4 -> replaced(text, NUMBER, ODD.get(random.nextInt(ODD.size())), random);
            case 5 -> {
                List<MatchResult> names = NAME.matcher(text).results().toList();
                String other = names.get(random.nextInt(names.size())).group();
                yield replaced(text, NAME, random.nextBoolean() ? other : "renamed", random);
            }
            default -> {
                String opening = OPENING.get(random.nextInt(OPENING.size()));
                String nested = opening.repeat(1 + random.nextInt(20_000));
                yield text.substring(0, at) + nested + text.substring(at);
            }
        };
    }

    private static String flipped(String text, Random random) {
        char[] characters = text.toCharArray();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            int at = random.nextInt(characters.length);
            characters[at] = (char) (characters[at] ^ (1 << random.nextInt(8)));
        }
        return new String(characters);
    }

    private static String replaced(String text, Pattern pattern, String by, Random random) {
        List<MatchResult> found = new ArrayList<>(pattern.matcher(text).results().toList());
        if (found.isEmpty()) {
            return text;
        }
        MatchResult one = found.get(random.nextInt(found.size()));
        return text.substring(0, one.start()) + by + text.substring(one.end());
    }
}
