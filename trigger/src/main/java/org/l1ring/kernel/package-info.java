/** Circuits as loops over blocks of crossings, scalar and vector. */
package org.l1ring.kernel;
