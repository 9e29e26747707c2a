package org.l1ring.importer.hls4ml;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;

/**
 * Reads a function of sums, shifts and casts, statement by statement, as exact sums of its inputs.
 * A cast that may change a value becomes a source of its own.
 */
final class StraightLine {
    private static final int MAX_DEPTH = 100;
    private static final int MAX_SHIFT = 512;

    private final Declarations declarations;
    private final Map<String, LinearForm> variables = new HashMap<>();
    private final List<FixedType> sources = new ArrayList<>();
    private final List<Cut> cuts = new ArrayList<>();
    private final int inputs;
    private final LinearForm[] outputs;
    private final Map<String, Integer> starts = new HashMap<>();
    private final Map<String, Integer> sizes = new HashMap<>();
    private String outputName = "";
    private List<Token> words = List.of();
    private Token place;
    private int at;
    private int depth;

    /**
     * A cast that is no identity.
     *
     * @param form the exact sum before it
     * @param type cast to
     * @param level 1 when the sum is one of inputs alone
     */
    record Cut(LinearForm form, FixedType type, int level) {}

    private StraightLine(Declarations declarations, List<FixedType> types, int outputs) {
        this.declarations = declarations;
        this.sources.addAll(types);
        this.inputs = types.size();
        this.outputs = new LinearForm[outputs];
    }

    /**
     * Reads a function of arrays of inputs and one of outputs.
     *
     * @param inputSizes of the arrays of inputs
     * @param types of the inputs, of all arrays one after the other
     * @param outputs number of outputs
     */
    static StraightLine read(
            Declarations declarations,
            Declarations.CppFunction function,
            List<Integer> inputSizes,
            List<FixedType> types,
            int outputs) {
        StraightLine code = new StraightLine(declarations, types, outputs);
        code.place = function.place();
        code.names(function, inputSizes);
        code.statements(function.body());
        for (int i = 0; i < outputs; i++) {
            if (code.outputs[i] == null) {
                throw function.place()
                        .error(
                                "expected %s to write %s[%d], got no statement that does"
                                        .formatted(function.name(), code.outputName, i));
            }
        }
        return code;
    }

    List<LinearForm> outputs() {
        return List.of(outputs);
    }

    List<Cut> cuts() {
        return cuts;
    }

    /** Types of the inputs, then of the cuts. */
    List<FixedType> sources() {
        return sources;
    }

    /** Number of statements' results that other values follow from: inputs first. */
    int inputs() {
        return inputs;
    }

    /** The parameters: inputs, each with its size, then the output. */
    private void names(Declarations.CppFunction function, List<Integer> inputSizes) {
        List<String> names = new ArrayList<>();
        for (List<Token> parameter : Words.split(function.parameters(), place)) {
            int i = 0;
            while (i < parameter.size() && !parameter.get(i).is("[")) {
                i++;
            }
            names.add(i == 0 ? "" : parameter.get(i - 1).text());
        }
        if (names.size() != inputSizes.size() + 1) {
            throw place.error(
                    "expected a function of %d inputs and an output, got %d parameters"
                            .formatted(inputSizes.size(), names.size()));
        }
        int start = 0;
        for (int i = 0; i < inputSizes.size(); i++) {
            starts.put(names.get(i), start);
            sizes.put(names.get(i), inputSizes.get(i));
            start += inputSizes.get(i);
        }
        outputName = names.getLast();
    }

    private void statements(List<Token> body) {
        int from = 0;
        for (int i = 0; i < body.size(); i++) {
            if (body.get(i).is(";")) {
                words = body.subList(from, i);
                at = 0;
                place = body.get(i);
                if (!words.isEmpty()) {
                    place = words.getFirst();
                    statement();
                }
                from = i + 1;
            }
        }
        if (from < body.size()) {
            throw body.get(from).expected("a statement that ends in a semicolon");
        }
    }

    private Token peek() {
        return at < words.size()
                ? words.get(at)
                : new Token(Token.Kind.END, "", place.file(), place.line());
    }

    private void expect(String sign) {
        if (!peek().is(sign)) {
            throw peek().expected("\"" + sign + "\"");
        }
        at++;
    }

