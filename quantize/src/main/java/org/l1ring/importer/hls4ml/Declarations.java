package org.l1ring.importer.hls4ml;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;

/** What a text declares, and the meaning of types and constants in it. */
final class Declarations {
    private static final int MAX_DEPTH = 40;

    final Map<String, List<Token>> types = new HashMap<>();
    final Map<String, List<Token>> constants = new HashMap<>();
    final Map<String, Struct> structs = new LinkedHashMap<>();
    final Map<String, CppArray> arrays = new LinkedHashMap<>();
    final Map<String, CppFunction> functions = new LinkedHashMap<>();
    private final Set<String> open = new HashSet<>();

    /**
     * An array of constants.
     *
     * @param type words of the element's type
     * @param size words between the brackets, maybe none
     * @param values the literals, flat; null where there is no initialiser
     * @param group literals of one element when it is a structure, else 1
     */
    @SuppressWarnings("ArrayRecordComponent")
    record CppArray(Token place, List<Token> type, List<Token> size, double[] values, int group) {}

    /**
     * A function.
     *
     * @param parameters words between the parentheses
     * @param body words between the braces
     */
    record CppFunction(Token place, String name, List<Token> parameters, List<Token> body) {}

    /** The name without namespaces. */
    static String last(String name) {
        return name.substring(name.lastIndexOf(':') + 1);
    }

    Struct struct(List<Token> words, Token at) {
        String name = words.isEmpty() ? "" : words.getLast().text();
        Struct struct = structs.get(name);
        if (struct == null) {
            List<Token> alias = types.get(name);
            if (alias != null && !alias.equals(words)) {
                return struct(alias, at);
            }
            throw at.error(
                    "expected a configuration struct, got \"" + name + "\", which is unknown");
        }
        return struct;
    }

    /** The value of a configuration's constant, if it has it. */
    Optional<Constant> constant(Struct struct, String name) {
        List<Token> words = struct.constants.get(name);
        if (words == null) {
            return Optional.empty();
        }
        return Optional.of(
                guarded(
                        struct.name() + "::" + name,
                        words.isEmpty() ? struct.place() : words.getFirst(),
                        () ->
                                Evaluator.evaluate(
                                        words,
                                        words.isEmpty() ? struct.place() : words.getFirst(),
                                        (n, at) -> value(n, struct))));
    }

    private Optional<Constant> value(String name, Struct struct) {
        if (struct != null && struct.constants.containsKey(name)) {
            return constant(struct, name);
        }
        int colons = name.lastIndexOf("::");
        if (colons > 0) {
            Struct other = structs.get(last(name.substring(0, colons)));
            if (other != null) {
                return constant(other, last(name));
            }
        }
        List<Token> words = constants.get(last(name));
        if (words == null || words.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                guarded(
                        last(name),
                        words.getFirst(),
                        () ->
                                Evaluator.evaluate(
                                        words, words.getFirst(), (n, at) -> value(n, null))));
    }

    private <T> T guarded(String name, Token at, java.util.function.Supplier<T> action) {
        if (open.size() > MAX_DEPTH || !open.add(name)) {
            throw at.error("expected a definition of " + name + " that does not lead to itself");
        }
        try {
            return action.get();
        } finally {
            open.remove(name);
        }
    }

    /** The value of an expression at namespace scope, or in a configuration when there is one. */
    Constant evaluate(List<Token> words, Token at, Struct struct) {
        return Evaluator.evaluate(words, at, (n, t) -> value(n, struct));
    }

    /** A whole number within bounds. */
    long whole(List<Token> words, Token at, Struct struct, long least, long most) {
        Constant value = evaluate(words, at, struct);
        if (!(value instanceof Constant.Whole(long whole)) || whole < least || whole > most) {
            throw at.error(
                    "expected a whole number from %d to %d, got %s"
                            .formatted(least, most, shown(value)));
        }
        return whole;
    }

    static String shown(Constant value) {
        return switch (value) {
            case Constant.Whole(long whole) -> Long.toString(whole);
            case Constant.Real(double real) -> Double.toString(real);
            case Constant.Symbol(String name) -> "\"" + name + "\"";
        };
    }

    /** The type that words name, in a configuration when there is one. */
    CppType type(List<Token> all, Token at, Struct struct) {
        List<Token> words =
                all.stream()
                        .filter(w -> !w.is("const") && !w.is("typename") && !w.is("static"))
                        .filter(w -> !w.is("&") && !w.is("inline") && !w.is("constexpr"))
                        .toList();
        int angle = 0;
        while (angle < words.size() && !words.get(angle).is("<")) {
            angle++;
        }
        if (angle == 0) {
            throw at.expected("a type");
        }
        String name = words.get(angle - 1).text();
        if (angle < words.size()) {
            return template(name, words.subList(angle, words.size()), at, struct);
        }
        boolean member = angle > 2 && words.get(angle - 2).is("::");
        if (member) {
            Struct other = structs.get(words.get(angle - 3).text());
            if (other != null && other.types.containsKey(name)) {
                return named(other.types.get(name), other.name() + "::" + name, at, other);
            }
            if (name.equals("value_type")) {
                CppType outer = type(words.subList(0, angle - 2), at, struct);
                return outer instanceof CppType.Packed packed ? packed.element() : outer;
            }
        }
        if (struct != null && struct.types.containsKey(name)) {
            return named(struct.types.get(name), struct.name() + "::" + name, at, struct);
        }
        List<Token> alias = types.get(name);
        return alias == null ? plain(name) : named(alias, name, at, null);
    }

