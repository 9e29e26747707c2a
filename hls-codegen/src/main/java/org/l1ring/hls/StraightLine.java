package org.l1ring.hls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Contents;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.circuit.Terms;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;

/**
 * The steps of a circuit as C++ statements: a constant {@code v<step>} a step, of the type {@code
 * ap_[u]fixed<W, W>} that its interval needs.
 *
 * <p>Sums are formed modulo two to the width of their result, which holds them exactly.
 */
final class StraightLine {
    /** Larger coefficients are multiplied by, as three times them leaves 64 bits. */
    private static final long LARGEST_SHIFT = 1L << 61;

    private final Circuit circuit;
    private final IntFunction<String> input;
    private final Set<CppType> types = new TreeSet<>(StraightLine::order);
    private final List<String> lines = new ArrayList<>();
    private final Map<Contents, String> tables = new HashMap<>();

    private StraightLine(Circuit circuit, IntFunction<String> input) {
        this.circuit = circuit;
        this.input = input;
    }

    private static int order(CppType one, CppType other) {
        int signs = Boolean.compare(one.signed(), other.signed());
        return signs != 0 ? signs : Integer.compare(one.width(), other.width());
    }

    /**
     * The statements of all steps, their types first.
     *
     * @param input a number whose value is the raw integer of an input column
     */
    static List<String> statements(Circuit circuit, IntFunction<String> input) {
        StraightLine text = new StraightLine(circuit, input);
        for (int id = 0; id < circuit.steps().size(); id++) {
            text.add(id);
        }
        List<String> all = new ArrayList<>();
        for (CppType type : text.types) {
            all.add("typedef %s %s;".formatted(type, shortName(type)));
        }
        all.addAll(text.lines);
        return all;
    }

    private static String shortName(CppType type) {
        return (type.signed() ? "s" : "u") + type.width();
    }

    /** The name of an interval's type. */
    private String type(Interval interval) {
        CppType type = CppType.integers(interval);
        types.add(type);
        return shortName(type);
    }

    private String constant(long value) {
        return type(Interval.of(value)) + "(" + ConstantsText.literal(value) + ")";
    }

    private void define(int id, String value) {
        lines.add("const %s v%d = %s;".formatted(type(circuit.interval(id)), id, value));
    }

    private void add(int id) {
        String type = type(circuit.interval(id));
        switch (circuit.op(id)) {
            case Op.Input(int column) -> define(id, input.apply(column));
            case Op.Constant(long raw) -> define(id, ConstantsText.literal(raw));
            case Op.Linear(Terms terms, long bias) -> linear(id, terms, bias);
            case Op.Multiply(int left, int right) -> define(id, "v" + left + " * v" + right);
            case Op.Cast cast -> define(id, cast(cast, circuit.interval(id)));
            case Op.Select(int condition, int whenTrue, int whenFalse) ->
                    define(
                            id,
                            "v%d != %s ? %s(v%d) : %s(v%d)"
                                    .formatted(
                                            condition,
                                            constant(0),
                                            type,
                                            whenTrue,
                                            type,
                                            whenFalse));
            case Op.Compare(Op.Relation relation, int left, int right) ->
                    define(id, "v%d %s v%d".formatted(left, relation(relation), right));
            case Op.Logic(Op.Gate gate, int left, int right) ->
                    define(id, "v%d[0] %s v%d[0]".formatted(left, gate(gate), right));
            case Op.Not(int arg) -> define(id, "!v%d[0]".formatted(arg));
            case Op.Minimum(int left, int right) -> define(id, bound(type, left, "<", right));
            case Op.Maximum(int left, int right) -> define(id, bound(type, left, ">", right));
            case Op.Absolute(int arg) ->
                    define(
                            id,
                            "v%d < %s ? %s(%s - v%d) : %s(v%d)"
                                    .formatted(
                                            arg, constant(0), type, constant(0), arg, type, arg));
            case Op.Table(int arg, Contents contents) -> table(id, arg, contents);
            case Op.Slice(int arg, int low, int width) -> {
                CppType bits = CppType.exact(false, width, width);
                define(id, bits + "(" + moved("v" + arg, low) + ")");
            }
            case Op.Concatenate(int high, int low, int lowWidth) ->
                    define(
                            id,
                            "(%s(v%d) << %d) + %s(v%d)".formatted(type, high, lowWidth, type, low));
        }
    }

    private static String relation(Op.Relation relation) {
        return switch (relation) {
            case LESS -> "<";
            case LESS_OR_EQUAL -> "<=";
            case EQUAL -> "==";
        };
    }

    private static String gate(Op.Gate gate) {
        return switch (gate) {
            case AND -> "&&";
            case OR -> "||";
            case XOR -> "!=";
        };
    }

    private static String bound(String type, int left, String relation, int right) {
        return "v%d %s v%d ? %s(v%d) : %s(v%d)"
                .formatted(left, relation, right, type, left, type, right);
    }

