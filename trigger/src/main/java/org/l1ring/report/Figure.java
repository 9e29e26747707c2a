package org.l1ring.report;

/**
 * A plot on a page.
 *
 * @param heading what it shows
 * @param svg the drawing, empty if there is nothing to draw
 * @param caption how to read it, or why there is nothing
 */
record Figure(String heading, String svg, String caption) {}
