package org.l1ring.importer.hls4ml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads declarations at namespace scope and the members of structs. */
final class DeclarationReader {
    private static final int MAX_DEPTH = 50;

    private final List<Token> words;
    private final Declarations found = new Declarations();
    private int at;
    private int depth;

    private DeclarationReader(List<Token> words) {
        this.words = words;
    }

    /** Reads the words of a whole text, which end in an end mark. */
    static Declarations read(List<Token> words) {
        DeclarationReader reader = new DeclarationReader(words);
        while (reader.peek().kind() != Token.Kind.END) {
            reader.declaration();
        }
        if (reader.depth != 0) {
            throw reader.peek().expected("the brace that closes a namespace");
        }
        return reader.found;
    }

    private Token peek() {
        return words.get(at);
    }

    private Token peek(int ahead) {
        return words.get(Math.min(at + ahead, words.size() - 1));
    }

    private void declaration() {
        Token token = peek();
        switch (token.kind() == Token.Kind.STRING ? "" : token.text()) {
            case ";" -> at++;
            case "namespace" -> namespace();
            case "}" -> {
                if (--depth < 0) {
                    throw token.error("expected a declaration, got a brace that closes nothing");
                }
                at++;
            }
            case "typedef" -> typedef(null);
            case "using" -> using(null);
            case "template" -> template();
            case "struct" -> struct();
            case "class", "enum", "union" -> skipStatement();
            case "extern" -> external();
            case "static_assert", "public", "private", "protected" -> skipStatement();
            default -> variableOrFunction();
        }
    }

    private void namespace() {
        at++;
        while (peek().isName() || peek().is("::")) {
            at++;
        }
        if (peek().is("=")) {
            skipStatement();
            return;
        }
        if (!peek().is("{")) {
            throw peek().expected("the brace that opens a namespace");
        }
        if (++depth > MAX_DEPTH) {
            throw peek().error("expected at most " + MAX_DEPTH + " nested namespaces, got more");
        }
        at++;
    }

    private void external() {
        if (peek(1).kind() != Token.Kind.STRING) {
            at++;
            return;
        }
        skipStatement();
    }

    /** Skips to the end of a statement: a semicolon, or a body in braces. */
    private void skipStatement() {
        while (!peek().is(";")) {
            if (peek().kind() == Token.Kind.END) {
                throw peek().expected("a semicolon");
            }
            if (peek().is("{")) {
                at = Words.close(words, at);
                if (peek().is(";")) {
                    at++;
                }
                return;
            }
            at = peek().is("(") || peek().is("[") ? Words.close(words, at) : at + 1;
        }
        at++;
    }

    /** The words up to a semicolon, which is passed. */
    private List<Token> statement() {
        int from = at;
        while (!peek().is(";")) {
            if (peek().kind() == Token.Kind.END) {
                throw peek().expected("a semicolon");
            }
            boolean bracket = peek().is("(") || peek().is("[") || peek().is("{");
            at = bracket ? Words.close(words, at) : at + 1;
        }
        return words.subList(from, at++);
    }

    private void typedef(Struct struct) {
        Token first = peek();
        at++;
        List<Token> statement = statement();
        if (statement.size() < 2 || !statement.getLast().isName()) {
            throw first.error("expected typedef TYPE NAME, got something else");
        }
        String name = statement.getLast().text();
        List<Token> type = statement.subList(0, statement.size() - 1);
        (struct == null ? found.types : struct.types).put(name, type);
    }

    private void using(Struct struct) {
        at++;
        List<Token> statement = statement();
        if (statement.size() > 2 && statement.get(1).is("=")) {
            (struct == null ? found.types : struct.types)
                    .put(statement.getFirst().text(), statement.subList(2, statement.size()));
        }
    }

    private void template() {
        at++;
        if (!peek().is("<")) {
            throw peek().expected("the parameters of a template");
        }
        at = Words.close(words, at);
        if (peek().is("class") || peek().is("struct") || peek().is("using")) {
            skipStatement();
        } else if (peek().is("template")) {
            template();
        } else {
            variableOrFunction();
        }
    }

    private void struct() {
        Token first = peek();
        at++;
        if (!peek().isName()) {
            throw peek().expected("the name of a struct");
        }
        Struct struct = new Struct(peek().text(), first);
        at++;
        while (!peek().is("{")) {
            if (peek().is(";")) {
                at++;
                return;
            }
            if (peek().kind() == Token.Kind.END || peek().is("}") || peek().is("(")) {
                throw peek().expected("the brace that opens struct " + struct.name());
            }
            at++;
        }
        int end = Words.close(words, at) - 1;
        at++;
        while (at < end) {
            member(struct, end);
        }
        at = end + 1;
        if (!peek().is(";")) {
            throw peek().expected("a semicolon after struct " + struct.name());
        }
        at++;
        found.structs.put(struct.name(), struct);
    }

    private void member(Struct struct, int end) {
        Token token = peek();
        switch (token.text()) {
            case ";" -> at++;
            case "typedef" -> typedef(struct);
            case "using" -> using(struct);
            case "template" -> {
                at++;
                at = Words.close(words, at);
                if (peek().is("using")) {
                    using(struct);
                } else {
                    skipStatement();
                }
            }
            case "enum", "struct", "class", "union" -> skipStatement();
            default -> constantMember(struct);
        }
        if (at > end) {
            throw token.expected("a member of struct " + struct.name() + " that ends in it");
        }
    }

