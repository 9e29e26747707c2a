package org.l1ring.rtl;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says which bits of a module's text nothing reads, such as those that a cast drops, so that lint
 * finds what was forgotten and not what was meant.
 */
final class UnusedBits {
    private static final int LINE = 100;
    private static final Pattern DECLARED =
            Pattern.compile("\\b(input |output )?(wire|reg) (?:signed )?\\[(\\d+):0\\] (\\w+)");
    private static final Pattern READ =
            Pattern.compile("(?<![.'\\w])([A-Za-z_]\\w*)\\b(?:\\[(\\d+)(?::(\\d+))?\\])?");
    private static final Pattern WRITTEN =
            Pattern.compile(
                    "^\\s*(?:assign )?\\w+ <?= |\\.\\w+_r\\(\\w+\\)|\\.\\w+\\(sum\\d+\\)|//.*");

    private UnusedBits() {}

    /**
     * One wire that reads all bits that nothing else reads; its name tells tools that this is
     * meant.
     *
     * @param module lines of one module without its end
     * @return lines to add, none where every bit is read
     */
    static List<String> sink(List<String> module) {
        Map<String, BitSet> unread = new LinkedHashMap<>();
        for (String line : module) {
            Matcher declared = DECLARED.matcher(line);
            while (declared.find()) {
                BitSet bits = new BitSet();
                bits.set(0, Integer.parseInt(declared.group(3)) + 1);
                if (!"output ".equals(declared.group(1))) {
                    unread.put(declared.group(4), bits);
                }
            }
        }
        for (String line : module) {
            String reads = DECLARED.matcher(line).replaceAll("");
            reads = WRITTEN.matcher(reads).replaceAll("");
            Matcher read = READ.matcher(reads);
            while (read.find()) {
                BitSet bits = unread.get(read.group(1));
                if (bits != null) {
                    int high = read.group(2) == null ? bits.size() : number(read.group(2));
                    int low = read.group(3) != null ? number(read.group(3)) : high;
                    bits.clear(read.group(2) == null ? 0 : low, high + 1);
                }
            }
        }
        List<String> parts = new ArrayList<>(List.of("1'b0"));
        unread.forEach((name, bits) -> parts.addAll(ranges(name, bits)));
        return parts.size() == 1 ? List.of() : wrapped(parts);
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    private static List<String> ranges(String name, BitSet bits) {
        List<String> ranges = new ArrayList<>();
        for (int low = bits.nextSetBit(0); low >= 0; ) {
            int end = bits.nextClearBit(low);
            ranges.add(
                    end == low + 1
                            ? "%s[%d]".formatted(name, low)
                            : "%s[%d:%d]".formatted(name, end - 1, low));
            low = bits.nextSetBit(end);
        }
        return ranges;
    }

    private static List<String> wrapped(List<String> parts) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder("wire unused_bits = &{");
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i) + (i + 1 < parts.size() ? ", " : "};");
            if (line.length() + part.length() > LINE - 8) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder("    ");
            }
            line.append(part);
        }
        lines.add(line.toString());
        return lines;
    }
}
