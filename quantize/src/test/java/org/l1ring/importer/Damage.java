package org.l1ring.importer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;

/** Damage to files, and what reading a damaged file may do. */
public final class Damage {
    private static final long MOST_NANOS = 5_000_000_000L;
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_]{3,}");
    private static final String[] ABSURD = {
        "-1",
        "0",
        "1",
        "2147483647",
        "-2147483648",
        "9223372036854775808",
        "1e308",
        "-1e-320",
        "1e999999999",
        "NaN",
        "inf",
        "Infinity",
        "16000",
        "4",
        "-2",
        "",
        "99999999999999999999999",
    };

    private Damage() {}

    /**
     * A seeded change: truncated, flipped, spliced; of text also with other numbers and words.
     *
     * @param whole the file
     * @param random source of the change
     * @param text whether it is text
     */
    public static byte[] apply(byte[] whole, Random random, boolean text) {
        return switch (random.nextInt(text ? 7 : 4)) {
            case 0 -> Arrays.copyOf(whole, random.nextInt(whole.length));
            case 1 -> flipped(whole, random, 1);
            case 2 -> flipped(whole, random, 1 + random.nextInt(20));
            case 3 -> spliced(whole, random);
            case 4 -> replaced(whole, random, NUMBER, ABSURD[random.nextInt(ABSURD.length)]);
            case 5 -> replaced(whole, random, WORD, "other");
            default -> replaced(whole, random, NUMBER, String.valueOf(random.nextInt(9) - 2));
        };
    }

    /**
     * Fails unless reading gives a model, or one line that says why not, within five seconds.
     *
     * @param seed of the damage, for messages
     * @param reading of the damaged file
     * @return whether it gave a model
     */
    public static boolean survives(long seed, Supplier<Model> reading) {
        long start = System.nanoTime();
        boolean model = reads(seed, reading);
        long took = System.nanoTime() - start;
        assertTrue(took < MOST_NANOS, "seed " + seed + " took " + took * 1e-9 + " s");
        return model;
    }

    private static boolean reads(long seed, Supplier<Model> reading) {
        try {
            assertTrue(reading.get().columns() > 0);
            return true;
        } catch (ModelException e) {
            assertEquals(1, e.getMessage().lines().count(), e.getMessage());
            assertTrue(e.getMessage().length() < 2000, e.getMessage());
            return false;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return fail("seed " + seed + ": " + e, e);
        }
    }

    private static byte[] flipped(byte[] whole, Random random, int bits) {
        byte[] bytes = whole.clone();
        for (int i = 0; i < bits; i++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    /** A piece removed, doubled, or overwritten with large numbers. */
    private static byte[] spliced(byte[] whole, Random random) {
        int from = random.nextInt(whole.length);
        int to = Math.min(whole.length, from + 1 + random.nextInt(40));
        byte[] piece = Arrays.copyOfRange(whole, from, to);
        return switch (random.nextInt(3)) {
            case 0 -> join(Arrays.copyOf(whole, from), Arrays.copyOfRange(whole, to, whole.length));
            case 1 ->
                    join(
                            join(Arrays.copyOf(whole, to), piece),
                            Arrays.copyOfRange(whole, to, whole.length));
            default -> {
                byte[] bytes = whole.clone();
                Arrays.fill(bytes, from, Math.min(to, from + 8), (byte) 0x7f);
                yield bytes;
            }
        };
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static byte[] replaced(byte[] whole, Random random, Pattern what, String by) {
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        Matcher matcher = what.matcher(text);
        int place = random.nextInt(text.length());
        if (!matcher.find(place) && !matcher.find(0)) {
            return whole;
        }
        return (text.substring(0, matcher.start()) + by + text.substring(matcher.end()))
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
