package org.l1ring.adders;

import java.util.ArrayList;
import java.util.List;
import org.l1ring.circuit.SignedDigits;

/**
 * Signed-digit forms of integers with as few digits as possible: 3 = 2 + 1 = 4 - 1.
 *
 * <p>Source: I.-C. Park and H.-J. Kang, "Digital filter synthesis based on minimal signed digit
 * representation", DAC 2001.
 */
final class SignedForms {
    /** More forms of one number hardly help, and cost time. */
    private static final int MOST = 8;

    /**
     * One form.
     *
     * @param plus mask of the digits 1
     * @param minus mask of the digits -1
     */
    record Form(long plus, long minus) {}

    private SignedForms() {}

    /** Digits of a column of a matrix. */
    static int digits(long[][] matrix, int column) {
        int digits = 0;
        for (long[] row : matrix) {
            digits += SignedDigits.count(row[column]);
        }
        return digits;
    }

    /** The forms of a number, none for 0. */
    static List<Form> of(long number) {
        List<Form> forms = new ArrayList<>();
        if (number != 0) {
            add(number, 0, SignedDigits.count(number), new Form(0, 0), forms);
        }
        return forms;
    }

    private static void add(long rest, int position, int left, Form form, List<Form> forms) {
        if (forms.size() == MOST) {
            return;
        }
        if (rest == 0) {
            forms.add(form);
            return;
        }
        int zeros = Long.numberOfTrailingZeros(rest);
        long odd = rest >> zeros;
        int at = position + zeros;
        if (SignedDigits.count(odd) > left) {
            return;
        }
        Form plus = new Form(form.plus() | 1L << at, form.minus());
        Form minus = new Form(form.plus(), form.minus() | 1L << at);
        add((odd - 1) >> 1, at + 1, left - 1, plus, forms);
        add((odd + 1) >> 1, at + 1, left - 1, minus, forms);
    }
}
