package org.l1ring.proof;

import java.util.List;

/**
 * What was proven about a netlist, and what was refuted.
 *
 * @param sums weighted sums of the circuit, each proven equal to its wire
 * @param adders adder cells of the sums, none of which wraps
 * @param widestAdder bits of the widest of them
 * @param steps other operations of the circuit, each proven to be what the netlist does
 * @param assumed operations that are not proven: casts that wrap with saturation bits or to a
 *     magnitude, and tables of more than 128 entries
 * @param latencyCycles registers from every input to every output, the same on all paths
 * @param yosysSeconds for reading the Verilog
 * @param javaSeconds for the proof by intervals and coefficient vectors
 * @param z3Seconds for the proof by z3
 * @param refutations what does not hold, each as a line; empty where all is proven
 */
public record ProofReport(
        int sums,
        int adders,
        int widestAdder,
        int steps,
        int assumed,
        int latencyCycles,
        double yosysSeconds,
        double javaSeconds,
        double z3Seconds,
        List<String> refutations) {

    /** Copies the list. */
    public ProofReport {
        refutations = List.copyOf(refutations);
    }

    /** Whether everything holds. */
    public boolean proven() {
        return refutations.isEmpty();
    }
}
