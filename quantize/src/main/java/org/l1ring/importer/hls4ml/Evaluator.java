package org.l1ring.importer.hls4ml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Evaluates constant expressions over whole and real numbers. */
final class Evaluator {
    private static final int MAX_DEPTH = 100;
    private static final List<List<String>> LEVELS =
            List.of(
                    List.of("||"),
                    List.of("&&"),
                    List.of("==", "!="),
                    List.of("<", ">", "<=", ">="),
                    List.of("<<"),
                    List.of("+", "-"),
                    List.of("*", "/", "%"));

    /** What names mean. */
    interface Names {
        /** The value of a name, which may be qualified; empty when it is unknown. */
        Optional<Constant> value(String name, Token at);
    }

    private final List<Token> tokens;
    private final Token place;
    private final Names names;
    private int at;
    private int depth;

    private Evaluator(List<Token> tokens, Token place, Names names) {
        this.tokens = tokens;
        this.place = place;
        this.names = names;
    }

    static Constant evaluate(List<Token> tokens, Token place, Names names) {
        Evaluator evaluator = new Evaluator(tokens, place, names);
        try {
            Constant value = evaluator.choice();
            if (evaluator.at < tokens.size()) {
                throw evaluator.peek().expected("the end of a constant expression");
            }
            return value;
        } catch (ArithmeticException e) {
            throw place.error(
                    "expected a constant within 64 bits, got an error: " + e.getMessage());
        } catch (NumberFormatException e) {
            throw place.error("expected numbers in this expression, got " + e.getMessage());
        }
    }

    private Token peek() {
        return at < tokens.size()
                ? tokens.get(at)
                : new Token(Token.Kind.END, "", place.file(), place.line());
    }

    private boolean take(String sign) {
        boolean found = peek().is(sign);
        at += found ? 1 : 0;
        return found;
    }

    private Constant choice() {
        if (++depth > MAX_DEPTH) {
            throw peek().error("expected at most " + MAX_DEPTH + " nested expressions, got more");
        }
        Constant condition = binary(0);
        if (take("?")) {
            Constant whenTrue = choice();
            if (!take(":")) {
                throw peek().expected("a colon");
            }
            Constant whenFalse = choice();
            condition = condition.truth() ? whenTrue : whenFalse;
        }
        depth--;
        return condition;
    }

    private Constant binary(int level) {
        if (level == LEVELS.size()) {
            return unary();
        }
        Constant left = binary(level + 1);
        while (LEVELS.get(level).contains(peek().text()) && peek().kind() == Token.Kind.SIGN) {
            String sign = tokens.get(at++).text();
            left = apply(sign, left, binary(level + 1));
        }
        return left;
    }

    private static Constant apply(String sign, Constant left, Constant right) {
        if (left instanceof Constant.Symbol || right instanceof Constant.Symbol) {
            return switch (sign) {
                case "==" -> Constant.of(left.equals(right));
                case "!=" -> Constant.of(!left.equals(right));
                default -> throw new NumberFormatException(left + " " + sign + " " + right);
            };
        }
        if (left instanceof Constant.Whole(long a) && right instanceof Constant.Whole(long b)) {
            return whole(sign, a, b);
        }
        double a = left.real();
        double b = right.real();
        return switch (sign) {
            case "+" -> new Constant.Real(a + b);
            case "-" -> new Constant.Real(a - b);
            case "*" -> new Constant.Real(a * b);
            case "/" -> new Constant.Real(a / b);
            case "<" -> Constant.of(a < b);
            case ">" -> Constant.of(a > b);
            case "<=" -> Constant.of(a <= b);
            case ">=" -> Constant.of(a >= b);
            case "==" -> Constant.of(a == b);
            case "!=" -> Constant.of(a != b);
            case "&&" -> Constant.of(a != 0 && b != 0);
            case "||" -> Constant.of(a != 0 || b != 0);
            default -> throw new NumberFormatException("reals with " + sign);
        };
    }

    private static Constant whole(String sign, long a, long b) {
        return switch (sign) {
            case "+" -> new Constant.Whole(Math.addExact(a, b));
            case "-" -> new Constant.Whole(Math.subtractExact(a, b));
            case "*" -> new Constant.Whole(Math.multiplyExact(a, b));
            case "/" -> new Constant.Whole(a / b);
            case "%" -> new Constant.Whole(a % b);
            case "<<" -> {
                if (b < 0 || b > 62) {
                    throw new ArithmeticException("a shift by " + b);
                }
                yield new Constant.Whole(Math.multiplyExact(a, 1L << b));
            }
            case "<" -> Constant.of(a < b);
            case ">" -> Constant.of(a > b);
            case "<=" -> Constant.of(a <= b);
            case ">=" -> Constant.of(a >= b);
            case "==" -> Constant.of(a == b);
            case "!=" -> Constant.of(a != b);
            case "&&" -> Constant.of(a != 0 && b != 0);
            default -> Constant.of(a != 0 || b != 0);
        };
    }

