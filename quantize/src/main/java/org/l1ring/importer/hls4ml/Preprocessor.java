package org.l1ring.importer.hls4ml;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.l1ring.model.ModelException;

/** Follows includes of the folder's own files, conditions and macros without arguments. */
final class Preprocessor {
    private static final int MAX_DEPTH = 40;
    private static final int MAX_TOKENS = 6_000_000;
    private static final String GENERATED = "nnet_code_gen.h";

    private final SourceFolder folder;
    private final Path project;
    private final Map<String, List<Token>> macros = new HashMap<>();
    private final Set<Path> once = new HashSet<>();
    private final Map<String, String> comments;
    private final List<Token> out = new ArrayList<>();
    private int depth;

    private Preprocessor(
            SourceFolder folder, Path project, Set<String> defined, Map<String, String> comments) {
        this.folder = folder;
        this.project = project;
        this.comments = comments;
        defined.forEach(name -> macros.put(name, List.of()));
    }

    /**
     * The words of a file with all that it includes.
     *
     * @param file to begin with
     * @param project where headers are looked for besides the including file's own folder
     * @param defined macros that are set
     * @param comments receives line comments, by {@code file:line}
     */
    static List<Token> run(
            SourceFolder folder,
            Path file,
            Path project,
            Set<String> defined,
            Map<String, String> comments) {
        Preprocessor preprocessor = new Preprocessor(folder, project, defined, comments);
        preprocessor.include(file);
        Token last = new Token(Token.Kind.END, "", folder.name(file), 0);
        if (!preprocessor.out.isEmpty()) {
            Token end = preprocessor.out.getLast();
            last = new Token(Token.Kind.END, "", end.file(), end.line());
        }
        preprocessor.out.add(last);
        return preprocessor.out;
    }

    private void include(Path file) {
        String name = folder.name(file);
        if (++depth > MAX_DEPTH) {
            throw new ModelException(
                    name + ":1", "expected at most " + MAX_DEPTH + " nested includes, got more");
        }
        Lexer.Lexed lexed = Lexer.read(name, folder.text(file));
        lexed.comments().forEach((line, text) -> comments.put(name + ":" + line, text));
        Deque<Condition> conditions = new ArrayDeque<>();
        for (Token token : lexed.tokens()) {
            if (token.kind() == Token.Kind.DIRECTIVE) {
                directive(token, file, conditions);
            } else if (conditions.isEmpty() || conditions.peek().active()) {
                expand(token, 0);
            }
        }
        if (!conditions.isEmpty()) {
            throw conditions.peek().token().expected("an #endif for this condition");
        }
        depth--;
    }

    /** A condition that is open. */
    private record Condition(Token token, boolean outer, boolean active, boolean taken) {}

    private void directive(Token token, Path file, Deque<Condition> conditions) {
        String[] words = token.text().split("\\s+|(?=[<\"(])", 2);
        String rest = words.length > 1 ? words[1].strip() : "";
        boolean active = conditions.isEmpty() || conditions.peek().active();
        if (words[0].matches("ifn?def") && !rest.matches("\\w+")) {
            throw token.error("expected a name after #%s, got \"%s\"".formatted(words[0], rest));
        }
        switch (words[0]) {
            case "ifdef" -> open(conditions, token, active, macros.containsKey(rest));
            case "ifndef" -> open(conditions, token, active, !macros.containsKey(rest));
            case "if" -> open(conditions, token, active, active && holds(token, rest));
            case "elif", "else" -> {
                if (conditions.isEmpty()) {
                    throw token.error("expected an #if before #" + words[0] + ", got none");
                }
                Condition last = conditions.pop();
                boolean now =
                        last.outer()
                                && !last.taken()
                                && (words[0].equals("else") || holds(token, rest));
                conditions.push(
                        new Condition(last.token(), last.outer(), now, last.taken() || now));
            }
            case "endif" -> {
                if (conditions.isEmpty()) {
                    throw token.error("expected an #if before #endif, got none");
                }
                conditions.pop();
            }
            default -> {
                if (active) {
                    other(token, words[0], rest, file);
                }
            }
        }
    }

