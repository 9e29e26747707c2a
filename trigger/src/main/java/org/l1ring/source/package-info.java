/** Sources: where the crossings of a stream come from. */
package org.l1ring.source;
