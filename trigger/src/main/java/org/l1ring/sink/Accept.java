package org.l1ring.sink;

import java.util.List;

/**
 * One accepted crossing of an accept stream.
 *
 * @param orbit its orbit
 * @param bunchCrossing its place in the orbit, 0 to 3563
 * @param before algorithm bits before prescales, 64 a word, algorithm 0 in bit 0 of word 0
 * @param after algorithm bits after prescales
 * @param scores raw scores
 */
public record Accept(
        long orbit, int bunchCrossing, List<Long> before, List<Long> after, List<Long> scores) {}
