package org.l1ring.check;

/** Evaluates rows of raw inputs; one instance a thread. */
@FunctionalInterface
public interface Evaluator {

    /**
     * Evaluates rows one after the other.
     *
     * @param inputs [..][columns] raw values, row-major
     * @param from first row
     * @param to end of the rows, exclusive
     * @param outputs [..][outputs] receives raw values at the same rows
     */
    void run(long[] inputs, int from, int to, long[] outputs);
}
