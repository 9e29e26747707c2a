package org.l1ring.importer.hls4ml;

import java.util.ArrayList;
import java.util.List;

/** Finds the ends of brackets and the parts of lists in a sequence of words. */
final class Words {
    private static final int MAX_DEPTH = 200;

    private Words() {}

    /** Index after the bracket that closes the one at an index; angles count when asked. */
    static int close(List<Token> words, int open) {
        boolean angles = words.get(open).is("<");
        int depth = 0;
        for (int i = open; i < words.size(); i++) {
            Token word = words.get(i);
            if (word.kind() != Token.Kind.SIGN) {
                continue;
            }
            switch (word.text()) {
                case "(", "{", "[" -> depth++;
                case ")", "}", "]" -> depth--;
                case "<" -> depth += angles ? 1 : 0;
                case ">" -> depth -= angles ? 1 : 0;
                default -> {}
            }
            if (depth > MAX_DEPTH) {
                throw word.error("expected at most " + MAX_DEPTH + " nested brackets, got more");
            }
            if (depth == 0) {
                return i + 1;
            }
        }
        throw words.get(open)
                .error(
                        "expected the bracket that closes \""
                                + words.get(open).text()
                                + "\", got none");
    }

    /** The parts between commas of a list in brackets, which the words begin with and end with. */
    static List<List<Token>> arguments(List<Token> words, Token at) {
        int end = close(words, 0);
        if (end != words.size()) {
            throw words.get(end).expected("nothing after the closing bracket");
        }
        return split(words.subList(1, end - 1), at);
    }

    /** The parts between commas that are in no bracket. */
    static List<List<Token>> split(List<Token> words, Token at) {
        List<List<Token>> parts = new ArrayList<>();
        int from = 0;
        int i = 0;
        while (i < words.size()) {
            Token word = words.get(i);
            boolean template = word.is("<") && i > 0 && words.get(i - 1).isName();
            if (word.is("(") || word.is("{") || word.is("[") || template) {
                i = close(words, i);
            } else {
                if (word.is(",")) {
                    parts.add(words.subList(from, i));
                    from = i + 1;
                }
                i++;
            }
        }
        if (from < words.size() || !parts.isEmpty()) {
            parts.add(words.subList(from, words.size()));
        }
        for (List<Token> part : parts) {
            if (part.isEmpty()) {
                throw at.error("expected something between the commas, got nothing");
            }
        }
        return parts;
    }
}
