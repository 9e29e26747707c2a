/**
 * The ring: blocks of 64 crossings from a source through scoring workers, in order again, to the
 * sinks.
 */
package org.l1ring.ring;
