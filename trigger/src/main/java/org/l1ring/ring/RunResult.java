package org.l1ring.ring;

/**
 * How a run ended.
 *
 * @param totals what it did
 * @param stopped whether it was stopped before its last orbit
 */
public record RunResult(RunSnapshot totals, boolean stopped) {}
