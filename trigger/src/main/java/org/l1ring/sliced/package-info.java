/** Circuits of many bits: 64 crossings in a word, and work done only where a bit can matter. */
package org.l1ring.sliced;
