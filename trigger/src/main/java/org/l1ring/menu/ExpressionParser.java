package org.l1ring.menu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an algorithm's expression: gates over objects, external signals and functions, NOT before
 * AND before XOR before OR.
 */
final class ExpressionParser {
    private static final String EXTERNAL = "EXT_";
    private static final int FARTHEST = 2;

    /** Brackets and NOTs within each other; menus have a few. */
    private static final int DEEPEST = 64;

    /** Gates of an expression; menus have some tens. */
    private static final int MOST_GATES = 1000;

    /** What follows the type of an object: comparison, threshold, offset in crossings. */
    private static final Pattern OBJECT =
            Pattern.compile("(\\.[a-z]{2}\\.)?(\\d+(?:p\\d+)?)?([+-]\\d{1,9})?");

    private static final Pattern OFFSET = Pattern.compile("(.*[^+-])([+-]\\d{1,9})");

    private final String where;
    private final String text;
    private final Map<String, Cut> cuts;
    private final Map<String, Double> thresholds;
    private final Map<String, Integer> externals;
    private int at;
    private int depth;
    private int gates;

    /**
     * A parser of one expression.
     *
     * @param where file and algorithm
     * @param text to parse
     * @param cuts of the algorithm by name
     * @param thresholds that the file states, by the object's text
     * @param externals channels by signal
     */
    ExpressionParser(
            String where,
            String text,
            Map<String, Cut> cuts,
            Map<String, Double> thresholds,
            Map<String, Integer> externals) {
        this.where = where;
        this.text = text;
        this.cuts = cuts;
        this.thresholds = thresholds;
        this.externals = externals;
    }

    Expression parse() {
        Expression expression = or();
        skipSpace();
        if (at < text.length()) {
            throw expected("AND, OR, XOR or the end");
        }
        return expression;
    }

    private Expression or() {
        Expression left = xor();
        while (keyword("OR")) {
            count();
            left = new Expression.Or(left, xor());
        }
        return left;
    }

