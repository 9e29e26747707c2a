/** Sinks: where decided blocks go to, the accept stream before all. */
package org.l1ring.sink;
