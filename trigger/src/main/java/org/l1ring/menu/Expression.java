package org.l1ring.menu;

import java.util.List;
import java.util.stream.Stream;

/** What an algorithm asks for: a tree of gates over conditions. */
public sealed interface Expression {

    /** Both sides. */
    record And(Expression left, Expression right) implements Expression {}

    /** Exactly one side. */
    record Xor(Expression left, Expression right) implements Expression {}

    /** Either side. */
    record Or(Expression left, Expression right) implements Expression {}

    /** Not the operand. */
    record Not(Expression operand) implements Expression {}

    /** Some object fulfils the requirement. */
    record Single(Requirement requirement) implements Expression {}

    /**
     * An external condition.
     *
     * @param signal its name in the menu's set of external signals
     * @param channel its bit, 0 to 255
     * @param bxOffset crossing relative to the one that is decided, -2 to 2
     */
    record External(String signal, int channel, int bxOffset) implements Expression {}

    /**
     * Several objects that fulfil requirements and cuts together.
     *
     * @param kind of function
     * @param objects in order; the last is the reference of an overlap removal
     * @param cuts all of which hold
     */
    record Function(FunctionKind kind, List<Requirement> objects, List<Cut> cuts)
            implements Expression {
        /** Copies the lists. */
        public Function {
            objects = List.copyOf(objects);
            cuts = List.copyOf(cuts);
        }
    }

    /** All requirements of an expression, in order. */
    static List<Requirement> requirements(Expression expression) {
        return switch (expression) {
            case And(Expression left, Expression right) -> both(left, right);
            case Xor(Expression left, Expression right) -> both(left, right);
            case Or(Expression left, Expression right) -> both(left, right);
            case Not(Expression operand) -> requirements(operand);
            case Single(Requirement requirement) -> List.of(requirement);
            case External _ -> List.of();
            case Function function -> function.objects();
        };
    }

    /** Whether an expression asks for any external condition. */
    static boolean asksForExternals(Expression expression) {
        return switch (expression) {
            case And(Expression left, Expression right) ->
                    asksForExternals(left) || asksForExternals(right);
            case Xor(Expression left, Expression right) ->
                    asksForExternals(left) || asksForExternals(right);
            case Or(Expression left, Expression right) ->
                    asksForExternals(left) || asksForExternals(right);
            case Not(Expression operand) -> asksForExternals(operand);
            case External _ -> true;
            case Single _, Function _ -> false;
        };
    }

    private static List<Requirement> both(Expression left, Expression right) {
        return Stream.of(left, right).flatMap(side -> requirements(side).stream()).toList();
    }
}