    private static void open(
            Deque<Condition> conditions, Token token, boolean outer, boolean holds) {
        if (conditions.size() > MAX_DEPTH) {
            throw token.error("expected at most " + MAX_DEPTH + " nested conditions, got more");
        }
        conditions.push(new Condition(token, outer, outer && holds, holds));
    }

    private boolean holds(Token token, String text) {
        String plain = text;
        for (String form : List.of("defined\\s*\\(\\s*(\\w+)\\s*\\)", "defined\\s+(\\w+)")) {
            plain =
                    java.util.regex.Pattern.compile(form)
                            .matcher(plain)
                            .replaceAll(m -> macros.containsKey(m.group(1)) ? "1" : "0");
        }
        List<Token> words = new ArrayList<>();
        for (Token word : Lexer.read(token.file(), plain).tokens()) {
            List<Token> value = word.isName() ? macros.get(word.text()) : null;
            boolean unknown = word.isName() && value == null;
            Token at = new Token(word.kind(), word.text(), token.file(), token.line());
            if (unknown) {
                words.add(new Token(Token.Kind.NUMBER, "0", token.file(), token.line()));
            } else if (value == null) {
                words.add(at);
            } else {
                words.addAll(value);
            }
        }
        return Evaluator.evaluate(words, token, (name, at) -> Optional.empty()).truth();
    }

    private void other(Token token, String word, String rest, Path file) {
        switch (word) {
            case "include" -> includeNamed(rest, file);
            case "define" -> define(token, rest);
            case "undef" -> macros.remove(rest);
            case "pragma" -> {
                if (rest.equals("once") && !once.add(file)) {
                    throw token.error("expected #pragma once to hold, got a second reading");
                }
            }
            case "error" -> throw token.error("expected no #error here, got " + rest);
            case "warning", "line", "" -> {}
            default -> throw token.error("expected a directive of C++, got #" + word);
        }
    }

    private void includeNamed(String text, Path from) {
        if (!text.startsWith("\"") || text.indexOf('"', 1) < 0) {
            return;
        }
        String name = text.substring(1, text.indexOf('"', 1));
        Path named;
        try {
            named = Path.of(name);
        } catch (java.nio.file.InvalidPathException e) {
            return;
        }
        for (Path base : List.of(from.getParent(), project, folder.root())) {
            Path file = base.resolve(named).normalize();
            boolean generated = file.endsWith(GENERATED);
            if (folder.has(file) && (generated || !folder.isUtility(file))) {
                if (!once.contains(file)) {
                    include(file);
                }
                return;
            }
        }
    }

    private void define(Token token, String rest) {
        Lexer.Lexed lexed = Lexer.read(token.file(), rest);
        List<Token> words = new ArrayList<>();
        for (Token word : lexed.tokens()) {
            words.add(new Token(word.kind(), word.text(), token.file(), token.line()));
        }
        if (words.isEmpty() || !words.getFirst().isName()) {
            throw token.error("expected a name after #define, got none");
        }
        String name = words.getFirst().text();
        boolean arguments = rest.startsWith(name + "(");
        if (!arguments) {
            macros.put(name, List.copyOf(words.subList(1, words.size())));
        }
    }

    private void expand(Token token, int level) {
        List<Token> value = token.isName() ? macros.get(token.text()) : null;
        if (value == null || level > MAX_DEPTH) {
            if (out.size() >= MAX_TOKENS) {
                throw token.error("expected at most " + MAX_TOKENS + " words, got more");
            }
            out.add(token);
            return;
        }
        for (Token word : value) {
            boolean itself = word.text().equals(token.text());
            expand(
                    new Token(word.kind(), word.text(), token.file(), token.line()),
                    itself ? MAX_DEPTH + 1 : level + 1);
        }
    }
}
