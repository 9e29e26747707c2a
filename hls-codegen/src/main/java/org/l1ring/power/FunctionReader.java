package org.l1ring.power;

import java.util.Map;

/** Reads the text of a {@link CellFunction}. */
final class FunctionReader {
    private static final char END = '\0';

    private final String text;
    private final Map<String, Integer> variables;
    private final LibertyGroup where;
    private int at;

    FunctionReader(String text, Map<String, Integer> variables, LibertyGroup where) {
        this.text = text;
        this.variables = variables;
        this.where = where;
    }

    /** The whole text. */
    CellFunction read() {
        CellFunction function = or();
        if (peek() != END) {
            throw bad();
        }
        return function;
    }

    private IllegalArgumentException bad() {
        return where.bad(
                "expected a Boolean function of the cell's pins, got '%s'%s"
                        .formatted(
                                text,
                                at < text.length() ? ", wrong at '" + text.charAt(at) + "'" : ""));
    }

    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : END;
    }

    private CellFunction or() {
        CellFunction left = and();
        while (peek() == '|' || peek() == '+') {
            at++;
            left = new CellFunction.Join(CellFunction.Operator.OR, left, and());
        }
        return left;
    }

    private CellFunction and() {
        CellFunction left = xor();
        while (true) {
            char c = peek();
            if (c == '&' || c == '*') {
                at++;
            } else if (c != '(' && c != '!' && !named(c)) {
                return left;
            }
            left = new CellFunction.Join(CellFunction.Operator.AND, left, xor());
        }
    }

    private CellFunction xor() {
        CellFunction left = single();
        while (peek() == '^') {
            at++;
            left = new CellFunction.Join(CellFunction.Operator.XOR, left, single());
        }
        return left;
    }

    private static boolean named(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '[' || c == ']' || c == '\\';
    }

    private CellFunction single() {
        char c = peek();
        CellFunction value;
        if (c == '!') {
            at++;
            value = new CellFunction.Not(single());
        } else if (c == '(') {
            at++;
            value = or();
            if (peek() != ')') {
                throw bad();
            }
            at++;
        } else if (named(c)) {
            value = name();
        } else {
            throw bad();
        }
        while (at < text.length() && text.charAt(at) == '\'') {
            at++;
            value = new CellFunction.Not(value);
        }
        return value;
    }

    private CellFunction name() {
        int start = at;
        while (at < text.length() && named(text.charAt(at))) {
            at++;
        }
        String name = text.substring(start, at);
        Integer number = variables.get(name);
        if (number != null) {
            return new CellFunction.Variable(number);
        }
        if (name.equals("0") || name.equals("1")) {
            return new CellFunction.Constant(name.equals("1"));
        }
        throw where.bad("expected a pin of the cell in '%s', got %s".formatted(text, name));
    }
}
