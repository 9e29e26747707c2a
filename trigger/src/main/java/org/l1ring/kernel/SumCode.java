package org.l1ring.kernel;

import java.util.ArrayList;
import java.util.List;
import org.l1ring.circuit.SignedDigits;
import org.l1ring.kernel.VectorCode.Operation;

/** Sums as straight-line code, which leave their result on the operand stack. */
final class SumCode {
    private final ColumnCode columns;
    private final VectorCode code;

    SumCode(ColumnCode columns) {
        this.columns = columns;
        this.code = columns.code();
    }

    /** A sum of products with integer constants, of shifted additions where that is cheaper. */
    void sum(Lane lane, List<Integer> operands, List<Long> coefficients, long bias) {
        int top = 0;
        boolean added = false;
        for (long coefficient : coefficients) {
            if (byDigits(lane, coefficient)) {
                top = Math.max(top, SignedDigits.top(coefficient));
                added |= coefficient != 0;
            }
        }
        boolean started = false;
        int shift = 0;
        for (int level = top; added && level >= 0; level--) {
            List<Integer> plus = withDigit(lane, operands, coefficients, level, 1);
            List<Integer> minus = withDigit(lane, operands, coefficients, level, -1);
            if (!plus.isEmpty() || !minus.isEmpty()) {
                columns.twice(lane, shift);
                shift = 0;
                chain(lane, plus, minus, started);
                started = true;
            }
            shift += started && level > 0 ? 1 : 0;
        }
        columns.twice(lane, shift);
        if (bias != 0 || (!started && operands.isEmpty())) {
            columns.constant(lane, bias);
            add(lane, started);
            started = true;
        }
        for (int i = 0; i < operands.size(); i++) {
            long coefficient = coefficients.get(i);
            if (!byDigits(lane, coefficient)) {
                columns.push(operands.get(i));
                columns.constant(lane, coefficient);
                code.binary(lane, Operation.MUL);
                add(lane, started);
                started = true;
            }
        }
        if (!started) {
            columns.constant(lane, 0);
        }
    }

    /** Operands whose coefficients have a digit. */
    private static List<Integer> withDigit(
            Lane lane, List<Integer> operands, List<Long> coefficients, int level, int digit) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < coefficients.size(); i++) {
            long coefficient = coefficients.get(i);
            if (byDigits(lane, coefficient) && SignedDigits.digit(coefficient, level) == digit) {
                found.add(operands.get(i));
            }
        }
        return found;
    }

    private void chain(Lane lane, List<Integer> plus, List<Integer> minus, boolean started) {
        if (!started && plus.isEmpty()) {
            columns.constant(lane, 0);
        }
        for (int i = 0; i < plus.size(); i++) {
            columns.push(plus.get(i));
            add(lane, started || i > 0);
        }
        for (int operand : minus) {
            columns.push(operand);
            code.binary(lane, Operation.SUB);
        }
    }

    private void add(Lane lane, boolean started) {
        if (started) {
            code.binary(lane, Operation.ADD);
        }
    }

    /** Whether additions are no slower than a multiplication. */
    static boolean byDigits(Lane lane, long coefficient) {
        int multiplication = lane == Lane.I16 ? 2 : lane == Lane.I32 ? 3 : 4;
        return SignedDigits.count(coefficient) <= multiplication;
    }

    /** A short sum of products of floats. */
    void floatSum(Instruction instruction) {
        Instruction.Weights weights = (Instruction.Weights) instruction.constants();
        boolean started = weights.bias() != 0 || instruction.operands().isEmpty();
        if (started) {
            columns.constant(Lane.F32, weights.bias());
        }
        for (int i = 0; i < instruction.operands().size(); i++) {
            long coefficient = weights.coefficients().get(i);
            if (Math.abs(coefficient) == 1 && (started || coefficient > 0)) {
                columns.push(instruction.operands().get(i));
                if (started) {
                    code.binary(Lane.F32, coefficient > 0 ? Operation.ADD : Operation.SUB);
                }
            } else if (started) {
                int sum = code.keep();
                columns.push(instruction.operands().get(i));
                columns.constant(Lane.F32, coefficient);
                code.push(sum);
                code.multiplyAdd();
            } else {
                columns.push(instruction.operands().get(i));
                columns.constant(Lane.F32, coefficient);
                code.binary(Lane.F32, Operation.MUL);
            }
            started = true;
        }
    }

    /** A sum of rounded products of integers. */
    void products(Instruction.Rounded sum, List<Integer> operands, Lane lane) {
        int count = sum.products().size();
        boolean started = sum.bias() != 0 || count < operands.size();
        if (started) {
            List<Integer> others = operands.subList(count, operands.size());
            sum(lane, others, sum.coefficients(), sum.bias());
        }
        for (int i = 0; i < count; i++) {
            Instruction.Product product = sum.products().get(i);
            sum(lane, List.of(operands.get(i)), List.of(product.coefficient()), product.add());
            columns.shift(lane, Operation.ASHR, Math.min(product.shift(), lane.bits() - 1));
            add(lane, started);
            started = true;
        }
    }

    /**
     * A sum of rounded products of floats. Beside {@link FloatFit#MAGIC} floats are whole numbers,
     * so that the addition of a product rounds it.
     */
    void floatProducts(Instruction.Rounded sum, List<Integer> operands, Lane lane) {
        columns.constant(FloatFit.MAGIC + sum.bias());
        for (int i = 0; i < operands.size(); i++) {
            int other = i - sum.products().size();
            columns.push(operands.get(i));
            if (other < 0) {
                Instruction.Product product = sum.products().get(i);
                columns.constant(product.scaled());
                columns.constant(product.centre());
                code.multiplyAdd();
            } else {
                columns.constant(Lane.F32, sum.coefficients().get(other));
                code.binary(Lane.F32, Operation.MUL);
            }
            code.binary(Lane.F32, Operation.ADD);
        }
        if (lane == Lane.F32) {
            columns.constant(FloatFit.MAGIC);
            code.binary(Lane.F32, Operation.SUB);
        } else {
            code.bits(Lane.F32, Lane.I32);
            code.convert(Lane.I32, lane);
        }
    }
}
