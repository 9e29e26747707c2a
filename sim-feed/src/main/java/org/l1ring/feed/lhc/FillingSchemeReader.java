package org.l1ring.feed.lhc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Reads filling schemes: run lengths, JSON arrays and the LHC's bucket tables. */
final class FillingSchemeReader {
    private static final Pattern RUN =
            Pattern.compile("\\(\\s*(\\d{1,9})\\s*,\\s*(\\d{1,9})\\s*\\)");
    private static final Pattern RUNS = Pattern.compile("[\\s(),;\\d]+");
    private static final int BUCKETS_PER_SLOT = 10;
    private static final int SHOWN = 60;

    private FillingSchemeReader() {}

    static FillingScheme parse(String specification) {
        String text = specification.strip();
        if (text.toLowerCase(Locale.ROOT).equals("default")) {
            return FillingScheme.standard();
        }
        if (text.startsWith("(") && RUNS.matcher(text).matches()) {
            String[] beams = text.split(";", -1);
            if (beams.length > 2) {
                throw bad(
                        "run lengths",
                        "one or two beams",
                        beams.length + " beams",
                        "separate beam 1 and beam 2 by one semicolon");
            }
            BitSet first = runs("beam 1", beams[0]);
            BitSet second = beams.length == 1 ? first : runs("beam 2", beams[1]);
            return new FillingScheme(shortened(text), first, second);
        }
        return fromFile(text);
    }

    /** Slots of run lengths; {@code where} names the beam in errors. */
    static BitSet runs(String where, String text) {
        BitSet beam = new BitSet(FillingScheme.SLOTS);
        String rest = text.strip();
        while (!rest.isEmpty()) {
            Matcher run = RUN.matcher(rest);
            if (!run.lookingAt()) {
                throw bad(
                        where, "runs (first,length)", quoted(rest), "write runs as (26,12)(69,12)");
            }
            int start = Integer.parseInt(run.group(1));
            int length = Integer.parseInt(run.group(2));
            if (length < 1 || start + (long) length > FillingScheme.SLOTS) {
                throw bad(
                        where,
                        "runs within slots 0 to 3563",
                        quoted(run.group()),
                        "an orbit has 3564 slots, and a run at least one bunch");
            }
            if (beam.get(start, start + length).cardinality() > 0) {
                throw bad(
                        where,
                        "runs that do not overlap",
                        quoted(run.group()),
                        "give each slot once");
            }
            beam.set(start, start + length);
            rest = rest.substring(run.end()).strip();
        }
        return beam;
    }

