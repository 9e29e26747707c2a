package org.l1ring.circuit;

import java.util.Locale;

/** The canonical text of operations. */
final class CircuitText {
    private CircuitText() {}

    static String text(Op op) {
        return switch (op) {
            case Op.Input(int column) -> "input " + column;
            case Op.Constant(long raw) -> "constant " + raw;
            case Op.Linear(Terms terms, long bias) -> "linear " + bias + terms;
            case Op.Multiply(int left, int right) -> binary("multiply", left, right);
            case Op.Cast cast ->
                    "cast %%%d >> %d %s %s%d %s %d"
                            .formatted(
                                    cast.arg(),
                                    cast.drop(),
                                    cast.quantization(),
                                    cast.signed() ? "s" : "u",
                                    cast.width(),
                                    cast.overflow(),
                                    cast.saturationBits());
            case Op.Select(int condition, int whenTrue, int whenFalse) ->
                    "select %" + condition + " %" + whenTrue + " %" + whenFalse;
            case Op.Compare(Op.Relation relation, int left, int right) ->
                    binary(relation.name().toLowerCase(Locale.ROOT), left, right);
            case Op.Logic(Op.Gate gate, int left, int right) ->
                    binary(gate.name().toLowerCase(Locale.ROOT), left, right);
            case Op.Not(int arg) -> "not %" + arg;
            case Op.Minimum(int left, int right) -> binary("minimum", left, right);
            case Op.Maximum(int left, int right) -> binary("maximum", left, right);
            case Op.Absolute(int arg) -> "absolute %" + arg;
            case Op.Table(int arg, Contents contents) -> "table %" + arg + " " + contents;
            case Op.Slice(int arg, int low, int width) -> "slice %" + arg + " " + low + " " + width;
            case Op.Concatenate(int high, int low, int lowWidth) ->
                    binary("concatenate", high, low) + " " + lowWidth;
        };
    }

    private static String binary(String name, int left, int right) {
        return name + " %" + left + " %" + right;
    }
}
