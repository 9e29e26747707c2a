/**
 * The exact integer dataflow program that every machine runs, its intervals, interpreter and
 * passes.
 */
package org.l1ring.circuit;
