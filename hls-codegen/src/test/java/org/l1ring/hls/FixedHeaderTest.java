package org.l1ring.hls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.tool.Program;
import org.l1ring.tool.Programs;

/** Casts of our own ap_fixed.h, compiled by g++, against the vendor's answers and our own. */
@Timeout(300)
final class FixedHeaderTest {
    private static final int SEEDED_TYPES = 200;
    private static final int VALUES = 40;

    private static final String CHECK =
            """
            #include "ap_fixed.h"
            #include <cstdio>

            static int wrong = 0;
            static int seen = 0;

            template <class from, class to>
            void check(const char *types, const long long (*cases)[2], int count) {
                for (int i = 0; i < count; i++) {
                    from x;
                    x.range() = cases[i][0];
                    const to y = x;
                    const unsigned long long mask = to::width < 64 ? (1ULL << (to::width & 63)) - 1 : ~0ULL;
                    const bool sign = y < to(0);
                    seen++;
                    if (y.range().to_uint64() != (cases[i][1] & mask) || sign != (cases[i][1] < 0)) {
                        wrong++;
                        printf("%s: raw %lld: expected %lld, got bits %llu\\n", types, cases[i][0],
                               cases[i][1], y.range().to_uint64());
                    }
                }
            }

            """;

    @TempDir private Path folder;

    private record Pair(FixedType from, FixedType to) {}

    @BeforeEach
    void compiler() {
        Programs.require(Program.GXX);
    }

    private static String cpp(FixedType type) {
        return "ap_%sfixed<%d, %d, AP_%s, AP_%s, %d>"
                .formatted(
                        type.signed() ? "" : "u",
                        type.width(),
                        type.integer(),
                        type.quantization(),
                        type.overflow(),
                        type.saturationBits());
    }

    private void assertNoneWrong(Map<Pair, List<long[]>> cases, int expected) throws IOException {
        StringBuilder text = new StringBuilder(CHECK);
        StringBuilder calls = new StringBuilder();
        int place = 0;
        for (Map.Entry<Pair, List<long[]>> entry : cases.entrySet()) {
            text.append("static const long long cases").append(place).append("[][2] = {");
            for (long[] pair : entry.getValue()) {
                text.append('{').append(ConstantsText.literal(pair[0])).append(", ");
                text.append(ConstantsText.literal(pair[1])).append("},");
            }
            text.append("};\n");
            String types = cpp(entry.getKey().from()) + ", " + cpp(entry.getKey().to());
            calls.append(
                    "    check<%s >(\"%s\", cases%d, %d);\n"
                            .formatted(types, types, place, entry.getValue().size()));
            place++;
        }
        text.append("int main() {\n").append(calls);
        text.append("    printf(\"%d wrong of %d\\n\", wrong, seen);\n}\n");
        Files.writeString(folder.resolve("casts.cpp"), text);
        Files.writeString(folder.resolve("ap_fixed.h"), Texts.resource("ap_types/ap_fixed.h"));
        Program.GXX.succeed(
                folder,
                200,
                List.of("-std=c++11", "-O0", "-Wall", "-Werror", "casts.cpp", "-o", "casts"));
        List<String> lines =
                Program.runBuilt(folder.resolve("casts"), folder, 60, List.of()).lines();
        assertEquals("0 wrong of " + expected, lines.getLast(), lines.getFirst());
    }

    @Test
    void referenceConversionsAgree() throws IOException {
        Path table = ReferenceFolder.require("fixed/ap_fixed_conversions.csv.gz");
        Map<Pair, List<long[]>> cases = new LinkedHashMap<>();
        int rows = 0;
        for (String[] f : ReferenceFolder.rows(table, Integer.MAX_VALUE)) {
            FixedType from =
                    new FixedType(
                            f[0].equals("1"),
                            Integer.parseInt(f[1]),
                            Integer.parseInt(f[2]),
                            Quantization.TRN,
                            Overflow.WRAP,
                            0);
            FixedType to =
                    new FixedType(
                            f[3].equals("1"),
                            Integer.parseInt(f[4]),
                            Integer.parseInt(f[5]),
                            Quantization.valueOf(f[6]),
                            Overflow.valueOf(f[7]),
                            Integer.parseInt(f[8]));
            cases.computeIfAbsent(new Pair(from, to), _ -> new ArrayList<>())
                    .add(new long[] {Long.parseLong(f[9]), Long.parseLong(f[10])});
            rows++;
        }
        assertNoneWrong(cases, rows);
    }

    @Test
    void seededCastsAgreeWithOurs() throws IOException {
        Random random = new Random(11);
        Map<Pair, List<long[]>> cases = new LinkedHashMap<>();
        int rows = 0;
        while (cases.size() < SEEDED_TYPES) {
            FixedType from = type(random, 63, Quantization.TRN, Overflow.WRAP);
            FixedType to =
                    type(
                            random,
                            64,
                            Quantization.values()[random.nextInt(7)],
                            Overflow.values()[random.nextInt(5)]);
            if (from.width() + Math.max(0, to.fraction() - from.fraction()) > 120
                    || (!to.signed() && to.width() == 64)
                    || cases.containsKey(new Pair(from, to))) {
                continue;
            }
            List<long[]> values = new ArrayList<>();
            for (int i = 0; i < VALUES; i++) {
                long low = from.minimumRaw();
                long high = from.maximumRaw();
                long raw = low + (long) (random.nextDouble() * ((double) high - low));
                raw = i == 0 ? low : i == 1 ? high : i < 8 ? i - 4L : raw;
                raw = Math.clamp(raw, low, high);
                values.add(new long[] {raw, to.cast(raw, from)});
                rows++;
            }
            cases.put(new Pair(from, to), values);
        }
        assertNoneWrong(cases, rows);
    }

    private static FixedType type(Random random, int most, Quantization q, Overflow o) {
        int width = 1 + random.nextInt(random.nextBoolean() ? 12 : most);
        boolean wraps = o == Overflow.WRAP || o == Overflow.WRAP_SM;
        int saturated =
                wraps && random.nextInt(3) == 0 ? random.nextInt(Math.min(width, 4) + 1) : 0;
        int integer = width - (random.nextInt(width + 12) - 6);
        return new FixedType(random.nextInt(3) > 0, width, integer, q, o, saturated);
    }
}