    /** A value divided by a power of two, exact. */
    private static String moved(String value, int bits) {
        return bits == 0 ? value : "nnet::shift_point<%d>(%s)".formatted(-bits, value);
    }

    /** A cast; one that wraps needs no more bits than its result has. */
    private String cast(Op.Cast cast, Interval interval) {
        CppType type = CppType.cast(cast.type());
        boolean wraps =
                (cast.overflow() == Overflow.WRAP && cast.saturationBits() == 0)
                        || (cast.overflow() == Overflow.WRAP_SM && !cast.signed());
        if (wraps) {
            CppType result = CppType.integers(interval);
            FixedType low =
                    new FixedType(
                            result.signed(),
                            result.width(),
                            result.width(),
                            cast.quantization(),
                            Overflow.WRAP,
                            0);
            type = CppType.cast(low);
        }
        CppType arg = CppType.integers(circuit.interval(cast.arg()));
        boolean rounds = cast.quantization() != Quantization.TRN;
        if (!rounds || cast.drop() <= arg.width()) {
            return type + "(" + moved("v" + cast.arg(), cast.drop()) + ")";
        }
        // The vendor's headers look at bits beyond a number's sign when they round.
        CppType extended = CppType.exact(arg.signed(), cast.drop(), cast.drop());
        return type + "(" + moved(extended + "(v" + cast.arg() + ")", cast.drop()) + ")";
    }

    /** Terms of a sum: those added first, so that a sum of two needs no negation. */
    private void linear(int id, Terms terms, long bias) {
        Interval interval = circuit.interval(id);
        String type = type(interval);
        List<String> plus = new ArrayList<>();
        List<String> minus = new ArrayList<>();
        for (int i = 0; i < terms.size(); i++) {
            addTerm(type, terms.step(i), terms.coefficient(i), plus, minus);
        }
        boolean signed = CppType.integers(interval).signed();
        if (bias > 0 || (bias < 0 && signed)) {
            plus.add(type + "(" + ConstantsText.literal(bias) + ")");
        } else if (bias < 0) {
            minus.add(type + "(" + ConstantsText.literal(-bias) + ")");
        }
        if (plus.isEmpty()) {
            plus.add(type + "(0)");
        }
        String sum = plus.get(0);
        int pieces = plus.size() + minus.size();
        if (pieces == 1) {
            define(id, sum);
            return;
        }
        for (int i = 1; i < pieces; i++) {
            String next =
                    i < plus.size() ? " + " + plus.get(i) : " - " + minus.get(i - plus.size());
            String name = i == pieces - 1 ? "v" + id : "v" + id + "_" + i;
            lines.add("const %s %s = %s%s;".formatted(type, name, sum, next));
            sum = name;
        }
    }

    /** A step times a constant: the one or two digits of its non-adjacent form, else a product. */
    private void addTerm(
            String type, int step, long coefficient, List<String> plus, List<String> minus) {
        long triple = 3 * coefficient;
        long positive = (triple & ~coefficient) >> 1;
        long negative = (coefficient & ~triple) >> 1;
        boolean shifts = Long.bitCount(positive) + Long.bitCount(negative) <= 2;
        if (!shifts || Math.abs(coefficient) >= LARGEST_SHIFT) {
            plus.add("%s(v%d * %s)".formatted(type, step, constant(coefficient)));
            return;
        }
        for (int k = 0; k < 62; k++) {
            String term = type + "(v" + step + ")";
            String shifted = k == 0 ? term : "(" + term + " << " + k + ")";
            if ((positive >> k & 1) != 0) {
                plus.add(shifted);
            } else if ((negative >> k & 1) != 0) {
                minus.add(shifted);
            }
        }
    }

    /** A read of a table, one array for all reads of equal contents. */
    private void table(int id, int arg, Contents contents) {
        String table = tables.get(contents);
        if (table == null) {
            table = "v%d_table".formatted(id);
            tables.put(contents, table);
            array(table, contents);
        }
        define(id, "%s[v%d.to_int()]".formatted(table, arg));
    }

    private void array(String table, Contents contents) {
        StringBuilder entries = new StringBuilder();
        long least = 0;
        long most = 0;
        for (int i = 0; i < contents.size(); i++) {
            long entry = contents.get(i);
            least = Math.min(least, entry);
            most = Math.max(most, entry);
            entries.append(i == 0 ? "" : ", ").append(ConstantsText.literal(entry));
        }
        String integer =
                least >= Short.MIN_VALUE && most <= Short.MAX_VALUE
                        ? "short"
                        : least >= Integer.MIN_VALUE && most <= Integer.MAX_VALUE
                                ? "int"
                                : "long long";
        lines.add(
                "static const %s %s[%d] = {%s};"
                        .formatted(integer, table, contents.size(), entries));
    }
}
