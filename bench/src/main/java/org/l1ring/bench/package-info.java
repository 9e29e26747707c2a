/** JMH benchmarks. */
package org.l1ring.bench;