    private static CppType plain(String name) {
        return switch (name) {
            case "bool" -> whole(false, 1);
            case "char", "int8_t" -> whole(true, 8);
            case "short", "int16_t" -> whole(true, 16);
            case "int", "int32_t" -> whole(true, 32);
            case "unsigned", "uint32_t" -> whole(false, 32);
            default -> new CppType.Other(name);
        };
    }

    private static CppType.Fixed whole(boolean signed, int width) {
        return new CppType.Fixed(signed, width, width, Quantization.TRN, Overflow.WRAP, 0, true);
    }

    private CppType named(List<Token> words, String name, Token at, Struct struct) {
        return guarded("type " + name, at, () -> type(words, words.getFirst(), struct));
    }

    private CppType template(String name, List<Token> words, Token at, Struct struct) {
        List<List<Token>> arguments = Words.arguments(words, at);
        return switch (name) {
            case "ap_fixed", "ap_ufixed" -> fixed(name.equals("ap_fixed"), arguments, at, struct);
            case "ap_int", "ap_uint" -> {
                expectArguments(name, arguments, 1, 1, at);
                yield whole(
                        name.equals("ap_int"),
                        (int) whole(arguments.getFirst(), at, struct, 1, 1024));
            }
            case "array" -> {
                expectArguments(name, arguments, 2, 2, at);
                CppType element = type(arguments.getFirst(), at, struct);
                if (!(element instanceof CppType.Fixed fixed)) {
                    throw at.error("expected an array of fixed-point numbers, got another");
                }
                yield new CppType.Packed(
                        fixed, (int) whole(arguments.get(1), at, struct, 1, 1 << 22));
            }
            case "stream" -> type(arguments.getFirst(), at, struct);
            default -> new CppType.Other(name);
        };
    }

    private static void expectArguments(
            String name, List<List<Token>> arguments, int least, int most, Token at) {
        if (arguments.size() < least || arguments.size() > most) {
            throw at.error(
                    "expected %d to %d arguments of %s, got %d"
                            .formatted(least, most, name, arguments.size()));
        }
    }

    private CppType fixed(boolean signed, List<List<Token>> arguments, Token at, Struct struct) {
        expectArguments("ap_fixed", arguments, 2, 5, at);
        int width = (int) whole(arguments.get(0), at, struct, 1, 1024);
        int integer = (int) whole(arguments.get(1), at, struct, -1024, 1024);
        Quantization quantization = Quantization.TRN;
        Overflow overflow = Overflow.WRAP;
        int saturationBits = 0;
        if (arguments.size() > 2) {
            quantization = mode(Quantization.values(), Modes.QUANTIZATION, arguments.get(2), at);
        }
        if (arguments.size() > 3) {
            overflow = mode(Overflow.values(), Modes.OVERFLOW, arguments.get(3), at);
        }
        if (arguments.size() > 4) {
            saturationBits = bits(arguments.get(4), at, struct, width);
        }
        return new CppType.Fixed(
                signed, width, integer, quantization, overflow, saturationBits, false);
    }

    /** Enumerators in the order of the vendor's headers, which give them their numbers. */
    private static final class Modes {
        static final List<String> QUANTIZATION =
                List.of("RND", "RND_ZERO", "RND_MIN_INF", "RND_INF", "RND_CONV", "TRN", "TRN_ZERO");
        static final List<String> OVERFLOW =
                List.of("SAT", "SAT_ZERO", "SAT_SYM", "WRAP", "WRAP_SM");
    }

    private static <E extends Enum<E>> E mode(
            E[] values, List<String> order, List<Token> words, Token at) {
        String text = words.isEmpty() ? "" : words.getLast().text();
        String name = text.replaceFirst("^(AP|SC)_", "");
        if (text.matches("\\d") && Integer.parseInt(text) < order.size()) {
            name = order.get(Integer.parseInt(text));
        }
        for (E value : values) {
            if (value.name().equals(name)) {
                return value;
            }
        }
        throw at.error("expected a mode, one of " + order + " after AP_, got \"" + text + "\"");
    }

    private int bits(List<Token> words, Token at, Struct struct, int width) {
        if (words.size() == 1 && words.getFirst().isName()) {
            // The modes are enumerators, and some folders give one of them for the number of bits.
            int number = Modes.OVERFLOW.indexOf(words.getFirst().text().replaceFirst("^AP_", ""));
            if (number >= 0) {
                return number;
            }
        }
        return (int) whole(words, at, struct, 0, width);
    }
}