    private void statement() {
        if (peek().is("typedef") && words.size() > 2) {
            declarations.types.put(words.getLast().text(), words.subList(1, words.size() - 1));
            return;
        }
        if (peek().is(outputName)) {
            at++;
            int index = index(outputs.length);
            expect("=");
            outputs[index] = whole();
            return;
        }
        int equals = 0;
        while (equals < words.size() && !words.get(equals).is("=")) {
            equals++;
        }
        if (equals < 2 || equals == words.size() || !words.get(equals - 1).isName()) {
            throw peek().expected(
                            "a statement TYPE NAME = SUM or %s[I] = SUM".formatted(outputName));
        }
        List<Token> type = words.subList(0, equals - 1);
        String name = words.get(equals - 1).text();
        at = equals + 1;
        LinearForm value = whole();
        boolean exact = type.getLast().is("auto");
        variables.put(name, exact ? value : cast(value, fixed(type)));
    }

    private FixedType fixed(List<Token> type) {
        CppType named = declarations.type(type, place, null);
        if (!(named instanceof CppType.Fixed fixed)) {
            throw place.error("expected a type ap_[u]fixed in straight-line code, got another");
        }
        return fixed.cast(place);
    }

    private int index(int size) {
        int end = at < words.size() ? Words.close(words, at) : at;
        if (!peek().is("[")) {
            throw peek().expected("an index in brackets");
        }
        int index =
                (int) declarations.whole(words.subList(at + 1, end - 1), place, null, 0, size - 1);
        at = end;
        return index;
    }

    private LinearForm whole() {
        LinearForm value = sum();
        if (at < words.size()) {
            throw peek().expected(
                            "a sum of shifted values (no choices, products of values or tables)");
        }
        return value;
    }

    private LinearForm sum() {
        if (++depth > MAX_DEPTH) {
            throw peek().error("expected at most " + MAX_DEPTH + " nested parentheses, got more");
        }
        LinearForm value = product();
        while (peek().is("+") || peek().is("-")) {
            boolean minus = words.get(at++).is("-");
            LinearForm next = product();
            value = value.plus(minus ? next.times(BigInteger.ONE.negate()) : next);
        }
        if (peek().is("<<") || peek().is(">")) {
            value = shifted(value);
        }
        depth--;
        return value;
    }

    /** A shift keeps the type of its argument, so that bits may be lost. */
    private LinearForm shifted(LinearForm value) {
        boolean left = words.get(at++).is("<<");
        if (!left) {
            expect(">");
        }
        LinearForm count = product();
        if (!count.isConstant() || count.fraction() != 0 || value.type() == null) {
            throw place.error("expected a shift of a variable by a whole number of bits");
        }
        int bits = count.bias().bitLength() > 9 ? MAX_SHIFT : count.bias().intValue();
        return cast(value.moved(left ? bits : -bits, null), truncating(value.type()));
    }

    private static FixedType truncating(FixedType type) {
        return type.signed()
                ? FixedType.signed(type.width(), type.integer())
                : FixedType.unsigned(type.width(), type.integer());
    }

    private LinearForm product() {
        LinearForm value = unary();
        while (peek().is("*")) {
            at++;
            LinearForm next = unary();
            if (!value.isConstant() && !next.isConstant()) {
                throw place.error("expected a product with a constant, got one of two values");
            }
            LinearForm factor = value.isConstant() ? value : next;
            LinearForm other = value.isConstant() ? next : value;
            value = other.times(factor.bias()).moved(-factor.fraction(), null);
        }
        return value;
    }

    private LinearForm unary() {
        if (peek().is("-")) {
            at++;
            return nested(this::unary).times(BigInteger.ONE.negate());
        }
        return primary();
    }

    private LinearForm nested(java.util.function.Supplier<LinearForm> rule) {
        if (++depth > MAX_DEPTH) {
            throw peek().error("expected at most " + MAX_DEPTH + " nested signs, got more");
        }
        LinearForm value = rule.get();
        depth--;
        return value;
    }

