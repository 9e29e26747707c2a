package org.l1ring.lower;

/**
 * A fixed-point value in a circuit under construction.
 *
 * @param step the step that holds its raw integer
 * @param fraction fraction bits of the raw integer
 */
record Value(int step, int fraction) {}
