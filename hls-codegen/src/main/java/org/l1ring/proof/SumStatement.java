package org.l1ring.proof;

/**
 * A sum of the circuit and what the netlist holds for it.
 *
 * @param name wire and step, for people
 * @param width bits of the wire
 * @param signed whether it is two's complement
 * @param expected the weighted sum that the circuit asks for
 * @param found what the wire holds, modulo two to the power of its width
 */
record SumStatement(String name, int width, boolean signed, Form expected, Operand found) {}