    private Constant unary() {
        if (++depth > MAX_DEPTH) {
            throw peek().error("expected at most " + MAX_DEPTH + " nested expressions, got more");
        }
        Constant value = prefix();
        depth--;
        return value;
    }

    private Constant prefix() {
        if (take("-")) {
            return apply("-", new Constant.Whole(0), unary());
        }
        if (take("+")) {
            return unary();
        }
        if (take("!")) {
            return Constant.of(!unary().truth());
        }
        Token token = peek();
        if (take("(")) {
            if (isCast()) {
                at += tokens.get(at + 1).is(")") ? 2 : 3;
                return unary();
            }
            Constant inside = choice();
            if (!take(")")) {
                throw peek().expected("a closing parenthesis");
            }
            return inside;
        }
        at++;
        return switch (token.kind()) {
            case NUMBER -> number(token);
            case STRING -> number(token);
            case NAME -> name(token);
            default -> throw token.expected("a constant");
        };
    }

    private boolean isCast() {
        return List.of("unsigned", "int", "float", "double", "size_t").contains(peek().text())
                && at + 2 < tokens.size()
                && (tokens.get(at + 1).is(")") || tokens.get(at + 2).is(")"));
    }

    private Constant name(Token token) {
        StringBuilder name = new StringBuilder(token.text());
        while (take("::")) {
            if (!peek().isName()) {
                throw peek().expected("a name");
            }
            name.append("::").append(tokens.get(at++).text());
        }
        String text = name.toString();
        if (text.equals("true") || text.equals("false")) {
            return Constant.of(text.equals("true"));
        }
        if (peek().is("(")) {
            return call(token, text);
        }
        return names.value(text, token).orElseGet(() -> new Constant.Symbol(text));
    }

    private Constant call(Token token, String name) {
        at++;
        List<Constant> arguments = new ArrayList<>();
        while (!take(")")) {
            arguments.add(choice());
            if (!take(",") && !peek().is(")")) {
                throw peek().expected("a comma or a closing parenthesis");
            }
        }
        if (arguments.size() == 2
                && arguments.get(0) instanceof Constant.Whole(long a)
                && arguments.get(1) instanceof Constant.Whole(long b)) {
            switch (name) {
                case "DIV_ROUNDUP" -> {
                    return new Constant.Whole((a + b - 1) / b);
                }
                case "MIN" -> {
                    return new Constant.Whole(Math.min(a, b));
                }
                case "MAX" -> {
                    return new Constant.Whole(Math.max(a, b));
                }
                default -> {}
            }
        }
        if (arguments.size() == 1) {
            return arguments.getFirst();
        }
        throw token.error("expected a constant expression, got a call of " + name);
    }

    /** The value of a literal: a double as a compiler reads it, or a whole number. */
    static Constant number(Token token) {
        String text = token.text().replace("'", "").strip();
        boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
        boolean real = hexadecimal ? text.matches("(?i).*[.p].*") : text.matches("(?i).*[.e].*");
        try {
            if (real) {
                boolean single = !hexadecimal && text.matches("(?i).*f");
                String digits = text.replaceAll("(?i)[fl]$", "");
                if (hexadecimal && !digits.matches("(?i).*p.*")) {
                    digits += "p0";
                }
                double value = single ? Float.parseFloat(digits) : Double.parseDouble(digits);
                return new Constant.Real(value);
            }
            String digits = text.replaceAll("(?i)[ul]+$", "");
            if (hexadecimal) {
                return new Constant.Whole(Long.parseUnsignedLong(digits.substring(2), 16));
            }
            if (digits.startsWith("0b") || digits.startsWith("0B")) {
                return new Constant.Whole(Long.parseUnsignedLong(digits.substring(2), 2));
            }
            boolean octal = digits.length() > 1 && digits.startsWith("0");
            return new Constant.Whole(Long.parseLong(digits, octal ? 8 : 10));
        } catch (NumberFormatException e) {
            throw token.expected("a number");
        }
    }
}
