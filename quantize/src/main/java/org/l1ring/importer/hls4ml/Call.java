package org.l1ring.importer.hls4ml;

import java.util.List;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ModelException;

/**
 * A call of the top function.
 *
 * @param at its name
 * @param function without namespaces
 * @param templates template arguments
 * @param arguments names of variables and constants
 * @param layer name of the layer, from the comment after the call
 */
record Call(
        Network network,
        Token at,
        String function,
        List<List<Token>> templates,
        List<String> arguments,
        String layer) {
    private static final int MAX_SIZE = 1 << 22;

    private Declarations declarations() {
        return network.declarations();
    }

    ModelException error(String what) {
        return at.error(function + ": " + what);
    }

    /** The configuration: the last template argument. */
    Struct config() {
        if (templates.isEmpty()) {
            throw error("expected a configuration among the template arguments, got none");
        }
        return declarations().struct(templates.getLast(), at);
    }

    /** Another configuration that one names. */
    Struct config(Struct struct, String name) {
        List<Token> words = struct.types.get(name);
        if (words == null) {
            throw missing(struct, name);
        }
        return declarations().struct(words, at);
    }

    private ModelException missing(Struct struct, String name) {
        return struct.place().error("expected %s in %s, got none".formatted(name, struct.name()));
    }

    /** A whole number of a configuration. */
    int whole(Struct struct, String name) {
        return whole(struct, name, -1);
    }

    /** A whole number of a configuration, or another where it has none; −1 demands it. */
    int whole(Struct struct, String name, int otherwise) {
        Constant value = declarations().constant(struct, name).orElse(null);
        if (value == null && otherwise >= 0) {
            return otherwise;
        }
        if (value == null) {
            throw missing(struct, name);
        }
        if (!(value instanceof Constant.Whole(long whole)) || whole < 0 || whole > MAX_SIZE) {
            throw struct.constants
                    .get(name)
                    .getFirst()
                    .error(
                            "expected %s from 0 to %d, got %s"
                                    .formatted(name, MAX_SIZE, Declarations.shown(value)));
        }
        return (int) whole;
    }

    /** A constant of a configuration as text: an enumerator without its scopes; or nothing. */
    String symbol(Struct struct, String name) {
        return declarations()
                .constant(struct, name)
                .map(value ->
                        value instanceof Constant.Symbol(String symbol)
                                ? Declarations.last(symbol)
                                : Declarations.shown(value))
                .orElse("");
    }

    boolean hasType(Struct struct, String name) {
        return struct.types.containsKey(name);
    }

    /** A fixed-point type of a configuration. */
    CppType.Fixed type(Struct struct, String name) {
        List<Token> words = struct.types.get(name);
        if (words == null) {
            throw missing(struct, name);
        }
        return fixed(declarations().type(words, words.getFirst(), struct), words.getFirst());
    }

    CppType.Fixed fixed(CppType type, Token place) {
        return switch (type) {
            case CppType.Fixed fixed -> fixed;
            case CppType.Packed packed -> packed.element();
            case CppType.Other other ->
                    throw place.error(
                            "expected a type ap_[u]fixed or ap_[u]int, got " + other.name());
        };
    }

    /** The type of a template argument. */
    CppType.Fixed template(int index) {
        if (index >= templates.size()) {
            throw error(
                    "expected at least %d template arguments, got %d"
                            .formatted(index + 1, templates.size()));
        }
        return fixed(declarations().type(templates.get(index), at, null), at);
    }

    String argument(int index) {
        if (index >= arguments.size()) {
            throw error(
                    "expected at least %d arguments, got %d"
                            .formatted(index + 1, arguments.size()));
        }
        return arguments.get(index);
    }

    /** An input of a known size. */
    Tensor input(int index, int size) {
        return network.input(argument(index), size, at);
    }

    /** Constants in the type of their declaration. */
    ConstantArray constants(int index, int... shape) {
        return network.constants(argument(index), at, shape);
    }

    /** What casts to the result's type do, the last but one template argument. */
    FixedType result() {
        return template(templates.size() - 2).cast(at);
    }

    /** A sum's type: what casts to it do. */
    FixedType accumulator(Struct struct) {
        return type(struct, "accum_t").cast(struct.place());
    }
}
