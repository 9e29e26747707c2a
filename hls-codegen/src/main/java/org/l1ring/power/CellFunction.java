package org.l1ring.power;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Boolean function of a Liberty file over numbered variables: {@code !A} or {@code A'} before
 * {@code ^} before {@code &}, {@code *} or a blank before {@code |} or {@code +}.
 */
sealed interface CellFunction {

    /** A variable. */
    record Variable(int number) implements CellFunction {}

    /** 0 or 1. */
    record Constant(boolean one) implements CellFunction {}

    /** The inverse. */
    record Not(CellFunction of) implements CellFunction {}

    /** Two functions joined. */
    record Join(Operator operator, CellFunction left, CellFunction right) implements CellFunction {}

    /** What joins two functions. */
    enum Operator {
        /** 1 if both are. */
        AND,
        /** 1 if one is or both are. */
        OR,
        /** 1 if just one is. */
        XOR
    }

    /** The probability of a 1 where every variable is 1 half of the time, apart from the others. */
    default double duty() {
        return switch (this) {
            case Variable _ -> 0.5;
            case Constant(boolean one) -> one ? 1 : 0;
            case Not(CellFunction of) -> 1 - of.duty();
            case Join(Operator operator, CellFunction left, CellFunction right) -> {
                double both = left.duty() * right.duty();
                yield switch (operator) {
                    case AND -> both;
                    case OR -> left.duty() + right.duty() - both;
                    case XOR -> left.duty() + right.duty() - 2 * both;
                };
            }
        };
    }

    /**
     * The probability that the innermost operator a variable goes into lets it through; 1 where it
     * goes into none, -1 where the function does not have it.
     */
    default double passed(int variable) {
        return switch (this) {
            case Variable(int number) -> number == variable ? 1 : -1;
            case Constant _ -> -1;
            case Not(CellFunction of) -> of.passed(variable);
            case Join(Operator operator, CellFunction left, CellFunction right) -> {
                if (left.repeats(variable)) {
                    yield open(operator, right);
                }
                if (right.repeats(variable)) {
                    yield open(operator, left);
                }
                double first = left.passed(variable);
                yield first >= 0 ? first : right.passed(variable);
            }
        };
    }

    private static double open(Operator operator, CellFunction other) {
        return switch (operator) {
            case AND -> other.duty();
            case OR -> 1 - other.duty();
            case XOR -> 0.5;
        };
    }

    /** Whether this is a variable or its inverse. */
    private boolean repeats(int variable) {
        return switch (this) {
            case Variable(int number) -> number == variable;
            case Not(CellFunction of) -> of.repeats(variable);
            case Constant _, Join _ -> false;
        };
    }

    /** The function as a program for a stack; variables and constants push, operators join. */
    default int[] program() {
        List<Integer> codes = new ArrayList<>();
        append(codes);
        return codes.stream().mapToInt(Integer::intValue).toArray();
    }

    private void append(List<Integer> codes) {
        switch (this) {
            case Variable(int number) -> codes.add(number);
            case Constant(boolean one) -> codes.add(one ? Programs.ONE : Programs.ZERO);
            case Not(CellFunction of) -> {
                of.append(codes);
                codes.add(Programs.NOT);
            }
            case Join(Operator operator, CellFunction left, CellFunction right) -> {
                left.append(codes);
                right.append(codes);
                codes.add(
                        switch (operator) {
                            case AND -> Programs.AND;
                            case OR -> Programs.OR;
                            case XOR -> Programs.XOR;
                        });
            }
        }
    }

    /** Runs programs over 64 values at once. */
    final class Programs {
        static final int NOT = -1;
        static final int AND = -2;
        static final int OR = -3;
        static final int XOR = -4;
        static final int ZERO = -5;
        static final int ONE = -6;

        private Programs() {}

        /**
         * The value of a function.
         *
         * @param program of the function
         * @param values of all nets
         * @param nets of the variables, from {@code base}
         * @param base of the first variable's net
         * @param stack at least as long as the program
         */
        static long run(int[] program, long[] values, int[] nets, int base, long[] stack) {
            int top = -1;
            for (int code : program) {
                switch (code) {
                    case NOT -> stack[top] = ~stack[top];
                    case AND -> {
                        top--;
                        stack[top] &= stack[top + 1];
                    }
                    case OR -> {
                        top--;
                        stack[top] |= stack[top + 1];
                    }
                    case XOR -> {
                        top--;
                        stack[top] ^= stack[top + 1];
                    }
                    case ZERO -> stack[++top] = 0;
                    case ONE -> stack[++top] = -1;
                    default -> stack[++top] = values[nets[base + code]];
                }
            }
            return stack[0];
        }
    }

    /**
     * Reads a function.
     *
     * @param text of the function
     * @param variables their numbers by name
     * @param where it stands, for messages
     * @throws IllegalArgumentException if it is none, or has an unknown variable
     */
    static CellFunction parse(String text, Map<String, Integer> variables, LibertyGroup where) {
        return new FunctionReader(text, variables, where).read();
    }
}