    private Expression xor() {
        Expression left = and();
        while (keyword("XOR")) {
            count();
            left = new Expression.Xor(left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (keyword("AND")) {
            count();
            left = new Expression.And(left, not());
        }
        return left;
    }

    private Expression not() {
        if (depth > DEEPEST) {
            throw refused("brackets and NOTs at most " + DEEPEST + " deep", "more");
        }
        depth++;
        Expression result;
        if (keyword("NOT")) {
            result = new Expression.Not(not());
        } else if (symbol('(')) {
            result = or();
            close(')');
        } else {
            result = condition();
        }
        depth--;
        return result;
    }

    private void count() {
        if (++gates > MOST_GATES) {
            throw refused("at most " + MOST_GATES + " gates", "more");
        }
    }

    private Expression condition() {
        String word = word();
        if (symbol('{')) {
            return function(word);
        }
        if (word.startsWith(EXTERNAL)) {
            return external(word);
        }
        return new Expression.Single(requirement(word));
    }

    private Expression function(String word) {
        FunctionKind kind =
                FunctionKind.named(word)
                        .orElseThrow(() ->
                                refused(
                                        "a function of the grammar (comb, dist, mass_inv ...)",
                                        word));
        List<Requirement> objects = new ArrayList<>();
        do {
            objects.add(requirement(word()));
        } while (symbol(','));
        close('}');
        if (objects.size() < kind.fewest() || objects.size() > kind.most()) {
            throw new MenuException(
                    where + ": " + word,
                    "expected %d to %d objects, got %d; correct the expression"
                            .formatted(kind.fewest(), kind.most(), objects.size()));
        }
        List<Cut> list = bracket();
        for (Cut cut : list) {
            if (!kind.allows(cut.type())) {
                throw notOn(cut, word);
            }
        }
        return new Expression.Function(kind, objects, list);
    }

    private Expression external(String word) {
        String signal = word.substring(EXTERNAL.length());
        int offset = 0;
        Matcher parts = OFFSET.matcher(signal);
        if (!externals.containsKey(signal) && parts.matches()) {
            signal = parts.group(1);
            offset = offset(word, parts.group(2));
        }
        Integer channel = externals.get(signal);
        if (channel == null) {
            throw new MenuException(
                    where,
                    "expected an external signal of the menu's ext_signal_set, got "
                            + word
                            + "; add the signal or correct the expression");
        }
        return new Expression.External(signal, channel, offset);
    }

    private Requirement requirement(String word) {
        ObjectType type =
                ObjectType.beginning(word)
                        .orElseThrow(() -> refused("an object of the grammar (MU, EG ...)", word));
        Matcher parts = OBJECT.matcher(word.substring(type.name().length()));
        if (!parts.matches()) {
            throw refused(
                    "a threshold and an offset after " + type + ", for example " + type + "3p5+1",
                    word);
        }
        List<Cut> list = bracket();
        for (Cut cut : list) {
            if (!cut.type().isOn(type)) {
                throw notOn(cut, word);
            }
        }
        return new Requirement(
                word,
                type,
                comparison(word, parts.group(1)),
                threshold(word, parts.group(2)),
                offset(word, parts.group(3)),
                list);
    }

    private Requirement.Comparison comparison(String word, String text) {
        return switch (text) {
            case null -> Requirement.Comparison.AT_LEAST;
            case ".ge." -> Requirement.Comparison.AT_LEAST;
            case ".eq." -> Requirement.Comparison.EQUAL;
            case ".ne." -> Requirement.Comparison.NOT_EQUAL;
            default -> throw refused("the comparison .ge., .eq. or .ne.", word);
        };
    }

    private double threshold(String word, String digits) {
        double named = digits == null ? 0 : Double.parseDouble(digits.replace('p', '.'));
        Double stated = thresholds.get(word);
        if (stated != null && digits != null && stated != named) {
            throw new MenuException(
                    where + ": object " + word,
                    "expected the threshold of its name, got "
                            + stated
                            + " in its object_requirement; make them equal");
        }
        return stated != null ? stated : named;
    }

    private int offset(String word, String digits) {
        int offset = digits == null ? 0 : Integer.parseInt(digits);
        if (Math.abs(offset) > FARTHEST) {
            throw refused("an offset of -2 to +2 crossings", word);
        }
        return offset;
    }

    /** The cuts in brackets, if there are any. */
    private List<Cut> bracket() {
        if (!symbol('[')) {
            return List.of();
        }
        int end = text.indexOf(']', at);
        if (end < 0) {
            throw expected("]");
        }
        List<Cut> list =
                Arrays.stream(text.substring(at, end).split(",", -1))
                        .map(name -> cut(name.strip()))
                        .toList();
        at = end + 1;
        return list;
    }

    private Cut cut(String name) {
        return Optional.ofNullable(cuts.get(name))
                .orElseThrow(() ->
                        new MenuException(
                                where,
                                "expected a cut element for every cut, got none for "
                                        + name
                                        + "; export the menu again"));
    }

    private boolean keyword(String keyword) {
        skipSpace();
        int end = at + keyword.length();
        if (!text.startsWith(keyword, at) || (end < text.length() && isWord(text.charAt(end)))) {
            return false;
        }
        at = end;
        return true;
    }

    private boolean symbol(char symbol) {
        skipSpace();
        if (at >= text.length() || text.charAt(at) != symbol) {
            return false;
        }
        at++;
        return true;
    }

    private void close(char symbol) {
        if (!symbol(symbol)) {
            throw expected(String.valueOf(symbol));
        }
    }

    private String word() {
        skipSpace();
        int start = at;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        if (start == at) {
            throw expected("an object, an external signal or a function");
        }
        return text.substring(start, at);
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isWord(char symbol) {
        return Character.isLetterOrDigit(symbol) || "_.+-".indexOf(symbol) >= 0;
    }

    private MenuException notOn(Cut cut, String owner) {
        return refused("a cut that the grammar has on " + owner, cut.name());
    }

    private MenuException refused(String expected, String got) {
        return new MenuException(
                where, "expected " + expected + ", got " + got + "; correct the expression");
    }

    private MenuException expected(String what) {
        String rest = text.substring(Math.min(at, text.length()));
        return new MenuException(
                where + ": expression, character " + (at + 1),
                "expected "
                        + what
                        + ", got "
                        + (rest.isEmpty()
                                ? "the end"
                                : "\"" + rest.substring(0, Math.min(20, rest.length())) + "\"")
                        + "; correct the expression");
    }
}
