package org.l1ring.importer.formula;

import java.util.List;

/** A formula as a tree. */
sealed interface Expression {

    /** A real number. */
    record Real(double value) implements Expression {}

    /** An input, or the result of an earlier formula. */
    record Name(String name) implements Expression {}

    /**
     * An operator or a function.
     *
     * @param function {@code + - * / ^ neg}, or the name of a function
     * @param arguments in order
     * @param column where it stands in its line, from 1
     */
    record Call(String function, List<Expression> arguments, int column) implements Expression {
        /** Copies the list. */
        public Call {
            arguments = List.copyOf(arguments);
        }
    }
}
