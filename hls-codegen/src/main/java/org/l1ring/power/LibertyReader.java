package org.l1ring.power;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * Reads the syntax of Liberty files: groups, simple attributes with or without semicolon and
 * quotes, complex attributes, comments, continued lines. What attributes mean is said by {@link
 * CellLibrary}.
 */
final class LibertyReader {
    private static final char END = '\0';

    private final String file;
    private final String text;
    private int at;
    private int line = 1;

    private LibertyReader(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * The library group of a file.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no whole Liberty file; the message has the line
     */
    static LibertyGroup read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(
                    file + ": expected a Liberty file, got a folder; give a file");
        }
        // Comments of some libraries are no UTF-8.
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        LibertyReader reader = new LibertyReader(file.toString(), text);
        LibertyGroup holder = new LibertyGroup("", 1, "", List.of(), new HashMap<>(), list());
        reader.statement(holder);
        if (holder.groups().isEmpty() || !holder.groups().getFirst().kind().equals("library")) {
            throw reader.bad("library (name) {", "another beginning");
        }
        if (reader.next() != END) {
            throw reader.bad("the end behind the library", reader.shown());
        }
        return holder.groups().getFirst();
    }

    private static List<LibertyGroup> list() {
        return new ArrayList<>();
    }

    private IllegalArgumentException bad(String expected, String got) {
        return new IllegalArgumentException(
                "%s: line %d: expected %s, got %s; is it a whole Liberty file?"
                        .formatted(file, line, expected, got));
    }

    private String shown() {
        return at >= text.length() ? "the end of the file" : "'" + text.charAt(at) + "'";
    }

    /** The next character behind blanks and comments, or END; it is not taken. */
    private char next() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                line++;
                at++;
            } else if (Character.isWhitespace(c) || c == '\\') {
                at++;
            } else if (text.startsWith("/*", at)) {
                comment();
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else {
                return c;
            }
        }
        return END;
    }

    private void comment() {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            throw bad("the end of a comment", "the end of the file");
        }
        for (; at < end + 2; at++) {
            line += text.charAt(at) == '\n' ? 1 : 0;
        }
    }

    private void take(char wanted) {
        if (next() != wanted) {
            throw bad("'" + wanted + "'", shown());
        }
        at++;
    }

    /** A quoted text, without its quotes, or a word. */
    private String value() {
        char c = next();
        if (c == '"') {
            return quoted();
        }
        int start = at;
        while (at < text.length() && "{}();:,\"".indexOf(text.charAt(at)) < 0) {
            if (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '\\') {
                break;
            }
            at++;
        }
        if (at == start) {
            throw bad("a name or a value", shown());
        }
        return text.substring(start, at);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            char c = text.charAt(at);
            line += c == '\n' ? 1 : 0;
            value.append(c == '\\' || c == '\n' || c == '\r' ? ' ' : c);
        }
        if (at >= text.length()) {
            throw bad("the end of a quoted text", "the end of the file");
        }
        at++;
        return value.toString().strip();
    }

    /** One attribute or group, into the group it is in. */
    private void statement(LibertyGroup outer) {
        next();
        int begin = line;
        String name = value();
        if (next() == ':') {
            at++;
            outer.attributes().put(name, List.of(simple()));
            return;
        }
        take('(');
        List<String> arguments = new ArrayList<>();
        while (next() != ')') {
            if (next() == ',') {
                at++;
            } else {
                arguments.add(value());
            }
        }
        at++;
        if (next() != '{') {
            if (next() == ';') {
                at++;
            }
            outer.attributes().put(name, arguments);
            return;
        }
        at++;
        LibertyGroup group =
                new LibertyGroup(file, begin, name, arguments, new HashMap<>(), list());
        while (next() != '}') {
            if (next() == ';') {
                at++;
            } else {
                statement(group);
            }
        }
        at++;
        outer.groups().add(group);
    }

    /** The value of a simple attribute: up to the semicolon, the end of the line or a brace. */
    private String simple() {
        StringBuilder value = new StringBuilder();
        next();
        int begin = line;
        while (true) {
            int back = at;
            char c = next();
            if (c == ';') {
                at++;
                break;
            }
            if (line != begin || c == '}' || c == END) {
                // Without a semicolon the line ends it; what follows is read again.
                at = back;
                line = begin;
                break;
            }
            if ("{(),:".indexOf(c) >= 0) {
                value.append(c);
                at++;
            } else {
                value.append(value.isEmpty() ? "" : " ").append(value());
                begin = line;
            }
        }
        if (value.isEmpty()) {
            throw bad("a value", shown());
        }
        return value.toString();
    }
}