    private static FillingScheme fromFile(String text) {
        String content;
        String file;
        try {
            Path path = Path.of(text);
            file = path.toString();
            if (!Files.isRegularFile(path)) {
                throw bad(
                        "filling scheme",
                        "default, run lengths or a JSON or CSV file",
                        quoted(text),
                        "there is no such file");
            }
            content = read(path);
        } catch (InvalidPathException e) {
            throw bad(
                    "filling scheme",
                    "default, run lengths or a JSON or CSV file",
                    quoted(text),
                    "it is no file name");
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    text + ": expected a readable file, got " + e + "; check its permissions", e);
        }
        return content.stripLeading().startsWith("{") ? json(file, content) : csv(file, content);
    }

    private static String read(Path path) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        if (bytes.length > 2 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b) {
            try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                bytes = stream.readAllBytes();
            }
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static FillingScheme json(String file, String content) {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(content);
        } catch (JsonProcessingException e) {
            throw bad(
                    file,
                    "JSON",
                    e.getOriginalMessage().lines().findFirst().orElse("nothing"),
                    "write {\"beam1\": [3564 numbers], \"beam2\": [3564 numbers]}");
        }
        JsonNode name = root.path("name");
        return new FillingScheme(
                name.isTextual() ? shortened(name.asText()) : stem(file),
                beam(file, root, "beam1"),
                beam(file, root, "beam2"));
    }

    private static BitSet beam(String file, JsonNode root, String key) {
        String where = file + ": " + key;
        JsonNode slots = root.get(key);
        if (slots == null || !slots.isArray()) {
            throw bad(
                    where,
                    "an array of 3564 numbers 0 or 1",
                    slots == null ? "nothing" : slots.getNodeType().toString(),
                    "list every slot of the orbit");
        }
        if (slots.size() != FillingScheme.SLOTS) {
            throw bad(
                    where,
                    "3564 slots",
                    String.valueOf(slots.size()),
                    "list every slot of the orbit");
        }
        BitSet beam = new BitSet(FillingScheme.SLOTS);
        for (int slot = 0; slot < FillingScheme.SLOTS; slot++) {
            JsonNode value = slots.get(slot);
            boolean filled = value.isNumber() && value.doubleValue() == 1;
            if (!filled && !(value.isNumber() && value.doubleValue() == 0)) {
                throw bad(
                        where + "[" + slot + "]",
                        "0 or 1",
                        value.toString(),
                        "1 where a bunch is, else 0");
            }
            beam.set(slot, filled);
        }
        return beam;
    }

    private static FillingScheme csv(String file, String content) {
        BucketTables tables = new BucketTables(file);
        List<String> lines = content.lines().toList();
        for (int line = 0; line < lines.size(); line++) {
            tables.line(line + 1, lines.get(line).strip());
        }
        return tables.scheme();
    }

    /** The LHC's text tables of RF buckets, bucket = 10 slot + 1. */
    private static final class BucketTables {
        private final String file;
        private final BitSet[] beams = {new BitSet(), new BitSet()};
        private final boolean[] seen = new boolean[2];
        private final BitSet headOn = new BitSet();
        private boolean anyHeadOn;
        private int table = -1;
        private int point1 = -1;
        private String name;

        BucketTables(String file) {
            this.file = file;
            this.name = stem(file);
        }

        void line(int number, String line) {
            String where = file + " line " + number;
            String upper = line.toUpperCase(Locale.ROOT);
            String[] cells = line.split("\\s*[,;]\\s*", -1);
            if (line.isEmpty()) {
                table = -1;
            } else if (upper.startsWith("SCHEME NAME") && cells.length > 1) {
                name = shortened(cells[1]);
            } else if (upper.startsWith("INJECTION SCHEME") && line.contains(":")) {
                name = shortened(line.substring(line.indexOf(':') + 1).strip());
            } else if (upper.matches("HEAD ON COLLISIONS FOR B[12].*")) {
                table = upper.charAt("HEAD ON COLLISIONS FOR B".length()) - '1';
                point1 = -1;
            } else if (upper.matches("B[12] FILLED BUCKETS.*")) {
                for (int i = 1; i < cells.length; i++) {
                    fill(where, upper.charAt(1) - '1', cells[i]);
                }
            } else if (upper.matches("B[12] BUCKET NUMBER.*")) {
                table = upper.charAt(1) - '1';
                point1 = List.of(upper.split("\\s*[,;]\\s*")).indexOf("IP1");
            } else if (table >= 0) {
                row(where, cells);
            }
        }

        private void row(String where, String[] cells) {
            int slot = fill(where, table, cells[0]);
            if (table == 0 && point1 > 0) {
                if (cells.length <= point1) {
                    throw bad(
                            where,
                            (point1 + 1) + " columns or more",
                            cells.length + " columns",
                            "keep the table's columns");
                }
                anyHeadOn = true;
                headOn.set(slot, !cells[point1].equals("-"));
            }
        }

        private int fill(String where, int beam, String cell) {
            int bucket = cell.matches("\\d{1,6}") ? Integer.parseInt(cell) : 0;
            int slot = (bucket - 1) / BUCKETS_PER_SLOT;
            if (bucket < 1 || (bucket - 1) % BUCKETS_PER_SLOT != 0 || slot >= FillingScheme.SLOTS) {
                throw bad(
                        where,
                        "a bucket 1, 11, 21 .. 35631",
                        quoted(cell),
                        "buckets are numbered 10 slot + 1");
            }
            beams[beam].set(slot);
            seen[beam] = true;
            return slot;
        }

        FillingScheme scheme() {
            if (!seen[0] || !seen[1]) {
                throw bad(
                        file,
                        "bucket tables of both beams",
                        !seen[0] && !seen[1] ? "none" : seen[0] ? "beam 1 only" : "beam 2 only",
                        "give a JSON scheme or a CSV table with \"HEAD ON COLLISIONS FOR B1\" and"
                                + " \"B2\"");
            }
            FillingScheme scheme = new FillingScheme(name, beams[0], beams[1]);
            for (int slot = 0; anyHeadOn && slot < FillingScheme.SLOTS; slot++) {
                if (headOn.get(slot) != scheme.collides(slot)) {
                    throw bad(
                            file + ": slot " + slot,
                            headOn.get(slot) ? "a collision at IP1" : "no collision at IP1",
                            headOn.get(slot) ? "an empty slot in beam 2" : "bunches in both beams",
                            "make the tables of B1 and B2 agree");
                }
            }
            return scheme;
        }
    }

    private static String stem(String file) {
        Path name = Path.of(file).getFileName();
        return shortened(
                name == null ? file : name.toString().replaceAll("(\\.(json|csv|txt|gz))+$", ""));
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= SHOWN + 20 ? line : line.substring(0, SHOWN) + "...";
    }

    private static String quoted(String text) {
        return '"' + shortened(text) + '"';
    }

    private static IllegalArgumentException bad(
            String where, String expected, String got, String mend) {
        return new IllegalArgumentException(
                where + ": expected " + expected + ", got " + got + "; " + mend);
    }
}
