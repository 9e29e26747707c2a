package org.l1ring.sliced;

/**
 * Whether a field lies between two values.
 *
 * @param field number of the field
 * @param low least value that passes
 * @param high greatest value that passes, at least {@code low}
 */
record Window(int field, long low, long high) {}
