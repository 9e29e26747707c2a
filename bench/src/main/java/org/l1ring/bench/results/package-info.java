/** Results of a run: read, compared with each other and with the machine's limits, written. */
package org.l1ring.bench.results;
