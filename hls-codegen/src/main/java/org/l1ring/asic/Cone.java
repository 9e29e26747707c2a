package org.l1ring.asic;

import java.util.List;
import org.l1ring.circuit.Circuit;

/**
 * Steps that serve one result alone, as a circuit of its own: equal cones, such as the sums of a
 * convolution, are one module.
 *
 * @param root step of the whole circuit that it computes
 * @param leaves steps of the whole circuit that are its inputs, in order
 * @param steps of the whole circuit that it holds
 * @param circuit inputs {@code a0}, {@code a1}, … and the output {@code y}
 * @param picos of its logic by the delay model
 */
record Cone(int root, List<Integer> leaves, List<Integer> steps, Circuit circuit, int picos) {
    Cone {
        leaves = List.copyOf(leaves);
        steps = List.copyOf(steps);
    }
}
