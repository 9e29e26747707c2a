package org.l1ring.importer.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.l1ring.model.ModelException;

/**
 * Parses the text of one formula: numbers, names, {@code + - * /}, powers as {@code ^} or {@code
 * **}, and calls.
 */
final class ExpressionParser {
    private static final int MAX_DEPTH = 400;
    private static final int MAX_TOKENS = 2000;
    private static final int SHOWN = 40;
    private static final Pattern TOKEN =
            Pattern.compile(
                    "\\s*(?:((?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)|([A-Za-z_][A-Za-z_0-9.]*)"
                            + "|(\\*\\*|[-+*/^(),]))");

    private final String text;
    private final String where;
    private final int firstColumn;
    private int position;
    private int depth;
    private int tokens;
    private String number;
    private String name;
    private String symbol;
    private int column;

    private ExpressionParser(String text, String where, int firstColumn) {
        this.text = text;
        this.where = where;
        this.firstColumn = firstColumn;
        next();
    }

    /**
     * The tree of a formula.
     *
     * @param text of the formula alone
     * @param where file and line, for messages
     * @param firstColumn place of the text in its line, from 1
     * @throws ModelException when it is no formula, or nested more than 200 deep
     */
    static Expression parse(String text, String where, int firstColumn) {
        ExpressionParser parser = new ExpressionParser(text, where, firstColumn);
        Expression expression = parser.sum();
        if (!parser.atEnd()) {
            throw parser.error("expected an operator or the end, got " + parser.token());
        }
        return expression;
    }

    private boolean atEnd() {
        return number == null && name == null && symbol == null;
    }

    private String token() {
        if (atEnd()) {
            return "the end";
        }
        String text = number != null ? number : name != null ? name : symbol;
        return "\"" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + "\"";
    }

    private ModelException error(String what) {
        return new ModelException(where + ":" + column, what);
    }

    private void next() {
        tokens++;
        if (tokens > MAX_TOKENS) {
            throw error(
                    "expected at most %d numbers, names and signs, got more".formatted(MAX_TOKENS));
        }
        number = null;
        name = null;
        symbol = null;
        Matcher matcher = TOKEN.matcher(text).region(position, text.length());
        if (matcher.lookingAt()) {
            number = matcher.group(1);
            name = matcher.group(2);
            symbol = matcher.group(3);
            int group = number != null ? 1 : name != null ? 2 : 3;
            column = firstColumn + matcher.start(group);
            position = matcher.end();
            return;
        }
        String rest = text.substring(position);
        column = firstColumn + position + rest.length() - rest.stripLeading().length();
        if (!rest.isBlank()) {
            throw error(
                    "expected a number, a name or one of + - * / ^ ( ) , got \""
                            + rest.strip().charAt(0)
                            + "\"");
        }
    }

    private boolean takes(String wanted) {
        if (!wanted.equals(symbol)) {
            return false;
        }
        next();
        return true;
    }

    private void deeper() {
        depth++;
        if (depth > MAX_DEPTH) {
            throw error("expected at most %d nested parts, got more".formatted(MAX_DEPTH / 2));
        }
    }

    private Expression sum() {
        deeper();
        Expression left = product();
        while ("+".equals(symbol) || "-".equals(symbol)) {
            String operator = symbol;
            int at = column;
            next();
            left = new Expression.Call(operator, List.of(left, product()), at);
        }
        depth--;
        return left;
    }

    private Expression product() {
        Expression left = signed();
        while ("*".equals(symbol) || "/".equals(symbol)) {
            String operator = symbol;
            int at = column;
            next();
            left = new Expression.Call(operator, List.of(left, signed()), at);
        }
        return left;
    }

    /** A sign binds less than a power: -x^2 is -(x^2). */
    private Expression signed() {
        deeper();
        int at = column;
        Expression result;
        if (takes("-")) {
            result = new Expression.Call("neg", List.of(signed()), at);
        } else {
            result = takes("+") ? signed() : power();
        }
        depth--;
        return result;
    }

    private Expression power() {
        Expression base = atom();
        int at = column;
        return takes("^") || takes("**")
                ? new Expression.Call("^", List.of(base, signed()), at)
                : base;
    }

    private Expression atom() {
        int at = column;
        if (number != null) {
            double value = Double.parseDouble(number);
            if (Double.isInfinite(value)) {
                throw error("expected a finite number, got " + token());
            }
            next();
            return new Expression.Real(value);
        }
        if (name != null) {
            String called = name;
            next();
            return takes("(")
                    ? new Expression.Call(called, arguments(), at)
                    : new Expression.Name(called);
        }
        if (takes("(")) {
            Expression inner = sum();
            close();
            return inner;
        }
        throw error("expected a number, a name or \"(\", got " + token());
    }

    private List<Expression> arguments() {
        List<Expression> arguments = new ArrayList<>();
        do {
            arguments.add(sum());
        } while (takes(","));
        close();
        return arguments;
    }

    private void close() {
        if (!takes(")")) {
            throw error("expected \")\", got " + token());
        }
    }
}
