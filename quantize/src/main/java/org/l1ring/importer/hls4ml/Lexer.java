package org.l1ring.importer.hls4ml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.l1ring.model.ModelException;

/** Splits the text of one file into words, directives of the preprocessor and line comments. */
final class Lexer {
    private static final List<String> PAIRS =
            List.of(
                    "::", "->", "==", "!=", "<=", ">=", "&&", "||", "+=", "-=", "*=", "/=", "++",
                    "--", "<<");

    private final String file;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private final Map<Integer, String> comments = new HashMap<>();
    private int at;
    private int line = 1;
    private boolean lineStart = true;

    private Lexer(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * A file's words and its line comments.
     *
     * @param tokens in order, without an end mark
     * @param comments by line: the text after the slashes
     */
    record Lexed(List<Token> tokens, Map<Integer, String> comments) {}

    static Lexed read(String file, String text) {
        Lexer lexer = new Lexer(file, text);
        lexer.run();
        return new Lexed(lexer.tokens, lexer.comments);
    }

    private void run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                line++;
                at++;
                lineStart = true;
            } else if (Character.isWhitespace(c) || c == '\u00a0' || c == '\ufeff') {
                at++;
            } else if (c == '\\' && continued()) {
                skipContinuation();
            } else if (text.startsWith("//", at)) {
                lineComment();
            } else if (text.startsWith("/*", at)) {
                blockComment();
            } else if (c == '#' && lineStart) {
                directive();
            } else {
                lineStart = false;
                word(c);
            }
        }
    }

    private boolean continued() {
        return text.startsWith("\\\n", at) || text.startsWith("\\\r\n", at);
    }

    private void skipContinuation() {
        at = text.indexOf('\n', at) + 1;
        line++;
    }

    private void lineComment() {
        int end = text.indexOf('\n', at);
        end = end < 0 ? text.length() : end;
        comments.put(line, text.substring(at + 2, end).strip());
        at = end;
    }

    private void blockComment() {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            throw place("expected the end of the comment that begins here, got none");
        }
        for (int i = at; i < end; i++) {
            line += text.charAt(i) == '\n' ? 1 : 0;
        }
        at = end + 2;
    }

    private void directive() {
        int first = line;
        StringBuilder directive = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '\n') {
            if (text.charAt(at) == '\\' && continued()) {
                skipContinuation();
                directive.append(' ');
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                blockComment();
                directive.append(' ');
            } else {
                directive.append(text.charAt(at++));
            }
        }
        tokens.add(new Token(Token.Kind.DIRECTIVE, directive.toString().strip(), file, first));
    }

    private void word(char c) {
        if (Character.isLetter(c) || c == '_') {
            int from = at;
            while (at < text.length() && isNamePart(text.charAt(at))) {
                at++;
            }
            add(Token.Kind.NAME, text.substring(from, at));
        } else if (isDigit(c)
                || (c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
            add(Token.Kind.NUMBER, number());
        } else if (c == '"' || c == '\'') {
            add(Token.Kind.STRING, string(c));
        } else {
            for (String pair : PAIRS) {
                if (text.startsWith(pair, at)) {
                    at += 2;
                    add(Token.Kind.SIGN, pair);
                    return;
                }
            }
            if (c < ' ' || c > '~' || c == '`' || c == '@' || c == '$') {
                throw place("expected C++ text, got the character U+%04X".formatted((int) c));
            }
            at++;
            add(Token.Kind.SIGN, String.valueOf(c));
        }
    }

    private String number() {
        int from = at;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean sign =
                    (c == '+' || c == '-') && at > from && "eEpP".indexOf(text.charAt(at - 1)) >= 0;
            boolean hexadecimal = text.startsWith("0x", from) || text.startsWith("0X", from);
            if (sign && hexadecimal && "pP".indexOf(text.charAt(at - 1)) < 0) {
                break;
            }
            if (!sign && !isNamePart(c) && c != '.') {
                break;
            }
            at++;
        }
        return text.substring(from, at);
    }

    private String string(char quote) {
        int from = ++at;
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\n') {
                throw place("expected the end of the string on its line, got none");
            }
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length()) {
            throw place("expected the end of the string, got the end of the file");
        }
        return text.substring(from, at++);
    }

    private void add(Token.Kind kind, String word) {
        tokens.add(new Token(kind, word, file, line));
    }

    private ModelException place(String what) {
        return new ModelException(file + ":" + line, what);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