    private void constantMember(Struct struct) {
        int from = at;
        while (!peek().is("=") && !peek().is(";") && !peek().is("(") && !peek().is("{")) {
            if (peek().kind() == Token.Kind.END || peek().is("}")) {
                throw peek().expected("a member of struct " + struct.name());
            }
            boolean template = peek().is("<") && at > from && words.get(at - 1).isName();
            at = template || peek().is("[") ? Words.close(words, at) : at + 1;
        }
        if (peek().is("=") && at > from + 1 && words.get(at - 1).isName()) {
            String name = words.get(at - 1).text();
            at++;
            List<Token> value = statement();
            if (value.isEmpty()) {
                throw peek().expected("a value for " + name);
            }
            struct.constants.put(name, value);
        } else {
            skipStatement();
        }
    }

    private void variableOrFunction() {
        int from = at;
        while (!peek().is("(") && !peek().is("[") && !peek().is("=") && !peek().is(";")) {
            if (peek().kind() == Token.Kind.END || peek().is("{") || peek().is("}")) {
                throw peek().expected("a declaration");
            }
            boolean template = peek().is("<") && at > from && words.get(at - 1).isName();
            at = template ? Words.close(words, at) : at + 1;
        }
        if (at == from || !words.get(at - 1).isName()) {
            throw peek().expected("the name of a variable or function");
        }
        Token name = words.get(at - 1);
        List<Token> type = words.subList(from, at - 1);
        switch (peek().text()) {
            case "(" -> function(name);
            case "[" -> array(name, type);
            case "=" -> {
                Struct owner = owner(from, at);
                at++;
                (owner == null ? found.constants : owner.constants).put(name.text(), statement());
                if (owner != null) {
                    owner.types.put(name.text() + " type", type.subList(0, type.size() - 2));
                }
            }
            default -> at++;
        }
    }

    /** The struct whose member is defined outside of it, before an index, or null. */
    private Struct owner(int from, int end) {
        boolean member = end - 3 >= from && words.get(end - 2).is("::");
        return member ? found.structs.get(words.get(end - 3).text()) : null;
    }

    private void function(Token name) {
        int end = Words.close(words, at);
        List<Token> parameters = words.subList(at + 1, end - 1);
        at = end;
        while (!peek().is("{") && !peek().is(";") && peek().kind() != Token.Kind.END) {
            at++;
        }
        if (peek().is("{")) {
            int close = Words.close(words, at);
            List<Token> body = words.subList(at + 1, close - 1);
            at = close;
            found.functions.put(
                    name.text(), new Declarations.CppFunction(name, name.text(), parameters, body));
        } else {
            skipStatement();
        }
    }

    private void array(Token name, List<Token> type) {
        List<Token> size = new ArrayList<>();
        while (peek().is("[")) {
            int end = Words.close(words, at);
            if (!size.isEmpty()) {
                size.add(new Token(Token.Kind.SIGN, "*", name.file(), name.line()));
            }
            size.addAll(words.subList(at + 1, end - 1));
            at = end;
        }
        double[] values = null;
        int group = 1;
        if (peek().is("=")) {
            at++;
            if (!peek().is("{")) {
                throw peek().expected("the values of " + name.text() + " in braces");
            }
            int end = Words.close(words, at);
            values = new double[end - at];
            int count = values(at + 1, end - 1, values);
            boolean groups = words.get(at + 1).is("{") && size.stream().noneMatch(w -> w.is("*"));
            group = groups ? groupSize(at + 1) : 1;
            values = Arrays.copyOf(values, count);
            at = end;
        }
        if (peek().is(",")) {
            throw peek().expected("one array in a declaration");
        }
        if (!peek().is(";")) {
            throw peek().expected("a semicolon after " + name.text());
        }
        at++;
        Declarations.CppArray known = found.arrays.get(name.text());
        if (values != null || known == null || known.values() == null) {
            found.arrays.put(
                    name.text(), new Declarations.CppArray(name, type, size, values, group));
        }
    }

    private int groupSize(int open) {
        int end = Words.close(words, open);
        return (int)
                words.subList(open, end).stream()
                        .filter(w -> w.kind() == Token.Kind.NUMBER)
                        .count();
    }

    /** Reads literals with signs, flat; braces within only group them. */
    private int values(int from, int to, double[] values) {
        int count = 0;
        boolean negative = false;
        boolean expected = true;
        for (int i = from; i < to; i++) {
            Token word = words.get(i);
            boolean literal = word.kind() == Token.Kind.NUMBER || word.kind() == Token.Kind.STRING;
            if (literal && expected) {
                double value = Evaluator.number(word).real();
                values[count++] = negative ? -value : value;
                negative = false;
                expected = false;
            } else if (word.is("-") && expected) {
                negative = !negative;
            } else if (word.is(",") && !expected) {
                expected = true;
            } else if (!word.is("{") && !word.is("}") && !(word.is("+") && expected)) {
                throw word.expected("a number of a list");
            }
        }
        return count;
    }
}
