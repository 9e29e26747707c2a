package org.l1ring.project;

import org.l1ring.circuit.Op;
import org.l1ring.circuit.SignedDigits;
import org.l1ring.circuit.Terms;

/** Adders of a sum. */
final class AdderCount {
    private AdderCount() {}

    /** Two-input adders of a step: its addends less one; 0 for what is no sum. */
    static int of(Op op) {
        if (!(op instanceof Op.Linear(Terms terms, long bias))) {
            return 0;
        }
        int addends = bias == 0 ? 0 : 1;
        for (int i = 0; i < terms.size(); i++) {
            // More than two digits are a product.
            addends += SignedDigits.count(terms.coefficient(i)) == 2 ? 2 : 1;
        }
        return Math.max(0, addends - 1);
    }

    /** The same of canonical signed digits, where nothing is shared. */
    static int separate(Op op) {
        if (!(op instanceof Op.Linear(Terms terms, long bias))) {
            return 0;
        }
        int digits = bias == 0 ? 0 : 1;
        for (int i = 0; i < terms.size(); i++) {
            digits += SignedDigits.count(terms.coefficient(i));
        }
        return Math.max(0, digits - 1);
    }
}