    private LinearForm primary() {
        Token token = peek();
        if (token.is("(")) {
            at++;
            LinearForm value = sum();
            expect(")");
            return value;
        }
        if (token.kind() == Token.Kind.NUMBER) {
            at++;
            return literal(Evaluator.number(token).real());
        }
        if (!token.isName()) {
            throw token.expected("a value");
        }
        while (at + 1 < words.size() && words.get(at + 1).is("::")) {
            at += 2;
        }
        Token name = peek();
        at++;
        Integer start = starts.get(name.text());
        if (start != null) {
            int index = start + index(sizes.get(name.text()));
            return LinearForm.source(index, sources.get(index));
        }
        LinearForm known = variables.get(name.text());
        if (known != null) {
            return known;
        }
        return call(name);
    }

    private LinearForm literal(double value) {
        FixedType wide = FixedType.signed(64, 64);
        int fraction = 0;
        double scaled = value;
        while (scaled != Math.rint(scaled) && fraction < MAX_SHIFT) {
            scaled *= 2;
            fraction++;
        }
        return LinearForm.constant(
                new java.math.BigDecimal(scaled).toBigInteger(),
                fraction,
                fraction == 0 ? wide : null);
    }

    private LinearForm call(Token name) {
        int from = at - 1;
        List<Token> template = List.of();
        if (peek().is("<")) {
            int end = Words.close(words, at);
            template = words.subList(at + 1, end - 1);
            at = end;
        }
        int nameEnd = at;
        if (!peek().is("(")) {
            throw name.expected("a value that an earlier statement gave");
        }
        at++;
        LinearForm value = sum();
        expect(")");
        return switch (name.text()) {
            case "bit_shift", "shift_point" -> {
                int bits = (int) declarations.whole(template, name, null, -MAX_SHIFT, MAX_SHIFT);
                FixedType type = value.type();
                if (type == null) {
                    throw name.error("expected a shift of a variable, got one of a sum");
                }
                yield value.moved(bits, moved(type, bits, name));
            }
            case "cast", "static_cast" -> cast(value, fixed(template));
            default -> cast(value, fixed(words.subList(from, nameEnd)));
        };
    }

    private static FixedType moved(FixedType type, int bits, Token at) {
        try {
            return type.signed()
                    ? FixedType.signed(type.width(), type.integer() + bits)
                    : FixedType.unsigned(type.width(), type.integer() + bits);
        } catch (IllegalArgumentException e) {
            throw at.error(e.getMessage());
        }
    }

    /** A value cast to a type: itself where nothing changes, else a new source. */
    private LinearForm cast(LinearForm value, FixedType type) {
        int drop = value.fraction() - type.fraction();
        if (value.isConstant()) {
            return LinearForm.constant(
                    BigInteger.valueOf(type.cast(value.bias(), value.fraction())),
                    type.fraction(),
                    type);
        }
        if (drop <= value.spareBits() && fits(value, type)) {
            return value.withType(type);
        }
        int level = 1;
        for (int source : value.coefficients().keySet()) {
            level = Math.max(level, source < inputs ? 1 : 1 + cuts.get(source - inputs).level());
        }
        cuts.add(new Cut(value, type, level));
        sources.add(type);
        return LinearForm.source(sources.size() - 1, type);
    }

    private boolean fits(LinearForm value, FixedType type) {
        if (type.width() > 62) {
            return false;
        }
        BigInteger least = value.bias();
        BigInteger most = value.bias();
        for (Map.Entry<Integer, BigInteger> term : value.coefficients().entrySet()) {
            FixedType source = sources.get(term.getKey());
            BigInteger low = term.getValue().multiply(BigInteger.valueOf(source.minimumRaw()));
            BigInteger high = term.getValue().multiply(BigInteger.valueOf(source.maximumRaw()));
            least = least.add(low.min(high));
            most = most.add(low.max(high));
        }
        int more = Math.max(0, value.fraction() - type.fraction());
        int up = Math.max(0, type.fraction() - value.fraction());
        BigInteger highest = BigInteger.valueOf(type.maximumRaw()).shiftLeft(more);
        BigInteger lowest =
                type.overflow() == Overflow.SAT_SYM
                        ? highest.negate()
                        : BigInteger.valueOf(type.minimumRaw()).shiftLeft(more);
        return least.shiftLeft(up).compareTo(lowest) >= 0
                && most.shiftLeft(up).compareTo(highest) <= 0;
    }
}
